"""The refused answer back to the clerk: a workbook with the rows as they stood and a remark beside each faulty one.

Invariant: nothing in the copy is a formula, and every cell is a text: long numbers stay whole. Called by receiving.
"""

from collections.abc import Mapping
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from documents.exporting import neutral
from finance.bank.format import Format
from finance.bank.reading import raw_lines

REMARK_WIDTH = 60
COLOUR = "#FFC7CE"


def annotated(format: Format, content: bytes, remarks: Mapping[int, str]) -> bytes:
    """The copy, or nothing where the file has no rows that could be shown."""
    lines = raw_lines(format, content)
    if not lines:
        return b""
    wide = max(len(cells) for _number, cells in lines)
    target = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet()
        plain = book.add_format({"num_format": "@"})
        faulty = book.add_format({"num_format": "@", "bg_color": COLOUR, "text_wrap": True, "valign": "top"})
        page.set_column(0, max(wide - 1, 0), 18, plain)
        page.set_column(wide, wide, REMARK_WIDTH)
        for number, cells in lines:
            remark = remarks.get(number, "")
            style = faulty if remark else plain
            for place, text in enumerate(cells):
                page.write_string(number - 1, place, neutral(text)[:32_000], style)
            if remark or number == 1:
                page.write_string(number - 1, wide, remark or _("Remark"), style)
    return target.getvalue()
