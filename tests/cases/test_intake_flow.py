"""The intake flow: whose work the next step is, claiming, sending back, taking back."""

import pytest

from cases.children.models import LeftBehindCase
from cases.flows import active_task, claim, processes_of, release
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import assess, brought_to, register, verify, visit

Cast = dict[str, User]


def waiting(case: LeftBehindCase) -> str | None:
    task = active_task(case)
    return task.flow_task.name if task else None


def test_registering_starts_the_flow_at_verification(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    assert waiting(child) == "verify"


def test_medium_risk_waits_for_the_town_and_high_risk_for_the_county(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast, triggers=["dropout"])
    assert waiting(child) == "county_decision"


def test_after_opening_the_service_is_to_begin(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "opened", cast)
    assert waiting(child) == "begin_service"


def test_a_refusal_ends_the_flow(child: LeftBehindCase, cast: Cast) -> None:
    child.person.whereabouts.update(status="home")
    register(child, cast["wei"])
    perform(child, "refuse", by=cast["su"], reason="父母均在家")
    assert (waiting(child), processes_of([child.pk]).get().status) == (None, "DONE")


def test_sending_back_gives_the_assessment_to_who_made_it(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast)
    perform(child, "send_back", by=cast["an"], reason="方案太笼统")
    task = active_task(child)
    assert (task.flow_task.name, task.owner) == ("assess", cast["su"])


def test_a_case_sent_back_is_assessed_and_approved_in_a_second_round(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast)
    perform(child, "send_back", by=cast["an"], reason="方案太笼统")
    assess(child, cast["su"], cast["wei"])
    perform(child, "open", by=cast["an"], opinion="同意")
    assert waiting(child) == "begin_service"


def test_the_assessor_takes_back_before_anyone_has_claimed(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast)
    perform(child, "take_back", by=cast["su"], reason="漏填一项")
    assert waiting(child) == "assess"


def test_nobody_takes_back_what_the_approver_has_claimed(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast)
    claim(active_task(child).pk, cast["an"])
    with pytest.raises(NotPossible, match="taken the case up"):
        perform(child, "take_back", by=cast["su"], reason="漏填一项")


def test_a_step_of_another_town_cannot_be_claimed(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    with pytest.raises(NotVisible):
        claim(active_task(child).pk, cast["nan"])


def test_a_step_of_another_role_cannot_be_claimed(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    with pytest.raises(NotAllowed):
        claim(active_task(child).pk, cast["an"])


def test_a_released_step_is_free_again(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    task = active_task(child)
    claim(task.pk, cast["su"])
    release(task.pk, cast["su"])
    assert active_task(child).owner is None


def test_terminating_in_the_middle_ends_the_flow(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    visit(child, cast["su"])
    verify(child, cast["su"])
    perform(child, "terminate", by=cast["cao"], ground="declined", reason="监护人书面拒绝服务")
    assert waiting(child) is None
