"""The roster back to the clerk: the same table with a reason in every row that needs a look.

Invariant: nothing in the copy is computed when it is opened. Formulas become the values they last showed, and
a text that a spreadsheet could take for a formula is marked as text. Called by the wizard's download.
"""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl.cell import Cell as BookCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cases.registry.roster.cleaning import EXACT_BELOW
from cases.registry.roster.columns import Columns, find_columns
from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.outcomes import OK, Outcome
from cases.registry.roster.reading import ZIP, Cell, Sheet, read_table

Outcomes = Mapping[int, Outcome]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
REFUSED, REFERRED, DOUBTFUL = "FFC7CE", "DDEBF7", "FFEB9C"
OUR_COLOURS = frozenset({REFUSED, REFERRED, DOUBTFUL})
FILLS = {"error": REFUSED, "not_eligible": REFUSED, "refer": REFERRED, "warning": DOUBTFUL}
RESULT_WIDTH = 60
MOST_CELLS_WITH_STYLES = 700_000  # openpyxl needs about 250 bytes a cell


def annotate(original: bytes, filename: str, outcomes: Iterable[Outcome]) -> bytes:
    """An .xlsx copy of the file with a column 导入结果 and a colour in each refused or doubtful row.

    A workbook keeps its looks unless it is very large; a .csv becomes a plain workbook. Raises RosterFileError.
    """
    by_sheet: dict[str, dict[int, Outcome]] = defaultdict(dict)
    for outcome in outcomes:
        if outcome.code != OK:
            by_sheet[outcome.sheet][outcome.sheet_row] = outcome
    sheets = read_table(original, filename)
    if original.startswith(ZIP) and _cells_in(sheets) <= MOST_CELLS_WITH_STYLES:
        return _annotated_copy(original, sheets, by_sheet)
    return _rebuilt(sheets, by_sheet)


def explanation(outcome: Outcome) -> str:
    """All that was found in a row, one sentence after the other, the gravest first."""
    return " ".join(str(found.message) for found in outcome.findings)


def _cells_in(sheets: list[Sheet]) -> int:
    return sum(len(cells) for sheet in sheets for _number, cells in sheet.rows())


def _annotated_copy(original: bytes, sheets: list[Sheet], by_sheet: Mapping[str, Outcomes]) -> bytes:
    try:
        book = openpyxl.load_workbook(io.BytesIO(original), data_only=True, keep_links=False)
    except Exception:  # openpyxl raises anything on what it does not know; the values alone can still be given back
        return _rebuilt(sheets, by_sheet)
    for sheet in sheets:
        page = book[sheet.name]
        if isinstance(page, Worksheet) and (columns := _columns(sheet)):
            _annotate_page(page, columns, by_sheet.get(sheet.name, {}))
    for page in book.worksheets:
        _neutralise(page)
    for name in [name for name, defined in book.defined_names.items() if "|" in str(defined.value)]:
        del book.defined_names[name]  # a link to another program
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _columns(sheet: Sheet) -> Columns | None:
    try:
        return find_columns(sheet)
    except RosterFileError:
        return None


def _annotate_page(page: Worksheet, columns: Columns, outcomes: Outcomes) -> None:
    result = _result_column(columns) + 1
    _forget_earlier_results(page, columns.header_row, result)
    heading = page.cell(columns.header_row, result, _("Import result"))
    heading.font = Font(bold=True)
    page.column_dimensions[heading.column_letter].width = RESULT_WIDTH
    for number, outcome in outcomes.items():
        fill = PatternFill("solid", fgColor=_colour(outcome))
        for column in range(1, result + 1):
            cell = page.cell(number, column)
            if isinstance(cell, BookCell):
                cell.fill = fill
        cell = page.cell(number, result)
        if isinstance(cell, BookCell):
            cell.value = explanation(outcome)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _result_column(columns: Columns) -> int:
    """Column (from 0) for the reasons: the one of an earlier copy, else the first one right of the table."""
    earlier = [column for column, heading in columns.headings.items() if heading.strip() == _("Import result")]
    return earlier[0] if earlier else max(columns.headings, default=0) + 1


def _forget_earlier_results(page: Worksheet, header_row: int, result: int) -> None:
    if page.max_column < result:
        return
    for row in page.iter_rows(min_row=header_row + 1):
        for cell in row:
            if isinstance(cell, BookCell) and str(cell.fill.fgColor.rgb)[-6:] in OUR_COLOURS:
                cell.fill = PatternFill()
            if isinstance(cell, BookCell) and cell.column == result:
                cell.value = None


def _neutralise(page: Worksheet) -> None:
    """Mark texts that begin like a formula as text, and drop links: nothing should act when the copy is opened."""
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS):
                cell.data_type = "s"
                cell.quotePrefix = True
            if isinstance(cell, BookCell) and cell.hyperlink is not None:
                cell.hyperlink = None


def _rebuilt(sheets: list[Sheet], by_sheet: Mapping[str, Outcomes]) -> bytes:
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        for position, sheet in enumerate(sheets, start=1):
            _write_sheet(book, position, sheet, by_sheet.get(sheet.name, {}))
    return target.getvalue()


def _write_sheet(book: xlsxwriter.Workbook, position: int, sheet: Sheet, outcomes: Outcomes) -> None:
    page = book.add_worksheet(_tab_name(position, sheet.name))
    columns = _columns(sheet)
    result = _result_column(columns) if columns else 0
    if columns:
        page.set_column(result, result, RESULT_WIDTH)
    formats = {
        colour: book.add_format({"bg_color": f"#{colour}", "quote_prefix": True})
        for colour in (REFUSED, REFERRED, DOUBTFUL)
    }
    plain = book.add_format({"quote_prefix": True})
    for number, cells in sheet.rows():
        outcome = outcomes.get(number)
        style = formats[_colour(outcome)] if outcome else plain
        texts: list[str | float] = [_as_text(cell) for cell in cells]
        if columns and number >= columns.header_row:
            texts += [""] * (result + 1 - len(texts))
            texts[result] = explanation(outcome) if outcome else ""
        if columns and number == columns.header_row:
            texts[result] = _("Import result")
        for column, text in enumerate(texts):
            if text or outcome:
                page.write(number - 1, column, text, style)


def _tab_name(position: int, name: str) -> str:
    cleaned = "".join(" " if character in "[]:*?/\\'" else character for character in name).strip()
    return (cleaned or f"Sheet{position}")[:25] + ("" if position == 1 else f" ({position})")


def _as_text(cell: Cell) -> str | float:
    if isinstance(cell, float) and abs(cell) >= EXACT_BELOW:
        return cell  # as text it would pass for a whole number, with digits that nobody wrote
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)[:32_000]


def _colour(outcome: Outcome) -> str:
    return FILLS[outcome.code.split(":")[0]]
