"""Whose dossier is it: posts open a division, Access opens one dossier, a lock closes it to everyone else."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.models import Access, Dossier
from organisation.models import User

Cast = dict[str, User]


def sees(user: Any) -> bool:
    return Dossier.objects.visible_to(user).filter(kind="case").exists()


@pytest.mark.parametrize("username", ["wei", "su", "kang", "cao"])
def test_a_locked_dossier_is_closed_to_those_whose_place_it_is(
    child: LeftBehindCase, cast: Cast, username: str
) -> None:
    assert sees(cast[username])
    Dossier.objects.filter(pk=child.dossier_id).update(confidentiality=Dossier.Confidentiality.LOCKED)
    assert not sees(cast[username])


def test_a_locked_dossier_is_open_to_who_is_assigned(child: LeftBehindCase, cast: Cast) -> None:
    Dossier.objects.filter(pk=child.dossier_id).update(confidentiality=Dossier.Confidentiality.LOCKED)
    Access.objects.create(dossier=child.dossier, user=cast["nan"], capacity="assigned")
    assert sees(cast["nan"])


@pytest.mark.parametrize(("begins", "ends", "seen"), [(0, 9, True), (-9, 0, True), (1, 9, False), (-9, -1, False)])
def test_access_counts_within_its_days(child: LeftBehindCase, cast: Cast, begins: int, ends: int, seen: bool) -> None:
    first, last = (timezone.localdate() + dt.timedelta(days=days) for days in (begins, ends))
    Access.objects.create(dossier=child.dossier, user=cast["nan"], capacity="assigned", valid_from=first, valid_to=last)
    assert sees(cast["nan"]) is seen


def test_recusal_outweighs_post_and_access(child: LeftBehindCase, cast: Cast) -> None:
    for capacity in ("assigned", "recused"):
        Access.objects.create(dossier=child.dossier, user=cast["su"], capacity=capacity)
    assert not sees(cast["su"])


def test_strangers_see_nothing(child: LeftBehindCase) -> None:
    assert not sees(AnonymousUser())
