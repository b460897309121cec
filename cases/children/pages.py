"""What the shared case pages show of a left-behind child's case. Registered when the app is ready."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.children import queries, risk
from cases.children.actions import record_consent, register_agreement
from cases.children.forms import FORMS
from cases.children.models import MAIN_WAY, LeftBehindCase, Status
from cases.finding import reads_masked, shown_name
from cases.kinds import Kind, Part, register_kind
from cases.parts import FAMILY, PAPERS, TIMELINE, VISITS, reveal_url, secrets_of
from organisation.models import User

# After which state of the main way a side state stands in the stepper.
SIDE = {Status.NOT_ELIGIBLE: 1, Status.MONITORED: 3}


def steps(case: LeftBehindCase) -> list[dict[str, Any]]:
    """The main way with what is done, now and next; a side state takes its place among them."""
    if case.status in MAIN_WAY:
        here = MAIN_WAY.index(Status(case.status))
        states = ["done"] * here + ["now"] + ["next"] * (len(MAIN_WAY) - here - 1)
        if case.status == Status.CLOSED:
            states[-1] = "done"
        return [{"label": state.label, "state": word} for state, word in zip(MAIN_WAY, states, strict=True)]
    before = SIDE.get(Status(case.status), _reached(case))
    done = [{"label": state.label, "state": "done"} for state in MAIN_WAY[:before]]
    ended = case.status in (Status.NOT_ELIGIBLE, Status.TERMINATED)
    rest = [] if ended else [{"label": state.label, "state": "next"} for state in MAIN_WAY[before:]]
    return [*done, {"label": Status(case.status).label, "state": "now"}, *rest]


def _reached(case: LeftBehindCase) -> int:
    """How many states of the main way are surely behind a case that left it, by what is written on the case."""
    if case.opened_on:
        return MAIN_WAY.index(Status.OPENED) + 1
    if case.risk_level:
        return MAIN_WAY.index(Status.ASSESSED) + 1
    return 1 if case.number else 0


def overview(case: LeftBehindCase, user: User) -> dict[str, Any]:
    """Child, situation, carer and parents in a few lines, and why the case ended if it did."""
    masked = reads_masked(user)
    carer = case.person.guardianships.filter(valid_to__isnull=True).select_related("carer").first()
    return {
        "masked": masked,
        "secrets": secrets_of(case.person),
        "reveal_url": reveal_url(case, user),
        "carer": carer,
        "carer_name": shown_name(carer.carer, masked=masked) if carer else "",
        "parents": [row for row in case.person.whereabouts.all() if row.valid_to is None],
        "enrolment": case.person.enrolments.filter(valid_to__isnull=True).select_related("school").first(),
        "assessment": queries.latest_assessment(case),
    }


def assessment_and_plan(case: LeftBehindCase, user: User) -> dict[str, Any]:
    """Assessments with their answers in words, the current plan, agreements, reviews."""
    assessments = list(case.assessments.select_related("assessed_by", "village_officer"))
    plan = queries.current_plan(case)
    return {
        "masked": reads_masked(user),
        "assessment": assessments[0] if assessments else None,
        "answers": list(_answers(assessments[0])) if assessments else [],
        "triggers": list(_triggers(assessments[0])) if assessments else [],
        "earlier": assessments[1:],
        "plan": plan,
        "measures": list(plan.measures.all()) if plan else [],
        "agreements": list(case.agreements.select_related("carer", "scan")),
        "reviews": list(case.reviews.select_related("reviewed_by")),
    }


def _answers(assessment: Any) -> Any:
    for factor in risk.INSTRUMENTS[assessment.instrument].factors:
        points = assessment.answers.get(factor.code, 0)
        yield factor, factor.options[points], points


def _triggers(assessment: Any) -> Any:
    found = risk.INSTRUMENTS[assessment.instrument].triggers
    return (each.label for each in found if each.code in assessment.triggers)


def register_pages() -> None:
    """Make the kind known to the shared pages."""
    register_kind(
        Kind(
            code="LBC",
            label=_("Left-behind children"),
            model=LeftBehindCase,
            states=[(value, label) for value, label in Status.choices if value != Status.NEW],
            steps=steps,
            parts=(
                Part("overview", _("Overview"), "children/_overview.html", overview),
                FAMILY,
                Part("plan", _("Assessment and plan"), "children/_plan.html", assessment_and_plan),
                VISITS,
                PAPERS,
                TIMELINE,
            ),
            forms=FORMS,
            measures=queries.measures_of_current_plan,
            acts={"register_agreement": register_agreement, "record_consent": record_consent},
        )
    )
