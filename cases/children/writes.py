"""What the data of a transition becomes: rows beside the case, written in the transition's own transaction.

Each function takes (case, by, data) and returns what the transition's body gets.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.utils import timezone

from cases.children import risk
from cases.registry.models import Consent, Person, Whereabouts
from documents.numbering import take_numbers
from organisation.models import Organ, User
from programs.due_rules import days_of

if TYPE_CHECKING:
    from cases.children.models import LeftBehindCase

CONSENTS = ("pairing", "referral", "photo", "messages")


def registration(case: "LeftBehindCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Give the case its number and write the guardian's choices; the rest are fields of the case."""
    told_on: dt.date = data["told_on"]
    chosen = {purpose: bool(data.get(f"consent_{purpose}")) for purpose in CONSENTS}
    Consent.objects.bulk_create(
        Consent(child_id=case.person_id, purpose=purpose, given=given, given_by=data["told_to"], valid_from=told_on)
        for purpose, given in {Consent.Purpose.PROCESSING.value: True, **chosen}.items()
    )
    year = timezone.localdate().year
    county = case.dossier.division_code[:6]
    organ = Organ.objects.issuing("county", case.dossier.division_code, timezone.localdate())
    case.number = f"{case.kind}-{county}-{year}-{take_numbers(organ, case.kind, year)[0]:05d}"
    return {name: value for name, value in data.items() if not name.startswith("consent_")}


def assessment(case: "LeftBehindCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Score the answers and write assessment and plan; the case gets the level."""
    from cases.children.models import PlanMeasure, RiskAssessment, SupportPlan

    instrument = risk.INSTRUMENTS[data.get("instrument", risk.CURRENT)]
    result = risk.score(instrument, data["answers"], set(data["triggers"]))
    made = RiskAssessment.objects.create(
        case=case,
        instrument=instrument.version,
        answers=data["answers"],
        triggers=sorted(data["triggers"]),
        total=result.total,
        level=result.level,
        because=result.because,
        child_view=data["child_view"],
        notes=data.get("notes", ""),
        assessed_by=cast(User, by),  # people assess, never the system
        village_officer_id=data["village_officer"],
    )
    if data.get("measures"):
        version = case.program_version
        review_days = days_of(version, "in_service", "review", risk=result.level)
        plan = SupportPlan.objects.create(
            case=case,
            assessment=made,
            visit_interval_days=days_of(version, "in_service", "visit", risk=result.level),
            review_on=data.get("review_on") or timezone.localdate() + dt.timedelta(days=review_days),
        )
        PlanMeasure.objects.bulk_create(PlanMeasure(plan=plan, **measure) for measure in data["measures"])
    return {"risk_level": result.level}


def agreement(case: "LeftBehindCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Register a signed agreement with its scan."""
    from cases.children.models import CareAgreement

    CareAgreement.objects.create(
        case=case,
        carer_id=data["carer"],
        signed_on=data["signed_on"],
        valid_until=data["valid_until"],
        scan_id=data["scan"],
    )
    return {}


def suspension(case: "LeftBehindCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Suspend the agreements in force, or the one that the data name."""
    today = timezone.localdate()
    held = case.agreements.filter(signed_on__lte=today, valid_until__gte=today, suspended_on__isnull=True)
    if "agreement" in data:
        held = held.filter(pk=data["agreement"])
    held.update(suspended_on=today)
    return {}


def review(case: "LeftBehindCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Write the review."""
    from cases.children.models import CaseReview

    CaseReview.objects.create(case=case, reviewed_by=cast(User, by), **data)
    return {}


def correction(case: "LeftBehindCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Mend person and whereabouts; `before` in the data keeps what stood there, for the trail."""
    before: dict[str, Any] = {}
    person = Person.objects.get(pk=case.person_id)
    for name, value in data.get("person", {}).items():
        before[name] = getattr(person, name)
        setattr(person, name, value)
    person.save()
    case.person = person
    for parent, values in data.get("whereabouts", {}).items():
        before[parent] = _move_parent(case.person_id, parent, values)
    data["before"] = before
    return dict(data.get("case", {}))


def _move_parent(child_id: int, parent: str, values: dict[str, Any]) -> str:
    today = timezone.localdate()
    now = Whereabouts.objects.filter(child_id=child_id, parent=parent, valid_to__isnull=True)
    earlier = now.first()
    now.update(valid_to=today)
    person_id = earlier.person_id if earlier else None
    Whereabouts.objects.create(child_id=child_id, parent=parent, person_id=person_id, valid_from=today, **values)
    return earlier.status if earlier else ""


def consent(case: "LeftBehindCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The new word on one purpose; the earlier one ends today and stays in the file."""
    today = timezone.localdate()
    earlier = Consent.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), child_id=case.person_id)
    earlier.filter(purpose=data["purpose"]).update(valid_to=today)
    Consent.objects.create(
        child_id=case.person_id,
        purpose=data["purpose"],
        given=data["given"],
        given_by=data["given_by"],
        valid_from=data.get("said_on") or today,
        valid_to=data.get("valid_to") if data["given"] else None,
        evidence_id=data.get("evidence"),
    )
    return {}
