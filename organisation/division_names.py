"""Finding the town or village that a clerk wrote: old names, missing suffixes, doubled prefixes.

The one invariant: a name that fits two divisions is never decided here: the answer is `Ambiguous` or nothing.
Called by the roster import and by forms that take an address. Needs no database.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

VILLAGERS, RESIDENTS, VIRTUAL = "villagers_committee", "residents_committee", "virtual"

# Renamed between 2015 and 2023 (domain report §5.1). 乔庙乡, 岳村乡 and 温泉镇 differ only in the suffix.
FORMER_TOWN_NAMES = {
    "410823108000": ("圪当店乡",),
    "410825003000": ("南张羌镇",),
    "410804002000": ("北山街道",),
}
FORMER_COUNTY_NAMES = {"410871000000": ("焦作新区", "示范区", "城乡一体化示范区")}

TOWN_SUFFIX = re.compile(r"(人民政府|街道办事处|街道办|办事处|街道|镇政府|乡政府|镇|乡|办)$")
COMMITTEE_SUFFIX = re.compile(
    r"((?P<villagers>村民委员会|村民委|村委会|村委)|(?P<residents>社区居民委员会|社区居委会|居民委员会|居委会|居委|社区)"
    r"|(?P<plain>行政村|村))$"
)
NOISE = re.compile(r"[\s\u3000()（）\[\]【】〔〕,，、.。·:：/\\-]+")
VARIANTS = str.maketrans({"垱": "当", "档": "当"})
SINGLE_DIGIT = re.compile(r"(?<!\d)([1-9])(?!\d)")
CHINESE_DIGITS = "零一二三四五六七八九"


class Named(Protocol):
    """What is needed of a division; both the model and a row of the file have it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def legal_county_code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several divisions bear the name; the clerk has to say which."""

    codes: tuple[str, ...]


class DivisionNames:
    """An index over the divisions, built once per import."""

    def __init__(self, rows: Iterable[Named]) -> None:
        """Take current divisions of all levels; virtual communities are left out, they are no committees."""
        self._kinds: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._legal_counties: dict[str, str] = {}
        self._above: dict[str, str] = {}
        self._towns: dict[str, set[str]] = defaultdict(set)
        self._villages: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._village_stems: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows:
            self._add(row)

    def find_town(self, scope: str, text: str) -> str | None:
        """The 12-digit code of the town written in `text`, inside `scope` (code of a county or prefecture).

        None when no town or more than one in the scope bears the name.
        """
        key = self._without_units_above(fold(text))
        prefix = significant(scope)
        for candidate in town_keys(key):
            found = [code for code in self._towns.get(candidate, ()) if code.startswith(prefix)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def find_moved_town(self, county: str, text: str) -> str | None:
        """The town that by law still lies in `county` but is run by another one, as in the 示范区."""
        key = self._without_units_above(fold(text))
        for candidate in town_keys(key):
            for code in sorted(self._towns.get(candidate, ())):
                if self._legal_counties[code] == county[:6] != code[:6]:
                    return code
        return None

    def find_village(self, town: str, text: str) -> str | Ambiguous | None:
        """The code of the village or community written in `text` inside the town with that code.

        The full written name wins over the bare one; `Ambiguous` when both a village and a community fit.
        """
        for key in self._village_keys(town, text):
            exact = self._villages.get((town[:9], key), [])
            if len(exact) == 1:
                return exact[0]
            stem, kind = split_committee(key)
            found = exact or self._village_stems.get((town[:9], stem), [])
            # The suffix only decides between two: many a 村 became a 社区 and is still written the old way.
            fitting = [code for code in found if kind in (None, self._kinds[code])] or found
            if fitting:
                return fitting[0] if len(fitting) == 1 else Ambiguous(tuple(sorted(fitting)))
        return None

    def find_village_in(self, scope: str, text: str) -> str | Ambiguous | None:
        """The village of that name when its town is not known; `Ambiguous` when several towns have one."""
        prefix = significant(scope)
        towns = sorted({town for town, key in self._village_stems if town.startswith(prefix)})
        codes: set[str] = set()
        for town in towns:
            found = self.find_village(town, text)
            codes.update(found.codes if isinstance(found, Ambiguous) else (found,) if found else ())
        return Ambiguous(tuple(sorted(codes))) if len(codes) > 1 else next(iter(codes), None)

    def village_within(self, town: str, text: str) -> str | None:
        """The village whose full name begins an address or is followed by a group, as in 横山村三组."""
        for key in self._village_keys(town, text):
            for length in range(len(key) - 1, 1, -1):
                codes = self._villages.get((town[:9], key[:length]), [])
                if len(codes) == 1:
                    return codes[0]
        return None

    def town_within(self, scope: str, text: str) -> str | None:
        """The only town of the scope whose full name occurs in a longer text, such as a title or an address."""
        folded, prefix = fold(text), significant(scope)
        found = {
            code
            for name, codes in self._towns.items()
            if TOWN_SUFFIX.search(name) and name in folded
            for code in codes
            if code.startswith(prefix)
        }
        return found.pop() if len(found) == 1 else None

    def county_within(self, text: str) -> str | None:
        """The county that the text begins with, as six digits; None when it names none."""
        folded = fold(text)
        fitting = [(len(name), code) for name, code in self._above.items() if folded.startswith(name)]
        county = max(fitting, default=(0, ""))[1]
        return county[:6] if county and not county.endswith("00000000") else None

    def counties(self) -> list[str]:
        """The six digits of every county that has towns."""
        return sorted({code[:6] for codes in self._towns.values() for code in codes})

    def kind(self, code: str) -> str:
        """Whether the committee is one of villagers or residents, or what sort of town it is."""
        return self._kinds[code]

    def short_name(self, code: str) -> str:
        """The name people say; empty for an unknown code."""
        return self._names.get(code, "")

    def _add(self, row: Named) -> None:
        self._kinds[row.code], self._names[row.code] = row.kind, row.short_name
        self._legal_counties[row.code] = row.legal_county_code or row.code[:6]
        if row.level == "town":
            for name in (row.name, row.short_name, *FORMER_TOWN_NAMES.get(row.code, ())):
                for key in town_keys(fold(name)):
                    self._towns[key].add(row.code)
        elif row.level == "village":
            if row.kind != VIRTUAL:
                self._add_village(row)
        else:
            for name in (row.name, row.short_name, *FORMER_COUNTY_NAMES.get(row.code, ())):
                self._above[fold(name)] = row.code

    def _add_village(self, row: Named) -> None:
        town = row.code[:9]
        for key in {fold(row.name), fold(row.short_name)}:
            self._villages[town, key].append(row.code)
        for stem in {split_committee(fold(row.short_name))[0], fold(row.short_name)}:
            self._village_stems[town, stem].append(row.code)

    def _village_keys(self, town: str, text: str) -> Iterator[str]:
        """The text as written, then without the county, then without the town before the village."""
        folded = fold(text)
        yield folded
        key = self._without_units_above(folded)
        if key != folded:
            yield key
        names = (key_of for key_of in town_keys(fold(self.short_name(town[:9] + "000"))) if len(key_of) > 1)
        for name in (*names, *(fold(old) for old in FORMER_TOWN_NAMES.get(town[:9] + "000", ()))):
            rest = key.removeprefix(name)
            if rest not in (key, ""):
                yield TOWN_SUFFIX_HEAD.sub("", rest) or rest

    def _without_units_above(self, key: str) -> str:
        """Strip province, prefecture and county from the front, as long as something is left."""
        for _ in range(3):
            for name in self._above:
                if key.startswith(name) and len(key) > len(name) + 1:
                    key = key[len(name) :]
        return key


TOWN_SUFFIX_HEAD = re.compile(r"^(街道办事处|街道办|办事处|街道|镇|乡)(?=..)")


def fold(text: str) -> str:
    """One spelling for full width, spaces, punctuation, single digits and the characters often mistyped."""
    folded = NOISE.sub("", unicodedata.normalize("NFKC", text)).translate(VARIANTS)
    return SINGLE_DIGIT.sub(lambda digit: CHINESE_DIGITS[int(digit[1])], folded)


def town_keys(folded: str) -> Iterator[str]:
    """The name, then the name with one suffix after the other taken off (清化镇街道, 清化镇, 清化)."""
    yield folded
    while len(shorter := TOWN_SUFFIX.sub("", folded)) > 1 and shorter != folded:
        yield shorter
        folded = shorter


def split_committee(folded: str) -> tuple[str, str | None]:
    """The bare name of a village, and which kind of committee the suffix hints at (None when it has none)."""
    match = COMMITTEE_SUFFIX.search(folded)
    if match is None or match.start() == 0:
        return folded, None
    stem = folded[: match.start()]
    if not match["plain"] and len(stem) > 1:
        stem = stem.removesuffix("村")
    return stem, RESIDENTS if match["residents"] else VILLAGERS


def significant(code: str) -> str:
    """The digits of a province, prefecture, county or town code that its subdivisions share."""
    for digits in (2, 4, 6, 9):
        if not code[digits:].strip("0"):
            return code[:digits]
    return code
