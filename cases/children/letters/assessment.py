"""LBC-03, what the visit and the checks confirmed, and LBC-05, the risk assessment (domain report §2.1)."""

import datetime as dt
from typing import Any

from cases.children import queries, risk
from cases.children.letters import words
from cases.children.letters.family import carer_of, parents_of, school_of
from cases.children.letters.instrument_words import BECAUSE, FACTORS, TRIGGERS
from cases.children.letters.rounds import assessment_on, home_visit_on
from cases.letters.bases import DUTY, HEARD
from cases.letters.people import child_lines, day_of, doer, iso
from cases.letters.visits import seen_lines
from cases.models import ChildSeen, RiskLevel
from documents.letters import letter
from documents.models import Event


@letter("LBC-03", "农村留守儿童入户核实记录", word="留核", organ="town", basis=DUTY, signed=True)
def verification_record(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Visit, identity, schooling, where the parents are, and what follows under the rule."""
    on = day_of(event)
    decided = queries.decision(subject, on)
    return {
        "child": child_lines(subject, on),
        "parents": parents_of(subject),
        "carer": carer_of(subject),
        "school": school_of(subject),
        "visit": visit_lines(subject, on),
        "id_checked": bool(data.get("id_checked")),
        "schooling_checked": bool(data.get("schooling_checked")),
        "findings": data.get("findings") or subject.verification_findings,
        "verdict": decided.verdict,
        "reasons": words.listed(words.reason_sentences(decided)),
        "rural_override": subject.rural_override,
        "by": doer(event),
        "on": iso(on),
    }


def visit_lines(subject: Any, on: dt.date) -> dict[str, Any]:
    """The home visit on which a verification rests."""
    visit = home_visit_on(subject, on)
    if visit is None:
        return {}
    return {
        "done_on": iso(visit.done_on),
        "visitors": [name for name in (visit.visitor.name, visit.second_visitor) if name],
        "carer_present": visit.carer_present,
        "dwelling": visit.dwelling,
        "needs": visit.needs,
        "seen": seen_lines(ChildSeen.objects.filter(visit=visit, case_id=subject.pk).first()),
    }


@letter("LBC-05", "农村留守儿童监护状况与风险评估表", word="留评", organ="town", basis=HEARD, signed=True)
def risk_assessment(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Every factor with its options and score, the triggers, the level and the official grade, and the child's view."""
    made = assessment_on(subject, day_of(event))
    if made is None:
        return blank_assessment(subject, event)
    instrument = risk.INSTRUMENTS[made.instrument]
    return {
        **_assessed(subject, day_of(event), instrument),
        "factors": factor_lines(instrument, made.answers),
        "triggers": trigger_lines(instrument, made.triggers),
        "total": made.total,
        "level": made.level,
        "grade": risk.OFFICIAL_GRADE[RiskLevel(made.level)],
        "because": BECAUSE.get(made.because, ""),
        "child_view": made.child_view,
        "notes": made.notes,
        "assessed_on": iso(made.assessed_on),
        "assessors": [made.assessed_by.name, made.village_officer.name],
    }


def blank_assessment(subject: Any, event: Event | None = None) -> dict[str, Any]:
    """The questionnaire of the version in force, without answers."""
    instrument = risk.INSTRUMENTS[risk.CURRENT]
    return {
        **_assessed(subject, day_of(event), instrument),
        "factors": factor_lines(instrument, {}),
        "triggers": trigger_lines(instrument, []),
    }


def _assessed(subject: Any, on: dt.date, instrument: risk.Instrument) -> dict[str, Any]:
    return {
        "child": child_lines(subject, on),
        "carer": carer_of(subject),
        "instrument": instrument.version,
        "limits": {
            "high": instrument.high_from,
            "medium": instrument.medium_from,
            "below_high": instrument.high_from - 1,
            "below_medium": instrument.medium_from - 1,
            "threes": instrument.high_from_threes,
        },
    }


def factor_lines(instrument: risk.Instrument, answers: dict[str, int]) -> list[dict[str, Any]]:
    """One line a factor: code, question, its four cells (empty where there is no such option) and the score."""
    texts = FACTORS[instrument.version]
    lines = []
    for factor in instrument.factors:
        question, options = texts[factor.code]
        score = answers.get(factor.code, "")
        cells = [*options, *[""] * (4 - len(options))]
        lines.append({"code": factor.code, "question": question, "options": cells, "score": score})
    return lines


def trigger_lines(instrument: risk.Instrument, found: list[str]) -> list[list[Any]]:
    """Each trigger in words, and whether it was found."""
    texts = TRIGGERS[instrument.version]
    return [[texts[trigger.code], trigger.code in found] for trigger in instrument.triggers]
