"""The key that the server keeps for a forgotten PIN: whose it is, and what has to be shown for it."""

import base64
from uuid import uuid4

import pytest
from django.test import Client

from documents.drafts.models import DeviceKey
from tests.documents.drafts.phones import Phone

DEVICE = uuid4()
KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def kept(wei):
    """The phone of somebody with a password, logged in long ago, whose key the server keeps."""
    wei.set_password("Practice-2026-words")
    wei.save()
    phone = Phone(wei)
    phone.send("POST", "/phone/key/", {"device": str(DEVICE), "key": KEY})
    return phone


def just_logged_in(user):
    """A browser whose user has just typed the password."""
    user.set_password("Practice-2026-words")
    user.save()
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": "Practice-2026-words"})
    return client


def test_the_key_comes_back_after_the_password(kept, wei):
    answer = just_logged_in(wei).get(f"/phone/key/{DEVICE}/")

    assert answer.json() == {"key": KEY}
    assert DeviceKey.objects.get().given_back_at is not None


def test_an_old_login_is_not_enough(kept):
    answer = kept.client.get(f"/phone/key/{DEVICE}/")

    assert (answer.status_code, answer.json()["code"], answer.json()["login"]) == (403, "password", "/phone/forgotten/")


def test_the_page_for_a_forgotten_pin_asks_for_the_password(kept):
    answer = kept.client.get("/phone/forgotten/")

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_nobody_else_gets_the_key(kept, wen):
    assert just_logged_in(wen).get(f"/phone/key/{DEVICE}/").status_code == 400


def test_the_key_is_ciphertext(kept):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM drafts_devicekey")
        assert KEY.encode() not in bytes(cursor.fetchone()[0])


def test_a_key_is_never_overwritten(kept):
    other = base64.b64encode(bytes(32)).decode()

    answer = kept.send("POST", "/phone/key/", {"device": str(DEVICE), "key": other})

    assert answer.status_code == 422
    assert DeviceKey.objects.get().key == KEY


def test_keeping_the_same_key_again_is_no_fault(kept):
    assert kept.send("POST", "/phone/key/", {"device": str(DEVICE), "key": KEY}).status_code == 201


@pytest.mark.parametrize("key", ["", "not base64", base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused(phone, key):
    assert phone.send("POST", "/phone/key/", {"device": str(DEVICE), "key": key}).status_code == 422


def test_the_store_of_a_user_has_a_name_that_tells_nothing(phone, wen):
    mine, theirs = (Phone(user).client.get("/phone/session/").json()["user"] for user in (phone.user, wen))

    assert mine != theirs
    assert "wei" not in mine
