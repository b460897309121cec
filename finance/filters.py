"""The filters of the lists of batches, payments and entries of a roll. A typed name stands in the session."""

from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.forms import YuanField
from cases.registry.models import Person
from cases.search import by_name
from finance import figures
from finance.failures import failure_label
from finance.models import Batch, Fund, Line, RollEntry
from finance.reasons import reason_words
from organisation.models import Division

SORTS = {
    "number": "sequence",
    "name": "person__pinyin_sort",
    "village": "division__code",
    "months": "months",
    "amount": "fen",
}
TOWN_ENDS = "000"
ALL = _("All")


class BatchFilter(filters.FilterSet):
    """State, year, kind and fund, over the batches that the user may see."""

    status = filters.ChoiceFilter(
        label=_("State"), choices=[each for each in Batch.Status.choices if each[0] != "new"], empty_label=ALL
    )
    year = filters.ChoiceFilter(label=_("Year"), method="by_year", empty_label=ALL)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Batch.Kind.choices, empty_label=ALL)
    fund = filters.ChoiceFilter(label=_("Fund"), method="by_fund", empty_label=ALL)

    class Meta:
        model = Batch
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        years = sorted({day.year for day in self.queryset.order_by().values_list("first_month", flat=True)})
        self.form.fields["year"].choices = [(str(year), str(year)) for year in reversed(years)]
        funds = Fund.objects.visible_to(self.request.user).select_related("dossier")
        self.form.fields["fund"].choices = [(str(fund.code), str(fund)) for fund in funds]

    def by_year(self, batches: Any, name: str, value: str) -> Any:
        """Batches whose first month lies in that year."""
        return batches.filter(first_month__year=value)

    def by_fund(self, batches: Any, name: str, value: str) -> Any:
        """Batches paid from the fund of that code."""
        return batches.filter(fund__dossier__code=value)


class AmountFilter(filters.Filter):
    """An amount typed in yuan, compared in fen."""

    field_class = YuanField


class OfRollFilter(filters.FilterSet):
    """Place, sex and a typed text, for whatever stands in the rolls of towns. `rolls` are those the user may see."""

    place = filters.ChoiceFilter(label=_("Town or village"), method="by_place", empty_label=ALL)
    person = ""
    division = ""

    def __init__(
        self, data: Any = None, queryset: Any = None, *, rolls: Any = (), text: str = "", **kwargs: Any
    ) -> None:
        self.text = text
        super().__init__(data, queryset, **kwargs)
        self.form.fields["place"].choices = _places([roll.division for roll in rolls])

    @property
    def qs(self) -> Any:
        """With the typed text, too: a name in any spelling, or a number."""
        found = super().qs
        return found.filter(self.by_text()) if self.text else found

    def by_text(self) -> Q:
        """A name in any spelling."""
        named = by_name(self.text, self.person)
        return named if named is not None else Q(pk__in=[])

    def by_place(self, rows: Any, name: str, value: str) -> Any:
        """A town by its roll, a village by its own code."""
        town = value.endswith(TOWN_ENDS)
        return rows.filter(**{"town_roll__division__code" if town else f"{self.division}code": value})


def state_choices() -> list[tuple[str, Any]]:
    """What the bank did at large, then every state by itself."""
    at_large = [(f"{figures.GROUP}{group}", words) for group, words in figures.GROUP_WORDS.items()]
    return [*at_large, *(each for each in Line.Status.choices if each[0] != Line.Status.VOID)]


class LineFilter(OfRollFilter):
    """Place, sex, state, amount, reason of the bank. The number of a payment may be typed, too."""

    person, division = "person__", "division__"

    sex = filters.ChoiceFilter(label=_("Sex"), choices=Person.Sex.choices, field_name="person__sex", empty_label=ALL)
    status = filters.ChoiceFilter(label=_("State"), choices=state_choices, method="by_state", empty_label=ALL)
    failure = filters.ChoiceFilter(label=_("Why it came back"), empty_label=ALL)
    least = AmountFilter(label=_("Amount from"), field_name="fen", lookup_expr="gte")
    most = AmountFilter(label=_("Amount to"), field_name="fen", lookup_expr="lte")

    class Meta:
        model = Line
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = self.queryset.filter(status__in=figures.CAME_BACK).exclude(failure="")
        codes = sorted(set(back.order_by().values_list("failure", flat=True)))
        self.form.fields["failure"].choices = [(code, failure_label(code)) for code in codes]

    def by_state(self, lines: Any, name: str, value: str) -> Any:
        """One state, or all states of a group."""
        if value.startswith(figures.GROUP):
            return lines.filter(status__in=figures.GROUPS[value.removeprefix(figures.GROUP)])
        return lines.filter(status=value)

    def by_text(self) -> Q:
        """A name, or the last digits of the payment's number."""
        digits = self.text.rpartition("-")[2]
        if digits.isascii() and digits.isdecimal() and len(digits) <= 9:
            return Q(sequence=int(digits))
        return super().by_text()


class EntryFilter(OfRollFilter):
    """How a child was counted, and why."""

    person, division = "case__person__", "case__division__"

    outcome = filters.ChoiceFilter(label=_("Counted"), choices=RollEntry.Outcome.choices, empty_label=ALL)
    reason = filters.ChoiceFilter(label=_("Reason"), empty_label=ALL)

    class Meta:
        model = RollEntry
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = sorted(set(self.queryset.exclude(reason="").order_by().values_list("reason", flat=True).distinct()))
        self.form.fields["reason"].choices = [(code, reason_words(code)) for code in codes]


def _places(towns: list[Division]) -> list[tuple[str, str]]:
    """Towns, each with its villages. One query."""
    villages: dict[int, list[Division]] = {}
    for village in Division.objects.filter(parent__in=towns, valid_to__isnull=True).order_by("code"):
        villages.setdefault(village.parent_id or 0, []).append(village)
    choices = []
    for town in towns:
        choices.append((town.code, town.short_name))
        choices += [(village.code, f"　{village.short_name}") for village in villages.get(town.pk, [])]
    return choices
