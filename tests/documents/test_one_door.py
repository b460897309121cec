"""The one door: every way an act may be refused gives a sentence and changes nothing."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from cases.children.models import LeftBehindCase
from cases.models import OutreachRound, Visit, VisitPlan
from documents.declarations import declared
from documents.letters import all_letters
from documents.models import Access, Document, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible, Refused, Stale
from documents.surroundings import Surroundings, within
from documents.transitions import offers, perform
from organisation.models import User
from organisation.rights import forget_rights
from tests.cases.stages import brought_to, register, visit

Cast = dict[str, User]


def trace(case: LeftBehindCase) -> tuple[Any, ...]:
    """Everything an act could have changed."""
    case.refresh_from_db()
    events = Event.objects.filter(dossier=case.dossier).exclude(action__endswith=".refused").count()
    return case.status, events, Document.objects.filter(dossier=case.dossier).count(), case.dossier.version


def refused(case: LeftBehindCase, kind: type[Refused], act: Callable[[], Any]) -> str:
    """Run an act that must be refused, see that nothing changed, and return its sentences."""
    before = trace(case)
    with pytest.raises(kind) as caught, transaction.atomic():
        act()
    assert trace(case) == before
    return str(caught.value)


def test_a_stale_page_says_who_changed_what(child: LeftBehindCase, cast: Cast) -> None:
    opened_at = child.dossier.version
    register(child, cast["wei"])
    words = refused(child, Stale, lambda: perform(child, "refuse", by=cast["su"], expected=opened_at, reason="x"))
    assert "卫村官" in words and "Register" in words


def test_the_second_click_is_the_first_click(child: LeftBehindCase, cast: Cast) -> None:
    first = register(child, cast["wei"], key="one-click")
    second = register(child, cast["wei"], key="one-click")
    assert first == second
    assert Document.objects.filter(dossier=child.dossier).count() == 2


def test_the_key_of_another_act_is_no_second_click(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"], key="one-click")
    words = refused(child, NotPossible, lambda: perform(child, "refuse", by=cast["su"], reason="x", key="one-click"))
    assert "another act" in words


def test_a_known_key_opens_nothing_to_a_stranger(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"], key="one-click")
    refused(child, NotVisible, lambda: register(child, cast["nan"], key="one-click"))


def test_another_role_is_told_whose_step_it_is(child: LeftBehindCase, cast: Cast) -> None:
    words = refused(child, NotAllowed, lambda: register(child, cast["su"]))
    assert "Village child officer" in words


def test_a_neighbouring_town_does_not_find_the_case(child: LeftBehindCase, cast: Cast) -> None:
    refused(child, NotVisible, lambda: register(child, cast["nan"]))


def test_a_recused_officer_does_not_find_the_case(child: LeftBehindCase, cast: Cast) -> None:
    Access.objects.create(dossier=child.dossier, user=cast["wei"], capacity=Access.Capacity.RECUSED)
    refused(child, NotVisible, lambda: register(child, cast["wei"]))


def test_an_act_of_another_state_names_the_present_state(child: LeftBehindCase, cast: Cast) -> None:
    words = refused(child, NotPossible, lambda: perform(child, "open", by=cast["an"], opinion="同意"))
    assert "to be registered" in words


def test_a_missing_reason_is_asked_for(child: LeftBehindCase, cast: Cast) -> None:
    words = refused(child, NotPossible, lambda: perform(child, "terminate", by=cast["cao"], ground="x", reason=" "))
    assert "Say why" in words


def test_a_failing_guard_says_what_is_missing(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    words = refused(
        child,
        NotPossible,
        lambda: perform(child, "verify", by=cast["su"], findings="", id_checked=True, schooling_checked=True),
    )
    assert "Record the home visit first" in words


def test_who_assessed_may_not_approve(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast)
    cast["su"].post_set.create(
        role="town_approver", division=cast["an"].post_set.get().division, valid_from="2020-01-01"
    )
    forget_rights(cast["su"])
    words = refused(child, NotPossible, lambda: perform(child, "open", by=cast["su"], opinion="同意"))
    assert "Someone else must do this step" in words


def test_a_refused_attempt_is_written_once_the_transaction_is_over(child: LeftBehindCase, cast: Cast) -> None:
    from documents.refusals import write

    with within(Surroundings()) as around:
        refused(child, NotAllowed, lambda: register(child, cast["su"]))
        write(around.refused)
    event = Event.objects.get(dossier=child.dossier, action="case.register.refused")
    assert (event.by, event.details["kind"]) == (cast["su"], "not_allowed")


def test_a_disabled_button_says_why(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    verify = next(
        offer for offer in offers(child.__class__.objects.get(pk=child.pk), cast["su"]) if offer.name == "verify"
    )
    assert "Record the home visit first" in verify.reasons[0]


def test_a_button_opens_once_its_condition_holds(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    visit(child, cast["su"])
    open_now = {offer.name for offer in offers(LeftBehindCase.objects.get(pk=child.pk), cast["su"]) if offer.open}
    assert "verify" in open_now


SUBJECTS_OF_ACTS = [LeftBehindCase(), *(Visit(kind=kind) for kind in Visit.Kind), VisitPlan(), OutreachRound()]


@pytest.mark.parametrize("subject", SUBJECTS_OF_ACTS, ids=lambda each: getattr(each, "kind", each._meta.model_name))
def test_every_transition_declares_papers_that_exist(subject: Any) -> None:
    for each in declared(type(subject)).values():
        codes = each.step.papers_for(subject)
        assert codes and set(codes) <= set(all_letters()), each.name


def test_whoever_approves_can_send_back() -> None:
    machine = declared(LeftBehindCase)
    approvals = {"open", "monitor", "close"}
    assert {source for name in approvals for source in machine[name].targets} <= set(machine["send_back"].targets)


# These names mean other things too: files are opened and closed, events recorded.
COMMON_WORDS = {"open", "record", "close"}
SUBJECTS = {"case", "visit", "subject", "child"}


def test_no_code_outside_the_door_moves_a_status() -> None:
    machines = {name for model in (LeftBehindCase, Visit) for name in declared(model)} - COMMON_WORDS
    for path in _sources():
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = SUBJECTS | ({"self"} if "models" in path.parts else set())
        called = {node.func.attr for node in nodes if _is_method_call(node, names)}  # type: ignore[attr-defined]
        assert not called & machines, f"{path}: {called & machines}"
        assert not any(_updates_status(node) or _sets_status(node) for node in nodes), path


def _updates_status(node: ast.AST) -> bool:
    """Case.objects….update(status=…), however long the chain."""
    if not (isinstance(node, ast.Call) and any(word.arg == "status" for word in node.keywords)):
        return False
    if not (isinstance(node.func, ast.Attribute) and node.func.attr == "update"):
        return False
    names = {part.id for part in ast.walk(node.func) if isinstance(part, ast.Name)}
    return bool(names & {"LeftBehindCase", "Case", "Visit"})


def _sets_status(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(
        isinstance(each, ast.Attribute) and each.attr == "status" and _is_named(each.value, SUBJECTS)
        for each in targets
    )


def _is_method_call(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_named(node.func.value, names)


def _is_named(value: ast.AST, names: set[str]) -> bool:
    return isinstance(value, ast.Name) and value.id in names


def _sources() -> list[Path]:
    apps = ("organisation", "documents", "programs", "cases", "config")
    return [
        path for app in apps for path in (Path(settings.BASE_DIR) / app).rglob("*.py") if "migrations" not in path.parts
    ]
