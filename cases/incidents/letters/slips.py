"""What the slips of a report of danger say beyond states and reason."""

from typing import Any

from cases.incidents.clocks import clock
from cases.incidents.letters.people import slip_child
from cases.incidents.letters.words import CLOCKS, OUTCOMES, PARTS, lateness, moment
from cases.letters.slip import Lines, describes, tells
from documents.issuing import cn_date
from documents.models import Event

describes("incidents.incident", office="county")(slip_child)


@tells("incident.note_call")
def call_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """When 110 was phoned, and how late that was."""
    phone = clock(subject, "phone")
    return [("拨打110时间", moment(subject.phoned_at)), ("时限", lateness(phone.minutes_late if phone else 0))]


@tells("incident.explain_delay")
def delay_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """Which clock ran out."""
    late = clock(subject, data["clock"])
    return [("说明事项", CLOCKS[data["clock"]]), ("时限", lateness(late.minutes_late if late else 0))]


@tells("incident.protect_at_home")
def home_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """With whom the child stays."""
    made = subject.placements.first()
    return [("保护方式", "居家保护"), ("照护人", made.receiver), ("下次跟踪", cn_date(subject.next_on))]


@tells("incident.propose_closing")
def proposal_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """What the first officer holds to have come of it."""
    return [("拟结案情形", OUTCOMES.get(subject.outcome, ""))]


@tells("incident.name_person")
@tells("incident.clear_person")
def named_line(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """Whom it is about."""
    row = subject.named.select_related("user", "person").filter(pk=data["named"]).first()
    return [("涉及人员", f"{PARTS[row.part]}：{row.called or '（未写明）'}")] if row else []


@tells("incident.identify")
def child_line(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """Under which number the child's case runs."""
    return [("儿童个案编号", subject.case.number or "（未编号）")] if subject.case else []
