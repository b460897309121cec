"""Deadlines: the official vectors, the turn of an unpublished year, and what the table may override."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from organisation.working_days import (
    Calendar,
    chinese_calendar_rows,
    last_day,
    last_day_of_notice,
    next_working_day,
    working_days_between,
)

VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "data" / "deadline_vectors.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar((day, working) for day, working, name in chinese_calendar_rows())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['start']}+{v['n']}{v['unit']}")
def test_a_period_ends_on_the_official_day(calendar, vector):
    start = dt.date.fromisoformat(vector["start"])
    assert last_day(start, int(vector["n"]), vector["unit"], calendar).isoformat() == vector["last_day"]


def test_a_notice_lasts_long_enough_in_both_units(calendar):
    assert last_day_of_notice(dt.date(2026, 9, 28), 7, 5, calendar) == dt.date(2026, 10, 10)


def test_what_must_be_done_before_an_end_is_due_on_a_working_day_before_it(calendar):
    assert last_day(dt.date(2026, 11, 5), 30, "days_before", calendar) == dt.date(2026, 9, 30)


def test_a_deadline_may_cross_into_a_year_without_a_notice(calendar):
    assert last_day(dt.date(2026, 12, 31), 1, "working_day", calendar) == dt.date(2027, 1, 4)


def test_an_unpublished_year_keeps_its_statutory_holidays(calendar):
    assert last_day(dt.date(2027, 9, 30), 1, "working_day", calendar) == dt.date(2027, 10, 4)
    assert not calendar.is_working(dt.date(2027, 2, 8))


def test_only_a_year_with_its_notice_is_published(calendar):
    assert calendar.published(2026)
    assert not calendar.published(2027)


def test_one_corrected_day_does_not_publish_a_year():
    calendar = Calendar([(dt.date(2027, 1, 2), False)])
    assert not calendar.published(2027)


def test_the_table_wins_over_the_statutory_holidays():
    assert Calendar([(dt.date(2027, 10, 2), True)]).is_working(dt.date(2027, 10, 2))


def test_a_make_up_sunday_is_worked(calendar):
    assert calendar.is_working(dt.date(2013, 9, 22))


def test_a_period_of_no_days_ends_where_it_starts(calendar):
    assert last_day(dt.date(2026, 10, 24), 0, "working_day", calendar) == dt.date(2026, 10, 24)


def test_a_free_day_moves_to_the_next_working_day(calendar):
    assert next_working_day(dt.date(2026, 10, 1), calendar) == dt.date(2026, 10, 8)


def test_the_distance_in_working_days_has_a_sign(calendar):
    friday, tuesday = dt.date(2026, 11, 20), dt.date(2026, 11, 24)
    assert working_days_between(friday, tuesday, calendar) == 2
    assert working_days_between(tuesday, friday, calendar) == -2


@pytest.mark.parametrize(("n", "unit"), [(-1, "working_day"), (3, "fortnight")])
def test_nonsense_periods_are_refused(calendar, n, unit):
    with pytest.raises(ValueError):
        last_day(dt.date(2026, 1, 5), n, unit, calendar)


def test_the_rows_name_the_day_in_chinese():
    rows = {day: (working, name) for day, working, name in chinese_calendar_rows([2026])}
    assert rows[dt.date(2026, 10, 1)] == (False, "国庆节")
    assert rows[dt.date(2026, 10, 10)] == (True, "国庆节调休上班")


def test_a_year_the_package_does_not_know_yields_nothing():
    assert list(chinese_calendar_rows([2031])) == []
