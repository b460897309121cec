"""STP-01, STP-03, STP-04 and STP-16: the application, its approval or refusal, and the stop of a payment (§2.4)."""

import datetime as dt
from typing import Any

from cases.letters.people import day_of, doer, iso
from cases.letters.slip import Lines, acting_office, describes, tells
from cases.models import Award, EvidenceItem
from cases.stipends.entitling import months_asked, why_not
from cases.stipends.facts import facts_of_cases
from cases.stipends.letters.words import REASONS, RIGHTS, application_lines, month_words
from cases.stipends.models import CertificationRound, StipendCase, TownList
from documents.issuing import cn_date
from documents.letters import letter
from documents.models import Event

WHY = {
    "left_school": "不在本县（市、区）学校就读",
    "parent_back": "父母一方已返乡与儿童共同生活",
    "unclear": "有关情况正在核实",
    "objection": "公示异议正在核查",
    "other_program": "同期由其他项目发放",
    "request": "监护人申请暂停",
}
STATES = {"missing": "未提交", "received": "已收到", "obtained": "信息核对取得", "waived": "本件不需要"}


@letter("STP-01", "留守儿童助学金申请表", word="助申", organ="town", basis=RIGHTS, signed=True)
def application(subject: StipendCase, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What the guardian asks for and what was handed in."""
    items = EvidenceItem.objects.filter(case=subject.pk).select_related("rule").order_by("rule__position", "pk")
    told = application_lines(subject, day_of(event))
    return {
        **told,
        "evidence": [[item.rule.name, item.rule.copies, STATES[item.state]] for item in items],
        "taken_by": doer(event),
        "taken_on": iso(day_of(event)),
    }


@letter("STP-03", "留守儿童助学金资格认定审批表", word="助认", organ="county", basis=RIGHTS, signed=True)
def approval(subject: StipendCase, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The facts by which the rule holds, and the opinions of town and county."""
    on = day_of(event)
    town = _act(subject, "stipend.certify_town")
    return {
        **application_lines(subject, on),
        "accepted_on": iso(subject.accepted_on),
        "from_month": month_words(subject.round.first_month if subject.round else None),
        "town": {"said": subject.opinion_town or "经初审，情况属实，同意上报。", "signer": doer(town), "on": _on(town)},
        "county": {
            "said": subject.opinion_county or "经审核，符合条件，予以认定。",
            "signer": doer(event),
            "on": iso(on),
        },
    }


@letter("STP-04", "不予认定告知书", word="助不认", organ=acting_office, basis=RIGHTS)
def refusal(subject: StipendCase, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Reasons, what was looked at, and the remedies."""
    on = day_of(event)
    ((_pk, facts),) = facts_of_cases(StipendCase.objects.filter(pk=subject.pk))
    found = why_not(facts, months_asked(subject, on))
    return {
        **application_lines(subject, on),
        "addressee": subject.applicant or f"{subject.person.name}的监护人",
        "rule_reason": REASONS.get(found, ""),
        "reason": data.get("reason", ""),
    }


@letter("STP-16", "留守儿童助学金停发通知书", word="助停", organ="county", basis=RIGHTS)
def stopped(subject: StipendCase, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """From which month payment stops, why, and what the guardian can do."""
    removed = event.action.endswith(".remove")
    award = Award.objects.filter(case=subject.pk).order_by("-pk").first()
    return {
        **application_lines(subject, day_of(event)),
        "addressee": subject.applicant or f"{subject.person.name}的监护人",
        "removed": removed,
        "month": month_words(data.get("last_month") if removed else data.get("first_month")),
        "why": WHY.get(data.get("why", ""), ""),
        "reason": data.get("reason", ""),
        "since": month_words(award.first_month if award else None),
    }


def _act(case: StipendCase, action: str) -> Event | None:
    """The last act of that name in the case's own file; of a set the file of its list tells."""
    return Event.objects.filter(dossier=case.dossier_id, action=action).order_by("-sequence").first()


def _on(event: Event | None) -> str:
    return iso(day_of(event)) if event else ""


@tells("stipend.resume")
def resumed(subject: StipendCase, event: Event, data: dict[str, Any]) -> Lines:
    """Until which month it was held, or that the hold was lifted from its beginning."""
    last = data.get("last_month")
    return [("停发截止月份", month_words(last)) if last else ("停发", "自始解除，停发期间的月份予以补发")]


@tells("stipend.show_certificate")
def certificate_shown(subject: StipendCase, event: Event, data: dict[str, Any]) -> Lines:
    """For how long the certificate is valid; its number stays in the file."""
    since, until = cn_date(data["valid_from"]), data.get("valid_to")
    return [("家庭证明（自愿出示）有效期", f"{since}至{cn_date(until)}" if until else f"自{since}起，无截止日期")]


@describes("stipends.certificationround", office="county")
def round_head(round: CertificationRound, on: dt.date) -> dict[str, Any]:
    """The head of the slips of a round."""
    return {
        "paper": "助学金认定轮次流转单",
        "name": round.name,
        "title": "认定轮次",
        "number_title": "发放期间",
        "number": f"{month_words(round.first_month)}至{month_words(round.last_month)}",
        "place_title": "县（市、区）",
        "village": round.division.short_name,
        "basis": round.program_version.basis,
    }


@describes("stipends.townlist", office="county")
def list_head(listed: TownList, on: dt.date) -> dict[str, Any]:
    """The head of the slips of a town's list."""
    return {
        "paper": "助学金认定名册流转单",
        "name": f"{listed.round.name}名册",
        "title": "认定名册",
        "number_title": "发放期间",
        "number": f"{month_words(listed.round.first_month)}至{month_words(listed.round.last_month)}",
        "place_title": "乡镇（街道）",
        "village": listed.division.short_name,
        "basis": listed.program_version.basis,
    }


@tells("townlist.draw_up")
def drawn_up(listed: TownList, event: Event, data: dict[str, Any]) -> Lines:
    """On which day; the children are in the register of the review."""
    return [("造册日期", cn_date(day_of(event)))]
