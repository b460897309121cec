"""Which lines are children, and what their cells mean."""

import pytest

from tests.cases.registry.roster.building import HEADER, child, csv_file, id_number, rows_of, table, workbook

BLANK = [""] * len(HEADER)


def test_blank_total_and_signature_lines_are_passed_over():
    rows = [
        *table(child()),
        BLANK,
        ["小计", "1人"],
        ["合 计", "", "", 1],
        ["填表人：", "", "", "审核人："],
        ["注：本表一式两份"],
    ]
    assert [row.sheet_row for row in rows_of(workbook(rows))] == [2]


def test_a_header_repeated_on_each_page_is_passed_over():
    rows = [*table(child()), HEADER, table(child(身份证号码=id_number(sequence=14)))[1]]
    assert [row.sheet_row for row in rows_of(workbook(rows))] == [2, 4]


def test_lines_numbered_in_advance_are_no_children():
    rows = [*table(child()), [2, "", "", "", "", "化工镇", "横山村"], [3]]
    assert len(rows_of(workbook(rows))) == 1


def test_a_child_without_a_name_is_still_a_child():
    assert rows_of(workbook(table(child(姓名=""))))[0].name == ""


def test_a_table_that_begins_at_column_c_keeps_its_columns():
    row = rows_of(workbook([["", "", *line] for line in table(child())]))[0]
    assert (row.name, row.carer_name) == ("毋小满", "毋秋菊")


@pytest.mark.parametrize("written", ["毋 小 满", "毋　小满 ", "\t毋小满\n", "毋小满\u200b"])
def test_blanks_in_a_name_are_dropped(written):
    assert rows_of(workbook(table(child(姓名=written))))[0].name == "毋小满"


@pytest.mark.parametrize(
    "written", [12039100015, 12039100015.0, "12039100015.0", " 12039100015", '="12039100015"', "'12039100015"]
)
def test_a_phone_is_its_digits(written):
    assert rows_of(workbook(table(child(照护人电话=written))))[0].carer_phone == "12039100015"


@pytest.mark.parametrize("written", [419983201503040128, 4.19983e17, "4.19983E+17"])
def test_a_number_that_lost_digits_is_noticed(written):
    row = rows_of(workbook(table(child(身份证号码=written))))[0]
    assert (row.id_number, row.problems) == ("", {"id_number": "precision_lost"})


def test_an_old_number_of_15_digits_survives_as_a_number():
    assert rows_of(workbook(table(child(身份证号码=410823670320849))))[0].id_number == "410823670320849"


def test_a_formula_as_text_is_not_taken_for_a_value():
    row = rows_of(csv_file(table(child(姓名="=A1")), encoding="utf-8"), "a.csv")[0]
    assert (row.name, row.problems) == ("", {"name": "formula"})


@pytest.mark.parametrize("nothing", ["无", "/", "—", "暂无"])
def test_a_word_for_nobody_is_no_carer(nothing):
    assert rows_of(workbook(table(child(照护人姓名=nothing))))[0].carer_name == ""


def test_an_impossible_date_is_unreadable():
    row = rows_of(workbook(table(child(出生日期="2015-02-30"))))[0]
    assert (row.birth_date, row.problems) == (None, {"birth_date": "unreadable"})


def test_the_representation_of_a_row_shows_no_identity():
    shown = repr(rows_of(workbook(table(child())))[0])
    assert "毋小满" not in shown
    assert id_number() not in shown


def test_numbered_columns_and_examples_are_no_children():
    numbered = [*("甲", "乙"), *range(1, 12)]
    rows = [HEADER, numbered, *table(child(序号="例", 姓名="张三"))[1:], *table(child())[1:]]
    assert [row.sheet_row for row in rows_of(workbook(rows))] == [4]
