"""The payments of one child on the page of its case."""

from django.urls import reverse

from finance.models import Accrual, Line
from finance.payments import history
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released
from tests.finance.tampering import past_the_triggers


def test_months_batches_and_sums_stand_in_the_history(cast):
    batch = released(cast, 2)
    read_in(batch, cast["fang"], answer(batch))
    line = batch.lines.first()
    shown = history(line.case, cast["kang"])
    assert (shown["paid_fen"], shown["times"], shown["paid_months"], shown["open_fen"]) == (250_00, 1, 5, 0)
    assert [month.status for month in shown["months"]] == ["paid"] * 5
    assert {month.line for month in shown["months"]} == {line}


def test_a_payment_that_came_back_is_no_paid_one(cast):
    batch = released(cast, 1)
    read_in(batch, cast["fang"], answer(batch, {0: failed()}))
    shown = history(batch.lines.get().case, cast["kang"])
    assert (shown["paid_fen"], shown["times"]) == (0, 0)
    assert [line.failure_words for line in shown["payments"]] == ["account closed"]


def test_who_does_not_see_the_file_sees_no_months(cast):
    case = released(cast, 1).lines.get().case
    assert history(case, cast["nan"])["months"] == [] and history(case, cast["wan"])["payments"] == []


def test_the_part_stands_on_the_page_of_the_left_behind_case(child, cast, client):
    line = released(cast, 1).lines.get()
    with past_the_triggers():  # the child is the one of the payment
        Line.objects.filter(pk=line.pk).update(person=child.person)
        Accrual.objects.filter(items__line=line).update(person=child.person)
    client.force_login(cast["kang"])
    page = client.get(reverse("case-detail", args=[child.code]) + "?part=payments")
    assert page.status_code == 200 and line.number in page.content.decode()
