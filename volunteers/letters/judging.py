"""PXP-07, PXP-08 and PXP-20: the judgement on person and home, the certificate of training, the notice of refusal."""

from typing import Any

from cases.letters.people import day_of, iso
from documents.letters import letter
from documents.models import Event
from volunteers.letters.bases import CHOICE, SERVICE
from volunteers.letters.persons import person_lines
from volunteers.suitability import QUESTIONS

REFUSED = {
    "vetting": "经审核，您不符合代理家长聘任条件",
    "withdrawn": "您已撤回申请",
}


@letter("PXP-07", "代理家长面谈及家庭环境评估表", word="代评", organ="county", basis=CHOICE, signed=True)
def judgement(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The last interview, what the referees said, and the visit to the home."""
    return {
        "person": person_lines(subject, day_of(event)),
        "interview": _seen(subject, "interview"),
        "home": _seen(subject, "home"),
        "may_host": subject.may_host,
        "referees": [
            {"name": each.name, "relation": each.relation, "opinion": each.opinion, "heard_on": iso(each.heard_on)}
            for each in subject.referees.all()
        ],
    }


def _seen(subject: Any, kind: str) -> dict[str, Any]:
    made = subject.suitability.filter(kind=kind).select_related("by").first()
    if made is None:
        return {}
    return {
        "on": iso(made.held_on),
        "by": made.by.name,
        "second": made.second_person,
        "answers": [[asked.paper, str(made.answers.get(asked.code, ""))] for asked in QUESTIONS[kind]],
        "passed": made.passed,
        "words": made.words,
    }


@letter("PXP-08", "代理家长培训合格证", word="代培", organ="county", basis=SERVICE)
def certificate(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The training that was just recorded."""
    made = subject.trainings.order_by("pk").last()
    return {
        "person": person_lines(subject, day_of(event)),
        "course": made.course,
        "held_on": iso(made.held_on),
        "hours": f"{made.minutes / 60:g}" if made.minutes % 30 == 0 else "",
        "minutes": made.minutes,
        "score": made.score,
        "valid_until": iso(made.valid_until),
    }


@letter("PXP-20", "不予聘任告知书", word="代告", organ="county", basis=SERVICE)
def refusal(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The reason as given; where the record check is the reason, that the conditions are not met and no word more."""
    return {
        "addressee": subject.person.name,
        "person": person_lines(subject, day_of(event)),
        "applied_on": iso(subject.created_at.date()),
        "reason": REFUSED.get(data.get("ground", ""), data["reason"]),
    }
