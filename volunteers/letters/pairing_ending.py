"""PXP-16 to PXP-19: pausing, replacing and ending a pairing, and the yearly evaluation (domain report §2.3)."""

from typing import Any

from cases.letters.people import day_of, doer, iso
from documents.letters import letter
from documents.models import Event
from volunteers.letters.bases import SERVICE
from volunteers.letters.pairs import child_in_short, guardian_of, proxy_in_short
from volunteers.models import Evaluation, Pairing

RESULTS = {Evaluation.Result.GOOD: "良好", Evaluation.Result.FAIR: "一般", Evaluation.Result.POOR: "不足"}


def _both(subject: Pairing, event: Event) -> dict[str, Any]:
    """Child and proxy parent in short, and since when they are paired."""
    on = day_of(event)
    return {
        "child": child_in_short(subject, on),
        "proxy": proxy_in_short(subject, on),
        "guardian": guardian_of(subject),
        "started_on": iso(subject.started_on),
        "on": iso(on),
    }


@letter("PXP-16", "暂停结对通知书", word="代停", organ="town", basis=SERVICE)
def pause(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """From when, and what holds meanwhile. No ground stands on it: it may concern a protected report."""
    return {**_both(subject, event), "addressee": subject.volunteer.person.name}


@letter("PXP-17", "更换代理家长审批表", word="代换", organ="town", basis=SERVICE, signed=True)
def replacement(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Why, the hand-over talk, and the summary that the next proxy parent reads."""
    return {
        **_both(subject, event),
        "child": child_in_short(subject, day_of(event)) | {"name": subject.case.person.name_masked},
        "reason": subject.end_reason,
        "handover_on": iso(subject.handover_on),
        "handover": subject.handover,
        "by": doer(event),
    }


@letter("PXP-18", "解除结对通知书", word="代解", organ="town", basis=SERVICE)
def ending(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """From when and why. What was said in the closing talk stays in the file."""
    return {
        **_both(subject, event),
        "addressee": subject.volunteer.person.name,
        "ended_on": iso(subject.ended_on),
        "reason": subject.end_reason.rstrip("。；，"),
    }


@letter("PXP-19", "结对帮扶年度评估表", word="代年", organ="town", basis=SERVICE, signed=True)
def evaluation(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The figures of the period, what child and carer say, the judgement."""
    made = subject.evaluations.latest("pk")
    aid = subject.aid_items.counted().filter(given_on__gte=made.since, given_on__lte=made.until)
    return {
        **_both(subject, event),
        "child": child_in_short(subject, day_of(event)) | {"name": subject.case.person.name_masked},
        "since": iso(made.since),
        "until": iso(made.until),
        "contacts": made.contacts,
        "visits": made.visits,
        "hours": f"{made.minutes / 60:.1f}",
        "aid_items": aid.count(),
        "aid_fen": aid.total_fen(),
        "goals": subject.goals,
        "child_view": made.child_view,
        "carer_view": made.carer_view,
        "result": RESULTS[Evaluation.Result(made.result)],
        "results": list(RESULTS.values()),
        "words": made.words,
        "by": doer(event),
    }
