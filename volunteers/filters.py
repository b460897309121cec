"""The filters of the list of proxy parents, over those whom the user may see."""

import datetime as dt
from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.filters import place_choices, significant
from cases.search import by_name
from organisation.models import code_range
from volunteers.models import CANDIDATE, SERVING, Volunteer, VolunteerStatus

SORTS = {
    "name": "person__pinyin_sort",
    "number": "number",
    "village": "division__code",
    "status": "status",
    "vetting": "vetted_until",
    "children": "children",
}
SOON = 30  # days before its end from which a record check is shown as running out
GROUPS = [("candidate", _("all on their way")), ("serving", _("all in service"))]


class VolunteerFilter(filters.FilterSet):
    """State, kind, place, record check. `text` was typed and stands in the session, not in the address."""

    status = filters.ChoiceFilter(
        label=_("State"),
        choices=[*GROUPS, *((v, w) for v, w in VolunteerStatus.choices if v != VolunteerStatus.NEW)],
        method="by_state",
        empty_label=_("All"),
    )
    type = filters.ChoiceFilter(label=_("Kind"), choices=Volunteer.Type.choices, empty_label=_("All"))
    place = filters.ChoiceFilter(label=_("Town or village"), method="by_place", empty_label=_("All"))
    vetting = filters.ChoiceFilter(
        label=_("Record check"),
        choices=[("soon", _("runs out within 30 days")), ("lapsed", _("has run out"))],
        method="by_vetting",
        empty_label=_("All"),
    )

    class Meta:
        model = Volunteer
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, *, text: str = "", **kwargs: Any) -> None:
        self.text = text
        super().__init__(data, queryset, **kwargs)
        self.form.fields["place"].choices = place_choices(self.queryset, (data or {}).get("place", ""))

    @property
    def qs(self) -> Any:
        """With the typed text, too: a name in any spelling or the number of the work card."""
        found = super().qs
        if not self.text:
            return found
        named = by_name(self.text, "person__")
        return found.filter(Q(number__iendswith=self.text) | (named if named is not None else Q(pk__in=[])))

    def by_state(self, volunteers: Any, name: str, value: str) -> Any:
        """One state, or all candidates, or all who serve."""
        several = {"candidate": CANDIDATE, "serving": SERVING}.get(value, [value])
        return volunteers.filter(status__in=several)

    def by_place(self, volunteers: Any, name: str, value: str) -> Any:
        """A county, town or village by its code, with everything inside it."""
        lower, upper = code_range(significant(value))
        return volunteers.filter(division__code__gte=lower, division__code__lt=upper)

    def by_vetting(self, volunteers: Any, name: str, value: str) -> Any:
        """Of those who serve: the check ends within 30 days, today included, or has ended."""
        today = timezone.localdate()
        serving = volunteers.filter(status__in=SERVING)
        if value == "lapsed":
            return serving.filter(vetted_until__lt=today)
        return serving.filter(vetted_until__range=(today, today + dt.timedelta(days=SOON)))
