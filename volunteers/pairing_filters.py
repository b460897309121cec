"""The filters of the lists of pairings and of children who wait, over those whom the user may see."""

import datetime as dt
from typing import Any

import django_filters as filters
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.filters import place_choices, significant
from cases.models import Case
from organisation.models import code_range
from volunteers.models import LIVE, RUNNING, Contact, Pairing, PairingStatus, Volunteer

SOON = 30  # days before its end from which a term is shown as ending
SILENT = 14  # days without a contact after which a pairing is shown as silent
GROUPS = [("live", _("all live")), ("running", _("all running"))]
SORTS = {
    "village": "case__division__code",
    "proxy": "volunteer__person__pinyin_sort",
    "status": "status",
    "began": "started_on",
    "until": "valid_until",
    "contact": "last_contact",
}


def listed(pairings: Any) -> Any:
    """Pairings with the day of the last contact that reached the child."""
    counted = Q(contacts__made=True, contacts__status__in=("recorded", "reviewed"))
    return pairings.annotate(last_contact=Max("contacts__done_on", filter=counted))


def silent(pairings: Any, today: dt.date) -> Any:
    """Active ones without a contact for a fortnight, counted from the beginning where there was none."""
    since = today - dt.timedelta(days=SILENT)
    recent = Contact.objects.counted().filter(pairing=OuterRef("pk"), done_on__gt=since)
    return pairings.filter(~Exists(recent), status=PairingStatus.ACTIVE, started_on__lte=since)


def ending_soon(pairings: Any, today: dt.date) -> Any:
    """Running ones whose term ends within thirty days, or is over."""
    return pairings.filter(status__in=RUNNING, valid_until__lte=today + dt.timedelta(days=SOON))


class WaitingFilter(filters.FilterSet):
    """Where the child lives."""

    place = filters.ChoiceFilter(label=_("Town or village"), method="by_place", empty_label=_("All"))

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.form.fields["place"].choices = place_choices(self.queryset, (data or {}).get("place", ""))

    def by_place(self, cases: Any, name: str, value: str) -> Any:
        """A county, town or village by its code, with everything inside it."""
        lower, upper = code_range(significant(value))
        return cases.filter(division__code__gte=lower, division__code__lt=upper)


class PairingFilter(filters.FilterSet):
    """State, kind of proxy parent, place of the child, and what needs somebody to look."""

    status = filters.ChoiceFilter(
        label=_("State"),
        choices=[*GROUPS, *((v, w) for v, w in PairingStatus.choices if v != PairingStatus.NEW)],
        method="by_state",
        empty_label=_("All"),
    )
    type = filters.ChoiceFilter(
        field_name="volunteer__type", label=_("Proxy parent"), choices=Volunteer.Type.choices, empty_label=_("All")
    )
    place = filters.ChoiceFilter(label=_("Town or village"), method="by_place", empty_label=_("All"))
    look = filters.ChoiceFilter(
        label=_("To look at"),
        choices=[("soon", _("ends within 30 days")), ("silent", _("no contact for 14 days"))],
        method="by_look",
        empty_label=_("All"),
    )

    class Meta:
        model = Pairing
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        cases = Case.objects.filter(pk__in=self.queryset.values("case"))
        self.form.fields["place"].choices = place_choices(cases, (data or {}).get("place", ""))

    def by_state(self, pairings: Any, name: str, value: str) -> Any:
        """One state, or all that are live, or all that run."""
        several = {"live": LIVE, "running": RUNNING}.get(value, [value])
        return pairings.filter(status__in=several)

    def by_place(self, pairings: Any, name: str, value: str) -> Any:
        """The child's county, town or village by its code, with everything inside it."""
        lower, upper = code_range(significant(value))
        return pairings.filter(case__division__code__gte=lower, case__division__code__lt=upper)

    def by_look(self, pairings: Any, name: str, value: str) -> Any:
        """Terms that end soon, or active pairings in which nothing happens."""
        today = timezone.localdate()
        return ending_soon(pairings, today) if value == "soon" else silent(pairings, today)
