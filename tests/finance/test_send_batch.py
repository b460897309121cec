"""Releasing a batch to the bank: the files, their bytes, the lines, and everything that holds it back."""

import hashlib
from pathlib import Path

import pytest

from documents.models import Event
from finance.bank.sending import file_bytes, hand_out
from organisation.models import User
from tests.finance.sendable import released

GOLDEN = Path(__file__).parent.parent / "data" / "bank"
pytestmark = pytest.mark.django_db


def test_sending_writes_one_file_whose_sums_are_those_of_the_batch(cast: dict[str, User]) -> None:
    batch = released(cast)
    file = batch.files.get()
    assert (file.rows, file.total_fen, file.part) == (3, batch.total_fen, 1)
    assert set(batch.lines.values_list("status", flat=True)) == {"sent"}
    assert (batch.status, batch.answer_by > batch.sent_on) == ("sent", True)


@pytest.mark.parametrize("adapter", ["csv", "xlsx"])
def test_the_file_is_to_the_byte_what_the_bank_was_shown(cast: dict[str, User], adapter: str) -> None:
    content = file_bytes(released(cast, adapter=adapter).files.get())
    assert content == (GOLDEN / f"sent.{adapter}").read_bytes()


def test_downloading_again_gives_the_same_bytes_and_is_an_event_each_time(cast: dict[str, User]) -> None:
    file = released(cast).files.get()
    first, second = hand_out(file, by=cast["fang"]), hand_out(file, by=cast["fang"])
    assert first == second and hashlib.sha256(first).hexdigest() == file.sha256
    assert Event.objects.filter(action="bankfile.download", by=cast["fang"]).count() == 2


def test_the_stored_file_shows_no_name_to_whoever_reads_the_database(cast: dict[str, User]) -> None:
    assert "毋小满".encode("gb18030") not in bytes(released(cast).files.get().content)
