"""The copy that goes back to the clerk: the same table, reasons beside it, nothing that acts on its own."""

import io

import openpyxl
import pytest

from cases.registry.roster import annotating
from cases.registry.roster.annotating import annotate
from tests.cases.registry.roster.building import (
    HEADER,
    child,
    codes_of,
    csv_file,
    id_number,
    outcomes_of,
    table,
    workbook,
)

RESULT = len(HEADER) + 1
LINES = table(
    child(),
    child(姓名="", 身份证号码=id_number(sequence=14)),
    child(照护人姓名="", 身份证号码=id_number(sequence=16)),
)


def annotated(data: bytes, divisions, filename: str = "a.xlsx"):
    copy = annotate(data, filename, outcomes_of(data, divisions, filename=filename))
    return openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]


@pytest.mark.parametrize("most", [annotating.MOST_CELLS_WITH_STYLES, 0])
def test_refused_and_doubtful_rows_carry_reason_and_colour(divisions, monkeypatch, most):
    monkeypatch.setattr(annotating, "MOST_CELLS_WITH_STYLES", most)
    page = annotated(workbook(LINES), divisions)
    assert [bool(page.cell(row, RESULT).value) for row in (1, 2, 3, 4)] == [True, False, True, True]
    assert [page.cell(row, 2).fill.fgColor.rgb[-6:] for row in (3, 4)] == ["FFC7CE", "FFEB9C"]


def test_a_csv_becomes_a_workbook(divisions):
    page = annotated(csv_file(LINES, encoding="gb18030"), divisions, "名册.csv")
    assert page.cell(3, RESULT).value
    assert page.cell(2, 2).value == "毋小满"


def test_all_findings_of_a_row_are_told(divisions):
    data = workbook(table(child(姓名="", 照护人姓名="")))
    told = annotated(data, divisions).cell(2, RESULT).value
    assert all(str(found.message) in told for found in outcomes_of(data, divisions)[0].findings)


@pytest.mark.parametrize("most", [annotating.MOST_CELLS_WITH_STYLES, 0])
def test_the_copy_gives_the_same_outcomes_when_it_is_read_again(divisions, monkeypatch, most):
    monkeypatch.setattr(annotating, "MOST_CELLS_WITH_STYLES", most)
    data = workbook(
        table(child(), child(身份证号码=419983201503040128), child(性别="男", 身份证号码=id_number(sequence=14)))
    )
    again = annotate(data, "a.xlsx", outcomes_of(data, divisions))
    assert codes_of(again, divisions) == codes_of(data, divisions)


@pytest.mark.parametrize("start", "=+-@")
@pytest.mark.parametrize("as_csv", [True, False])
def test_a_text_like_a_formula_is_marked_as_text(divisions, start, as_csv):
    line = child(备注=f"{start}HYPERLINK(1)", 姓名="")
    rows = table(line, header=[*HEADER, "备注"])
    name = "a.csv" if as_csv else "a.xlsx"
    cell = annotated(csv_file(rows) if as_csv else workbook(rows), divisions, name).cell(2, RESULT)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_formula_becomes_its_value(divisions):
    book = openpyxl.load_workbook(io.BytesIO(workbook(LINES)))
    book.worksheets[0]["N2"] = '=HYPERLINK("http://example.invalid","x")'
    target = io.BytesIO()
    book.save(target)
    assert annotated(target.getvalue(), divisions)["N2"].data_type != "f"


def test_instruction_sheets_come_back_untouched(divisions):
    data = workbook([["填表说明"]], LINES, names=("说明", "花名册"))
    book = openpyxl.load_workbook(io.BytesIO(annotate(data, "a.xlsx", outcomes_of(data, divisions))))
    assert book["说明"].max_column == 1
    assert book["花名册"].cell(3, RESULT).value


@pytest.mark.parametrize("most", [annotating.MOST_CELLS_WITH_STYLES, 0])
def test_a_corrected_copy_loses_its_earlier_reason(divisions, monkeypatch, most):
    first = workbook(LINES)
    book = openpyxl.load_workbook(io.BytesIO(annotate(first, "a.xlsx", outcomes_of(first, divisions))))
    book.worksheets[0].cell(3, 2).value = "毋小年"
    target = io.BytesIO()
    book.save(target)
    monkeypatch.setattr(annotating, "MOST_CELLS_WITH_STYLES", most)
    page = annotated(target.getvalue(), divisions)
    assert [bool(page.cell(row, RESULT).value) for row in (1, 2, 3, 4)] == [True, False, False, True]
    assert page.max_column == RESULT
    assert page.cell(3, 2).fill.fgColor.rgb[-6:] != "FFC7CE"
