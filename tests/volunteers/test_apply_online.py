"""The public page: one application however often it is sent, nothing typed is lost, and no stranger learns anything."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from documents.models import Document, Event
from tests.cast import HENGSHAN, HUAGONG, MENGZHOU
from tests.volunteers.stages import Cast, applied, id_number
from volunteers.models import HeldApplication, Volunteer

PAGE = f"/apply/?place={HENGSHAN}"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is taken for a machine."""
    monkeypatch.setattr("volunteers.forms.applying.FASTEST", -1)


def typed(client: Client, **changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in, with the hidden fields of the page as it was drawn."""
    form = client.get(PAGE).context["form"]
    return {
        "client_uuid": str(uuid4()),
        "opened": form["opened"].value(),
        "name": "潘代理",
        "id_number": id_number(),
        "phone": "12039140001",
        "address": "三组12号",
        "insurance": "none",
        "max_children": "2",
        "availability": "周六",
        "motivation": "想帮助村里的孩子",
        "referee1_name": "毋秋菊",
        "referee1_relation": "邻居",
        "referee1_phone": "12039100015",
        "referee2_name": "买春生",
        "referee2_relation": "同事",
        "referee2_phone": "12039100016",
        "told": "on",
        **changes,
    }


def send(client: Client, **changes: Any) -> Any:
    """Send the form and follow to the page with the code."""
    return client.post(PAGE, typed(client, **changes), follow=True)


def test_county_town_and_village_are_chosen_without_scripts(client: Client, db: None) -> None:
    for place, inside in (("", MENGZHOU), (MENGZHOU, HUAGONG), (HUAGONG, HENGSHAN)):
        assert f'value="{inside}"' in client.get("/apply/", {"place": place}).content.decode()
    assert client.get(PAGE).context["form"].village.code == HENGSHAN


@pytest.mark.parametrize("place", ["x", "41", "999999999999", "²", "410883'--"])
def test_a_place_that_is_none_begins_anew(place: str, client: Client, db: None) -> None:
    assert client.get("/apply/", {"place": place}).context["place"] is None


def test_an_application_arrives_with_its_papers_and_a_code(client: Client, cast: Cast) -> None:
    page = send(client)
    volunteer = Volunteer.objects.get()
    assert page.context["code"] == volunteer.status_code
    assert (volunteer.status, volunteer.online, volunteer.division.code) == ("applied", True, HENGSHAN)
    papers = Document.objects.filter(dossier=volunteer.dossier).values_list("kind", flat=True)
    assert set(papers) == {"PXP-02", "PXP-03", "PXP-04"}


def test_nothing_typed_stands_in_an_address(client: Client, cast: Cast) -> None:
    page = send(client)
    addresses = [url for url, _status in page.redirect_chain]
    assert addresses == [reverse("apply-received")]


def test_a_form_sent_twice_is_one_application(client: Client, cast: Cast) -> None:
    data = typed(client)
    codes = [client.post(PAGE, data, follow=True).context["code"] for _n in range(2)]
    assert codes[0] == codes[1] and Volunteer.objects.count() == 1
    assert Event.objects.filter(action="volunteer.apply").count() == 1


def test_no_application_is_lost_on_an_error(client: Client, cast: Cast) -> None:
    page = send(client, id_number="419983198003020020", motivation="我会坚持下去")
    assert page.status_code == 422 and not Volunteer.objects.exists()
    assert "我会坚持下去" in page.content.decode()
    assert "check digit" in page.content.decode()


def test_somebody_too_young_is_told_so_and_loses_nothing(client: Client, cast: Cast) -> None:
    page = send(client, id_number=id_number(born="20090102"))
    assert page.status_code == 422 and "at least 25 years" in page.content.decode()
    assert "想帮助村里的孩子" in page.content.decode()


def test_the_same_person_is_told_to_ask_with_the_code(client: Client, cast: Cast) -> None:
    send(client)
    page = send(Client())
    assert "is with us already" in page.content.decode() and Volunteer.objects.count() == 1


def test_a_stranger_with_a_known_id_number_sees_what_everybody_sees(client: Client, cast: Cast) -> None:
    applied(cast)
    stranger, other = send(client, phone="12039149999"), send(Client(), id_number=id_number(7), phone="12039140007")
    assert _without_code(stranger) == _without_code(other)
    assert Volunteer.objects.filter(person__id_index__isnull=False).count() == 2


def _without_code(page: Any) -> str:
    code = page.context["code"]
    return page.content.decode().partition("<main")[2].replace(f"{code[:5]} {code[5:]}", "")


def test_a_known_id_number_under_another_name_is_held_and_told_nothing(client: Client, cast: Cast) -> None:
    applied(cast)
    page = send(client, name="冒名者", phone="12039149999")
    assert page.context["code"] == HeldApplication.objects.get().status_code
    assert Volunteer.objects.count() == 1


def test_the_office_sees_that_somebody_applied_again(client: Client, cast: Cast) -> None:
    volunteer = applied(cast)
    send(client, phone="12039149999")
    assert Event.objects.filter(dossier=volunteer.dossier, action="volunteer.applied_again").exists()


def test_a_machine_that_fills_in_the_hidden_field_is_refused(client: Client, cast: Cast) -> None:
    page = send(client, website="https://example.invalid")
    assert page.status_code == 422 and not Volunteer.objects.exists()


def test_a_form_that_comes_back_at_once_is_refused(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("volunteers.forms.applying.FASTEST", 600)
    assert send(client).status_code == 422
    assert send(client, opened="1:forged").status_code == 422
    assert not Volunteer.objects.exists()


def test_one_telephone_sends_five_times_a_minute_at_most(client: Client, cast: Cast) -> None:
    pages = [send(client, id_number=id_number(born="20090102")) for _n in range(11)]  # a minute may end in between
    refused = next(page for page in pages if page.status_code == 429)
    assert "想帮助村里的孩子" in refused.content.decode()


def test_one_address_opens_the_page_thirty_times_a_minute_at_most(client: Client, db: None) -> None:
    answers = {client.get("/apply/").status_code for _n in range(61)}  # a minute may end in between
    assert answers == {200, 429}


def test_practice_numbers_are_refused_on_a_real_installation(client: Client, cast: Cast, settings: Settings) -> None:
    settings.ALLOW_SYNTHETIC = False
    assert "practice only" in send(client).content.decode()


def test_two_different_people_vouch_for_the_applicant(client: Client, cast: Cast) -> None:
    page = send(client, referee1_phone="12039140001", referee2_phone="12039140001")
    text = page.content.decode()
    assert "name two different people" in text.lower() and "own telephone" in text
