"""LBC-09, LBC-12, LBC-13, LBC-14: reviewing, closing, ending (domain report §2.1)."""

import datetime as dt
from typing import Any

from cases.children.letters import words
from cases.children.letters.decisions import (
    county_opinion,
    deciding_office,
    risk_lines,
    town_opinion,
)
from cases.children.letters.family import addressee_of, carer_of
from cases.children.letters.rounds import assessment_on, plan_on, review_on
from cases.children.models import CaseReview, LeftBehindCase
from cases.letters.bases import DUTY, HEARD, PROTECTION
from cases.letters.people import child_lines, day_of, doer, iso
from cases.models import Visit
from documents.letters import letter
from documents.models import Event

REVIEWED = ("schooling", "guardianship", "affection")


@letter("LBC-09", "关爱服务定期复核表", word="留复", organ="county", basis=HEARD, signed=True)
def review_form(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What the review found for each aim beside what was planned, the child's view and the recommendation."""
    on = day_of(event)
    review = review_on(subject, on)
    return {
        "child": child_lines(subject, on),
        "carer": carer_of(subject).get("name", ""),
        "opened_on": iso(subject.opened_on),
        "number": subject.reviews.filter(reviewed_on__lte=on).count(),
        "risk": risk_lines(assessment_on(subject, on)),
        "visits": visits_done(subject, on),
        "review": review_lines(review),
        "aims": aims_with_findings(subject, review, on),
    }


def aims_with_findings(subject: Any, review: CaseReview | None, on: dt.date) -> list[list[Any]]:
    """For each of the three aims: its word, the planned measures, what the review found."""
    plan = plan_on(subject, on)
    measures = list(plan.measures.all()) if plan else []
    return [
        [
            words.AIMS[aim],
            [f"{m.measure}（{m.who}）" for m in measures if m.aim == aim],
            getattr(review, aim) if review else "",
        ]
        for aim in REVIEWED
    ]


def review_lines(review: CaseReview | None) -> dict[str, Any]:
    """What a review says, in words."""
    if review is None:
        return {}
    return {
        "on": iso(review.reviewed_on),
        "by": review.reviewed_by.name,
        "child_view": review.child_view,
        "recommendation": words.RECOMMENDATIONS[review.recommendation],
        "ground": words.CLOSING_GROUNDS.get(review.ground, ""),
        "findings": words.listed([f"{words.AIMS[aim]}：{getattr(review, aim)}" for aim in REVIEWED]),
    }


def visits_done(subject: LeftBehindCase, on: dt.date) -> int:
    """Visits of the case until that day at which the family was met."""
    return Visit.objects.filter(case_id=subject.pk, result=Visit.Result.DONE, done_on__lte=on).count()


@letter("LBC-12", "关爱服务结案审批表", word="留结审", organ=deciding_office, basis=DUTY, signed=True)
def closing_form(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Ground, what the service reached, and the opinions of reviewer, town and county."""
    on = day_of(event)
    made, review = assessment_on(subject, on), review_on(subject, on)
    return {
        "child": child_lines(subject, on),
        "opened_on": iso(subject.opened_on),
        "closed_on": iso(subject.finished_on),
        "risk": risk_lines(made),
        "visits": visits_done(subject, on),
        "review": review_lines(review),
        "aims": aims_with_findings(subject, review, on),
        "town": town_opinion(subject, event, data, made, proposal="经复核建议结案"),
        "county": county_opinion(subject, event, data),
    }


@letter("LBC-13", "关爱服务结案告知书", word="留结告", organ=deciding_office, basis=DUTY)
def closing_notice(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """That the service ends, why, on what evidence, what stays, and the remedies."""
    on = day_of(event)
    child = child_lines(subject, on)
    review = review_lines(review_on(subject, on))
    return {
        "addressee": addressee_of(subject, child),
        "child": child,
        "opened_on": iso(subject.opened_on),
        "closed_on": iso(subject.finished_on),
        "ground": review.get("ground", ""),
        "reviewed_on": review.get("on", ""),
        "findings": review.get("findings", ""),
    }


@letter("LBC-14", "关爱服务终止记录", word="留终", organ="county", basis=PROTECTION, signed=True)
def ending_record(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Ground and reason of an early end, and that the statutory duties of protection go on."""
    on = day_of(event)
    ground = data.get("ground", "")
    change = event.details.get("change", {}).get("status", ["", ""])
    return {
        "child": child_lines(subject, on),
        "guardian": subject.told_to,
        "opened_on": iso(subject.opened_on),
        "ended_on": iso(subject.finished_on or on),
        "state_before": words.STATES.get(change[0], ""),
        "ground": words.ENDING_GROUNDS.get(ground, ground),
        "ground_is_other": bool(ground) and ground not in words.ENDING_GROUNDS,
        "reason": data.get("reason", ""),
        "risk": risk_lines(assessment_on(subject, on)),
        "visits": visits_done(subject, on),
        "child_lives": ground != "died",
        "by": doer(event),
        "on": iso(on),
    }
