"""The counter: people without a telephone, cadres with an account, and who is there already."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Event
from organisation.models import Division, User
from tests.cast import HENGSHAN, NEXT_VILLAGE
from tests.races import race
from tests.volunteers.stages import Cast, applicant, applied, id_number
from volunteers.applying import take_application
from volunteers.models import Volunteer

PAGE = "/volunteers/new/"


def filled_in(**changes: Any) -> dict[str, Any]:
    """The form for somebody of Hengshan without a telephone."""
    return {
        "client_uuid": str(uuid4()),
        "village": Division.objects.get(code=HENGSHAN).pk,
        "type": "volunteer",
        "name": "潘代理",
        "id_number": id_number(),
        "address": "三组12号",
        "insurance": "none",
        "max_children": "2",
        "availability": "周六",
        "motivation": "想帮助村里的孩子",
        **{f"referee{n}_{part}": text for n, part, text in REFEREES},
        "told": "on",
        **changes,
    }


REFEREES = [
    (1, "name", "毋秋菊"), (1, "relation", "邻居"), (1, "phone", "12039100015"),
    (2, "name", "买春生"), (2, "relation", "同事"), (2, "phone", "12039100016"),
]  # fmt: skip


def at_counter(user: User) -> Client:
    """A browser in which this officer is logged in."""
    client = Client()
    client.force_login(user)
    return client


def test_somebody_without_a_telephone_applies_at_the_counter(cast: Cast) -> None:
    answer = at_counter(cast["zhi"]).post(PAGE, filled_in())
    volunteer = Volunteer.objects.get()
    assert answer["Location"] == reverse("volunteer-detail", args=[volunteer.code])
    assert (volunteer.status, volunteer.phone, volunteer.online) == ("applied", "", False)


def test_the_same_form_twice_is_one_application(cast: Cast) -> None:
    client, form = at_counter(cast["zhi"]), filled_in()
    first, second = (client.post(PAGE, form) for _n in range(2))
    assert first["Location"] == second["Location"] and Volunteer.objects.count() == 1


def test_a_cadre_is_linked_to_the_account_they_work_with(cast: Cast) -> None:
    answer = at_counter(cast["zhi"]).post(PAGE, filled_in(type="cadre", name="卫村官", account=cast["wei"].pk))
    assert answer.status_code == 302 and Volunteer.objects.get().user == cast["wei"]


def test_only_a_cadre_is_linked_at_once(cast: Cast) -> None:
    answer = at_counter(cast["zhi"]).post(PAGE, filled_in(account=cast["wei"].pk))
    assert answer.status_code == 422 and "Only a cadre" in answer.content.decode()


def test_an_application_is_taken_in_ones_own_places_only(cast: Cast) -> None:
    other = Division.objects.get(code="410823107203")
    answer = at_counter(cast["zhi"]).post(PAGE, filled_in(village=other.pk))
    assert answer.status_code == 422 and not Volunteer.objects.exists()


def test_whoever_has_applied_already_is_shown_with_the_way_to_the_file(cast: Cast) -> None:
    volunteer = applied(cast)
    answer = at_counter(cast["zhi"]).post(PAGE, filled_in(motivation="第二次申请"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "applied already" in page and "第二次申请" in page
    assert reverse("volunteer-detail", args=[volunteer.code]) in page


def test_a_known_number_under_another_name_is_compared_with_the_card(cast: Cast) -> None:
    applied(cast)
    answer = at_counter(cast["zhi"]).post(PAGE, filled_in(name="别的名字"))
    assert "under another name" in answer.content.decode()


def test_village_officers_take_no_applications(cast: Cast) -> None:
    assert at_counter(cast["wei"]).get(PAGE).status_code == 403


def test_what_the_registry_knows_is_not_overwritten_by_an_application(cast: Cast) -> None:
    volunteer = applied(cast)
    Volunteer.objects.filter(pk=volunteer.pk).update(status="rejected")
    again = applied(cast, phone="12039149998", village=NEXT_VILLAGE)
    assert again.person == volunteer.person
    assert (again.person.phone, again.phone) == (volunteer.phone, "12039149998")


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_is_one_application() -> None:
    client_uuid = uuid4()
    outcomes = race(3, lambda place: _send(client_uuid))
    assert len(set(outcomes)) == 1 and Volunteer.objects.count() == 1, outcomes
    assert Event.objects.filter(action="volunteer.apply").count() == 1


def _send(client_uuid: Any) -> int:
    referees = [{"name": "甲", "relation": "邻居", "phone": "1"}, {"name": "乙", "relation": "同事", "phone": "2"}]
    return take_application(applicant(), by=None, client_uuid=client_uuid, referees=referees).pk


@pytest.mark.django_db(transaction=True)
def test_two_forms_for_one_person_at_once_are_one_application() -> None:
    outcomes = race(2, lambda place: _send(uuid4()))
    assert Volunteer.objects.count() == 1
    assert sum("RunsAlready" in str(each) for each in outcomes) == 1, outcomes
