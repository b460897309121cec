"""How dates, ages, periods, money, states and missing fields read."""

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from organisation.templatetags import display

TODAY = dt.date(2026, 11, 23)


def days(n):
    return TODAY + dt.timedelta(days=n)


def test_a_date_reads_as_officials_write_it(chinese):
    assert display.cn_date(dt.date(2026, 1, 3)) == "2026年1月3日"
    assert display.cn_date(None) == ""


def test_a_moment_is_told_in_the_time_of_the_office(chinese):
    moment = dt.datetime(2026, 11, 22, 16, 32, tzinfo=dt.UTC)
    assert display.cn_moment(moment) == "2026年11月23日 00:32"
    assert display.day_of(moment) == TODAY


@pytest.mark.parametrize(("n", "words"), [(0, "今天"), (1, "明天"), (-1, "昨天"), (3, "3 天后"), (-12, "12 天前")])
def test_a_day_is_told_as_distance(chinese, n, words):
    assert display.relative_day(days(n), TODAY) == words


@pytest.mark.parametrize(
    ("n", "words", "tone"),
    [
        (-1, "已逾期 1 天", "danger"),
        (0, "今天到期", "attention"),
        (3, "还剩 3 天", "attention"),
        (4, "还剩 4 天", "quiet"),
    ],
)
def test_a_due_date_says_how_urgent_it_is(chinese, n, words, tone):
    assert display.days_left(days(n), TODAY) == words
    assert display.due_look(days(n), TODAY).tone == tone


@pytest.mark.parametrize(
    ("birth", "on", "words"),
    [
        (dt.date(2017, 11, 24), TODAY, "8 岁"),
        (dt.date(2017, 11, 23), TODAY, "9 岁"),
        (dt.date(2012, 2, 29), dt.date(2026, 2, 28), "13 岁"),
        (dt.date(2012, 2, 29), dt.date(2026, 3, 1), "14 岁"),
        (dt.date(2026, 8, 30), TODAY, "2 个月"),
    ],
)
def test_age_is_counted_to_the_day(chinese, birth, on, words):
    assert display.age(birth, on) == words


def test_a_period_names_both_months(chinese):
    assert display.period(dt.date(2026, 9, 1), dt.date(2027, 1, 1)) == "2026年9月至2027年1月"
    assert display.period(dt.date(2026, 9, 1), dt.date(2026, 9, 1)) == "2026年9月"
    assert display.period(dt.date(2026, 9, 1)) == "2026年9月起"


@pytest.mark.parametrize(
    ("fen", "text"), [(190350, "¥1,903.50"), (5, "¥0.05"), (-25000, "-¥250.00"), (0, "¥0.00"), (None, "")]
)
def test_money_is_written_from_fen(fen, text):
    assert display.yuan(fen) == text


def test_an_unknown_state_is_quiet():
    assert display.state_look("no such state").tone == "quiet"


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in display.icon("inbox")
    assert 'aria-label="&lt;b&gt;"' in display.icon("inbox", "<b>")


class Grouped(forms.Form):
    groups = [("First", ("b", "missing")), ("Empty", ("none",))]
    a = forms.CharField()
    b = forms.ChoiceField(choices=[("", "-")])
    c = forms.CharField(error_messages={"required": "Own words."})


def test_a_form_is_grouped_and_forgets_no_field():
    assert [(title, [f.name for f in fields]) for title, fields in display.grouped(Grouped())] == [
        ("First", ["b"]),
        ("", ["a", "c"]),
    ]


def test_an_empty_field_is_told_what_to_do():
    form = Grouped({})
    assert [display.error_texts(form[name]) for name in "abc"] == [
        ["Please fill this in."],
        ["Please choose."],
        ["Own words."],
    ]


def test_a_missing_file_is_to_be_chosen():
    form = type("Sent", (forms.Form,), {"roster": forms.FileField()})({}, {})
    assert display.error_texts(form["roster"]) == ["Please choose a file."]


def test_now_is_today():
    assert display.relative_day(timezone.now()) == "today"
