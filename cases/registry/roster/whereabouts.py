"""Where the parents are, as rosters put it, and what follows for the left-behind rule.

Invariant: a dead, missing, imprisoned or unknown parent is never counted as away (domain.md §2.1, v2016).
Pure; called by `checking`.
"""

from cases.registry.roster.cleaning import clean_text
from cases.registry.roster.outcomes import Finding, finding
from cases.registry.roster.rows import RosterRow
from cases.registry.roster.words import (
    BLANK,
    BOTH_AWAY,
    IS_AWAY,
    NOT_AWAY,
    ONE_AWAY,
    ONE_WITHOUT_CAPACITY,
    TOLD_WITH_THE_NAME,
    WHEREABOUTS,
    Whereabouts,
)

REFERRED: tuple[Whereabouts, ...] = ("dead", "missing", "imprisoned", "unknown")
AT_HOME: tuple[Whereabouts, ...] = ("home", "local")


def judge_whereabouts(row: RosterRow, home_county: str) -> Finding | None:
    """Why the parents' whereabouts keep the child from being left behind, or leave it in doubt.

    None when both are away, or one is and the other cannot act as guardian. `home_county` is its name, 孟州市.
    """
    father, mother = parents_whereabouts(row, home_county)
    both = {father, mother}
    if father == mother == "dead":
        return finding("refer:orphan")
    for state in REFERRED:
        if state in both:
            return finding(f"refer:parent_{state}", _field(row, father == state))
    for state in AT_HOME:
        if state in both:
            return finding(f"not_eligible:one_parent_{state}", _field(row, father == state))
    if both == {"incapable"}:
        return finding("refer:parents_incapable")
    if "separated" in both:
        return finding("warning:parents_separated", _field(row, father == "separated"))
    if "blank" in both:
        return finding("warning:whereabouts_missing", _field(row, father == "blank"))
    return None


def parents_whereabouts(row: RosterRow, home_county: str) -> tuple[Whereabouts, Whereabouts]:
    """Father and mother. Where nothing is written of either, what the row says of both counts."""
    father = _of_one(row.father_status, row.father_place, row.father_name, home_county)
    mother = _of_one(row.mother_status, row.mother_place, row.mother_name, home_county)
    if ONE_WITHOUT_CAPACITY.search(row.guardianship):
        father = "incapable" if father in ("home", "local", "blank") and mother != "blank" else father
        mother = "incapable" if mother in ("home", "local") and father != "incapable" else mother
        return ("away", "incapable") if father == mother == "blank" else (father, mother)
    if father == mother == "blank":
        return _of_both(row, home_county)
    return father, mother


def whereabouts(text: str, home_county: str = "") -> Whereabouts:
    """What one cell says: a word for being at home, dead and so on, or the place where the parent works."""
    text = clean_text(text)
    if text in BLANK:
        return "blank"
    if text in NOT_AWAY | IS_AWAY:
        return "home" if text in NOT_AWAY else "away"
    for state, pattern in WHEREABOUTS:
        if pattern.search(text):
            return state
    stem = home_county.removesuffix("市").removesuffix("县").removesuffix("区")
    return "local" if home_county and (home_county in text or text.endswith(stem)) else "away"


def _of_one(status: str, place: str, name: str, home_county: str) -> Whereabouts:
    with_name = whereabouts(name) if name else "blank"
    if with_name in TOLD_WITH_THE_NAME:
        return with_name
    by_status, by_place = whereabouts(status, home_county), whereabouts(place, home_county)
    if by_status in ("blank", "away") and by_place != "blank":
        return by_place
    return by_status


def _of_both(row: RosterRow, home_county: str) -> tuple[Whereabouts, Whereabouts]:
    if BOTH_AWAY.search(row.guardianship):
        return "away", "away"
    if ONE_AWAY.search(row.guardianship):
        return "away", "home"
    place = whereabouts(row.parents_place, home_county)
    return place, place


def _field(row: RosterRow, is_father: bool) -> str:
    parent = "father" if is_father else "mother"
    for name in (f"{parent}_place", f"{parent}_status", "parents_place", "guardianship"):
        if name in row.has:
            return name
    return ""
