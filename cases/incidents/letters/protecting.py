"""PRO-04 to PRO-07: plan, handover, follow-up, closing (domain report §2.17)."""

from typing import Any

from cases.incidents.clocks import clocks
from cases.incidents.letters.people import child_of, child_with_stars
from cases.incidents.letters.words import CLOCKS, GROUNDS, HOW, OUTCOMES, SAFE, lateness, moment
from cases.letters.bases import LAW
from cases.letters.people import day_of, doer, iso
from documents.letters import letter
from documents.models import Event
from documents.transitions import last_doers
from organisation.models import User

PROTECT = f"{LAW}第四条、第十一条、第一百零三条"
TEMPORARY = f"{LAW}第九十二条、第九十三条"
WAYS = {"temporary": "民政部门临时监护", "at_home": "居家保护"}


@letter("PRO-04", "安全保护方案", word="护方", organ="county", basis=PROTECT, signed=True)
def safety_plan(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The newest plan. It goes to those who carry it out: the child by name, without the ID number."""
    plan = subject.plans.first()
    child = child_of(subject, day_of(event))
    return {
        "child": {name: child[name] for name in ("name", "sex", "age", "village", "school")},
        "danger_now": subject.danger_now,
        "nth": subject.plans.count(),
        "plan": {
            name: getattr(plan, name)
            for name in ("stays_with", "measures", "kept_away", "medical", "child_view", "responsible", "phone")
        },
        "police": " ".join(each for each in (subject.police_station, subject.police_number) if each),
        "next_on": iso(plan.next_on),
        "by": doer(event),
        "on": iso(day_of(event)),
    }


@letter("PRO-05", "临时监护移交书", word="护移", organ="county", basis=TEMPORARY, signed=True)
def handover(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The child in full, the ground of the law, what is handed over with it, for both signatures."""
    made = subject.placements.first()
    return {
        "child": child_of(subject, day_of(event)),
        "ground": made.ground,
        "grounds": [list(pair) for pair in GROUNDS.items()],
        "receiver": made.receiver,
        "receiver_phone": made.receiver_phone,
        "at": moment(made.at),
        "condition": made.condition,
        "belongings": made.belongings,
        "child_view": made.child_view,
        "police": " ".join(each for each in (subject.police_station, subject.police_number) if each),
        "by": doer(event),
    }


@letter("PRO-06", "跟踪记录", word="护跟", organ="county", basis=PROTECT)
def follow_up_record(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What was found this time."""
    row = subject.follow_ups.first()
    placed = subject.placements.first()
    return {
        "child": child_with_stars(subject, day_of(event)),
        "nth": subject.follow_ups.count(),
        "way": WAYS[placed.way] if placed else "",
        "done_on": iso(row.done_on),
        "how": HOW[row.how],
        "child_seen": row.child_seen,
        "safe": SAFE[row.safe],
        "found": row.found,
        "done": row.done,
        "child_view": row.child_view,
        "next_on": iso(row.next_on),
        "by": row.by.name,
    }


@letter("PRO-07", "结案报告", word="护结", organ="county", basis=PROTECT, signed=True)
def closing_report(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """From report to end: times, police, protection, follow-ups, outcome, and the two officers who answer for it."""
    first = User.objects.filter(pk=last_doers(subject).get("propose_closing")).first()
    return {
        "child": child_with_stars(subject, day_of(event)),
        "times": _times(subject),
        "delays": [[CLOCKS[each.name], lateness(each.minutes_late)] for each in clocks(subject) if each.name != "next"],
        "police": [subject.police_station, subject.police_number, subject.police_officer],
        "ways": [[WAYS[row.way], moment(row.at)] for row in reversed(subject.placements.all())],
        "plans": subject.plans.count(),
        "follow_ups": subject.follow_ups.count(),
        "outcome": OUTCOMES.get(subject.outcome, ""),
        "outcomes": list(OUTCOMES.values()),
        "words": subject.outcome_words,
        "proposed_by": first.name if first else "",
        "opinion": data.get("opinion", ""),
        "by": doer(event),
        "on": iso(day_of(event)),
    }


def _times(subject: Any) -> list[list[str]]:
    """What happened when."""
    known = [
        ("发现", subject.observed_at),
        ("报告", subject.reported_at),
        ("拨打110", subject.phoned_at),
        ("书面报案", subject.written_at),
        ("公安机关接报", subject.police_at),
    ]
    return [[label, moment(at) or "（无）"] for label, at in known]
