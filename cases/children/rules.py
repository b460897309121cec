"""Who is a left-behind child: pure functions over dated facts (domain report §2.1; 国发〔2016〕13号).

Nothing here touches the database; `facts_of` in queries.py gathers what the rule needs.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from cases.registry.ages import age_on

RURAL_KINDS = frozenset({"villagers_committee", "like_villagers_committee"})
ELSEWHERE = frozenset({"deceased", "missing", "imprisoned", "unknown"})

Verdict = Literal["eligible", "not_eligible", "refer"]


@dataclass(frozen=True)
class Parent:
    """Where one parent is, since when, and whether they could look after the child."""

    status: str
    since: dt.date | None = None
    capacity: str = ""

    def away(self, on: dt.date, min_absence_days: int) -> bool:
        """Worked away for at least that many days? An unknown start counts as long enough."""
        return self.status == "away" and (self.since is None or (on - self.since).days >= min_absence_days)


@dataclass(frozen=True)
class Facts:
    """What is known of a child on a day. `rural_override`: a reasoned decision against the village's kind."""

    birth_date: dt.date | None
    hukou_kind: str
    father: Parent
    mother: Parent
    rural_override: bool = False


@dataclass(frozen=True)
class Decision:
    """The outcome of the rule with codes of its reasons."""

    verdict: Verdict
    reasons: tuple[str, ...]


def left_behind(facts: Facts, on: dt.date, *, max_age: int = 16, min_absence_days: int = 0) -> Decision:
    """The rule of 2016: under 16, rural hukou, both parents away or one away and the other without capacity.

    A parent who is deceased, missing, detained or unknown is not "away": the answer is to refer the child, because
    another status (orphan, de facto unsupported child) may apply.
    """
    reasons = []
    if facts.birth_date is None:
        reasons.append("no_birth_date")
    elif age_on(facts.birth_date, on) >= max_age:
        reasons.append("age")
    if facts.hukou_kind not in RURAL_KINDS and not facts.rural_override:
        reasons.append("not_rural")
    if reasons:
        return Decision("not_eligible", tuple(reasons))
    parents = {"father": facts.father, "mother": facts.mother}
    if gone := tuple(f"{name}_{parent.status}" for name, parent in parents.items() if parent.status in ELSEWHERE):
        return Decision("refer", gone)
    return _by_absence(facts.father, facts.mother, on, min_absence_days)


def _by_absence(father: Parent, mother: Parent, on: dt.date, min_absence_days: int) -> Decision:
    away = [parent.away(on, min_absence_days) for parent in (father, mother)]
    if all(away):
        return Decision("eligible", ("both_away",))
    if any(away):
        at_home = mother if away[0] else father
        if at_home.capacity == "none":
            return Decision("eligible", ("one_away_other_without_capacity",))
        return Decision("not_eligible", ("one_parent_home",))
    return Decision("not_eligible", ("nobody_away",))
