"""VIS-01, VIS-03, VIS-04: the records of home, follow-up and return visits; and what slips say of amendments.

Sources: domain report §2.2, §2.18. The private note of a visitor is never printed.
"""

import datetime as dt
from typing import Any

from cases.letters.bases import DUTY
from cases.letters.people import child_lines, day_of, iso
from cases.letters.slip import Lines, tells
from cases.models import ChildSeen, FollowUp, ReturnTalk, Visit
from documents.issuing import cn_date
from documents.letters import letter
from documents.models import Event

FIELDS = {
    "second_visitor": "同行人",
    "woman_present": "女性走访人员在场",
    "carer_present": "照护人在场",
    "dwelling": "居住与周边环境",
    "needs": "发现的需求",
    "actions": "已采取或约定的措施",
    "next_on": "下次走访日期",
    "child.seen": "见到儿童本人",
    "child.spoken_alone": "单独交谈",
    "child.why_not_alone": "未单独交谈原因",
    "child.mood": "儿童情绪",
    "child.health": "儿童健康",
    "child.school": "就学情况",
}
VALUES = {"yes": "是", "no": "否", "": "（空）", "steady": "平稳", "concern": "需要关注", "problem": "明显异常"}


@letter("VIS-01", "家访记录表", word="访记", organ="town", basis=DUTY, signed=True)
def visit_record(subject: Visit, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What was met at the visit, of the household and of the child."""
    met = subject.result == Visit.Result.DONE
    return {
        **visit_lines(subject, event),
        "woman_present": subject.woman_present if met else "",
        "carer_present": subject.carer_present if met else "",
        "dwelling": subject.dwelling,
        "needs": subject.needs,
        "seen": seen_lines(ChildSeen.objects.filter(visit=subject).first()),
    }


def visit_lines(subject: Visit, event: Event) -> dict[str, Any]:
    """What every record of a visit says at its head and foot."""
    return {
        "child": child_lines(subject.case, subject.done_on or day_of(event)),
        "case_code": subject.case.number or "",
        "kind": subject.kind,
        "planned_on": iso(subject.planned_on),
        "done_on": iso(subject.done_on),
        "visitors": [name for name in (subject.visitor.name, subject.second_visitor) if name],
        "result": subject.result,
        "actions": subject.actions,
        "next_on": iso(subject.next_on),
        "late": subject.entered_late,
    }


def seen_lines(seen: ChildSeen | None) -> dict[str, Any]:
    """What the visit saw of the child; nothing when nobody was met."""
    if seen is None:
        return {}
    return {
        "in_person": seen.seen,
        "alone": seen.spoken_alone,
        "why_not_alone": seen.why_not_alone,
        "mood": seen.mood,
        "health": seen.health,
        "school": seen.school,
    }


@letter("VIS-03", "随访记录表", word="随访", organ="town", basis=DUTY, signed=True)
def follow_up_record(subject: Visit, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The one measure that was followed up, its outcome, and whether it goes on."""
    row = FollowUp.objects.filter(visit=subject).first()
    told = {"about": row.about, "measure": row.measure, "outcome": row.outcome, "goes_on": row.goes_on} if row else {}
    return visit_lines(subject, event) | {"follow_up": told}


@letter("VIS-04", "回访记录表", word="回访", organ="town", basis=DUTY, signed=True)
def return_record(subject: Visit, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """After what the family was asked, what it says, which money it received."""
    row = ReturnTalk.objects.filter(visit=subject).first()
    return visit_lines(subject, event) | {"talk": talk_lines(row) if row else {}}


def talk_lines(row: ReturnTalk) -> dict[str, Any]:
    """The talk; an amount that was not asked about stays empty."""
    asked = row.received_in_full is not None
    return {
        "about": row.about,
        "satisfaction": row.satisfaction,
        "in_full": row.received_in_full if asked else "",
        "amount": row.amount,
        "received_on": iso(row.received_on),
        "new_need": row.new_need,
    }


@tells("visit.amend")
def amended_lines(subject: Visit, event: Event, data: dict[str, Any]) -> Lines:
    """For each field what the record says and what is right."""
    rows = subject.amendments.filter(field__in=data["changes"]).order_by("-pk")[: len(data["changes"])]
    head = [("原记录", f"{cn_date(subject.done_on)}走访记录；原记录不改动，本单附后。")] if subject.done_on else []
    return head + [
        (FIELDS[row.field], f"原记录：{value_words(row.before)}　更正为：{value_words(row.after)}")
        for row in reversed(rows)
    ]


def value_words(text: str) -> str:
    """A value of an amendment in Chinese."""
    try:
        return cn_date(dt.date.fromisoformat(text))
    except ValueError:
        return VALUES.get(text, text)


@tells("visit.review")
@tells("visit.void")
@tells("visit.settle")
def which_visit(subject: Visit, event: Event, data: dict[str, Any]) -> Lines:
    """The visit that the act is about."""
    kinds = {"home_visit": "家访", "follow_up_visit": "随访", "return_visit": "回访"}
    day = subject.done_on or subject.planned_on
    return [("走访", f"{cn_date(day)}{kinds[subject.kind]}，走访人{subject.visitor.name}")] if day else []


@tells("visit.plan")
def planned_for(subject: Visit, event: Event, data: dict[str, Any]) -> Lines:
    """The day for which the visit is set down."""
    return [("计划走访日期", cn_date(subject.planned_on))] if subject.planned_on else []
