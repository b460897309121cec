"""What must be so before each step of a left-behind child's case: every guard that fails says its sentence."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Visit
from cases.registry.actions import ParentEntry
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import User
from tests.cases.children.ways import in_service, opened, reviewed, scan
from tests.cases.stages import LOW, assess, brought_to, imported_child, register, verify, visit

Cast = dict[str, User]
MOTHER_AT_HOME = ParentEntry("home", "程秀兰", "12039100019", capacity="good")


def visited(case: LeftBehindCase, cast: Cast, *, seen: bool = True) -> LeftBehindCase:
    """Registered, and visited at home by two who saw the child, or did not."""
    register(case, cast["wei"])
    visit(case, cast["su"], child={"seen": seen})
    return case


def test_the_guardian_is_not_told_tomorrow(child: LeftBehindCase, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="lies in the future"):
        register(child, cast["wei"], told_on=timezone.localdate() + dt.timedelta(days=1))


def test_one_visitor_alone_does_not_verify(child: LeftBehindCase, cast: Cast) -> None:
    visited(child, cast)
    Visit.objects.update(second_visitor="")
    with pytest.raises(NotPossible, match="Two people must have been there"):
        verify(child, cast["su"])


def test_a_child_nobody_saw_is_not_verified(child: LeftBehindCase, cast: Cast) -> None:
    visited(child, cast, seen=False)
    with pytest.raises(NotPossible, match="Visit again and see the child"):
        verify(child, cast["su"])


def test_a_child_with_a_parent_at_home_is_not_verified(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="is not left behind"):
        verify(visited(imported_child(mother=MOTHER_AT_HOME), cast), cast["su"])


def test_whoever_is_entitled_is_not_refused(child: LeftBehindCase, cast: Cast) -> None:
    visited(child, cast)
    with pytest.raises(NotPossible, match="may not be refused"):
        perform(child, "refuse", by=cast["su"], reason="名额已满")


@pytest.mark.parametrize("unchecked", ["id_checked", "schooling_checked"])
def test_papers_and_schooling_are_both_checked(child: LeftBehindCase, cast: Cast, unchecked: str) -> None:
    with pytest.raises(NotPossible, match="tick both"):
        verify(visited(child, cast), cast["su"], **{unchecked: False})


def test_a_child_that_was_not_heard_is_not_assessed(child: LeftBehindCase, cast: Cast) -> None:
    case = brought_to(child, "verified", cast)
    with pytest.raises(NotPossible, match="what the child says"):
        assess(case, cast["su"], cast["wei"], child_view=" ")


@pytest.mark.parametrize("officer", ["wen", "shi"])
def test_only_an_officer_of_the_village_assesses_too(child: LeftBehindCase, cast: Cast, officer: str) -> None:
    case = brought_to(child, "verified", cast)
    with pytest.raises(NotPossible, match="Name the village child officer"):
        assess(case, cast["su"], cast[officer])


def test_nobody_assesses_with_oneself(child: LeftBehindCase, cast: Cast) -> None:
    case = brought_to(child, "verified", cast)
    cast["su"].post_set.create(role="village_child_officer", division=case.division, valid_from="2020-01-01")
    with pytest.raises(NotPossible, match="needs two people"):
        assess(case, cast["su"], cast["su"])


def test_a_plan_without_an_aim_is_not_approved(child: LeftBehindCase, cast: Cast) -> None:
    case = brought_to(child, "assessed", cast)
    case.plans.get().measures.filter(aim="affection").delete()
    with pytest.raises(NotPossible, match="no measure for: affection"):
        perform(case, "open", by=cast["an"], opinion="同意")


def test_only_low_risk_is_merely_watched(child: LeftBehindCase, cast: Cast) -> None:
    case = brought_to(child, "assessed", cast)
    with pytest.raises(NotPossible, match="Only children at low risk"):
        perform(case, "monitor", by=cast["an"], opinion="同意")


def signed_agreement(case: LeftBehindCase, cast: Cast, signed: int, until: int) -> Any:
    """Register an agreement; both days are counted from today."""
    today = timezone.localdate()
    days = {"signed_on": today + dt.timedelta(days=signed), "valid_until": today + dt.timedelta(days=until)}
    carer = case.person.guardianships.get().carer
    return perform(case, "register_agreement", by=cast["su"], carer=carer.pk, scan=scan(case, cast["su"]).pk, **days)


@pytest.mark.parametrize(
    ("signed", "until", "sentence"),
    [(1, 300, "lies in the future"), (-300, -1, "is over already"), (0, 367, "at most 12 months")],
)
def test_an_unsound_agreement_is_not_registered(
    child: LeftBehindCase, cast: Cast, signed: int, until: int, sentence: str
) -> None:
    with pytest.raises(NotPossible, match=sentence):
        signed_agreement(opened(child, cast), cast, signed, until)


def test_an_agreement_may_last_a_leap_year(child: LeftBehindCase, cast: Cast) -> None:
    assert signed_agreement(opened(child, cast), cast, 0, 366)


def test_service_does_not_start_without_an_agreement(child: LeftBehindCase, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="No signed care agreement"):
        perform(opened(child, cast), "start_service", by=cast["su"])


def test_a_case_does_not_close_against_its_review(child: LeftBehindCase, cast: Cast) -> None:
    case = reviewed(in_service(child, cast), cast, recommendation="continue", ground="")
    with pytest.raises(NotPossible, match="does not recommend closing"):
        perform(case, "close", by=cast["an"], opinion="同意结案")


def test_a_case_does_not_close_while_a_visit_is_planned(child: LeftBehindCase, cast: Cast) -> None:
    case = reviewed(in_service(child, cast), cast)
    Visit.objects.create(
        case_id=case.pk, dossier=case.dossier, visitor=cast["su"], status="planned", planned_on=timezone.localdate()
    )
    with pytest.raises(NotPossible, match="A visit is still planned"):
        perform(case, "close", by=cast["an"], opinion="同意结案")


def test_low_risk_without_a_plan_may_be_watched(child: LeftBehindCase, cast: Cast) -> None:
    case = brought_to(child, "assessed", cast, answers=LOW, measures=[])
    assert perform(case, "monitor", by=cast["an"], opinion="同意").action == "case.monitor"
