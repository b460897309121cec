"""VIS-02, the ledger sheet of an outreach round, and VIS-05, a month's plan and how it went (domain report §2.2)."""

from typing import Any

from cases.letters.bases import DUTY
from cases.letters.people import iso, place
from cases.models import OutreachRound, Visit, VisitPlan
from documents.letters import letter
from documents.models import Event

COLUMNS = [
    {"title": "序号", "width": 5, "align": "center"},
    {"title": "儿童姓名", "width": 13},
    {"title": "个案编号", "width": 23, "align": "center"},
    {"title": "计划日期", "width": 11, "align": "center"},
    {"title": "走访人", "width": 11},
    {"title": "完成日期", "width": 11, "align": "center"},
    {"title": "结果（未完成原因）", "width": 30},
    {"title": "计划", "width": 5, "kind": "count"},
    {"title": "完成", "width": 5, "kind": "count"},
]
RESULTS = {"done": "已走访", "nobody_home": "家中无人", "refused": "拒访", "moved": "已搬离", "rescheduled": "改期"}


def office_of_place(subject: Any, event: Event) -> str:
    """The town for a town and its villages, else the county."""
    return "county" if subject.dossier.division_code.endswith("000000") else "town"


@letter("VIS-02", "走访台账", word="走访", organ=office_of_place, basis=DUTY, signed=True)
def ledger_sheet(subject: OutreachRound, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Where the round went, whom it met by number, what it opened."""
    return {
        "place_kind": subject.place_kind,
        "division": place(subject.division),
        "place": subject.place,
        "held_on": iso(subject.held_on),
        "visitors": [name for name in (subject.visitor.name, subject.second_visitor) if name],
        "people_met": subject.people_met,
        "leads": subject.leads,
        "found": subject.found,
        "late": subject.entered_late,
    }


@letter("VIS-05", "月度走访计划（完成情况）表", word="访计", organ=office_of_place, basis=DUTY, signed=True)
def month_plan(subject: VisitPlan, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Every visit of the plan; once the month is completed, what was done of it and why the rest was not."""
    completed = subject.status == VisitPlan.Status.COMPLETED
    visits = Visit.objects.filter(in_plan=subject).select_related("case__person", "visitor")
    rows = [_row(number, visit, completed) for number, visit in enumerate(visits.order_by("planned_on", "pk"), start=1)]
    done = sum(row[-1] for row in rows)
    return {
        "village": place(subject.division),
        "month": f"{subject.month.year}年{subject.month.month}月",
        "completed": completed,
        "planned": len(rows),
        "done": done,
        "not_done": len(rows) - done,
        "words": data.get("words", ""),
        "table": {"columns": COLUMNS, "rows": rows},
    }


def _row(number: int, visit: Visit, completed: bool) -> list[Any]:
    day = f"{visit.planned_on:%Y-%m-%d}" if visit.planned_on else ""
    who = [number, visit.case.person.name, visit.case.number or "", day, visit.visitor.name]
    if not completed:
        return [*who, "", "", 1, 0]
    met = visit.status in (Visit.Status.DONE, Visit.Status.REVIEWED) and visit.result == Visit.Result.DONE
    made = f"{visit.done_on:%Y-%m-%d}" if met and visit.done_on else ""
    return [*who, made, outcome(visit), 1, int(met)]


def outcome(visit: Visit) -> str:
    """The result in words; of a visit that was not made, why."""
    if visit.status == Visit.Status.PLANNED:
        return "未走访"
    if visit.status == Visit.Status.VOID:
        return f"取消：{visit.void_reason}"
    words = RESULTS[visit.result]
    return f"{words}至{visit.next_on:%m-%d}" if visit.result == "rescheduled" and visit.next_on else words
