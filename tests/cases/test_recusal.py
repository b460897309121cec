"""Recusal: whoever is a relative keeps away, and colleagues go on."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.children.models import LeftBehindCase
from cases.flows import active_task, claim
from cases.models import Case
from cases.recusals import may_be_recused, recuse
from documents.models import Event
from documents.refusals import NotPossible, NotVisible
from organisation.models import User
from tests.cases.stages import register

Cast = dict[str, User]


def test_a_recused_supervisor_no_longer_finds_the_case(child: LeftBehindCase, cast: Cast) -> None:
    recuse(child, cast["su"], reason="孩子的姑姑", by=cast["su"])
    assert not Case.objects.visible_to(cast["su"]).exists()


def test_a_recused_officer_cannot_act(child: LeftBehindCase, cast: Cast) -> None:
    recuse(child, cast["wei"], reason="孩子的伯父", by=cast["kang"])
    with pytest.raises(NotVisible):
        register(child, cast["wei"])


def test_a_claimed_step_goes_back_to_the_queue(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    claim(active_task(child).pk, cast["su"])
    recuse(child, cast["su"], reason="孩子的姑姑", by=cast["kang"])
    assert active_task(child).owner is None


def test_the_trail_says_who_registered_the_recusal_and_why(child: LeftBehindCase, cast: Cast) -> None:
    recuse(child, cast["su"], reason="孩子的姑姑", by=cast["kang"])
    event = Event.objects.get(action="case.recuse")
    assert (event.by, event.details["reason"]) == (cast["kang"], "孩子的姑姑")


def test_a_recusal_needs_a_reason(child: LeftBehindCase, cast: Cast) -> None:
    with pytest.raises(NotPossible):
        recuse(child, cast["su"], reason=" ", by=cast["su"])


def test_the_second_registration_changes_nothing(child: LeftBehindCase, cast: Cast) -> None:
    recuse(child, cast["su"], reason="孩子的姑姑", by=cast["kang"])
    recuse(child, cast["su"], reason="孩子的姑姑", by=cast["kang"])
    assert Event.objects.filter(action="case.recuse").count() == 1


def test_only_people_whose_post_covers_the_case_are_offered(child: LeftBehindCase, cast: Cast) -> None:
    offered = set(may_be_recused(child).values_list("username", flat=True))
    assert {"wei", "su", "kang"} <= offered and not {"nan", "wu"} & offered


def test_registering_ones_own_recusal_on_the_page_leads_home(child: LeftBehindCase, cast: Cast) -> None:
    client = Client()
    client.force_login(cast["su"])
    address = reverse("case-recusal", args=[child.code])
    answer = client.post(address, {"user": cast["su"].pk, "reason": "孩子的姑姑"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(address).status_code == 404
