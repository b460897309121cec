"""Logging a contact: once, whole, by the child's own proxy parent, with the paper and the periods that follow."""

import datetime as dt
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone

from documents.due_dates import open_due_dates
from documents.models import Attachment, Document, DueDate, Event
from documents.refusals import NotPossible, NotVisible, Refused
from documents.trail import record
from documents.transitions import perform
from tests.cases.stages import imported_child
from tests.documents.sheets import photo
from tests.volunteers.running import aid_of, log, paired, proxy
from volunteers import pairing_due
from volunteers.models import AidItem, Contact


@pytest.fixture
def pairing(child, cast):
    return paired(child, proxy(cast["pan"]))


def running(pairing, name):
    return DueDate.objects.get(dossier=pairing.dossier_id, name=name, state="open")


def due_on(pairing, name):
    return running(pairing, name).due_on


def began_on(pairing, name):
    return running(pairing, name).starts_on


def let_pass(days):
    """As if every running period had begun so many days earlier."""
    for due in DueDate.objects.open():
        earlier = dt.timedelta(days=days)
        DueDate.objects.filter(pk=due.pk).update(starts_on=due.starts_on - earlier, due_on=due.due_on - earlier)


def test_a_contact_leaves_event_paper_and_a_new_period(pairing, cast):
    contact = log(pairing, cast["pan"])
    assert (contact.status, contact.minutes, contact.told["wishes"]) == ("recorded", 45, "想妈妈")
    assert Event.objects.get(action="contact.record").by == cast["pan"]
    assert Document.objects.get(kind="PXP-14").dossier_id == pairing.dossier_id
    assert due_on(pairing, "pairing_contact") >= timezone.localdate() + dt.timedelta(days=7)


def test_the_same_sending_twice_is_one_contact_whatever_it_says_then(pairing, cast):
    uuid = uuid4()
    first = log(pairing, cast["pan"], client_uuid=uuid)
    again = log(pairing, cast["pan"], client_uuid=uuid, note="另一句", minutes=15)
    assert again == first and again.minutes == 45
    assert Document.objects.filter(kind="PXP-14").count() == 1


def test_somebody_else_cannot_take_a_form_that_was_sent(pairing, cast):
    uuid = log(pairing, cast["pan"]).client_uuid
    other = paired(imported_child(name="毋小年", id_number="419983201702040011"), proxy(cast["yi"]))
    with pytest.raises(NotPossible, match="somebody else"):
        log(other, cast["yi"], client_uuid=uuid)


def test_an_attempt_that_reached_nobody_moves_no_period(pairing, cast):
    let_pass(30)
    before = due_on(pairing, "pairing_contact")
    attempt = log(pairing, cast["pan"], made=False, how="phone", minutes=30)
    assert (attempt.minutes, due_on(pairing, "pairing_contact")) == (0, before)


def test_a_telephone_call_is_no_visit(pairing, cast):
    let_pass(30)
    before = due_on(pairing, "pairing_visit")
    log(pairing, cast["pan"], how="phone", done_on=timezone.localdate())
    assert due_on(pairing, "pairing_visit") == before


def test_the_period_runs_from_the_day_of_the_contact_not_from_its_entry(pairing, cast):
    today = timezone.localdate()
    log(pairing, cast["pan"], done_on=today - dt.timedelta(days=5))
    assert due_on(pairing, "pairing_contact") <= today + dt.timedelta(days=2 + 9)
    started = DueDate.objects.get(dossier=pairing.dossier_id, name="pairing_contact", state="open").starts_on
    assert started == today - dt.timedelta(days=5)


def test_an_older_contact_entered_later_moves_nothing_back(pairing, cast):
    log(pairing, cast["pan"])
    before = due_on(pairing, "pairing_contact")
    log(pairing, cast["pan"], done_on=timezone.localdate() - dt.timedelta(days=6))
    assert due_on(pairing, "pairing_contact") == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"done_on": dt.date(2999, 1, 1)}, "future"),
        ({"done_on": dt.date(2020, 1, 1)}, "before the pairing began"),
        ({"minutes": 0}, "how many minutes"),
        ({"minutes": 2000}, "how many minutes"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_and_leaves_no_row(pairing, cast, changes, words):
    with pytest.raises(NotPossible, match=words):
        log(pairing, cast["pan"], **changes)
    assert not Contact.objects.exists()


def test_a_suspended_pairing_takes_nothing_and_says_where_the_words_are(pairing, cast):
    type(pairing).objects.update(status="suspended")
    with pytest.raises(NotPossible, match="kept on your phone"):
        log(pairing, cast["pan"])


@pytest.mark.parametrize("user", ["yi", "wen", "zhi", "su", "fang"])
def test_only_the_childs_own_proxy_parent_logs(pairing, cast, user):
    with pytest.raises(Refused):
        log(pairing, cast[user])
    assert not Contact.objects.exists()


def test_after_the_vetting_has_lapsed_nothing_is_logged(pairing, cast):
    pairing.dossier.access_set.update(valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2020, 2, 1))
    with pytest.raises(NotVisible):
        log(pairing, cast["pan"])


def test_a_contact_entered_eight_days_later_is_marked_as_late(pairing, cast):
    today = timezone.localdate()
    assert log(pairing, cast["pan"], done_on=today - dt.timedelta(days=8)).entered_late
    assert not log(pairing, cast["pan"], done_on=today - dt.timedelta(days=7)).entered_late


def test_written_in_time_without_network_is_not_late(pairing, cast):
    now = timezone.now()
    day = timezone.localdate(now) - dt.timedelta(days=12)
    kept = log(pairing, cast["pan"], done_on=day, entered_at=now - dt.timedelta(days=11))
    wrong_clock = log(pairing, cast["pan"], done_on=day, entered_at=now + dt.timedelta(days=1))
    assert not kept.entered_late and wrong_clock.entered_late


def test_the_private_note_stands_on_no_paper_and_in_no_event(pairing, cast):
    log(pairing, cast["pan"], private_note="奶奶说家里吵架")
    said = [str(paper.opened_context) for paper in Document.objects.all()]
    said += [str(event.details) for event in Event.objects.all()]
    assert not any("吵架" in text for text in said)


def test_what_was_written_is_kept_word_for_word(pairing, cast):
    words = "奶奶电话换成12039100015，<b>别</b>打旧的 419983195603080220\n第二行 =1+1"
    kept = Contact.objects.get(pk=log(pairing, cast["pan"], note=words, private_note=words).pk)
    assert (kept.note, kept.private_note) == (words, words)


def test_a_small_aid_item_counts_at_once_with_its_receipt(pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(20000, receipt=BytesIO(photo(place=True))))
    item = AidItem.objects.counted().get()
    paper = Document.objects.get(kind="PXP-15").opened_context
    assert (item.status, paper["total_fen"]) == ("given", 20000)
    assert paper["this"]["receipt"].endswith(f"（{Attachment.objects.get().sha256[:8]}）")


def test_a_large_aid_item_waits_for_the_coordinator(pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(20001, receipt=BytesIO(photo())))
    assert AidItem.objects.get().status == "to_confirm" and not AidItem.objects.counted().exists()
    assert due_on(pairing, "confirm_aid") and not Document.objects.filter(kind="PXP-15").exists()


def test_a_large_aid_item_without_receipt_takes_the_whole_contact_back(pairing, cast):
    with pytest.raises(NotPossible, match="receipt"):
        log(pairing, cast["pan"], aid=aid_of(20001))
    assert not Contact.objects.exists() and not AidItem.objects.exists()


def test_no_cash_is_given(pairing, cast):
    with pytest.raises(NotPossible, match="no cash"):
        log(pairing, cast["pan"], aid=aid_of(5000, what="现金"))


def test_one_receipt_proves_one_thing(pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(5000, receipt=BytesIO(photo())))
    with pytest.raises(NotPossible, match="attached already"):
        log(pairing, cast["pan"], aid=aid_of(6000, receipt=BytesIO(photo())))


def test_a_file_that_is_no_picture_is_refused_with_what_to_do(pairing, cast):
    with pytest.raises(NotPossible, match="PDF, JPEG and PNG"):
        log(pairing, cast["pan"], aid=aid_of(5000, receipt=BytesIO(b"GIF89a....")))
    assert not Contact.objects.exists()


def test_a_void_contact_gives_the_period_back(pairing, cast):
    let_pass(30)
    before = began_on(pairing, "pairing_contact")
    contact = log(pairing, cast["pan"])
    assert began_on(pairing, "pairing_contact") > before
    perform(contact, "void", by=cast["pan"], reason="记错了孩子")
    assert began_on(pairing, "pairing_contact") == before
    assert not Contact.objects.counted().exists()


def test_a_void_contact_takes_no_period_that_began_for_another_reason(pairing, cast):
    contact = log(pairing, cast["pan"], done_on=timezone.localdate() - dt.timedelta(days=6))
    resumed = record(pairing.dossier, "pairing.resume", by=None, subject=pairing)
    open_due_dates(pairing.dossier, pairing, pairing_due.on_resumption(pairing), resumed)
    perform(contact, "void", by=cast["pan"], reason="记错了孩子")
    assert began_on(pairing, "pairing_contact") == timezone.localdate()


def test_a_void_contact_takes_its_aid_item_out_of_every_sum(pairing, cast):
    contact = log(pairing, cast["pan"], aid=aid_of(30000, receipt=BytesIO(photo())))
    perform(contact, "void", by=cast["pan"], reason="记错了孩子")
    assert not AidItem.objects.to_confirm().exists()
    assert not DueDate.objects.filter(name="confirm_aid", state="open").exists()


def test_the_second_of_two_large_items_keeps_the_coordinators_day(pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(30000, receipt=BytesIO(photo(colour="red"))))
    DueDate.objects.filter(name="confirm_aid").update(due_on=dt.date(2020, 1, 1))
    log(pairing, cast["pan"], aid=aid_of(40000, receipt=BytesIO(photo(colour="blue"))))
    assert due_on(pairing, "confirm_aid") == dt.date(2020, 1, 1)
    perform(AidItem.objects.first(), "confirm", by=cast["zhi"])
    assert due_on(pairing, "confirm_aid") == dt.date(2020, 1, 1)
    perform(AidItem.objects.to_confirm().get(), "confirm", by=cast["zhi"])
    assert not DueDate.objects.filter(name="confirm_aid", state="open").exists()
