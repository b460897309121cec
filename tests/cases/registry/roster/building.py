"""Made-up children and files for the roster tests. All numbers are of the practice range (domain.md §5.2)."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from cases.registry.id_numbers import check_character
from cases.registry.roster.checking import check_each
from cases.registry.roster.columns import roster_sheets
from cases.registry.roster.outcomes import Outcome
from cases.registry.roster.reading import read_table
from cases.registry.roster.rows import RosterRow, read_rows

TODAY = dt.date(2026, 11, 23)
HEADER = [
    "序号",
    "姓名",
    "性别",
    "身份证号码",
    "出生日期",
    "乡镇",
    "行政村",
    "父亲姓名",
    "父亲务工地",
    "母亲姓名",
    "母亲务工地",
    "照护人姓名",
    "照护人电话",
]


def id_number(birth: str = "20150304", sequence: int = 12, region: str = "419983") -> str:
    """A valid practice number; an even sequence is a girl's."""
    first_17 = f"{region}{birth}{sequence:03d}"
    return first_17 + check_character(first_17)


def child(**changes: Any) -> dict[str, Any]:
    """A line under HEADER that is in order; `changes` replace cells by heading."""
    line = {
        "序号": 1,
        "姓名": "毋小满",
        "性别": "女",
        "身份证号码": id_number(),
        "出生日期": "2015-03-04",
        "乡镇": "化工镇",
        "行政村": "横山村",
        "父亲姓名": "毋建军",
        "父亲务工地": "广东省深圳市",
        "母亲姓名": "程秀兰",
        "母亲务工地": "浙江省台州市",
        "照护人姓名": "毋秋菊",
        "照护人电话": "12039100015",
    }
    return line | changes


def table(*children: dict[str, Any], header: list[str] = HEADER) -> list[list[Any]]:
    """The header and one row for each child."""
    return [header, *([line.get(heading, "") for heading in header] for line in children)]


def workbook(*sheets: list[list[Any]], names: tuple[str, ...] = (), merged: tuple[str, ...] = ()) -> bytes:
    """An .xlsx of these rows; dates become real dates, texts stay texts. `merged` applies to the last sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for position, rows in enumerate(sheets):
            page = book.add_worksheet(names[position] if names else None)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        page.write_datetime(number, column, dt.datetime(cell.year, cell.month, cell.day), day)
                    elif cell != "":
                        page.write(number, column, cell)
        for area in merged:
            page.merge_range(area, None)
    return target.getvalue()


def csv_file(rows: list[list[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The rows as text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def rows_of(data: bytes, filename: str = "roster.xlsx") -> list[RosterRow]:
    """All children of all sheets of a file."""
    sheets = roster_sheets(read_table(data, filename))
    return [row for sheet, columns in sheets for row in read_rows(sheet, columns)]


def outcomes_of(data: bytes, divisions: Any, county: str = "410883", filename: str = "roster.xlsx") -> list[Outcome]:
    """What a dry run says of a file."""
    return checked(rows_of(data, filename), divisions, county_code=county)


def checked(rows: Iterable[RosterRow], divisions: Any, **changes: Any) -> list[Outcome]:
    """One outcome a row, in order, as a practice installation of Mengzhou would see them."""
    circumstances = {"today": TODAY, "county_code": "410883", "allow_synthetic": True} | changes
    return [outcome for _row, outcome in check_each(rows, divisions=divisions, **circumstances)]


def codes_of(data: bytes, divisions: Any, county: str = "410883", filename: str = "roster.xlsx") -> list[str]:
    """The codes alone."""
    return [outcome.code for outcome in outcomes_of(data, divisions, county, filename)]
