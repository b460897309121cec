"""Who hears of a due date: its owner, then upwards; leave, recusal and empty posts never keep it quiet."""

import datetime as dt

import pytest
from django.utils import timezone

from documents.models import Access, Dossier
from documents.reminders.ladder import Doors, Ladder, owners_of
from documents.reminders.models import ReminderRung, RungUsed
from documents.reminders.run import remind_all
from organisation.models import Delegation, Post, User
from tests.documents.reminders.conftest import due_in

TODAY = timezone.localdate


def told(days: int, **changes):
    """Who is told today when the last day was or is so many days away, by user name."""
    due = due_in(days, **changes)
    ladder = Ladder.on(TODAY())
    doors = Doors.of([due.dossier_id], TODAY())
    people = {user for rung in ladder.passed(due) for user in ladder.told(rung, due, doors)}
    return set(User.objects.filter(pk__in=people).values_list("username", flat=True))


@pytest.mark.parametrize(
    ("days", "people"),
    [
        (4, set()),
        (3, {"wei"}),
        (0, {"wei"}),
        (-2, {"wei"}),
        (-3, {"wei", "su"}),
        (-7, {"wei", "su", "an"}),
        (-14, {"wei", "su", "an", "kang"}),
    ],
)
def test_the_ladder_climbs_from_the_owner_to_the_county(due, days, people):
    assert told(days, role="village_child_officer") == people


def test_the_ladder_is_data(due):
    ReminderRung.objects.update(in_use=False)
    ReminderRung.objects.create(offset=-10, to="county_approver")
    assert told(10) == {"cao"}


def test_an_owner_on_leave_is_replaced_by_the_stand_in(due, cast):
    post = cast["su"].post_set.get()
    Delegation.objects.create(post=post, to=cast["nan"], valid_from=TODAY(), valid_to=TODAY(), reason="年假")
    assert told(0) == {"nan"}


def test_a_delegation_that_is_over_gives_the_post_back(due, cast):
    yesterday = TODAY() - dt.timedelta(days=1)
    post = cast["su"].post_set.get()
    Delegation.objects.create(post=post, to=cast["nan"], valid_from=yesterday, valid_to=yesterday, reason="年假")
    assert told(0) == {"su"}


def test_when_the_supervisor_is_away_the_next_rung_hears_of_it_at_once(due, cast):
    Post.objects.filter(user=cast["su"]).update(valid_to=TODAY() - dt.timedelta(days=1))
    assert told(0) == {"an"}


def test_a_stand_in_who_has_left_does_not_swallow_the_reminder(due, cast):
    post = cast["su"].post_set.get()
    Delegation.objects.create(post=post, to=cast["nan"], valid_from=TODAY(), valid_to=TODAY(), reason="年假")
    User.objects.filter(username="nan").update(is_active=False)
    assert told(0) == {"an"}


def test_nobody_at_all_is_written_down(due):
    Post.objects.all().delete()
    remind_all()
    assert set(RungUsed.objects.values_list("people", flat=True)) == {0}


def test_a_recused_colleague_hears_nothing(due, cast):
    Access.objects.create(dossier=due.dossier, user=cast["su"], capacity="recused")
    assert told(0) == {"an"}


def test_a_proxy_parent_is_told_of_the_child_they_are_paired_with_only(due, cast):
    assert told(0, role="proxy_parent") == {"su"}  # no pairing: it goes up
    Access.objects.create(dossier=due.dossier, user=cast["pan"], capacity="paired", reduced=True)
    assert told(0, role="proxy_parent") == {"pan"}


def test_a_proxy_parent_whose_access_ended_hears_nothing(due, cast):
    access = Access.objects.create(dossier=due.dossier, user=cast["pan"], capacity="paired", reduced=True)
    Access.objects.filter(pk=access.pk).update(revoked_at=timezone.now())
    assert told(0, role="proxy_parent") == {"su"}


def test_nobody_outside_hears_of_an_incident(due):
    Dossier.objects.filter(pk=due.dossier_id).update(kind="incident", confidentiality="locked")
    assert told(-14, role="child_protection_officer").isdisjoint({"wei", "su", "an", "kang"})


def test_whoever_owes_one_due_date_can_be_asked(due):
    assert [user.username for user in owners_of(due)] == ["su"]
