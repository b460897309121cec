"""Files that are no roster: each is refused with a sentence, and none of them brings the server down."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.registry.roster import workbook_safety
from cases.registry.roster.columns import roster_sheets
from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.reading import read_table
from tests.cases.registry.roster.building import (
    child,
    codes_of,
    csv_file,
    outcomes_of,
    rows_of,
    table,
    workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
GOOD = workbook(table(child()))


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n"[3:], "empty"),
        (OLE, "old .xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 not a package", "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (b"%PDF-1.7\n1 0 obj", ".xlsx"),
        (b"<html><table><tr><td>x</td></tr></table></html>", ".xlsx"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text"),
        (workbook([]), "empty"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(data, hint):
    with override("en"), pytest.raises(RosterFileError, match=hint):
        read_table(data)


def test_a_table_without_a_header_is_refused():
    with pytest.raises(RosterFileError):
        roster_sheets(read_table(workbook([["甲", "乙"], [1, 2]])))


def test_a_package_without_a_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(RosterFileError):
        read_table(target.getvalue())


def repacked(part: str, content: bytes) -> bytes:
    """The good workbook with one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target.getvalue()


def test_a_bomb_is_refused_whatever_size_it_declares(monkeypatch):
    monkeypatch.setattr(workbook_safety, "MAX_UNPACKED", 1 << 20)
    with pytest.raises(RosterFileError):
        read_table(repacked("xl/sharedStrings.xml", b"<sst>" + b" " * (3 << 20) + b"</sst>"))


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    with pytest.raises(RosterFileError):
        read_table(repacked("xl/workbook.xml", bomb))


@pytest.mark.parametrize(("row", "column"), [(60_001, 0), (59_000, 16_000)])
def test_a_value_far_outside_the_table_is_refused_before_it_takes_memory(row, column):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["姓名", "身份证号码", "村"])
        page.write(row, column, "x")
    with pytest.raises(RosterFileError):
        read_table(target.getvalue())


def test_cells_that_hide_where_they_are_are_counted_all_the_same():
    cells = b"<c><v>1</v></c>" * 2000
    sheet = b'<worksheet><sheetData><row r="1">%s</row><row r="59000"><c><v>1</v></c></row></sheetData></worksheet>'
    with pytest.raises(RosterFileError):
        read_table(repacked("xl/worksheets/sheet1.xml", sheet % cells))


def test_too_many_lines_of_text_are_refused():
    with pytest.raises(RosterFileError):
        read_table(b"a,b\n" * 60_001)


def test_hidden_sheets_are_not_read():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("花名册").write(0, 0, "姓名")
        hidden = book.add_worksheet("字典")
        hidden.write(0, 0, "x")
        hidden.hide()
    assert [sheet.name for sheet in read_table(target.getvalue())] == ["花名册"]


def with_formula(column: int, value: object) -> bytes:
    """The good workbook with a formula in the child's row; `value` is what it last showed."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(table(child())):
            page.write_row(number, 0, row)
        page.write_formula(1, column, "=A9", None, value)
    return target.getvalue()


def test_a_formula_counts_as_the_value_it_last_showed(divisions):
    assert rows_of(with_formula(6, "横山村"))[0].village == "横山村"


@pytest.mark.parametrize(("column", "code"), [(1, "error:cell_error"), (11, "warning:cell_error")])
def test_a_cell_that_shows_an_error_is_named(divisions, column, code):
    outcome = outcomes_of(with_formula(column, "#N/A"), divisions)[0]
    assert outcome.code == code


def test_a_formula_that_was_never_computed_is_named(divisions):
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.active["B2"] = "=CONCATENATE(A1,A2)"
    target = io.BytesIO()
    book.save(target)
    assert codes_of(target.getvalue(), divisions) == ["error:cell_error"]


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "合计",
            "填表人：",
            "姓名",
            "=A1",
            "在家",
            "2015.2.30",
            "4.2E+17",
            "9" * 400,
            "１２３",
            "\x00",
            "'",
            '="',
        ]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=13, max_size=16), max_size=6))
def test_no_cell_however_strange_stops_a_roster(divisions, lines):
    data = csv_file(table(child()) + lines, encoding="utf-8") if lines else GOOD
    try:
        codes = codes_of(data, divisions, filename="a.csv")
    except RosterFileError:
        return
    assert codes[0] == "ok"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE[:8], b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_no_bytes_bring_out_anything_but_a_refusal(content, start):
    try:
        rows_of(start + content)
    except RosterFileError as error:
        assert str(error)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=30))
def test_a_workbook_damaged_anywhere_is_read_or_refused(place, noise):
    try:
        rows_of(GOOD[:place] + noise + GOOD[place + len(noise) :])
    except RosterFileError as error:
        assert str(error)
