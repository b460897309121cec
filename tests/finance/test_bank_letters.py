"""The papers of sending: they agree with the file to the fen, and show no whole account."""

import pytest

from documents.models import Document
from documents.papers import render
from finance.models import Batch
from organisation.models import User
from tests.finance.sendable import released

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: dict[str, User]) -> Batch:
    """Three payments on their way."""
    return released(cast)


def paper(kind: str) -> Document:
    return Document.objects.get(kind=kind)


def test_the_list_for_the_bank_has_every_payment_and_the_hash_of_the_file(batch: Batch) -> None:
    told = paper("STP-12").opened_context
    assert (told["count"], told["grand_total"]) == (3, batch.total_fen)
    assert [file["sha256"] for file in told["files"]] == [batch.files.get().sha256]
    assert [row[6] for row in told["table"]["rows"]] == [f"STP-410883-2026A-0000{n}" for n in (1, 2, 3)]


def test_no_paper_of_sending_shows_a_whole_account(batch: Batch) -> None:
    numbers = [line.account.number for line in batch.lines.select_related("account")]
    told = [str(each.opened_context) for each in Document.objects.filter(dossier=batch.dossier)]
    assert not [number for number in numbers if any(number in text for text in told)]


def test_the_summary_adds_up_by_file_and_by_town(batch: Batch) -> None:
    told = paper("STP-13").opened_context
    assert told["towns"] == [{"name": "化工镇", "count": 3, "fen": 75000}]
    assert (told["count"], told["total_fen"], told["files"][0]["fen"]) == (3, 75000, 75000)
    assert told["signed_by"]["send"]["name"] == "傅财务"


@pytest.mark.parametrize("kind", ["STP-12", "STP-13"])
def test_the_papers_can_be_printed(batch: Batch, kind: str) -> None:
    render(paper(kind).pk)
    assert paper(kind).pages >= 1
