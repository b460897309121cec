"""A contact that was written on the phone: what goes along of the child, what arrives, and what comes back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.drafts.kinds import Entry, NotDeliverable, kind_named
from documents.models import Access
from documents.refusals import NotPossible, NotVisible
from tests.test_who_may_see import png
from tests.volunteers.running import log, paired, proxy
from volunteers.models import AidItem, Contact, Pairing
from volunteers.phone import children_of, deliver_contact


@pytest.fixture
def pairing(cast, child):
    return paired(child, proxy(cast["pan"]))


def entry(pairing, uuid=None, about=None, written_at=None, **changes):
    payload = {
        "done_on": timezone.localdate().isoformat(),
        "made": "yes",
        "how": "phone",
        "minutes": "30",
        "worry": "no",
        **changes,
    }
    return Entry(uuid or uuid4(), kind_named("contact"), about or str(pairing.code), payload, written_at=written_at)


def test_a_contact_is_logged(cast, pairing):
    delivered = deliver_contact(cast["pan"], entry(pairing, note="算术"), {})

    contact = Contact.objects.get()
    assert (contact.made, contact.how, contact.minutes, contact.note) == (True, "phone", 30, "算术")
    assert delivered.server_id == str(contact.pk)


def test_the_same_entry_again_is_the_same_contact(cast, pairing):
    uuid = uuid4()
    for _each in range(3):
        deliver_contact(cast["pan"], entry(pairing, uuid), {})

    assert Contact.objects.count() == 1


def test_a_topic_that_was_only_ticked_counts_as_spoken_about(cast, pairing):
    payload = entry(pairing).payload | {"about": ["mood", "safety"], "topics": {"safety": "过马路"}}
    deliver_contact(cast["pan"], Entry(uuid4(), kind_named("contact"), str(pairing.code), payload), {})

    assert Contact.objects.get().topics == '{"mood": "spoken about", "safety": "过马路"}'


def test_whether_the_child_was_reached_has_no_default(cast, pairing):
    with pytest.raises(NotDeliverable) as missing:
        deliver_contact(cast["pan"], entry(pairing, made=""), {})

    assert list(missing.value.fields) == ["made"]


def test_aid_comes_with_its_receipt_in_whole_fen(cast, pairing):
    photo = SimpleUploadedFile("0.png", png().read(), content_type="image/png")
    deliver_contact(cast["pan"], entry(pairing, aid={"what": "字典", "amount": "35.5"}), {0: photo})

    item = AidItem.objects.get()
    assert (item.amount_fen, item.receipt is not None) == (3550, True)


def test_cash_is_refused_and_nothing_of_the_contact_is_kept(cast, pairing):
    with pytest.raises(NotPossible):
        deliver_contact(cast["pan"], entry(pairing, aid={"what": "现金", "amount": "50"}), {})

    assert Contact.objects.count() == 0


def test_what_was_written_in_time_without_network_is_not_late(cast, pairing):
    days = dt.timedelta(days=9)
    done = timezone.localdate() - days
    written = timezone.now() - days
    deliver_contact(cast["pan"], entry(pairing, done_on=done.isoformat(), written_at=written), {})

    assert Contact.objects.get().entered_late is False


@pytest.mark.parametrize("username", ["wei", "zhi", "su"])
def test_nobody_else_logs_a_contact_of_this_pairing(cast, pairing, username):
    with pytest.raises(NotVisible):
        deliver_contact(cast[username], entry(pairing), {})


@pytest.mark.parametrize("about", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_entry_about_nobody_is_out_of_reach(cast, pairing, about):
    with pytest.raises(NotVisible):
        deliver_contact(cast["pan"], entry(pairing, about=about), {})


def test_once_access_has_ended_the_child_is_neither_taken_along_nor_written_about(cast, pairing):
    Access.objects.update(revoked_at=timezone.now())

    assert children_of(cast["pan"])["cards"] == []
    with pytest.raises(NotVisible):
        deliver_contact(cast["pan"], entry(pairing), {})


def test_a_suspended_pairing_takes_nothing_along(cast, pairing):
    Pairing.objects.update(status="suspended")

    assert children_of(cast["pan"])["cards"] == []


def test_only_the_reduced_view_goes_along(cast, pairing):
    text = str(children_of(cast["pan"]))

    assert "小满" in text and "示例第一小学" in text
    for hidden in ("毋小满", "419983", "毋建军", "12039100018", "medium"):
        assert hidden not in text


def test_hours_and_thanks_are_shown(cast, pairing):
    contact = log(pairing, cast["pan"], minutes=90)
    Contact.objects.filter(pk=contact.pk).update(status="reviewed", thanked=True, review_words="很用心")

    section = children_of(cast["pan"])

    assert section["facts"][0]["value"] == "1 contacts, 1.5 hours"
    assert "很用心" in section["notes"][0]["text"]


def test_somebody_who_is_no_proxy_parent_gets_no_section(cast, pairing):
    assert children_of(cast["wei"]) is None
