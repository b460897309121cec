"""PXP-05 and PXP-06: asking the police, and the register of what they replied: results only, never an offence."""

from typing import Any

from cases.letters.people import day_of, doer, iso
from documents.letters import letter
from documents.models import Event
from volunteers.letters.bases import VETTING
from volunteers.letters.persons import person_lines

KINDS = {"unit": "单位查询", "own": "本人提供证明"}
RESULTS = {"clear": "未发现相关记录", "not_clear": "不符合条件"}


@letter("PXP-05", "关于查询代理家长有关人员犯罪记录的函", word="代查", organ="county", basis=VETTING)
def request(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Letter of introduction and the form of application on its second page."""
    adults = subject.home_adults.all() if subject.may_host else ()
    return {
        "addressee": data["authority"],
        "person": person_lines(subject, day_of(event)),
        "home_adults": [[each.name, each.relation] for each in adults],
        "again": event.action.endswith("renew_vetting"),
        "asked_by": doer(event),
    }


@letter("PXP-06", "犯罪记录查询结果登记表", word="代登", organ="county", basis=VETTING)
def register(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Every reply so far, the newest first: kind, police, number, result, until when it holds."""
    checks = subject.checks.select_related("recorded_by").order_by("-pk")
    return {
        "person": person_lines(subject, day_of(event)),
        "until": iso(subject.vetted_until),
        "checks": [
            {
                "of": each.of or subject.person.name,
                "kind": KINDS[each.kind],
                "applied_on": iso(each.applied_on),
                "authority": each.authority,
                "document_no": each.document_no,
                "checked_on": iso(each.checked_on),
                "result": RESULTS[each.result],
                "valid_until": iso(each.valid_until),
                "by": each.recorded_by.name,
            }
            for each in checks
        ],
    }
