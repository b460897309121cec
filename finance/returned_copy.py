"""The workbook of corrected accounts back to the clerk: the rows as they were sent and beside each what became of it.

Invariant: nothing in the copy is a formula, and every cell is a text: long numbers stay whole. Called by
finance.views.returned.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter

from cases.registry.roster.cleaning import clean_text
from cases.registry.roster.reading import Sheet
from documents.exporting import neutral
from finance.models import CorrectionBook
from finance.returned_reading import Result, sheets_of

REMARKS = "检查结果"
WORDS = {"ready": "待登记", "done": "已登记为账户变更建议", "empty": "未填写", "wrong": "需改正"}
COLUMN_WIDTH, REMARK_WIDTH = 18, 60
COLOUR = "#FFC7CE"


def annotated_copy(book: CorrectionBook, rows: list[Result]) -> bytes:
    """An .xlsx with every sheet of the workbook and a last column that tells the state of each row, and why.

    The column of an earlier copy is left out. Raises NotPossible for a workbook that cannot be read.
    """
    remarks = {(row.sheet, row.row): row for row in rows}
    target = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as copy:
        plain = copy.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        faulty = copy.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": COLOUR})
        for sheet in sheets_of(book):
            _write(copy.add_worksheet(_tab(sheet.name)), sheet, remarks, plain, faulty)
    return target.getvalue()


def _write(page: Any, sheet: Sheet, remarks: Mapping[tuple[str, int], Result], plain: Any, faulty: Any) -> None:
    lines = [(number, [clean_text(cell) for cell in cells]) for number, cells in sheet.rows()]
    titles = lines[0][1] if lines else []
    earlier = titles.index(REMARKS) if REMARKS in titles else None
    wide = earlier if earlier is not None else max((len(cells) for _number, cells in lines), default=0)
    page.set_column(0, max(wide - 1, 0), COLUMN_WIDTH, plain)
    page.set_column(wide, wide, REMARK_WIDTH, plain)
    for number, cells in lines:
        found = remarks.get((sheet.name, number))
        style = faulty if found and found.state == "wrong" else plain
        for place, text in enumerate(cells[:wide]):
            page.write_string(number - 1, place, neutral(text)[:32_000], style)
        if found or number == 1:
            page.write_string(number - 1, wide, _remark(found), style)


def _tab(name: str) -> str:
    """A name that a workbook takes: that of a .csv is its file's, with any characters."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip(" '") or "Sheet1"


def _remark(found: Result | None) -> str:
    return "：".join(part for part in (WORDS[found.state], " ".join(found.sentences)) if part) if found else REMARKS
