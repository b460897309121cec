"""Delivering the outbox: once, with a name for what it became, and nothing half done."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from documents.drafts import delivering
from documents.drafts.models import Delivery, Draft
from tests.documents.drafts.phones import ARRIVED, Phone

UUID = uuid4()


def test_a_delivery_names_the_record_and_echoes_the_id(phone):
    answer = phone.post(UUID)

    assert answer.status_code == 201
    assert answer.headers["X-Tongxin-Phone"] == "1"
    assert answer.json() | {"at": ""} == {
        "client_uuid": str(UUID),
        "server_id": "1",
        "label": "Note kept",
        "url": "/somewhere/",
        "at": "",
    }


def test_offline_duplicates_on_repeated_save_are_one_record(phone):
    answers = [phone.post(UUID) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert {answer.json()["server_id"] for answer in answers} == {"1"}
    assert len(ARRIVED) == 1


def test_a_request_that_collides_with_its_own_repetition_is_told_what_the_other_one_did(phone, monkeypatch):
    phone.post(UUID)
    looked = []

    def not_there_yet_at_first(user, entry):
        looked.append(entry)
        return earlier(user, entry) if len(looked) > 1 else None

    earlier = delivering._earlier
    monkeypatch.setattr(delivering, "_earlier", not_there_yet_at_first)
    answer = phone.post(UUID)

    assert (answer.status_code, answer.json()["server_id"], len(ARRIVED)) == (200, "1", 1)


def test_an_answer_that_got_lost_can_be_asked_for_again_although_access_has_gone(phone, monkeypatch, note):
    phone.post(UUID)
    monkeypatch.setattr(type(note), "deliver", lambda *_args: pytest.fail("done twice"), raising=False)

    assert phone.post(UUID).status_code == 200


def test_the_draft_ends_with_the_delivery(phone):
    phone.save(UUID, "hello")
    phone.post(UUID)

    assert phone.drafts() == []
    assert (Draft.objects.get().state, Draft.objects.get().payload) == ("sent", "")


def test_a_draft_that_was_sent_elsewhere_says_so(phone):
    phone.save(UUID, "hello")
    phone.post(UUID)

    answer = phone.save(UUID, "hello again", base=1)

    assert (answer.status_code, answer.json()["server"]["state"]) == (410, "sent")


def test_the_process_dies_in_between_and_nothing_has_happened(phone):
    phone.save(UUID, "broken")

    assert phone.post(UUID, payload={"note": "broken"}).status_code == 500
    assert Delivery.objects.count() == 0
    assert phone.drafts()[0]["payload"] == {"note": "broken"}
    assert phone.post(UUID, payload={"note": "mended"}).status_code == 201


def test_an_incomplete_entry_comes_back_with_sentences_at_the_fields(phone):
    answer = phone.post(UUID, payload={"note": "incomplete"})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["fields"] == {"done_on": ["Enter the day."]}
    assert answer.json()["sentences"] == ["Look again."]


def test_an_entry_that_came_back_can_be_mended_and_sent_under_its_id(phone):
    phone.post(UUID, payload={"note": "incomplete"})

    assert phone.post(UUID, payload={"note": "complete"}).status_code == 201


def test_access_is_checked_anew_and_the_words_stay_with_their_writer(phone):
    answer = phone.post(UUID, payload={"note": "forbidden"})

    assert (answer.status_code, answer.json()["code"]) == (403, "no_access")


def test_a_refusal_of_the_one_door_comes_as_sentences(phone):
    answer = phone.post(UUID, payload={"note": "refused"})

    assert (answer.status_code, answer.json()["sentences"]) == (422, ["Not today."])


def test_another_content_under_an_id_that_has_arrived_is_a_conflict_that_shows_both(phone):
    phone.post(UUID, payload={"note": "first"})

    answer = phone.post(UUID, payload={"note": "second"})

    assert (answer.status_code, answer.json()["code"]) == (409, "arrived_differently")
    assert answer.json()["server"]["payload"] == {"note": "first"}
    assert len(ARRIVED) == 1


def test_what_a_confidential_form_said_is_not_kept_beside_the_delivery(phone, note):
    object.__setattr__(note, "confidential", True)
    phone.post(UUID, payload={"note": "first"})

    assert Delivery.objects.get().payload == ""


def test_an_outbox_of_one_user_is_never_sent_as_another(phone, wen):
    phone.client.force_login(wen)

    answer = phone.post(UUID)

    assert (answer.status_code, answer.json()["code"]) == (401, "other_user")
    assert ARRIVED == []


def test_the_same_id_of_two_users_is_two_records(phone, wen):
    phone.post(UUID)

    assert Phone(wen).post(UUID).status_code == 201


def test_a_clock_that_is_wrong_by_a_day_is_asked_about_and_not_lost(phone):
    tomorrow = (timezone.now() + dt.timedelta(days=1)).isoformat()

    asked = phone.post(UUID, clock=tomorrow)
    confirmed = phone.post(UUID, clock=tomorrow, payload={"note": "hello", "day_confirmed": "yes"})

    assert (asked.status_code, asked.json()["code"], list(asked.json()["fields"])) == (422, "clock", ["done_on"])
    assert confirmed.status_code == 201


def test_when_it_was_written_is_told_by_the_server_s_clock(phone):
    now = timezone.now()
    hour, day = dt.timedelta(hours=1), dt.timedelta(hours=11)

    phone.post(UUID, clock=(now + day).isoformat(), written=(now + day - hour).isoformat())

    assert abs(ARRIVED[0][1].written_at - (now - hour)) < dt.timedelta(minutes=1)


def test_without_a_csrf_token_nothing_is_taken(wei):
    client = Client(enforce_csrf_checks=True)
    client.force_login(wei)

    assert client.post("/phone/outbox/", "{}", content_type="application/json").status_code == 403


def test_the_session_gives_a_fresh_token_that_is_accepted(wei):
    client = Client(enforce_csrf_checks=True)
    client.force_login(wei)
    token = client.get("/phone/session/").json()["csrf"]

    answer = client.post("/phone/outbox/", "{}", content_type="application/json", headers={"X-CSRFToken": token})

    assert answer.status_code == 401  # an entry without a user, but past the token


@pytest.mark.parametrize(
    "change",
    [{"kind": "unknown"}, {"payload": []}, {"client_uuid": "x"}, {"photos": ["a"]}, {"photos": [99]}, {"about": 7}],
)
def test_what_is_no_entry_is_refused_with_a_sentence(phone, change):
    answer = phone.post(UUID, **change)

    assert (answer.status_code, bool(answer.json()["sentences"])) == (400, True)
