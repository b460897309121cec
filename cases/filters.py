"""The filters of the case list. A name that was typed stands in the session, not in the address: see `find`."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Case as Choice
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.kinds import all_kinds
from cases.models import Case, RiskLevel
from cases.search import by_name, by_number
from documents.models import DueDate
from organisation.models import code_range

SORTS = {
    "name": "person__pinyin_sort",
    "number": "number",
    "village": "division__code",
    "status": "status",
    "risk": "risk_rank",
    "due": "next_due",
    "changed": "changed_at",
}
RUNNING = "running"
RISKS = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW)


def listed(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Cases with the next day on which something is due, and the risk as a figure to sort by."""
    running = DueDate.objects.filter(state=DueDate.State.OPEN, paused_since__isnull=True)
    dues = running.filter(dossier=OuterRef("dossier_id")).order_by()
    first = dues.values("dossier").annotate(first=Min("due_on")).values("first")
    rank = Choice(*(When(risk_level=level, then=Value(place)) for place, level in enumerate(RISKS)), default=Value(9))
    return cases.annotate(next_due=Subquery(first), risk_rank=rank)


def state_choices() -> list[tuple[str, Any]]:
    """Running at all, or one state of any kind of case."""
    states = {value: label for kind in all_kinds() for value, label in kind.states}
    return [(RUNNING, _("all running")), *states.items()]


class CaseFilter(filters.FilterSet):
    """`find` is the key under which the session keeps the text that was typed."""

    status = filters.ChoiceFilter(label=_("State"), choices=state_choices, method="by_state", empty_label=_("All"))
    risk_level = filters.ChoiceFilter(label=_("Risk"), choices=RiskLevel.choices, empty_label=_("All"))
    place = filters.ChoiceFilter(label=_("Town or village"), method="by_place", empty_label=_("All"))
    kind = filters.ChoiceFilter(
        label=_("Program"), choices=lambda: [(kind.code, kind.label) for kind in all_kinds()], empty_label=_("All")
    )
    overdue = filters.ChoiceFilter(
        label=_("Due"), choices=[("1", _("overdue"))], method="by_overdue", empty_label=_("All")
    )
    find = filters.CharFilter(method="by_text", widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, *, text: str = "", **kwargs: Any) -> None:
        self.text = text
        super().__init__(data, queryset, **kwargs)
        self.form.fields["place"].choices = place_choices(self.queryset, (data or {}).get("place", ""))

    def by_state(self, cases: Any, name: str, value: str) -> Any:
        """One state, or every case that somebody still works on."""
        return cases.open() if value == RUNNING else cases.filter(status=value)

    def by_place(self, cases: Any, name: str, value: str) -> Any:
        """A county, town or village by its code, with everything inside it."""
        lower, upper = code_range(significant(value))
        return cases.filter(division__code__gte=lower, division__code__lt=upper)

    def by_overdue(self, cases: Any, name: str, value: str) -> Any:
        """Cases with something past its last day."""
        late = DueDate.objects.overdue(timezone.localdate()).filter(dossier=OuterRef("dossier_id")).order_by()
        return cases.filter(Exists(late))

    def by_text(self, cases: Any, name: str, value: str) -> Any:
        """The child's name in any spelling, or the number of the case or of one of its papers."""
        conditions = [each for each in (by_name(self.text, "person__"), by_number(self.text)) if each is not None]
        if not conditions:
            return cases.none() if self.text else cases
        wanted = Q()
        for each in conditions:
            wanted |= each
        return cases.filter(wanted)


def significant(code: str) -> str:
    """The digits of a code that its whole division shares: two zeros less for every level above the village."""
    for digits, rest in ((6, "000000"), (9, "000")):
        if code.endswith(rest) and len(code) == 12 and code[:digits] + rest == code:
            return code[:digits]
    return code


def place_choices(cases: "QuerySet[Case]", chosen: str) -> list[Any]:
    """The towns and villages that have cases in the list, each town with its villages. One query."""
    rows = cases.order_by("division__code").values_list(
        "division__code", "division__short_name", "division__parent__code", "division__parent__short_name",
        "division__parent__parent__code", "division__parent__parent__short_name",
    ).distinct()  # fmt: skip
    counties: dict[str, str] = {}
    towns: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for code, name, town_code, town, county_code, county in rows:
        counties[county_code or ""] = county or ""
        towns.setdefault(town_code, (town, []))[1].append((code, f"　{name}"))
    choices: list[Any] = list(counties.items()) if len(counties) > 1 or chosen in counties else []
    for town_code, (town, villages) in towns.items():
        choices += [(town_code, town), *villages]
    return choices
