"""LBC-04, LBC-06, LBC-07, LBC-08: refusing, opening with a plan, or watching (domain report §2.1, §2.18)."""

import datetime as dt
from collections import Counter
from typing import Any

from cases.children import queries, risk
from cases.children.letters import words
from cases.children.letters.family import addressee_of, parents_of
from cases.children.letters.instrument_words import FACTORS, TRIGGERS
from cases.children.letters.rounds import assessment_on, home_visit_on, plan_on
from cases.children.models import RiskAssessment, SupportPlan
from cases.letters.bases import CARE, DUTY, OPENING, OPINION
from cases.letters.people import child_lines, day_of, doer, iso
from cases.letters.slip import acting_office
from cases.models import RiskLevel
from documents.issuing import cn_date
from documents.letters import letter
from documents.models import Event
from organisation.models import User
from programs.due_rules import days_of

WORTH_A_REASON = 2  # points of a factor that are told as a reason for opening


def deciding_office(subject: Any, event: Event) -> str:
    """The office of whoever decided: the county on high risk, the town on the rest (domain report §2.1)."""
    if event.post:
        return acting_office(subject, event)
    return "county" if subject.risk_level == RiskLevel.HIGH else "town"


@letter("LBC-04", "不予建立关爱服务档案告知书", word="留不", organ="town", basis=DUTY)
def refusal(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Reasons, the evidence that was considered and the remedies."""
    on = day_of(event)
    child = child_lines(subject, on)
    decided = queries.decision(subject, on)
    return {
        "addressee": addressee_of(subject, child),
        "child": child,
        "told_on": iso(subject.told_on),
        "rule_reasons": words.listed(words.reason_sentences(decided)),
        "reason": data.get("reason", ""),
        "evidence": evidence(subject, child, on),
        "refer": decided.verdict == "refer",
        "definition": OPINION,
    }


def evidence(subject: Any, child: dict[str, Any], on: dt.date) -> list[str]:
    """What the office had before it: birth date, hukou, where each parent is, and the visit."""
    lines = [f"户籍登记地：{child['hukou'] or '未查明'}。"]
    for title, line in parents_of(subject):
        where = line.get("status_words") or "情况不明"
        place = f"（{line['place']}）" if line.get("place") else ""
        capacity = f"，监护能力：{line['capacity']}" if line.get("capacity") else ""
        lines.append(f"{title}：{where}{place}{capacity}。")
    visit = home_visit_on(subject, on)
    if visit and visit.done_on:
        lines.append(f"入户走访：{cn_date(visit.done_on)}家访记录。")
    return lines


@letter("LBC-06", "关爱服务立案审批表", word="留立", organ=deciding_office, basis=OPENING, signed=True)
def opening_form(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The child masked, the rule's result, risk, reasons, and the opinions of town and county with their dates."""
    on = day_of(event)
    made, plan = assessment_on(subject, on), plan_on(subject, on)
    decided = queries.decision(subject, on)
    return {
        "child": masked_child(subject, on),
        "verdict": words.VERDICTS[decided.verdict],
        "rule_reasons": words.listed(words.reason_sentences(decided)),
        "risk": risk_lines(made),
        "reasons": grave_findings(made),
        "measures": measures_in_short(plan),
        "town": town_opinion(subject, event, data, made, proposal="建议立案并实施关爱帮扶方案"),
        "county": county_opinion(subject, event, data),
    }


def measures_in_short(plan: SupportPlan | None) -> str:
    """How many measures for each aim; the plan itself is approved with the form."""
    if plan is None:
        return ""
    counts = Counter(measure.aim for measure in plan.measures.all())
    return "、".join(f"{words.AIMS[aim]}{n}项" for aim, n in counts.items()) + "，详见同时审批的《关爱帮扶方案》。"


def masked_child(subject: Any, on: dt.date) -> dict[str, Any]:
    """The child as an approval form shows it: surname, masked number, place to the village."""
    lines = child_lines(subject, on)
    return {name: lines[name] for name in ("sex", "age", "village")} | {
        "name": subject.person.name_masked,
        "id_number": subject.person.id_masked,
    }


def risk_lines(made: RiskAssessment | None) -> dict[str, Any]:
    """Level, points and official grade of an assessment, with who made it."""
    if made is None:
        return {}
    return {
        "level": words.LEVELS[made.level],
        "grade": risk.OFFICIAL_GRADE[RiskLevel(made.level)],
        "total": made.total,
        "instrument": made.instrument,
        "on": iso(made.assessed_on),
        "by": made.assessed_by.name,
        "officer": made.village_officer.name,
    }


def grave_findings(made: RiskAssessment | None) -> list[str]:
    """Triggers, and the factors that weigh: question and answer."""
    if made is None:
        return []
    texts = FACTORS[made.instrument]
    found = [TRIGGERS[made.instrument][code] for code in made.triggers]
    for code, (question, options) in texts.items():
        score = made.answers.get(code, 0)
        if score >= WORTH_A_REASON:
            found.append(f"{question}：{options[score]}（{score}分）")
    return found


def town_opinion(
    subject: Any, event: Event, data: dict[str, Any], made: RiskAssessment | None, *, proposal: str
) -> dict[str, Any]:
    """The town approver's own words, or, where the county decides, what the town proposed and who proposed it."""
    if deciding_office(subject, event) == "town":
        return _decided(event, data)
    level = words.LEVELS[made.level] if made else ""
    words_said = f"经评估为{level}风险，{proposal}，提请县级民政部门审批。"
    return {
        "said": words_said,
        "signer": made.assessed_by.name if made else "",
        "on": iso(made.assessed_on if made else None),
    }


def county_opinion(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The county approver's own words; for low and medium risk, that the town decides."""
    if deciding_office(subject, event) == "county":
        return _decided(event, data)
    return {"said": "中、低风险个案由乡镇（街道）审批，县级存查。", "signer": "", "on": "", "spared": True}


def _decided(event: Event, data: dict[str, Any]) -> dict[str, Any]:
    return {"said": data.get("opinion", ""), "signer": doer(event), "on": iso(day_of(event))}


@letter("LBC-07", "关爱帮扶方案", word="留方", organ="town", basis=CARE, signed=True)
def support_plan(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Needs and measures by aim, who, by when, how success shows; visits and the next review."""
    on = day_of(event)
    made, plan = assessment_on(subject, on), plan_on(subject, on)
    by_aim: dict[str, list[dict[str, Any]]] = {aim: [] for aim in words.AIMS}
    for measure in plan.measures.all() if plan else []:
        by_aim[measure.aim].append(
            {
                "need": measure.need,
                "measure": measure.measure,
                "who": measure.who,
                "by_when": iso(measure.by_when),
                "success": measure.success,
            }
        )
    return {
        "child": child_lines(subject, on),
        "guardian": subject.told_to,
        "aims": [[words.AIMS[aim], measures] for aim, measures in by_aim.items()],
        "risk": risk_lines(made),
        "child_view": made.child_view if made else "",
        "visit_interval_days": plan.visit_interval_days if plan else "",
        "review_on": iso(plan.review_on) if plan else "",
        "in_force_from": iso(on),
    }


@letter("LBC-08", "关爱服务告知卡", word="留卡", organ="town", basis=DUTY)
def contact_card(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """For the family of a watched child: whom to call, how often somebody calls, what to report."""
    child = child_lines(subject, day_of(event))
    made = assessment_on(subject, day_of(event))
    officer = made.village_officer if made else None
    return {
        "addressee": addressee_of(subject, child),
        "child": child,
        "contact_days": days_of(subject.program_version, "monitored", "contact"),
        "officer": officer_lines(officer),
        "supervisor": made.assessed_by.name if made else "",
        "since": iso(day_of(event)),
    }


def officer_lines(officer: User | None) -> dict[str, str]:
    """Name and telephone of the village child officer."""
    return {"name": officer.name, "phone": officer.phone} if officer else {"name": "", "phone": ""}
