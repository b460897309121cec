"""Which column of a sheet holds what, told from the words of its header.

Invariant: a field has one column and a column one field; what is not understood is reported, never guessed.
Called by the wizard (which shows the mapping and lets the clerk correct it) and by `rows`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from django.utils.translation import gettext_lazy as _

from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.fields import ADDRESSES, FIELDS, REQUIRED
from cases.registry.roster.reading import Cell, Range, Row, Sheet
from cases.registry.roster.words import ATTRIBUTES, GROUPS, LIKELY_ATTRIBUTES, PERSONS, PLAIN, RELATION

SEARCHED_ROWS = 30
LEAST_FIELDS = 3
CONTEXT_ATTRIBUTES = frozenset({"name", "id", "phone", "relation", "place", "status", "birth", "address"})
OVER = "\x1f"  # between the group line and the detail line of a heading
CHILD_FIELDS = {
    "name": "name",
    "id": "id_number",
    "birth": "birth_date",
    "address": "residence_address",
    "phone": "contact_phone",
}
PUNCTUATION = re.compile(r"[\s*＊:：、,，.。/\\|()（）\[\]【】〔〕<>《》“”\"'_-]+")
IN_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
AMOUNT_OF_DETAIL = re.compile(r"(必填|选填|精确到.*|填写.*|按.*填写|盖章)$")

NO_HEADER = _("No row with column names was found. The sheet needs a row with at least 姓名, 身份证号码 and 行政村.")


@dataclass(frozen=True)
class Columns:
    """The mapping of one sheet. Columns count from 0, rows from 1; data begins after `header_row`."""

    header_row: int
    mapping: Mapping[str, int]
    headings: Mapping[int, str] = field(default_factory=dict)

    @property
    def unknown(self) -> dict[int, str]:
        """Columns that have a heading and no field."""
        used = set(self.mapping.values())
        return {column: heading for column, heading in self.headings.items() if column not in used}

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields without a column. An address stands in for the village."""
        known = self.mapping.keys() | ({"village"} if self.mapping.keys() & ADDRESSES else set())
        return tuple(name for name in REQUIRED if name not in known)

    def corrected(self, mapping: Mapping[str, int]) -> "Columns":
        """The same header with the fields that the clerk chose. Raises ValueError for a column used twice."""
        if len(set(mapping.values())) != len(mapping):
            raise ValueError("a column can hold only one field")
        return Columns(self.header_row, dict(mapping), self.headings)


def find_columns(sheet: Sheet, *, mapping: Mapping[str, int] | None = None) -> Columns:
    """The header of a sheet; `mapping` (field → column from 0) replaces what was recognised.

    Raises RosterFileError when none of the first 30 rows reads like a header.
    """
    top = [row for number, row in islice(sheet.rows(), SEARCHED_ROWS + 1)]
    found = _best_header(top, sheet.merged)
    if found is None:
        raise RosterFileError(NO_HEADER)
    return found if mapping is None else found.corrected(mapping)


def roster_sheets(sheets: list[Sheet]) -> list[tuple[Sheet, Columns]]:
    """The sheets that are rosters; instructions and summaries are passed over.

    Raises RosterFileError when none of them is.
    """
    found = []
    for sheet in sheets:
        try:
            found.append((sheet, find_columns(sheet)))
        except RosterFileError:
            continue
    if not found:
        raise RosterFileError(NO_HEADER)
    return found


def field_of(heading: str) -> str | None:
    """The field that a heading names by itself, such as father_phone for 父亲联系电话; None when unknown."""
    person, attribute = _person_and_attribute(heading)
    return _field(person or "child", attribute) if attribute else None


def fold_heading(heading: Cell) -> str:
    """A heading without blanks, line breaks and punctuation; brackets lose their marks, not their content."""
    text = unicodedata.normalize("NFKC", str(heading)).lower()
    return AMOUNT_OF_DETAIL.sub("", PUNCTUATION.sub("", text))


def _best_header(top: list[Row], merged: tuple[Range, ...]) -> Columns | None:
    best: Columns | None = None
    for index, row in enumerate(top[:SEARCHED_ROWS]):
        candidates = [_columns_of(index + 1, [str(cell) for cell in row])]
        if index + 1 < len(top):
            candidates.append(_columns_of(index + 2, _two_lines(index, row, top[index + 1], merged)))
        for candidate in candidates:
            if _reads_like_a_header(candidate) and (best is None or len(candidate.mapping) > len(best.mapping)):
                best = candidate
    return best


def _reads_like_a_header(columns: Columns) -> bool:
    known = columns.mapping.keys()
    return len(known) >= LEAST_FIELDS and bool(known & {"name", "id_number"})


def _two_lines(index: int, upper: Row, lower: Row, merged: tuple[Range, ...]) -> list[str]:
    """Headings of a group line over a detail line: 父亲 over 姓名, 电话 → 父亲姓名, 父亲电话."""
    groups = _filled_groups(index, upper, merged)
    headings = []
    for group, detail in zip_longest(groups, map(str, lower), fillvalue=""):
        both = group.strip() and detail.strip() and group != detail
        headings.append(f"{group}{OVER}{detail}" if both else group or detail)
    return headings


def _filled_groups(index: int, upper: Row, merged: tuple[Range, ...]) -> list[str]:
    groups = [str(cell) for cell in upper]
    ranges = [(first[1], last[1]) for first, last in merged if first[0] <= index <= last[0]]
    if ranges:
        for left, right in ranges:
            for column in range(left + 1, min(right + 1, len(groups))):
                groups[column] = groups[left]
        return groups
    # without merges (.csv) a group reaches until the next one begins
    for column in range(1, len(groups)):
        if not groups[column].strip() and fold_heading(groups[column - 1]) in GROUP_WORDS:
            groups[column] = groups[column - 1]
    return groups


def _columns_of(header_row: int, headings: list[str]) -> Columns:
    mapping: dict[str, int] = {}
    person = "child"
    for column, heading in enumerate(headings):
        spoken_of, attribute = _person_and_attribute(heading)
        if attribute is None:
            continue
        person = spoken_of or (person if attribute in CONTEXT_ATTRIBUTES else "child")
        for whose in (spoken_of,) if spoken_of else _likely_persons(person, attribute):
            name = _field(whose, attribute)
            if name is not None and name not in mapping:
                mapping[name] = column
                break
    shown = {column: h.replace(OVER, " ") for column, h in enumerate(headings) if fold_heading(h)}
    return Columns(header_row, _guardian_as_carer(mapping), shown)


def _likely_persons(person: str, attribute: str) -> tuple[str, ...]:
    """Whose a bare 身份证号 or 联系电话 is: the child's first, but a phone after 监护人 is the guardian's."""
    return (person, "child") if attribute in ("phone", "relation") else ("child", person)


def _guardian_as_carer(mapping: dict[str, int]) -> dict[str, int]:
    """Where no carer is listed, the one called guardian is who looks after the child."""
    if "carer_name" in mapping or "guardian_name" not in mapping:
        return mapping
    renamed = {name.replace("guardian_", "carer_"): column for name, column in mapping.items()}
    return renamed if len(renamed) == len(mapping) else mapping


def _person_and_attribute(heading: str) -> tuple[str | None, str | None]:
    """Whom a heading names (None when it leaves that open) and what it says of them (None when unknown)."""
    if OVER not in heading:
        return _parse(heading)
    group, detail = heading.split(OVER, 1)
    person, attribute = _parse(detail)
    if attribute is None or person:
        return person, attribute
    spoken_of = _spoken_of(fold_heading(group))
    return (None, None) if spoken_of == "" else (spoken_of, attribute)


def _parse(heading: str) -> tuple[str | None, str | None]:
    bare = fold_heading(IN_BRACKETS.sub("", heading))
    inside = fold_heading("".join(IN_BRACKETS.findall(heading)))
    for text in (fold_heading(heading), inside + bare, bare):
        if attribute := _attribute(text):
            return None, attribute
        for length in range(min(len(text), LONGEST_PERSON), 0, -1):
            person = PERSON_OF.get(text[:length])
            rest = text[length:].removeprefix("的")
            attribute = _attribute(rest) if rest else "name"
            if person and attribute and (rest or person != "child"):
                return person, attribute
    if person := _spoken_of(bare):
        return person, next((name for name, pattern in LIKELY_ATTRIBUTES if pattern.search(bare)), None)
    return None, None


def _attribute(text: str) -> str | None:
    return ATTRIBUTE_OF.get(text) or ("relation" if RELATION.fullmatch(text) else None)


def _spoken_of(text: str) -> str | None:
    """The person of GROUPS in a text; empty for people whom no field is about."""
    return next((who for who, pattern in GROUPS if pattern.search(text)), None)


def _field(person: str, attribute: str) -> str | None:
    """The field of an attribute of that person; None for what is not kept of them."""
    if attribute == "relation":
        name = "guardian_relation" if person == "guardian" else "carer_relation"
    elif attribute in PLAIN or attribute == "account":
        name = attribute
    elif person == "child":
        name = CHILD_FIELDS.get(attribute, "")
    elif (person, attribute) == ("parents", "status"):
        name = "guardianship"
    else:
        name = f"{person}_{attribute}"
    return name if name in FIELDS else None


PERSON_OF = {word: person for person, words in PERSONS.items() for word in words.split()}
LONGEST_PERSON = max(map(len, PERSON_OF))
ATTRIBUTE_OF = {
    word: attribute for table in (ATTRIBUTES, PLAIN) for attribute, words in table.items() for word in words.split()
}
GROUP_WORDS = frozenset(PERSON_OF)
