"""What no phone of ours sends is refused with a sentence: never an error page, and nothing of it is kept."""

from typing import Any
from uuid import uuid4

import pytest

from documents.drafts.device_keys import owner_of_phone_store
from documents.drafts.models import Draft
from organisation.models import User
from tests.documents.drafts.phones import Phone

HALF_A_SIGN = '"\\ud83d"'  # one half of an emoji, as a browser sends it when a text was cut in the middle
NESTED = '{"a":' * 200 + "1" + "}" * 200
BOTTOMLESS = "[" * 100_000
STRANGE = {
    "nested": NESTED,
    "bottomless": BOTTOMLESS,
    "not a number": '{"note": NaN}',
    "endless": '{"note": -Infinity}',
    "a number of many digits": '{"note": ' + "9" * 5000 + "}",
}


def sent(phone: Phone, method: str, url: str, text: str) -> Any:
    return phone.client.generic(method, url, text, content_type="application/json")


@pytest.mark.parametrize("payload", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_draft_is_refused_and_not_kept(phone: Phone, payload: str) -> None:
    body = f'{{"kind": "note", "about": "", "base": 0, "payload": {payload}}}'
    answer = sent(phone, "PUT", f"/phone/drafts/{uuid4()}/", body)
    assert answer.status_code == 400 and answer.json()["sentences"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("payload", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_entry_is_refused(phone: Phone, wei: User, payload: str) -> None:
    head = f'"client_uuid": "{uuid4()}", "user": "{owner_of_phone_store(wei)}", "kind": "note", "about": ""'
    assert sent(phone, "POST", "/phone/outbox/", f'{{{head}, "payload": {payload}}}').status_code == 400


def test_half_a_sign_does_not_cost_the_text(phone: Phone) -> None:
    uuid = uuid4()
    head = f'"user": "{owner_of_phone_store(phone.user)}", "kind": "note", "about": "", "base": 0'
    body = f'{{{head}, "payload": {{"note": {HALF_A_SIGN}, {HALF_A_SIGN}: 1}}}}'
    assert sent(phone, "PUT", f"/phone/drafts/{uuid}/", body).status_code == 200
    assert phone.drafts()[0]["payload"]["note"] == "\ufffd"
    assert phone.post(uuid, payload={"note": "小满\ud83d"}).status_code == 201


@pytest.mark.parametrize("about", ["\x00", "a\x00b"])
def test_a_code_with_a_zero_byte_is_refused(phone: Phone, about: str) -> None:
    """PostgreSQL keeps no text with one."""
    assert phone.save(uuid4(), "x", about=about).status_code == 400


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("9999-12-31T23:59:59+00:00", "2000-01-01T00:00:00+00:00"),
        ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_clock_at_the_end_of_time_does_not_break_the_delivery(phone: Phone, written: str, clock: str) -> None:
    answer = phone.post(written=written, clock=clock, payload={"note": "x", "day_confirmed": True})
    assert answer.status_code in (201, 400, 422), answer.content


def test_a_photo_without_a_readable_length_is_refused(phone: Phone) -> None:
    answer = phone.client.put(f"/phone/outbox/{uuid4()}/photo/0/", b"x", CONTENT_LENGTH="many")
    assert 400 <= answer.status_code < 500
