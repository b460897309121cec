"""The forms of the exchange with the bank: what they ask, what they refuse, and that nothing breaks them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from finance.forms.bank import AdapterForm
from finance.models import BankAdapter, Batch
from finance.seeding import CSV, load_adapters
from organisation.models import User
from tests.finance.answers import answer
from tests.finance.sendable import released, sendable
from tests.test_who_may_see import client_of

pytestmark = pytest.mark.django_db
Cast = dict[str, User]


def page(batch: Batch, name: str) -> str:
    return reverse("batch-act", args=[batch.code, name])


def posted(client: Client, batch: Batch, name: str, **values: object) -> tuple[int, str]:
    batch.dossier.refresh_from_db()
    response = client.post(page(batch, name), {"expected": batch.dossier.version, "key": "k", **values}, follow=True)
    return response.status_code, response.content.decode()


def test_whoever_releases_types_how_many_payments(cast: Cast) -> None:
    batch = sendable()
    client = client_of(cast["fu"])
    status, text = posted(client, batch, "send", count=4)
    assert status == 422 and "another number of payments" in text
    status, _text = posted(client, batch, "send", count=3)
    batch.refresh_from_db()
    assert (status, batch.status) == (200, "sent")


def test_the_page_of_release_names_what_the_bank_would_not_take(cast: Cast) -> None:
    batch = sendable()
    account = batch.lines.get(sequence=2).account
    account.holder = "生人"
    account.save()
    client = client_of(cast["fu"])
    assert "STP-410883-2026A-00002" in client.get(page(batch, "send")).content.decode()


def test_an_answer_is_read_from_the_page(cast: Cast) -> None:
    batch = released(cast)
    client = client_of(cast["fang"])
    file = SimpleUploadedFile("回盘.csv", answer(batch).content)
    status, _text = posted(client, batch, "take_answer", answer=file)
    assert (status, set(batch.lines.values_list("status", flat=True))) == (200, {"paid"})


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 9, b"a,b\n1,2\n"])
def test_a_file_that_is_no_answer_shows_its_sentence_and_no_error_page(cast: Cast, content: bytes) -> None:
    batch = released(cast)
    client = client_of(cast["fang"])
    status, text = posted(client, batch, "take_answer", answer=SimpleUploadedFile("x.csv", content))
    assert status == 422 and "nothing of it was booked" in text
    assert batch.returns.get().outcome == "refused"


def test_a_format_that_cannot_work_is_not_saved() -> None:
    form = AdapterForm({"code": "x", "name": "示例银行", "spec": json.dumps({"kind": "csv"}), "active": True})
    assert not form.is_valid() and "“kind” must be one of" in str(form.errors["spec"])


def test_seeding_again_leaves_what_the_office_changed() -> None:
    BankAdapter.objects.filter(code="csv").update(spec=CSV | {"rows_per_file": 100})
    load_adapters()
    assert BankAdapter.objects.get(code="csv").spec["rows_per_file"] == 100
