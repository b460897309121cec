"""The same contact from two tabs at once; a review while the contact is made void; two questions at once."""

import uuid

import pytest

from documents.models import Document
from documents.refusals import Refused
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import imported_child
from tests.cast import hire_everyone
from tests.races import race
from tests.volunteers.running import log, paired, proxy
from volunteers.actions import ask_proxy
from volunteers.models import Contact, FollowUpFlag, Pairing

pytestmark = pytest.mark.django_db(transaction=True)


def running():
    cast = hire_everyone()
    return cast, paired(imported_child(), proxy(cast["pan"]))


def logged(pairing_id, client_uuid):
    return log(Pairing.objects.get(pk=pairing_id), User.objects.get(username="pan"), client_uuid=client_uuid).pk


def test_the_same_contact_from_two_tabs_is_one():
    _cast, pairing = running()
    client_uuid = uuid.uuid4()
    outcomes = race(3, lambda place: logged(pairing.pk, client_uuid))
    assert len(set(outcomes)) == 1 and Contact.objects.count() == 1, outcomes
    assert Document.objects.filter(kind="PXP-14").count() == 1


def test_the_same_contact_sent_for_two_children_is_one():
    _cast, pairing = running()
    other = paired(imported_child(name="毋小年", id_number="419983201702040011", carer=None), pairing.volunteer)
    client_uuid = uuid.uuid4()
    outcomes = race(2, lambda place: logged([pairing.pk, other.pk][place], client_uuid))
    assert len(set(outcomes)) == 1 and Contact.objects.count() == 1, outcomes


def judged(contact_id, place):
    contact, name = Contact.objects.get(pk=contact_id), ("review", "void")[place]
    data = {} if name == "review" else {"reason": "记错"}
    try:
        perform(contact, name, by=User.objects.get(username=("su", "pan")[place]), **data)
    except Refused as refused:
        return refused.kind
    return "done"


def test_a_review_and_a_void_at_once_leave_one_of_them():
    cast, pairing = running()
    contact = log(pairing, cast["pan"])
    outcomes = race(2, lambda place: judged(contact.pk, place))
    assert sorted(outcomes) == ["done", "not_possible"], outcomes


def asked(pairing_id, place):
    try:
        ask_proxy(Pairing.objects.get(pk=pairing_id), by=User.objects.get(username=("su", "zhi")[place]), question="?")
    except Refused as refused:
        return refused.kind
    return "done"


def test_two_questions_at_once_leave_one_open():
    _cast, pairing = running()
    outcomes = race(2, lambda place: asked(pairing.pk, place))
    assert sorted(outcomes) == ["done", "not_possible"] and FollowUpFlag.objects.count() == 1, outcomes
