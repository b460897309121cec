"""The papers of a batch say what is in it, to the fen: roll, changes, approval, request for funds, final account."""

import datetime as dt

import pytest

from documents.models import Document
from documents.papers import pdf_of
from documents.transitions import perform
from finance.letters.batch_head import months_in_words
from finance.letters.closing import rows_of
from finance.letters.rolls import Item, rates_in_words
from finance.models import Batch, Line
from programs.months import months_between
from tests.finance.roster import paid
from tests.finance.stages import JULY, MARCH, brought_to, open_for

TERM = months_between(MARCH, JULY)


def paper(batch, kind):
    files = [batch.dossier_id, *batch.rolls.values_list("dossier_id", flat=True)]
    return Document.objects.filter(dossier__in=files, kind=kind).order_by("-pk").first()


def says(batch, kind):
    return paper(batch, kind).opened_context


def test_the_roll_of_a_town_lists_each_payment_with_months_rate_and_account(batch, three, cast):
    three.say(1, TERM[1:2], "held", "absent")
    brought_to(batch, "compiled", cast)
    roll = says(batch, "STP-08")
    first, second, _third = roll["table"]["rows"]
    account = Line.objects.get(sequence=1).account.number
    assert first[1:2] + first[5:] == ["毋小满", "全部", 5, "50.00", 250_00, "毋小满", account[-4:], None]
    assert second[5:9] == ["2026.3\n2026.5-7", 4, "50.00", 200_00]
    assert (roll["count"], roll["months"], roll["grand_total"]) == (3, 14, 700_00)


def test_the_roll_names_its_maker_and_what_it_contains(batch, cast):
    brought_to(batch, "compiled", cast)
    roll = says(batch, "STP-08")
    assert roll["signed_by"]["compile"]["name"] == "康经办"
    assert roll["batch"]["hash"].replace(" ", "") == batch.rolls.get().content_hash[:16]


def test_no_paper_of_a_batch_prints_a_whole_account_or_id_number(batch, cast):
    brought_to(batch, "funding_requested", cast)
    numbers = [line.account.number for line in Line.objects.select_related("account")]
    for kind in ("STP-08", "STP-09", "STP-10", "STP-11"):
        text = str(says(batch, kind))
        assert not [number for number in numbers if number in text]


def test_the_approval_counts_persons_and_months_of_girls_and_boys_apart(batch, cast):
    brought_to(batch, "approved", cast)
    approval = says(batch, "STP-10")
    assert approval["towns"] == [["化工镇", 2, 10, 500_00, 1, 5, 250_00, 3, 15, 750_00]]
    assert approval["totals"] == approval["towns"][0][1:]
    assert approval["total_fen"] == 750_00


def test_the_approval_shows_how_all_enrolled_were_counted(batch, three, cast):
    three.say(2, TERM, "excluded", "too_old")
    brought_to(batch, "approved", cast)
    assert says(batch, "STP-10")["counted"] == {"enrolled": 3, "counted": 2, "held": 0, "excluded": 1, "error": 0}


def test_the_approval_names_three_people_and_what_they_said(batch, cast):
    brought_to(batch, "town_reviewed", cast)
    perform(batch, "review", by=cast["rui"], opinion="名册属实")
    perform(batch, "approve", by=cast["cao"], opinion="同意发放")
    signed = says(batch, "STP-10")["signed_by"]
    told = [(signed[step]["name"], signed[step]["said"]) for step in ("compile", "review", "approve")]
    assert told == [("康经办", ""), ("芮复核", "名册属实"), ("曹审批", "同意发放")]


@pytest.mark.parametrize("kind", ["STP-10", "STP-11"])
def test_the_balance_is_told_before_and_after_the_batch(batch, cast, kind):
    brought_to(batch, "funding_requested", cast)
    fund = says(batch, kind)["fund"]
    assert (fund["granted"], fund["before"], fund["after"]) == (1_000_00, 1_000_00, 250_00)


def test_the_request_goes_to_the_finance_bureau_with_the_approval_annexed(batch, cast):
    brought_to(batch, "funding_requested", cast)
    request = says(batch, "STP-11")
    assert request["addressee"] == "孟州市财政局"
    assert paper(batch, "STP-10").number in request["annexes"][0]


def test_a_first_batch_lists_no_changes_but_why_somebody_gets_nothing(batch, three, cast):
    three.say(0, TERM, "excluded", "too_old")
    brought_to(batch, "compiled", cast)
    changes = says(batch, "STP-09")
    assert (changes["before"], changes["alone"], changes["fen_after"]) == (None, True, 500_00)
    assert [(outcome, n) for outcome, _reason, n in changes["left_out"]] == [("不符合条件", 1)]


def test_the_next_batch_lists_every_change_and_they_add_up(batch, three, cast):
    brought_to(batch, "compiled", cast)
    paid(batch)
    autumn = months_between(dt.date(2026, 8, 1), dt.date(2026, 12, 1))
    three.say(0, autumn, "excluded", "too_old")
    three.say(1, autumn[:2], "held", "absent")
    second = open_for(batch.fund, cast, first_month=autumn[0], last_month=autumn[-1])
    brought_to(second, "compiled", cast)
    changes = says(second, "STP-09")
    rows = changes["table"]["rows"]
    assert changes["before"]["number"] == batch.number
    told = {(row[1], row[4], row[5], row[6], row[7]) for row in rows}
    assert told == {("减少", 5, 250_00, 0, 0), ("金额变化", 5, 250_00, 3, 150_00)}
    assert sum(row[8] for row in rows) == changes["fen_after"] - changes["fen_before"]
    assert all(row[10] for row in rows)


@pytest.mark.parametrize("kind", ["STP-08", "STP-09", "STP-10", "STP-11"])
def test_every_paper_can_be_printed(batch, cast, kind):
    brought_to(batch, "funding_requested", cast)
    assert pdf_of(paper(batch, kind)).startswith(b"%PDF")


def finished(batch, states):
    """The lines in these states, as a batch that can be closed has them."""
    for line, state in zip(Line.objects.order_by("sequence"), states, strict=True):
        Line.objects.filter(pk=line.pk).update(status="sent")
        Line.objects.filter(pk=line.pk).update(status=state)
    Batch.objects.filter(pk=batch.pk).update(status="reconciled", sent_on=dt.date(2026, 8, 3))


def test_the_final_account_adds_up_in_every_town(batch, cast):
    brought_to(batch, "funding_requested", cast)
    finished(batch, ["paid", "reissued", "cancelled"])
    assert rows_of(batch) == [["化工镇", 3, 15, 750_00, 1, 5, 250_00, 2, 500_00, 1, 250_00, 1, 250_00, 0, 0]]


def test_closing_issues_the_final_account_on_the_day_of_the_act(batch, cast):
    brought_to(batch, "funding_requested", cast)
    finished(batch, ["paid", "paid", "cancelled"])
    perform(batch, "close", by=cast["cao"])
    account = says(batch, "STP-20")
    assert (account["planned"], account["arrived"], account["persons"], account["months"]) == (750_00, 500_00, 2, 10)
    assert pdf_of(paper(batch, "STP-20")).startswith(b"%PDF")


@pytest.mark.parametrize("state", ["failed", "reissue_pending", "unknown"])
def test_a_batch_with_a_payment_that_waits_is_not_closed(batch, cast, state):
    brought_to(batch, "funding_requested", cast)
    finished(batch, ["paid", "paid", state])
    with pytest.raises(Exception, match="not finished"):
        perform(batch, "close", by=cast["cao"])


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (TERM, "全部"),
        (TERM[:2], "2026.3-4"),
        ([TERM[0], TERM[2]], "2026.3\n2026.5"),
        (months_between(dt.date(2025, 11, 1), dt.date(2026, 2, 1)), "2025.11-12\n2026.1-2"),
    ],
)
def test_months_are_told_in_runs_that_end_with_the_year(months, words):
    assert months_in_words(months, TERM) == words


def month(fen, *, corrects=False, one_sum=False):
    return Item(MARCH, fen, corrects, one_sum)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([month(5000)] * 5, "50.00"),
        ([month(4000)] * 2 + [month(5000)] * 3, "2*40.00\n3*50.00"),
        ([month(5000), month(1000, corrects=True)], "50.00\n补差\n10.00"),
        ([month(5000), month(-1000, corrects=True)], "50.00\n抵扣\n-10.00"),
        ([month(200000, one_sum=True)], "一次性\n2,000.00"),
    ],
)
def test_rates_and_corrections_are_told_apart(items, words):
    assert rates_in_words(items) == words
