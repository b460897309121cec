"""Funds on their pages: opened, granted to, their ledger and what is left."""

from django.urls import reverse

from finance.models import Batch, Fund
from tests.finance.sendable import sendable
from tests.finance.stages import adapter, fund_with, stipend
from tests.test_who_may_see import client_of


def opened(client, **changes):
    """The answer to the form that opens a fund."""
    data = {"key": "7b0f3f0e-7a4b-4d0c-9a6e-0a4de1b7a001", "program": stipend().pk, "year": 2026, "name": "专项"}
    return client.post(reverse("fund-new"), data | changes)


def granted(client, fund, **changes):
    """The answer to the form that books a grant."""
    fund.dossier.refresh_from_db()
    data = {"expected": fund.dossier.version, "key": "one", "fen": "400,050", "words": "孟财社〔2026〕8号"}
    return client.post(reverse("fund-act", args=[fund.code, "grant"]), data | changes)


def test_the_preparer_opens_a_fund_once_however_often_the_form_is_sent(cast):
    client = client_of(cast["fang"])
    assert [opened(client).status_code for _again in range(2)] == [302, 302]
    assert Fund.objects.get().name == "专项"


def test_a_second_fund_of_the_same_name_keeps_what_was_typed(cast):
    client = client_of(cast["fang"])
    opened(client)
    answer = opened(client, key="7b0f3f0e-7a4b-4d0c-9a6e-0a4de1b7a002", source="省级")
    assert answer.status_code == 422 and 'value="省级"' in answer.content.decode()


def test_nobody_else_opens_a_fund(cast):
    assert [opened(client_of(cast[who])).status_code for who in ("kang", "fu", "cao", "su")] == [403] * 4


def test_a_grant_in_yuan_reaches_the_ledger_to_the_fen(cast):
    fund = fund_with(0, cast)
    assert granted(client_of(cast["fang"]), fund).status_code == 302
    fund.refresh_from_db()
    assert fund.granted_fen == 400_050_00 and fund.entries.get().words == "孟财社〔2026〕8号"


def test_money_is_taken_back_as_a_signed_entry(cast):
    fund = fund_with(1_000_00, cast)
    granted(client_of(cast["fang"]), fund, fen="200.50", back="on")
    assert list(fund.entries.order_by("pk").values_list("fen", flat=True)) == [1_000_00, -200_50]


def test_an_amount_that_is_none_is_refused_in_words(cast):
    answer = granted(client_of(cast["fang"]), fund_with(0, cast), fen="viel")
    assert answer.status_code == 422 and 'value="viel"' in answer.content.decode()


def test_the_page_says_what_is_committed_and_available(cast):
    fund = sendable(2).fund
    page = client_of(cast["cao"]).get(reverse("fund-detail", args=[fund.code])).content.decode()
    assert "¥500.00" in page and "人民币伍佰元整" in page and "committed" in page


def test_the_list_sums_all_funds(cast):
    fund_with(1_000_00, cast), fund_with(500_00, cast, name="第二笔")
    totals = client_of(cast["ji"]).get(reverse("fund-list")).context["totals"]
    assert totals == {"granted": 1_500_00, "reserved": 0, "paid": 0, "available": 1_500_00}


def test_a_batch_is_opened_from_its_form(cast):
    fund, client = fund_with(1_000_00, cast), client_of(cast["kang"])
    data = {"key": "7b0f3f0e-7a4b-4d0c-9a6e-0a4de1b7a003", "program": stipend().pk, "kind": "regular"}
    data |= {"first_month": "2026-09", "last_month": "2026年8月", "fund": fund.pk, "adapter": adapter().pk}
    answer = client.post(reverse("batch-new"), data)
    assert answer.status_code == 422 and "The last month lies before the first one" in answer.content.decode()
    assert client.post(reverse("batch-new"), data | {"last_month": "202701"}).status_code == 302
    assert [month.month for month in Batch.objects.get().term] == [9, 10, 11, 12, 1]
