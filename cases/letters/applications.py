"""What papers of applications say in every program: the one-time notice, the public notice, its result, an objection.

The codes differ by program; each registers its own with these functions. Names of children never stand on what hangs.
"""

import datetime as dt
from typing import Any

from cases.letters.people import child_lines, day_of, doer, iso
from cases.models import Case, EvidenceItem, Objection, OneTimeNotice, PublicNotice
from cases.notices import facts_of
from cases.village_counts import total
from documents.issuing import cn_date
from documents.models import Event

State = EvidenceItem.State
HOW = {"visit": "当面提出", "call": "电话", "letter": "来信", "mail": "电子邮件"}
OUTCOMES = {"upheld": "异议成立", "dismissed": "异议不成立", "registered": "正在核查"}
HAND_IN_AGAIN = "逾期不补正的，本机关可以按照现有材料作出处理；以后仍可以重新提出申请。"


def one_time_notice(case: Case, event: Event, *, addressee: str, matter: str) -> dict[str, Any]:
    """What was received, everything that is missing, until when, and what happens next.

    `matter` names the application, as in 留守儿童助学金.
    """
    notice = OneTimeNotice.objects.filter(case=case.pk).order_by("-sequence").first()
    items = list(EvidenceItem.objects.filter(case=case.pk).select_related("rule"))
    asked = set(notice.items) if notice else set()
    return {
        "addressee": addressee,
        "matter": matter,
        "child": child_lines(case, day_of(event)),
        "applied_on": iso(getattr(case, "applied_on", None)),
        "received": [item.rule.name for item in items if item.state == State.RECEIVED],
        "by_office": [item.rule.name for item in items if item.rule.obtainable_by_office],
        "missing": [_asked(item) for item in items if item.rule.code in asked],
        "until": iso(notice.supplement_until if notice else None),
        "second": notice.reason if notice else "",
        "afterwards": HAND_IN_AGAIN,
    }


def _asked(item: EvidenceItem) -> list[Any]:
    return [item.rule.name, item.rule.copies, item.rule.where_obtained]


def public_notice(notice: PublicNotice) -> dict[str, Any]:
    """What hangs, for how long, and how to object."""
    return {
        "title": notice.title,
        "facts": [list(each) for each in facts_of(notice)],
        "rows": notice.rows,
        "by_village": notice.mode == PublicNotice.Mode.AGGREGATE,
        "sum": total(notice.rows) if notice.mode == PublicNotice.Mode.AGGREGATE else {},
        "first_day": iso(notice.first_day),
        "last_day": iso(notice.last_day),
        "where": notice.where,
        "phone": notice.phone,
        "address": notice.address,
        "mail": notice.mail,
    }


def notice_result(notice: PublicNotice, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """How long it hung, what was said against it, and with which outcome."""
    objections = list(notice.objections.exclude(status=Objection.Status.NEW).select_related("case"))
    return {
        **public_notice(notice),
        "taken_down_on": iso(day_of(event)),
        "objections": [_line(n, each) for n, each in enumerate(objections, start=1)],
        "upheld": sum(each.status == Objection.Status.UPHELD for each in objections),
        "words": data.get("words", ""),
        "by": doer(event),
    }


def _line(number: int, objection: Objection) -> list[Any]:
    case = objection.case.number if objection.case else "公示整体"
    answered = _words(objection.answered_on)
    return [number, _words(objection.received_on), HOW[objection.how], case, OUTCOMES[objection.status], answered]


def _words(day: dt.date | None) -> str:
    return cn_date(day) if day else ""


def objection(subject: Objection, event: Event) -> dict[str, Any]:
    """What was said, by whom, and the answer as far as there is one."""
    return {
        "notice": subject.notice.title,
        "hung": [iso(subject.notice.first_day), iso(subject.notice.last_day)],
        "received_on": iso(subject.received_on),
        "how": HOW[subject.how],
        "by_name": subject.by_name,
        "case": (subject.case.number or "") if subject.case else "",
        "words": subject.words,
        "registered_by": doer(event) if subject.status == Objection.Status.REGISTERED else "",
        "findings": subject.findings,
        "answer": subject.answer,
        "outcome": OUTCOMES[subject.status],
        "answered": subject.answered_on is not None,
        "answered_by": subject.answered_by.name if subject.answered_by else "",
        "answered_on": iso(subject.answered_on),
    }
