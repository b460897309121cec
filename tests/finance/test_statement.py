"""The year-end statement: persons and payments apart, by the month paid or paid for; years and batches compared."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from documents.models import Event
from finance import yearly
from finance.models import Line
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released
from tests.finance.tampering import past_the_triggers
from tests.test_who_may_see import client_of


@pytest.fixture
def year(cast):
    """Four children paid, of two sexes; one payment came back. The year in which that was."""
    batch = released(cast, 4)
    read_in(batch, cast["fang"], answer(batch, {3: failed()}))
    return batch.lines.filter(status="paid").first().paid_on.year


def test_what_came_back_is_not_counted(year, cast):
    total = yearly.statement(cast["cao"], year).total
    assert (total.persons, total.payments, total.fen) == (3, 3, 750_00)


def test_a_child_paid_twice_is_one_person_and_two_payments(year, cast):
    first, second = Line.objects.filter(status="paid")[:2]
    with past_the_triggers():  # as if two batches had paid the same child
        Line.objects.filter(pk=second.pk).update(round=99, person=first.person)
    made = yearly.statement(cast["cao"], year)
    assert (made.total.persons, made.total.payments) == (2, 3)
    assert sum(row.total.payments for row in made.towns) == 3


def test_the_months_paid_for_are_those_of_the_accruals(year, cast):
    made = yearly.statement(cast["cao"], year, paid_for=True)
    assert [month.month for month in made.months] == [2, 3, 4, 5, 6]
    assert {cell.fen for cell in made.foot[-1].cells} == {150_00}
    assert (made.total.persons, made.total.payments, made.total.fen) == (3, 3, 750_00)


def test_girls_and_boys_add_up_to_the_town(year, cast):
    girls, boys, town = yearly.statement(cast["cao"], year).rows
    assert (girls.sex, boys.sex, town.sex) == ("F", "M", "")
    assert girls.total.fen + boys.total.fen == town.total.fen


@pytest.mark.parametrize("who", ["wan", "su"])
def test_nobody_counts_what_they_do_not_see(who, year, cast):
    assert yearly.statement(cast[who], year).total.payments == 0


def test_the_number_of_queries_is_fixed(year, cast, django_assert_num_queries):
    with django_assert_num_queries(12):
        yearly.statement(cast["cao"], year)


def test_the_page_carries_the_table_and_the_chart(year, cast):
    page = client_of(cast["cao"]).get(reverse("statement")).content.decode()
    assert "人民币柒佰伍拾元整" in page and 'id="chart-towns"' in page and "3 persons · 3 payments" in page


def test_an_odd_year_breaks_nothing(year, cast):
    client = client_of(cast["cao"])
    for query in ("?year=abc", "?year=1", "?year=２０２６", "?by=x"):
        assert client.get(reverse("statement") + query).status_code == 200


def test_the_workbook_has_a_row_for_each_town_sex_and_month(year, cast):
    content = client_of(cast["fang"]).post(reverse("statement-export"), {"reason": "年终决算"}).content
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(min_row=4, values_only=True))
    assert rows[-1] == ("Whole county", "all", "whole year", 3, 3, "750.00")


def test_the_register_is_a_pdf_and_its_print_is_noted(year, cast):
    answer = client_of(cast["fang"]).post(reverse("statement-pdf"))
    assert answer.content.startswith(b"%PDF")
    assert Event.objects.get(action="statement.print").by == cast["fang"]


def test_years_and_batches_are_compared_town_by_town(year, cast):
    page = client_of(cast["ji"]).get(reverse("statement-compare"))
    heads = [table.heads for _name, _title, table, _chart in page.context["tables"]]
    assert heads == [[str(year)], ["STP-410883-2026A"]]


def test_a_payment_for_five_months_is_not_added_up_five_times(year, cast):
    client = client_of(cast["fang"])
    pdf = client.post(reverse("statement-pdf") + "?by=for").content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "全县3人，3人次" in text and "750.00" in text
    assert " 15 " not in text and "没有验证码" in text
