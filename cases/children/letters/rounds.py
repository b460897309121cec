"""The assessment, plan and review that a paper speaks of: the newest that there was on the day of its act.

A corrected paper is issued later than the act it tells of, when a further round may have begun.
"""

import datetime as dt
from typing import Any

from cases.children.models import CaseReview, RiskAssessment, SupportPlan
from cases.models import Visit


def assessment_on(case: Any, day: dt.date) -> RiskAssessment | None:
    """The assessment in force on that day."""
    made: RiskAssessment | None = (
        case.assessments.filter(assessed_on__lte=day).select_related("assessed_by", "village_officer").first()
    )
    return made


def plan_on(case: Any, day: dt.date) -> SupportPlan | None:
    """The plan in force on that day, with its measures."""
    plan: SupportPlan | None = case.plans.filter(assessment__assessed_on__lte=day).prefetch_related("measures").first()
    return plan


def review_on(case: Any, day: dt.date) -> CaseReview | None:
    """The last review of that day."""
    review: CaseReview | None = case.reviews.filter(reviewed_on__lte=day).select_related("reviewed_by").first()
    return review


def home_visit_on(case: Any, day: dt.date) -> Visit | None:
    """The last home visit until that day at which the family was met."""
    return Visit.objects.filter(case_id=case.pk, done_on__lte=day).done_at_home().select_related("visitor").first()
