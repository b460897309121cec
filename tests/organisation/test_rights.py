"""Rights come from posts in force today and from delegations of them, and from nothing else."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Case
from documents.models import Event
from organisation.models import Delegation, Division, User
from organisation.rights import forget_rights, has_role, rights_of
from organisation.roles import Role
from tests.cases.stages import register, verify, visit
from tests.cast import HUAGONG, NANZHUANG

Cast = dict[str, User]
DAY = dt.timedelta(days=1)


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


def stand_in(owner: User, other: User, first: dt.date, last: dt.date) -> None:
    """While `owner` is away, `other` holds the post."""
    post = owner.post_set.get()
    Delegation.objects.create(post=post, to=other, valid_from=first, valid_to=last, reason="年休假")
    forget_rights(other)


def test_a_post_that_ended_yesterday_gives_nothing(cast: Cast, today: dt.date) -> None:
    cast["su"].post_set.update(valid_to=today - DAY)
    assert rights_of(cast["su"]) == []


def test_a_post_that_begins_tomorrow_gives_nothing_yet(cast: Cast, today: dt.date) -> None:
    cast["su"].post_set.update(valid_from=today + DAY)
    assert rights_of(cast["su"]) == []


def test_a_person_who_left_has_no_rights_and_sees_no_case(child: LeftBehindCase, cast: Cast) -> None:
    User.objects.filter(username="kang").update(is_active=False)
    kang = User.objects.get(username="kang")
    assert (rights_of(kang), Case.objects.visible_to(kang).count()) == ([], 0)


def test_one_person_may_hold_posts_in_two_towns(cast: Cast) -> None:
    other = Division.objects.get(code=NANZHUANG)
    cast["su"].post_set.create(role=Role.TOWN_INTAKE_CLERK, division=other, valid_from="2020-01-01")
    held = {(right.role, right.division.code) for right in rights_of(cast["su"])}
    assert held == {(Role.TOWN_CHILD_SUPERVISOR, HUAGONG), (Role.TOWN_INTAKE_CLERK, NANZHUANG)}


def test_a_stand_in_sees_the_town_while_the_delegation_lasts(child: LeftBehindCase, cast: Cast, today: dt.date) -> None:
    stand_in(cast["su"], cast["nan"], today, today + DAY)
    assert Case.objects.visible_to(cast["nan"]).filter(pk=child.pk).exists()


def test_a_delegation_that_is_over_gives_nothing(child: LeftBehindCase, cast: Cast, today: dt.date) -> None:
    stand_in(cast["su"], cast["nan"], today - 3 * DAY, today - DAY)
    assert not Case.objects.visible_to(cast["nan"]).filter(pk=child.pk).exists()


def test_the_trail_says_for_whom_a_stand_in_acted(child: LeftBehindCase, cast: Cast, today: dt.date) -> None:
    register(child, cast["wei"])
    visit(child, cast["su"])
    stand_in(cast["su"], cast["nan"], today, today)
    verify(child, cast["nan"])
    event = Event.objects.get(action="case.verify")
    assert (event.by, event.on_behalf_of) == (cast["nan"], cast["su"])


def test_a_user_without_a_post_has_no_role(cast: Cast) -> None:
    cast["su"].post_set.all().delete()
    assert not has_role(cast["su"], *Role)


def test_permissions_are_roles(cast: Cast) -> None:
    assert cast["an"].has_perm("organisation.town_approver")
    assert not cast["an"].has_perm("organisation.county_approver")
