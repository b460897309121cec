"""Registering by hand: search before create, and no child twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.models import Event
from organisation.models import Division
from tests.cases.stages import imported_child
from tests.cast import HENGSHAN, QIAOMIAO

NEW = "/cases/new/"


def filled(**changes):
    """The form as an officer fills it in."""
    data = {
        "key": "one-click",
        "id_number": "419983201702040011",
        "name": "毋小年",
        "division": Division.objects.get(code=HENGSHAN).pk,
        "father_status": "away",
        "father_name": "毋建军",
        "mother_status": "away",
        "carer_name": "毋秋菊",
        "carer_relation": "grandparent",
        "carer_phone": "12039100055",
        "found_by": "search",
        "told_to": "毋秋菊",
        "told_on": timezone.localdate().isoformat(),
        "consent_pairing": "on",
    }
    return data | changes


def sent(client, user, **changes):
    client.force_login(user)
    return client.post(NEW, filled(**changes))


def test_first_there_is_only_the_search(client, cast):
    client.force_login(cast["wei"])
    assert client.get(NEW).context["form"] is None


def test_the_search_finds_the_child_and_begins_the_form_with_what_was_typed(client, child, cast):
    client.force_login(cast["wei"])
    page = client.post(NEW, {"q": "毋小满", "find": "1"})
    assert [hit["case"].pk for hit in page.context["hits"]] == [child.pk]
    assert page.context["form"]["name"].value() == "毋小满"


def test_a_child_out_of_sight_is_named_by_its_town_only(client, child, cast):
    client.force_login(cast["wu"])
    page = client.post(NEW, {"q": "419983201405060024", "find": "1"}).content.decode()
    assert "Registered already in 化工镇" in page
    assert "毋小满" not in page and child.code.hex not in page


def test_a_filled_form_registers_the_child_with_sex_and_birth_from_the_number(client, cast):
    answer = sent(client, cast["wei"])
    case = LeftBehindCase.objects.get()
    assert answer.url == reverse("case-detail", args=[case.code])
    assert (case.status, case.person.sex, f"{case.person.birth_date}") == ("registered", "M", "2017-02-04")
    assert case.person.guardianships.get().carer.name == "毋秋菊"


def test_the_second_click_makes_no_second_child(client, cast):
    first, second = sent(client, cast["wei"]), sent(client, cast["wei"])
    assert first.url == second.url
    assert LeftBehindCase.objects.count() == 1


def test_the_same_id_number_is_blocked_with_the_reason_and_nothing_is_lost(client, child, cast):
    answer = sent(client, cast["wei"], id_number="419983201405060024", name="另一个")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "registered already" in page and "另一个" in page
    assert LeftBehindCase.objects.count() == 1


@pytest.mark.parametrize(("distinct", "because", "count"), [("", "", 1), ("on", "", 1), ("on", "两家门牌不同", 2)])
def test_a_much_alike_child_needs_a_tick_and_a_reason(client, cast, distinct, because, count):
    imported_child(name="毋小年", id_number="419983201702040038", birth_date=timezone.datetime(2017, 2, 4).date())
    sent(client, cast["wei"], distinct=distinct, distinct_because=because)
    assert LeftBehindCase.objects.count() == count


def test_how_the_clerk_knows_stands_in_the_trail(client, cast):
    imported_child(name="毋小年", id_number="419983201702040038", birth_date=timezone.datetime(2017, 2, 4).date())
    sent(client, cast["wei"], distinct="on", distinct_because="两家门牌不同")
    assert Event.objects.get(action="case.distinct").details["reason"] == "两家门牌不同"


def test_a_wrong_check_digit_is_explained_at_the_field(client, cast):
    form = sent(client, cast["wei"], id_number="419983201702040012").context["form"]
    assert "check digit" in str(form.errors["id_number"])


def test_a_guardian_who_was_not_told_stops_the_registration(client, cast):
    assert "told_to" in sent(client, cast["wei"], told_to="").context["form"].errors


def test_a_village_of_others_cannot_be_chosen(client, cast):
    other = Division.objects.filter(code__startswith=QIAOMIAO[:9], level="village").first()
    assert "division" in sent(client, cast["wei"], division=other.pk).context["form"].errors


def test_others_may_look_but_read_who_registers(client, cast):
    client.force_login(cast["su"])
    page = client.post(NEW, {"q": "毋小年", "find": "1"}).content.decode()
    assert "registered by the child officer of their village" in page
    sent(client, cast["su"])
    assert LeftBehindCase.objects.count() == 0


@pytest.mark.parametrize("user", ["pan", "ji", "shen", "zhi"])
def test_who_does_not_work_on_cases_cannot_search_the_whole_registry(client, child, cast, user):
    client.force_login(cast[user])
    assert client.post(NEW, {"q": "毋小满", "find": "1"}).status_code == 403
