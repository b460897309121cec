"""What the shared case pages show of a stipend, and a left-behind child's page of its applications.

Registered when the app is ready; every part has a fixed number of queries.
"""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.entitlements import reason_label
from cases.evidence_part import EVIDENCE
from cases.finding import reads_masked
from cases.kinds import Kind, Part, add_part, register_kind
from cases.models import FINISHED, Award
from cases.parts import FAMILY, PAPERS, TIMELINE
from cases.stipends.applying import running_stipend
from cases.stipends.facts import facts_of_cases
from cases.stipends.forms import STIPEND_FORMS
from cases.stipends.models import Status, StipendCase
from cases.stipends.models.case import COUNTER
from cases.stipends.models.states import MAIN_WAY
from cases.stipends.rules import spans
from organisation.models import User
from organisation.rights import right_for
from programs.months import month_of, plus_months

# After how many states of the main way a side state stands in the stepper.
SIDE = {Status.SUPPLEMENT: 1, Status.SUSPENDED: 7, Status.REMOVED: 7}
TONES = {
    "counted": ("good", "check-circle"),
    "held": ("attention", "pause-circle"),
    "excluded": ("quiet", "dash-circle"),
    "error": ("danger", "exclamation-octagon"),
}
OUTCOMES = {
    "counted": _("counted"),
    "held": _("held"),
    "excluded": _("not counted"),
    "error": _("facts are wrong"),
}
MONTHS_AHEAD = 5


def steps(case: StipendCase) -> list[dict[str, Any]]:
    """The main way with what is done, now and next; a side state takes its place among them."""
    if case.status in MAIN_WAY:
        here = MAIN_WAY.index(Status(case.status))
        words = ["done"] * here + ["now"] + ["next"] * (len(MAIN_WAY) - here - 1)
        return [{"label": state.label, "state": word} for state, word in zip(MAIN_WAY, words, strict=True)]
    before = SIDE.get(Status(case.status), 1)
    done = [{"label": state.label, "state": "done"} for state in MAIN_WAY[:before]]
    rest = [] if case.status in FINISHED else [{"label": each.label, "state": "next"} for each in MAIN_WAY[before:]]
    return [*done, {"label": Status(case.status).label, "state": "now"}, *rest]


def overview(case: StipendCase, user: User) -> dict[str, Any]:
    """The facts of the application and how each month counts by the rule."""
    child = case.person
    return {
        "masked": reads_masked(user),
        "enrolments": list(child.enrolments.select_related("school")[:3]),
        "parents": [row for row in child.whereabouts.all() if row.valid_to is None],
        "account": child.accounts.filter(valid_to__isnull=True).first(),
        "award": Award.objects.filter(case=case.pk).order_by("-pk").first(),
        "holds": list(case.holds.all()),
        "certificates": list(case.certificates.all()),
        "months": month_rows(case),
        "child_case": case_of_child(case, user),
    }


def month_rows(case: StipendCase) -> list[dict[str, Any]]:
    """The months of the round, or those from the award on and a term ahead, with outcome and reason in words."""
    first, last = term_of(case)
    ((_pk, facts),) = facts_of_cases(StipendCase.objects.filter(pk=case.pk))
    return [
        {
            "first": span.first,
            "last": span.last,
            "outcome": OUTCOMES[span.outcome],
            "reason": reason_label(span.reason) if span.reason else "",
            "tone": TONES[span.outcome][0],
            "icon": TONES[span.outcome][1],
        }
        for span in spans(facts, first, last)
    ]


def term_of(case: StipendCase) -> tuple[Any, Any]:
    """From when to when the page shows months."""
    now = month_of(timezone.localdate())
    first = case.enrolled_from or (case.round.first_month if case.round else now)
    last = case.round.last_month if case.round else plus_months(now, MONTHS_AHEAD)
    return min(first, now), max(last, now)


def case_of_child(case: StipendCase, user: User) -> Any:
    """The newest case of left-behind children of the child, where the user may see it."""
    from cases.models import Case

    found = Case.objects.visible_to(user).visited().filter(person=case.person_id).select_related("dossier")
    return found.order_by("-pk").first()


def stipends_of_child(case: Any, user: User) -> dict[str, Any]:
    """On the page of the left-behind child's case: its applications, and where one is entered."""
    found = StipendCase.objects.filter(person=case.person_id).select_related(
        "dossier", "round", "program_version__program"
    )
    may = case.status not in FINISHED and right_for(user, set(COUNTER), case.dossier.division_code) is not None
    return {
        "stipends": list(found.visible_to(user).order_by("-pk")),
        "apply_url": reverse("stipend-apply", args=[case.code]) if may and not running_stipend(case) else "",
    }


def register_pages() -> None:
    """Make the kind known to the shared pages."""
    register_kind(
        Kind(
            code="STP",
            label=_("Study stipend"),
            model=StipendCase,
            states=[(value, label) for value, label in Status.choices if value != Status.NEW],
            steps=steps,
            parts=(
                Part("overview", _("Overview"), "stipends/_overview.html", overview),
                EVIDENCE,
                FAMILY,
                PAPERS,
                TIMELINE,
            ),
            forms=STIPEND_FORMS,
        )
    )
    add_part("LBC", Part("stipend", _("Stipend"), "stipends/_of_child.html", stipends_of_child), after="plan")
