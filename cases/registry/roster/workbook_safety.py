"""A look at an .xlsx package before it is trusted: real sizes, how far sheets reach, cells without a result.

Invariant: memory stays bounded whatever the file claims about itself. Called by `reading` only. The reader
behind it (calamine) reserves the whole rectangle up to the last cell and gives error cells back as blank.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from django.utils.translation import gettext_lazy as _

from cases.registry.roster.errors import RosterFileError

MAX_ROWS = 60_000
MAX_CELLS = 4_000_000  # of the rectangle up to the last filled cell, about 130 MB in the reader
MAX_UNPACKED = 250_000_000
MAX_PARTS = 3_000
MAX_BROKEN = 50_000
CHUNK = 1 << 20

ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"']([0-9]{1,9})[\"']")
FILLED = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*(?<!/)>)[^>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,9})[\"']")
ANY_FILLED = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?(?<!/)>")
WHOLE_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,3})([0-9]{1,9})[\"']")
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)<")
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

DAMAGED = _("The workbook is damaged. Open it, save it again as an .xlsx file and choose that file.")
PROTECTED = _("The workbook is protected by a password. Remove the password, save it and choose it again.")
TOO_LARGE = _("The workbook is too large to be a roster. Copy the roster alone into a new workbook.")
TOO_MANY_ROWS = _("A roster may have at most 60,000 rows. Split it by town and import the parts.")
TOO_WIDE = _("The sheet has something typed far outside the table. Delete the empty rows and columns around the table.")
NOT_XLSX = _("This is not an .xlsx workbook. Save the roster as “Excel workbook (.xlsx)” or as .csv.")


@dataclass
class SheetFacts:
    """How far a sheet is filled (1-based), and its cells without a usable result: (row, column) → what is shown."""

    rows: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)

    def refuse_if_too_large(self) -> None:
        """Raises RosterFileError when the reader could not hold the sheet."""
        if self.rows > MAX_ROWS:
            raise RosterFileError(TOO_MANY_ROWS)
        if self.rows * self.columns > MAX_CELLS:
            raise RosterFileError(TOO_WIDE)


def inspect(data: bytes) -> dict[str, SheetFacts]:
    """What is known of every sheet by its name. Raises RosterFileError for all that must not be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _inspect_package(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise RosterFileError(DAMAGED) from error
    except (ElementTree.ParseError, RuntimeError, KeyError) as error:
        raise RosterFileError(DAMAGED) from error


def column_number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _inspect_package(package: zipfile.ZipFile) -> dict[str, SheetFacts]:
    members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise RosterFileError(PROTECTED)
    if len(members) > MAX_PARTS:
        raise RosterFileError(TOO_LARGE)
    if "xl/workbook.xml" not in package.namelist():
        raise RosterFileError(NOT_XLSX)
    names = _sheet_names(package)
    facts: dict[str, SheetFacts] = {}
    unpacked = 0
    for member in members:
        if not member.filename.endswith((".xml", ".rels")):
            continue
        scanned = _Scanner()
        for piece in _unpack(package, member):
            unpacked += len(piece)
            if unpacked > MAX_UNPACKED:
                raise RosterFileError(TOO_LARGE)
            if member.filename in names:
                scanned.feed(piece)
        if member.filename in names:
            facts[names[member.filename]] = scanned.finish()
    return facts


def _unpack(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The real content in pieces, ignoring the size that the package declares."""
    member.file_size = MAX_UNPACKED + 1
    first = True
    with package.open(member) as part:
        while piece := part.read(CHUNK):
            if first and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
                raise RosterFileError(DAMAGED)
            first = False
            yield piece


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Path of each sheet's part → the name on its tab."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _small_part(package, "xl/_rels/workbook.xml.rels")
    }
    names = {}
    for element in _small_part(package, "xl/workbook.xml").iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(RELATIONSHIP), "")
            names[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] = element.get("name", "")
    return names


def _small_part(package: zipfile.ZipFile, path: str) -> ElementTree.Element:
    content = b""
    for piece in _unpack(package, package.getinfo(path)):
        content += piece
        if len(content) > 8 * CHUNK:
            raise RosterFileError(TOO_LARGE)
    if b"<!" in content.replace(b"<!--", b""):
        raise RosterFileError(DAMAGED)
    return ElementTree.fromstring(content)  # noqa: S314 - no declarations are left in it, see above


class _Scanner:
    """Looks at a sheet's XML row by row, without building a tree."""

    def __init__(self) -> None:
        self._facts = SheetFacts()
        self._rest = b""
        self._unplaced = 0

    def feed(self, piece: bytes) -> None:
        whole = self._rest + piece
        cut = whole.rfind(b"row>") + 4
        if cut < 4:
            cut = max(0, len(whole) - CHUNK)
        self._look_at(whole[:cut])
        self._rest = whole[cut:]

    def finish(self) -> SheetFacts:
        self._look_at(self._rest)
        return self._facts

    def _look_at(self, rows: bytes) -> None:
        placed = FILLED.findall(rows)
        facts = self._facts
        if placed:
            facts.rows = max(facts.rows, *map(int, {row for column, row in placed}))
            facts.columns = max(facts.columns, *map(column_number, {column for column, row in placed}))
        self._count_unplaced(rows, len(placed))
        if b'"e"' in rows or b"<f" in rows or b":f" in rows:
            self._note_broken(rows)

    def _count_unplaced(self, rows: bytes, placed: int) -> None:
        """Cells may leave out where they are; then the row says it, and a row is as wide as it has cells."""
        self._unplaced += len(ANY_FILLED.findall(rows)) - placed
        if self._unplaced > 0:
            last = max(map(int, ROW.findall(rows)), default=rows.count(b"row>"))
            self._facts.rows = max(self._facts.rows, last)
            self._facts.columns = max(self._facts.columns, min(self._unplaced, 16_384))

    def _note_broken(self, rows: bytes) -> None:
        for attributes, content in WHOLE_CELL.findall(rows):
            place = PLACE.search(b" " + attributes)
            is_error = b't="e"' in attributes
            if place is None or not (is_error or b"f" in content) or len(self._facts.broken) >= MAX_BROKEN:
                continue
            value = VALUE.search(content)
            if is_error or (value is None and re.search(rb"<(?:\w+:)?f\b", content)):
                shown = value[1].decode(errors="replace") if value else ""
                self._facts.broken[int(place[2]), column_number(place[1])] = shown
