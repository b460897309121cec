"""PXP-01, the public notice that a county looks for proxy parents."""

import datetime as dt
from typing import Any

from cases.letters.people import iso
from cases.letters.slip import describes
from documents.letters import letter
from documents.models import Event
from volunteers.letters.bases import CHOICE


@letter("PXP-01", "关于招募代理家长的公告", word="代招", organ="county", basis=CHOICE)
def notice(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What the office entered; the conditions are those of the program version in force."""
    version = subject.program_version
    return {
        "county": subject.division.short_name,
        "season": subject.season,
        "wanted": subject.wanted,
        "area": subject.area,
        "words": subject.words,
        "apply_from": iso(subject.apply_from),
        "apply_until": iso(subject.apply_until),
        "where": subject.where,
        "contact": subject.contact,
        "phone": subject.phone,
        "min_age": version.number("min_age"),
        "score": version.number("training_score"),
        "most": version.number("max_children"),
    }


@describes("volunteers.recruitment")
def on_slips(subject: Any, on: dt.date) -> dict[str, Any]:
    """The head of the slip that closes a notice."""
    name = f"{subject.division.short_name}{subject.season}招募代理家长公告"
    return {"title": "公告", "number_title": "编号", "basis": CHOICE, "name": name, "village": subject.division.name}
