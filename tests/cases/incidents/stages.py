"""Reports of danger at each stage, made by the people who may make them."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from cases.incidents.actions import report_danger
from cases.incidents.models import Incident
from documents.transitions import perform
from organisation.models import User

Cast = dict[str, User]


def report(by: User, case: Any = None, **changes: Any) -> Incident:
    """A report about the child of `case`, or about an unknown one."""
    told: dict[str, Any] = {
        "client_uuid": uuid.uuid4(),
        "case": case,
        "harm_types": ["violence"],
        "what": "孩子手臂有多处瘀伤",
        "where": "村口",
        "observed_at": timezone.now(),
        "danger_now": True,
        "child_words": "" if case else "约八岁女孩，穿红衣",
    }
    event = report_danger(by=by, **(told | changes))
    return Incident.objects.get(dossier=event.dossier_id)


def soon(days: int = 3) -> dt.date:
    """A day on which somebody looks in again."""
    return timezone.localdate() + dt.timedelta(days=days)


PLAN = {
    "stays_with": "姑姑家",
    "measures": "村儿童主任每日探望",
    "kept_away": "祖母不得单独接触",
    "medical": "已送医检查并拍照存证",
    "child_view": "想和姑姑住",
    "responsible": "鲍保护",
    "phone": "12039100000",
}
FOUND = {
    "how": "visit",
    "child_seen": True,
    "safe": "yes",
    "found": "情绪平稳",
    "done": "继续每日探望",
    "child_view": "愿意去上学",
}


def brought_to(incident: Incident, status: str, cast: Cast) -> Incident:
    """Move the report along its way, by the first officer, until it stands in `status`."""
    bao, now = cast["bao"], timezone.now()
    police = {"station": "化工派出所", "police_number": "孟公接〔2026〕7号", "officer": "民警甲", "at": now}
    closing = {"outcome": "safe", "words": "已由姑姑照护"}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("reported", "note_call", {"at": now, "words": "民警已出动"}),
        ("reported", "send_report", {"addressee": "孟州市公安局", "facts": "儿童手臂有多处瘀伤。"}),
        ("police_acknowledged", "acknowledge", police),
        ("safety_plan", "make_plan", {**PLAN, "next_on": soon()}),
        ("protected_at_home", "protect_at_home", {"way": "at_home", "receiver": "姑姑", "next_on": soon()}),
        ("follow_up", "follow", {**FOUND, "done_on": timezone.localdate(), "next_on": soon()}),
        ("closing", "propose_closing", closing),
    ]
    for number, (reached, name, data) in enumerate(steps):
        perform(incident, name, by=bao, **data)
        following = steps[number + 1][0] if number + 1 < len(steps) else ""
        if reached == status != following:
            break
    incident.refresh_from_db()
    return incident
