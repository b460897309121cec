"""Two requests at the same moment: one entry, one draft, one key, whatever comes first."""

from uuid import uuid4

import pytest

from documents.drafts.models import Delivery, Draft
from documents.drafts.saving import save_draft
from organisation.models import User
from tests.cast import hire_everyone
from tests.documents.drafts.phones import Phone
from tests.races import race
from tests.volunteers.running import paired, proxy
from volunteers.models import Contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pan(transactional_db: None) -> User:
    return hire_everyone()["pan"]


def test_one_entry_sent_by_two_windows_at_once_is_one_record(pan):
    from django.utils import timezone

    from tests.cases.stages import imported_child

    pairing, uuid = paired(imported_child(), proxy(pan)), uuid4()
    payload = {"done_on": timezone.localdate().isoformat(), "made": "yes", "how": "phone", "minutes": "20"}

    def send(_place):
        answer = Phone(pan).post(uuid, kind="contact", about=str(pairing.code), payload=payload)
        return answer.status_code, answer.json().get("server_id")

    answers = race(3, send)

    assert sorted(status for status, _id in answers) == [200, 200, 201]
    assert {id for _status, id in answers} == {str(Contact.objects.get().pk)}
    assert Delivery.objects.count() == 1


def test_the_first_input_in_two_windows_makes_one_draft(pan):
    uuid = uuid4()

    def save(place):
        draft = save_draft(pan, uuid, kind="note", about="", payload={"note": "same"}, base=0)
        return draft.version

    assert race(2, save) == [1, 1]
    assert Draft.objects.count() == 1


def test_two_versions_saved_at_once_are_a_version_and_a_conflict(pan):
    uuid = uuid4()
    save_draft(pan, uuid, kind="note", about="", payload={"note": "begun"}, base=0)

    def save(place):
        return save_draft(pan, uuid, kind="note", about="", payload={"note": f"window {place}"}, base=1).version

    outcomes = race(2, save)

    assert sorted(str(outcome).split(":")[0] for outcome in outcomes) == ["2", "ChangedElsewhere"]
