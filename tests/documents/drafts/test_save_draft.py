"""Saving a draft while it is typed: from which input on it exists, for whom, and what two versions of it come to."""

from uuid import uuid4

import pytest
from django.test import Client

from documents.drafts.models import Draft
from tests.documents.drafts.phones import Phone

UUID = uuid4()


def test_there_is_no_row_before_the_first_input(phone):
    phone.client.get("/phone/")
    phone.client.get("/phone/drafts/?kind=note&about=")

    assert Draft.objects.count() == 0


def test_the_first_input_makes_a_draft_that_is_found_again(phone):
    answer = phone.save(UUID, "half a sen")

    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert phone.drafts()[0]["payload"] == {"note": "half a sen"}


def test_what_was_typed_is_ciphertext_in_the_database(phone):
    phone.save(UUID, "half a sentence")

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM drafts_draft")
        assert b"half a sentence" not in bytes(cursor.fetchone()[0])


def test_saving_the_same_again_is_the_same_version(phone):
    phone.save(UUID, "text")

    assert phone.save(UUID, "text", base=0).json()["version"] == 1


def test_each_saving_carries_the_version_it_was_typed_on(phone):
    phone.save(UUID, "one")

    assert phone.save(UUID, "one two", base=1).json()["version"] == 2


def test_a_version_from_another_device_is_never_overwritten(phone):
    phone.save(UUID, "from the other device")

    answer = phone.save(UUID, "from this one", base=0)

    assert (answer.status_code, answer.json()["code"]) == (409, "changed_elsewhere")
    assert answer.json()["server"]["payload"] == {"note": "from the other device"}
    assert phone.drafts()[0]["payload"] == {"note": "from the other device"}


def test_drafts_do_not_leak_into_another_form_or_another_child(phone):
    phone.save(UUID, "about the first", about=str(UUID))

    other = phone.client.get(f"/phone/drafts/?kind=note&about={uuid4()}").json()["drafts"]
    kind = phone.client.get(f"/phone/drafts/?kind=visit&about={UUID}").json()["drafts"]

    assert (other, kind) == ([], [])


def test_a_draft_of_somebody_else_is_not_there(phone, wen):
    phone.save(UUID, "mine")
    client = Client()
    client.force_login(wen)

    assert client.get("/phone/drafts/").json()["drafts"] == []
    assert client.get(f"/phone/drafts/{UUID}/").status_code == 404


def test_two_users_may_have_drafts_of_the_same_id(phone, wen):
    phone.save(UUID, "mine")

    assert Phone(wen).save(UUID, "theirs").status_code == 200
    assert phone.drafts()[0]["payload"] == {"note": "mine"}


def test_a_discarded_draft_keeps_no_word(phone):
    phone.save(UUID, "to be forgotten")
    phone.send("DELETE", f"/phone/drafts/{UUID}/")

    assert phone.drafts() == []
    assert Draft.objects.get().payload == ""


def test_a_draft_that_was_discarded_elsewhere_says_so(phone):
    phone.save(UUID, "text")
    phone.send("DELETE", f"/phone/drafts/{UUID}/")

    answer = phone.save(UUID, "text, longer", base=1)

    assert (answer.status_code, answer.json()["server"]["state"]) == (410, "discarded")


@pytest.mark.parametrize("body", ["", "[]", "{", '{"kind": 3}', '{"kind": "note", "payload": "x"}', '{"kind": "no"}'])
def test_what_is_not_a_draft_is_refused_with_a_sentence(phone, body):
    answer = phone.client.put(f"/phone/drafts/{UUID}/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["sentences"]


def test_a_text_of_unreasonable_length_is_refused(phone):
    answer = phone.save(UUID, "x" * 70_000)

    assert (answer.status_code, answer.json()["code"]) == (422, "not_possible")


def test_drafts_cannot_pile_up_without_end(phone, monkeypatch):
    monkeypatch.setattr("documents.drafts.saving.MOST_OPEN", 2)
    for _each in range(2):
        phone.save(uuid4(), "text")

    assert phone.save(uuid4(), "text").status_code == 422


def test_a_lost_login_is_said_in_json_and_leads_nowhere(phone):
    phone.client.logout()

    answer = phone.save(UUID, "text")

    assert (answer.status_code, answer.json()) == (401, {"code": "login", "login": "/phone/login/"})


def test_too_many_requests_of_one_user_are_put_off(phone, monkeypatch):
    monkeypatch.setattr("documents.drafts.api.MOST_A_MINUTE", 2)

    assert [phone.save(UUID, "text").status_code for _each in range(3)] == [200, 200, 429]
