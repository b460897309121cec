"""A contact written on the phone: the same form, the same action, once, with the access of the moment."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.drafts.kinds import Entry, NotDeliverable, kind_named
from documents.models import Event
from documents.refusals import NotVisible
from tests.documents.sheets import photo
from tests.volunteers.running import log, paired, proxy
from volunteers.models import AidItem, Contact
from volunteers.phone import children_of, deliver_contact
from volunteers.reduced import READ


@pytest.fixture
def pairing(child, cast):
    return paired(child, proxy(cast["pan"]))


def entry(pairing, **payload):
    told = {"made": "yes", "how": "phone", "minutes": "15", "done_on": timezone.localdate().isoformat(), "worry": "no"}
    return Entry(
        uuid=uuid4(),
        kind=kind_named("contact"),
        about=str(pairing.code),
        payload=told | payload,
        written_at=timezone.now(),
    )


def test_what_was_written_without_network_arrives_once(pairing, cast):
    sent = entry(pairing, topics={"mood": "高兴"}, about=["mood", "safety"])
    ids = {deliver_contact(cast["pan"], sent, {}).server_id for _time in range(2)}
    contact = Contact.objects.get()
    assert ids == {str(contact.pk)} and contact.entered_at
    assert contact.told["mood"] == "高兴" and "safety" in contact.told


def test_a_thing_given_comes_with_its_receipt(pairing, cast):
    receipt = SimpleUploadedFile("0.jpg", photo())
    deliver_contact(cast["pan"], entry(pairing, aid={"what": "书包", "amount": "260"}), {0: receipt})
    item = AidItem.objects.get()
    assert (item.status, item.amount_fen, item.receipt is not None) == ("to_confirm", 26000, True)


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"made": ""}, "made"),
        ({"made": None}, "made"),
        ({"minutes": "0"}, "minutes"),
        ({"done_on": "31.12."}, "done_on"),
        ({"aid": {"what": "书包", "amount": "viel"}}, "aid.amount"),
        ({"how": ["phone"]}, "how"),
        ({"topics": {"mood": "长" * 301}}, "topics.mood"),
    ],
)
def test_a_mistake_comes_back_at_its_control(pairing, cast, payload, field):
    with pytest.raises(NotDeliverable) as refused:
        deliver_contact(cast["pan"], entry(pairing, **payload), {})
    assert list(refused.value.fields) == [field] and not Contact.objects.exists()


def test_no_worry_is_not_taken_for_one(pairing, cast):
    deliver_contact(cast["pan"], entry(pairing, worry="no"), {})
    assert not Contact.objects.get().worried


def test_without_access_nothing_arrives(pairing, cast):
    pairing.dossier.access_set.update(valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2020, 2, 1))
    with pytest.raises(NotVisible):
        deliver_contact(cast["pan"], entry(pairing), {})


def test_what_the_phone_takes_along_has_been_read(pairing, cast):
    log(pairing, cast["pan"])
    children_of(cast["pan"])
    assert Event.objects.filter(action=READ, by=cast["pan"]).count() == 1
