"""A page that is still open in a tab when somebody else logs in: what was typed there does not become theirs."""

from uuid import uuid4

from django.urls import reverse

from documents.drafts.device_keys import owner_of_phone_store
from documents.drafts.models import Draft
from organisation.models import User
from tests.cases.stages import imported_child, register
from tests.documents.drafts.phones import Phone


def body(user: User) -> dict[str, object]:
    """What the form of this user's page saves."""
    return {
        "user": owner_of_phone_store(user),
        "kind": "visit.page",
        "about": "",
        "payload": {"note": "只告诉督导"},
        "base": 0,
    }


def test_a_form_of_another_login_is_not_saved_for_this_one(wei: User, wen: User) -> None:
    answer = Phone(wen).send("PUT", f"/phone/drafts/{uuid4()}/", body(wei))
    assert (answer.status_code, answer.json()["code"]) == (401, "other_user")
    assert not Draft.objects.exists()


def test_a_form_that_does_not_say_whose_it_is_is_not_saved(wei: User) -> None:
    told = body(wei) | {"user": ""}
    assert Phone(wei).send("PUT", f"/phone/drafts/{uuid4()}/", told).status_code == 401


def test_the_page_of_a_visit_says_whose_it_is(wei: User) -> None:
    case = imported_child()
    register(case, wei)
    page = Phone(wei).client.get(reverse("visit-record", args=[case.code])).content.decode()
    assert f'data-user="{owner_of_phone_store(wei)}"' in page
