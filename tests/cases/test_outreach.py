"""Outreach rounds: entered in the ledger of their place, seen by whoever works there, without any name."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import OutreachRound
from documents.models import Document
from organisation.models import Division, User
from tests.cases.children.ways import printed
from tests.cast import HENGSHAN, HUAGONG, NANZHUANG

Cast = dict[str, User]


def sent(client: Any, user: User, code: str = HENGSHAN, **changes: str) -> Any:
    """Fill in the form of a round and send it."""
    client.force_login(user)
    form = client.get(reverse("outreach-new")).context["form"]
    data = {
        "key": form["key"].value(),
        "division": Division.objects.get(code=code).pk,
        "place_kind": "site",
        "place": "示例建筑工地",
        "held_on": timezone.localdate().isoformat(),
        "people_met": "34",
        "leads": "2",
        "found": "两户随迁子女待核实",
    }
    return client.post(reverse("outreach-new"), data | changes)


def test_a_round_is_entered_with_its_ledger_sheet(client: Any, cast: Cast) -> None:
    answer = sent(client, cast["wei"])
    entry = OutreachRound.objects.get()
    assert answer["Location"] == reverse("outreach-detail", args=[entry.pk])
    text = printed(Document.objects.get(kind="VIS-02"))
    assert "34人" in text and "2条" in text and "√建筑工地" in text


def test_leads_lead_to_registering_a_child(client: Any, cast: Cast) -> None:
    sent(client, cast["wei"])
    page = client.get(reverse("outreach-detail", args=[OutreachRound.objects.get().pk])).content.decode()
    assert reverse("child-new") in page


def test_a_round_through_a_town_is_the_towns(client: Any, cast: Cast) -> None:
    assert sent(client, cast["su"], HUAGONG).status_code == 302
    assert OutreachRound.objects.get().dossier.division_code == HUAGONG


@pytest.mark.parametrize(("user", "count"), [("wei", 1), ("su", 1), ("kang", 1), ("wen", 0), ("nan", 0), ("wu", 0)])
def test_a_round_is_seen_by_whoever_works_in_its_place(client: Any, cast: Cast, user: str, count: int) -> None:
    sent(client, cast["wei"])
    assert OutreachRound.objects.visible_to(cast[user]).count() == count


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people_met": ""}, "people_met"),
        ({"people_met": "-1"}, "people_met"),
        ({"leads": "x"}, "leads"),
        ({"place_kind": ""}, "place_kind"),
        ({"division": "999999"}, "division"),
    ],
)
def test_what_a_round_lacks_is_said_at_its_field(client: Any, cast: Cast, changes: dict[str, str], field: str) -> None:
    answer = sent(client, cast["wei"], **changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "两户随迁子女待核实" in answer.content.decode()


def test_a_round_of_tomorrow_is_refused_and_nothing_kept(client: Any, cast: Cast) -> None:
    answer = sent(client, cast["wei"], held_on="2099-01-01")
    assert "lies in the future" in answer.content.decode()
    assert not OutreachRound.objects.exists()


def test_a_place_of_others_cannot_be_chosen(client: Any, cast: Cast) -> None:
    assert list(sent(client, cast["wei"], NANZHUANG).context["form"].errors) == ["division"]


def test_a_double_submit_makes_one_round(client: Any, cast: Cast) -> None:
    assert [sent(client, cast["wei"], key="once").status_code for _click in range(2)] == [302, 302]
    assert OutreachRound.objects.count() == 1


def test_approvers_make_no_rounds(client: Any, cast: Cast) -> None:
    client.force_login(cast["an"])
    assert client.get(reverse("outreach-new")).status_code == 403
    assert client.get(reverse("outreach-list")).status_code == 200
