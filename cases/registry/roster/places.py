"""The village of a row: by its columns, else by its address, the sheet's name or the title.

Invariant: a place is only taken when it is the only one that fits. Called by `checking`.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from cases.registry.roster.outcomes import Finding, finding
from cases.registry.roster.rows import RosterRow
from organisation.division_names import Ambiguous, DivisionNames, fold

LONGEST_BARE_TOWN = 8
SAMPLED_ROWS = 300


def likely_county(rows: Iterable[RosterRow], divisions: DivisionNames) -> str | None:
    """The county (six digits) in which most of the first rows find their village; None when two are as likely."""
    sample = list(islice(rows, SAMPLED_ROWS))
    found: Counter[str] = Counter()
    for county in divisions.counties():
        places = Places(divisions, county)
        found[county] = sum(bool(places.resolve(row)[0]) for row in sample)
    (first, most), (_second, next_most), *_others = found.most_common() + [("", 0)] * 2
    return first if most > next_most else None


class Places:
    """Resolves places inside one county (or prefecture), remembering what it has looked up."""

    def __init__(self, divisions: DivisionNames, county_code: str) -> None:
        self._divisions = divisions
        self._scope = county_code
        self._towns: dict[tuple[str, str], str | None] = {}
        self._villages: dict[tuple[str, str], str | Ambiguous | None] = {}
        self._hinted: dict[tuple[str, tuple[str, ...]], str | None] = {}

    def resolve(self, row: RosterRow) -> tuple[str, Finding | None]:
        """The 12-digit code of the village, or an empty text and why it was not found."""
        scope = self._county_of(row)
        if scope is None:
            return "", finding("error:other_county", "county")
        town = self._town_of(row, scope)
        if town is None and row.town:
            moved = self._divisions.find_moved_town(scope[:6], row.town)
            return "", finding("error:other_county" if moved else "error:unknown_town", "town")
        found = self._village_of(row, scope, town)
        if isinstance(found, str):
            return found, None
        if isinstance(found, Ambiguous):
            return "", finding("error:ambiguous_village", "village")
        return "", finding("error:unknown_village" if row.village else "error:missing_village", "village")

    def county_name(self, village: str) -> str:
        """The name of the county that a village lies in, 孟州市."""
        return self._divisions.short_name((village or self._scope)[:6].ljust(12, "0"))

    def is_rural(self, village: str) -> bool:
        """Whether the committee is one of villagers."""
        return self._divisions.kind(village) in ("villagers_committee", "like_villagers_committee")

    def _county_of(self, row: RosterRow) -> str | None:
        """The scope narrowed by the row's own county; None when that lies outside the scope."""
        named = self._divisions.county_within(row.county) if row.county else None
        if named is None:
            return self._scope
        prefix = self._scope.rstrip("0") if len(self._scope) > 6 else self._scope
        if named.startswith(prefix[:6]):
            return named
        return self._scope if named == self._scope[:6] else None

    def _town_of(self, row: RosterRow, scope: str) -> str | None:
        if row.town:
            return self._town_named(scope, row.town)
        for text in (row.village, row.hukou_address, row.residence_address):
            if text and (town := self._divisions.town_within(scope, text)):
                return town
        key = (scope, row.hints)
        if key not in self._hinted:
            self._hinted[key] = next((t for hint in row.hints if (t := self._town_hinted(scope, hint))), None)
        return self._hinted[key]

    def _town_named(self, scope: str, text: str) -> str | None:
        if (scope, text) not in self._towns:
            found = self._divisions.find_town(scope, text) or self._divisions.town_within(scope, text)
            self._towns[scope, text] = found
        return self._towns[scope, text]

    def _town_hinted(self, scope: str, hint: str) -> str | None:
        town = self._divisions.town_within(scope, hint)
        if town is None and len(fold(hint)) <= LONGEST_BARE_TOWN:
            town = self._divisions.find_town(scope, hint)
        return town

    def _village_of(self, row: RosterRow, scope: str, town: str | None) -> str | Ambiguous | None:
        found: str | Ambiguous | None = None
        for text in (row.village, row.hukou_address, row.residence_address):
            if text and found is None:
                found = self._village_named(town or scope, text, town is not None)
        return found

    def _village_named(self, within: str, text: str, is_town: bool) -> str | Ambiguous | None:
        key = (within, text)
        if key not in self._villages:
            if is_town:
                found = self._divisions.find_village(within, text) or self._divisions.village_within(within, text)
            else:
                found = self._divisions.find_village_in(within, text)
            self._villages[key] = found
        return self._villages[key]
