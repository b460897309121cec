"""The county's own workbook: 1,903 rows, each with exactly the outcome that was agreed."""

import csv
from pathlib import Path

import pytest

from cases.registry.roster.columns import find_columns
from cases.registry.roster.reading import read_table
from cases.registry.roster.rows import filled_on, read_rows
from tests.cases.registry.roster.building import TODAY, checked

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def sheet():
    return read_table(DATA / "roster_mengzhou.xlsx")[0]


@pytest.fixture(scope="module")
def outcomes(sheet, divisions):
    return checked(read_rows(sheet), divisions)


def test_every_row_has_the_agreed_outcome(outcomes):
    with (DATA / "roster_mengzhou_expected.csv").open(encoding="utf-8-sig") as file:
        expected = [(int(line["sheet_row"]), line["expected"]) for line in csv.DictReader(file)]
    assert [(outcome.sheet_row, outcome.code) for outcome in outcomes] == expected


def test_every_column_is_understood(sheet):
    columns = find_columns(sheet)
    assert (columns.header_row, len(columns.mapping)) == (3, 27)
    assert (columns.unknown, columns.missing) == ({}, ())


def test_the_day_of_filling_in_is_read_from_the_title(sheet):
    assert filled_on(sheet, find_columns(sheet)) == TODAY


def test_rows_to_be_imported_know_village_and_number(outcomes):
    wanted = [outcome for outcome in outcomes if outcome.importable]
    assert len(wanted) == 1844
    assert all(outcome.village_code.startswith("410883") and outcome.id_number for outcome in wanted)


def test_practice_numbers_are_refused_in_production(sheet, divisions):
    rows = list(read_rows(sheet))[:5]
    strict = checked(rows, divisions, allow_synthetic=False)
    assert {outcome.code for outcome in strict} == {"error:id_region"}
