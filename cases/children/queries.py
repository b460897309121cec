"""Questions about a left-behind-child case that guards, letters and pages ask."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cases.children.rules import Decision, Facts, Parent, left_behind
from cases.registry.models import Whereabouts

if TYPE_CHECKING:
    from cases.children.models import CareAgreement, CaseReview, LeftBehindCase, RiskAssessment, SupportPlan


def facts_of(case: "LeftBehindCase") -> Facts:
    """What is known today of the child, for the rule."""
    now = {row.parent: row for row in case.person.whereabouts.all() if row.valid_to is None}
    hukou = case.person.hukou_division or case.division
    return Facts(
        birth_date=case.person.birth_date,
        hukou_kind=hukou.kind,
        father=_parent(now.get("father")),
        mother=_parent(now.get("mother")),
        rural_override=bool(case.rural_override),
    )


def _parent(row: Whereabouts | None) -> Parent:
    return Parent(row.status, row.since, row.capacity) if row else Parent("unknown")


def decision(case: "LeftBehindCase", on: dt.date) -> Decision:
    """The rule of the case's program version, on that day."""
    version = case.program_version
    return left_behind(
        facts_of(case), on, max_age=version.number("max_age"), min_absence_days=version.number("min_absence_days")
    )


def reason_words(decided: Decision) -> list[str]:
    """The reasons of a decision in the reader's language."""
    words = {
        "age": _("16 or older"),
        "no_birth_date": _("the date of birth is missing"),
        "not_rural": _("the hukou is not rural"),
        "one_parent_home": _("one parent lives at home and can look after the child"),
        "nobody_away": _("neither parent works away"),
        "both_away": _("both parents work away"),
        "one_away_other_without_capacity": _("one parent works away, the other cannot look after the child"),
    }
    parents = {"father": _("the father"), "mother": _("the mother")}
    found = []
    for reason in decided.reasons:
        who, _sep, status = reason.partition("_")
        if who in parents and status in Whereabouts.Status.values:
            found.append(_("%(who)s: %(where)s") % {"who": parents[who], "where": Whereabouts.Status(status).label})
        else:
            found.append(words.get(reason, reason))
    return found


def latest_assessment(case: Any) -> "RiskAssessment | None":
    """The newest risk assessment of the case."""
    return case.assessments.select_related("assessed_by", "village_officer").first()


def current_plan(case: Any) -> "SupportPlan | None":
    """The plan of the newest assessment that has one."""
    return case.plans.first()


def aims_of_current_plan(case: Any) -> set[str]:
    """The aims for which the current plan has a measure."""
    plan = current_plan(case)
    return set(plan.measures.values_list("aim", flat=True)) if plan else set()


def measures_of_current_plan(case: Any) -> list[tuple[str, str]]:
    """Id and words of each measure of the current plan."""
    plan = current_plan(case)
    return [(str(each.pk), each.measure) for each in plan.measures.all()] if plan else []


def agreement_in_force(case: Any, on: dt.date) -> "CareAgreement | None":
    """The registered care agreement that holds on that day. A suspended one holds no more."""
    held = case.agreements.filter(signed_on__lte=on, valid_until__gte=on, suspended_on__isnull=True)
    return held.select_related("carer").first()


def latest_review(case: Any) -> "CaseReview | None":
    """The newest periodic review of the case."""
    return case.reviews.select_related("reviewed_by").first()
