"""The steps of a batch as human work: they wait in the right queue, can be claimed, and end with the batch."""

import datetime as dt

import pytest

from cases.flows import active_task, claim, release, steps_of
from documents.models import DueDate
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.transitions import perform
from organisation.models import Division, Post, User
from organisation.roles import Role
from tests.cast import MENGZHOU
from tests.finance.stages import WAY, brought_to

WAITS = {
    "town_reviewed": ("checks", "rui"),
    "county_reviewed": ("approves", "cao"),
    "approved": ("requests", "fang"),
    "funding_requested": ("releases", "fu"),
}


@pytest.mark.parametrize("state", WAITS)
def test_each_step_waits_for_its_role(batch, cast, state):
    node, who = WAITS[state]
    task = active_task(brought_to(batch, state, cast))
    assert task.flow_task.name == node
    able = {username for username in ("kang", "rui", "cao", "fang", "fu", "su", "ji") if can(task, cast[username])}
    assert able == {who}


def can(task, user):
    return task.flow_task.can_assign(user, task)


@pytest.mark.parametrize("state", WAITS)
def test_each_step_owes_the_due_date_that_runs(batch, cast, state):
    brought_to(batch, state, cast)
    due = DueDate.objects.get(dossier=batch.dossier_id, state="open")
    assert list(steps_of([batch.dossier_id])) == [(batch.dossier_id, due.name)]


def test_nothing_waits_before_all_towns_have_signed(batch, cast):
    assert active_task(brought_to(batch, "compiled", cast)) is None


def test_what_one_approver_has_claimed_is_theirs(batch, cast):
    brought_to(batch, "county_reviewed", cast)
    task = active_task(batch)
    claim(task.pk, cast["cao"])
    assert active_task(batch).owner == cast["cao"]
    release(task.pk, cast["cao"])
    assert active_task(batch).owner is None


@pytest.mark.parametrize("username", ["fang", "su"])
def test_nobody_claims_the_step_of_another_role(batch, cast, username):
    brought_to(batch, "county_reviewed", cast)
    with pytest.raises((NotAllowed, NotVisible)):
        claim(active_task(batch).pk, cast[username])


@pytest.mark.parametrize("act", ["send_back", "cancel"])
def test_a_return_ends_the_work_of_the_round(batch, cast, act):
    brought_to(batch, "county_reviewed", cast)
    perform(batch, act, by=cast["cao"], reason="金额有误")
    assert active_task(batch) is None


def test_the_next_round_waits_for_the_checker_again(batch, cast):
    brought_to(batch, "approved", cast)
    perform(batch, "send_back", by=cast["fang"], reason="账户有误")
    brought_to(batch, "town_reviewed", cast)
    assert active_task(batch).flow_task.name == "checks"


def test_a_claimed_step_is_not_done_by_a_colleague(batch, cast):
    brought_to(batch, "town_reviewed", cast)
    claim(active_task(batch).pk, cast["rui"])
    second = User.objects.create(username="liao", name="廖复核", password="!", must_change_password=False)
    county = Division.objects.get(code=MENGZHOU)
    Post.objects.create(user=second, role=Role.COUNTY_REVIEWER, division=county, valid_from=dt.date(2020, 1, 1))
    with pytest.raises(NotPossible, match="芮复核 has claimed"):
        perform(batch, "review", by=second)


def test_every_state_of_the_way_has_its_node():
    assert set(WAITS) == {state for state, _act, _who in WAY} - {"compiled", "sent"}
