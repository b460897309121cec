"""The pages of a batch: figures that lead to their lists, sums in figures and words, acts where they can be done."""

import re

import pytest
from django.urls import reverse

from documents.models import Event
from finance.models import Batch
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released, sendable
from tests.finance.stages import brought_to, open_for
from tests.test_who_may_see import client_of

PAGES = ("batch-detail", "line-list", "entry-list", "batch-changes", "batch-returned", "batch-voucher", "batch-sample")


def shown(client, name, *arguments, query=""):
    """The text of a page."""
    answer = client.get(reverse(name, args=arguments) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def words_of(page: str) -> str:
    """A page without its tags, blanks as one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_batch_opens_for_the_county_and_for_finance(name, cast):
    batch = released(cast, 3)
    for who in ("kang", "fang", "ji"):
        assert batch.number in shown(client_of(cast[who]), name, batch.code)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_an_empty_batch_opens(name, batch, cast):
    assert batch.number in shown(client_of(cast["kang"]), name, batch.code)


@pytest.mark.parametrize("part", ["overview", "bank", "papers", "timeline"])
def test_every_part_of_the_batch_page_opens(part, cast):
    batch = released(cast, 2)
    assert batch.number in shown(client_of(cast["fu"]), "batch-detail", batch.code, query=f"?part={part}")


def test_the_total_stands_in_figures_and_words(cast):
    page = shown(client_of(cast["kang"]), "batch-detail", sendable(3).code)
    assert "¥750.00" in page and "人民币柒佰伍拾元整" in page


def test_the_tiles_add_up_to_the_enrolled_and_lead_to_lists_of_that_length(three, batch, cast):
    three.say(0, batch.term, "held", "stopped")
    three.say(1, batch.term, "error", "no_account")
    brought_to(batch, "compiled", cast)
    client = client_of(cast["kang"])
    context = client.get(reverse("batch-detail", args=[batch.code])).context
    assert context["enrolled"] == sum(tile["number"] for tile in context["outcomes"]) == 3
    for tile in context["outcomes"]:
        assert client.get(tile["url"]).context["page"].paginator.count == tile["number"]


def test_tiles_of_the_banks_answer_lead_to_lists_of_that_length(cast):
    batch = released(cast, 5)
    read_in(batch, cast["fang"], answer(batch, {1: failed(), 3: failed()}))
    client = client_of(cast["rui"])
    tiles = client.get(reverse("batch-detail", args=[batch.code])).context["answers"]
    assert [tile["number"] for tile in tiles] == [3, 2, 0, 0]
    for tile in tiles:
        assert client.get(tile["url"]).context["page"].paginator.count == tile["number"]


def test_whoever_may_not_do_a_step_sees_who_can(cast):
    page = words_of(shown(client_of(cast["kang"]), "batch-detail", sendable(1).code))
    assert re.search(r"Release to the bank ?: Finance reviewer", page)


def test_differences_say_who_is_new_and_who_is_gone(three, batch, cast):
    batch = brought_to(batch, "sent", cast)
    months = {"first_month": batch.term[-1].replace(month=9), "last_month": batch.term[-1].replace(month=11)}
    later = open_for(batch.fund, cast, **months)
    three.say(2, later.term, "excluded", "too_old")
    brought_to(later, "compiled", cast)
    found = client_of(cast["rui"]).get(reverse("batch-changes", args=[later.code])).context
    assert {row["difference"].kind for row in found["rows"]} == {"gone", "amount"}
    assert sum(row["delta"] for row in found["rows"]) == later.total_fen - batch.total_fen


def test_the_voucher_counts_the_papers_that_belong_to_it(cast):
    batch = released(cast, 2)
    read_in(batch, cast["fang"], answer(batch))
    context = client_of(cast["fang"]).get(reverse("batch-voucher", args=[batch.code])).context
    assert (context["fen"], context["attached"]) == (500_00, len(context["papers"]) + len(context["files"]))
    assert {paper.kind for paper in context["papers"]} == {"STP-12", "STP-13"}


def test_returned_payments_say_why_and_what_to_do_next(cast):
    batch = released(cast, 3)
    read_in(batch, cast["fang"], answer(batch, {0: failed(), 2: failed("户名账号不符")}))
    page = words_of(shown(client_of(cast["rui"]), "batch-returned", batch.code))
    assert "account closed" in page and "Ask the family for another account" in page
    assert "name and account differ" in page and "no new account yet" in page


def test_the_list_of_batches_sums_what_it_shows(cast):
    first, second = sendable(2), sendable(3, number="STP-410883-2026B", first_child=5)
    client = client_of(cast["kang"])
    context = client.get(reverse("batch-list")).context
    assert context["totals"]["fen"] == first.total_fen + second.total_fen
    narrowed = client.get(reverse("batch-list") + f"?fund={second.fund.code}").context
    assert narrowed["totals"]["fen"] == second.total_fen and "柒佰伍拾元整" in narrowed["words"]


def test_nothing_is_cut_when_a_batch_is_cancelled(batch, cast):
    brought_to(batch, "compiled", cast)
    client = client_of(cast["cao"])
    url = reverse("batch-act", args=[batch.code, "cancel"])
    version = Batch.objects.get(pk=batch.pk).dossier.version
    client.post(url, {"expected": version, "key": "a", "reason": "本学期不发放"})
    assert "cancelled" in words_of(shown(client, "batch-detail", batch.code))
    assert client.get(reverse("line-list", args=[batch.code])).status_code == 200


@pytest.mark.parametrize(("who", "where"), [("fang", "batch"), ("su", "townroll")])
def test_opening_payments_is_an_event_where_they_were_seen(who, where, cast):
    batch = sendable(2)
    for _again in range(2):
        client_of(cast[who]).get(reverse("line-list", args=[batch.code]))
    event = Event.objects.get(action=f"{where}.read", by=cast[who])
    assert event.dossier_id == (batch if where == "batch" else batch.rolls.get()).dossier_id


def test_a_waiting_step_can_be_claimed_on_the_page_of_the_batch(batch, cast):
    brought_to(batch, "town_reviewed", cast)
    client = client_of(cast["rui"])
    task = client.get(reverse("batch-detail", args=[batch.code])).context["step"]["task"]
    client.post(reverse("step-claim", args=[task.pk]))
    assert "claimed by" in shown(client_of(cast["kang"]), "batch-detail", batch.code)
