"""The form of a month's plan: one row for each visit that is due. Turns text into days and people, decides nothing."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import DayField, WordsField
from cases.visit_forms import Explaining
from cases.visit_planning import Chosen, ToPlan, last_of
from documents.declarations import Text
from organisation.models import Division, User
from organisation.roles import Role

VISITORS = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR)


class RowForm(Explaining):
    """One visit: whether it is planned, on which day, by whom."""

    pick = forms.BooleanField(label=gettext_lazy("Plan this visit"), required=False)
    day = DayField(label=gettext_lazy("Day"), required=False)
    visitor = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Visitor"), required=False)

    def __init__(self, data: Any, *, row: ToPlan, people: Any, by: User, month: dt.date) -> None:
        self.row, self.month = row, month
        super().__init__(data, prefix=f"row-{row.case.code}")
        self.fields["pick"].initial = True
        self.fields["day"].initial = row.suggested
        self.fields["visitor"].queryset = people  # type: ignore[attr-defined]
        self.fields["visitor"].initial = by if by in people else next(iter(people), None)

    def clean(self) -> dict[str, Any]:
        """A day of this month that is not past, and a visitor."""
        data = super().clean() or {}
        if not data.get("pick"):
            return data
        day = data.get("day")
        if day is None and "day" not in self.errors:
            self.add_error("day", _("Enter the day of the visit."))
        elif day and not max(self.month, timezone.localdate()) <= day <= last_of(self.month):
            self.add_error("day", _("Choose a day of this month, today or later."))
        if not data.get("visitor") and "visitor" not in self.errors:
            self.add_error("visitor", _("Choose who visits."))
        return data


class PlanForm:
    """All rows of a month with one key against double clicks."""

    def __init__(self, data: Any, *, rows: Sequence[ToPlan], village: Division, month: dt.date, by: User) -> None:
        people = people_of(village)
        self.is_bound = data is not None
        self.key = str(data.get("key", "") if data is not None else uuid.uuid4())[:64]
        self.rows = [RowForm(data, row=row, people=people, by=by, month=month) for row in rows]

    def is_valid(self) -> bool:
        """Whether every row that is to be planned can be."""
        valid = [row.is_valid() for row in self.rows]  # every row says what is wrong with it
        return self.is_bound and all(valid)

    def complaints(self) -> Iterator[tuple[str, Text, str]]:
        """Every error with the id of its control and the label."""
        for row in self.rows:
            yield from row.complaints()

    def chosen(self) -> list[Chosen]:
        """The visits to be planned."""
        picked = [row for row in self.rows if row.cleaned_data["pick"]]
        return [Chosen(row.row.case, row.cleaned_data["day"], row.cleaned_data["visitor"]) for row in picked]


def people_of(village: Division) -> Any:
    """Who visits in this village: its officers and the supervisors of its town, by name."""
    today = timezone.localdate()
    ids = [User.objects.holding(role, village.code, today).values_list("pk", flat=True) for role in VISITORS]
    return User.objects.filter(pk__in=[pk for found in ids for pk in found]).order_by("name")


class CompleteForm(Explaining):
    """How the month went."""

    words = WordsField(label=gettext_lazy("How the month went"), max_length=300, required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected"].initial = version
        self.fields["key"].initial = str(uuid.uuid4())
