"""Slips of receipt (STP-19): for one payment, for a town, for a batch; only of what arrived."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Document
from documents.refusals import NotAllowed, NotPossible, NotVisible
from finance.models import Batch
from finance.slips import issue_slips, issue_slips_of_batch
from organisation.models import User
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released

pytestmark = pytest.mark.django_db
Cast = dict[str, User]


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """Two payments that arrived and one that came back."""
    found = released(cast)
    read_in(found, cast["fang"], answer(found, {0: failed()}))
    return found


def test_a_slip_tells_payee_months_amount_and_day(batch: Batch, cast: Cast) -> None:
    line = batch.lines.get(sequence=2)
    [paper] = issue_slips(batch.rolls.get(), by=cast["su"], line=line)
    [slip] = paper.opened_context["slips"]
    assert (slip["number"], slip["child"], slip["fen"]) == ("STP-410883-2026A-00002", "毋小年", 25000)
    assert (slip["months"], slip["count"], slip["account"]) == ("2026年2月至2026年6月", 5, "0013")
    assert slip["paid_on"] == line.paid_on.isoformat()


def test_a_town_gets_slips_of_what_arrived_and_of_nothing_else(batch: Batch, cast: Cast) -> None:
    [paper] = issue_slips(batch.rolls.get(), by=cast["su"])
    assert [slip["number"][-5:] for slip in paper.opened_context["slips"]] == ["00002", "00003"]


def test_a_payment_that_came_back_has_no_slip(batch: Batch, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="has arrived yet"):
        issue_slips(batch.rolls.get(), by=cast["su"], line=batch.lines.get(sequence=1))


def test_the_same_slips_asked_for_again_are_the_same_paper(batch: Batch, cast: Cast) -> None:
    papers = [issue_slips_of_batch(batch, by=cast["kang"]) for _time in range(2)]
    assert papers[0] == papers[1] and Document.objects.filter(kind="STP-19").count() == 1


def test_the_next_town_and_whoever_only_reads_get_none(batch: Batch, cast: Cast) -> None:
    with pytest.raises(NotVisible):
        issue_slips(batch.rolls.get(), by=cast["nan"])
    with pytest.raises(NotAllowed):
        issue_slips(batch.rolls.get(), by=cast["ji"])


def test_the_button_of_a_payment_leads_to_its_slip(batch: Batch, cast: Cast, client: Client) -> None:
    client.force_login(cast["su"])
    there = client.post(reverse("line-slip", args=[batch.code, 2]))
    paper = Document.objects.get(kind="STP-19")
    assert there.headers["Location"] == reverse("document-detail", args=[paper.code])


def test_the_buttons_of_town_and_batch_say_what_happens(batch: Batch, cast: Cast, client: Client) -> None:
    client.force_login(cast["kang"])
    for name, code in (("roll-slips", batch.rolls.get().dossier.code), ("batch-slips", batch.code)):
        page = client.post(reverse(name, args=[code]), follow=True)
        assert "1 paper with slips is being prepared" in page.content.decode()


def test_slips_are_never_made_by_looking(batch: Batch, cast: Cast, client: Client) -> None:
    client.force_login(cast["kang"])
    assert client.get(reverse("batch-slips", args=[batch.code])).status_code == 405
