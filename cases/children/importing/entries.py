"""From a checked roster row to what is entered of a child. Pure; what a row leaves open stays empty."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from cases.registry import accounts
from cases.registry.actions import CarerEntry, ChildEntry, ParentEntry
from cases.registry.id_numbers import IdNumberError, parse
from cases.registry.phones import PhoneError, parse_phone
from cases.registry.roster.outcomes import Outcome
from cases.registry.roster.rows import RosterRow
from cases.registry.roster.whereabouts import parents_whereabouts
from documents.trail import canonical
from organisation.encryption import mac
from organisation.models import Division

STATUS_OF = {
    "away": "away",
    "home": "home",
    "local": "home",
    "incapable": "home",
    "dead": "deceased",
    "missing": "missing",
    "imprisoned": "imprisoned",
}
RELATIONS = (
    ("maternal_grandparent", re.compile("外祖|外公|外婆|姥")),
    ("grandparent", re.compile("祖父|祖母|爷|奶|祖孙")),
    ("father", re.compile("父亲|爸")),
    ("mother", re.compile("母亲|妈")),
    ("sibling", re.compile("哥|姐|兄")),
    ("relative", re.compile("伯|叔|姑|舅|姨|婶|亲")),
)
BETWEEN_PHONES = re.compile(r"[/、,，;；或\s]+")


@dataclass
class RosterEntry(ChildEntry):
    """What one row says; `boarding_told` is False when it leaves open whether the child boards."""

    boarding_told: bool = True


def entry_of(row: RosterRow, outcome: Outcome, division: Division, *, allow_synthetic: bool) -> RosterEntry:
    """What the row says of the child. Raises ValueError for an outcome that is not importable."""
    number = outcome.id_number
    if number is None:
        raise ValueError("only a row with a valid ID number can be entered")
    father, mother = parents_whereabouts(row, "")
    return RosterEntry(
        name=row.name,
        id_number=number.number,
        sex=number.sex,
        birth_date=number.birth_date,
        division=division,
        father=_parent(row, "father", father, outcome.on, allow_synthetic),
        mother=_parent(row, "mother", mother, outcome.on, allow_synthetic),
        carer=_carer(row, outcome, allow_synthetic),
        school=row.school,
        grade=row.grade,
        boards=bool(row.boarding),
        boarding_told=row.boarding is not None,
        ethnic_group=row.ethnic_group,
        health=row.health,
        address=row.residence_address,
        account_number=_account(row, allow_synthetic),
        account_holder=row.account_holder,
        bank=row.bank,
    )


def fingerprint(entry: ChildEntry) -> str:
    """A keyed hash of everything that is entered: two rows with the same one change nothing."""
    parts = {"division": entry.division.code, "father": vars(entry.father), "mother": vars(entry.mother)}
    values = {**vars(entry), **parts, "carer": vars(entry.carer) if entry.carer else None}
    return mac(canonical(values), purpose="roster-row").hex()


def _parent(row: RosterRow, who: str, where: str, on: dt.date | None, allow_synthetic: bool) -> ParentEntry:
    since = row.away_since
    return ParentEntry(
        status=STATUS_OF.get(where, "unknown"),
        name=getattr(row, f"{who}_name"),
        id_number=_number(getattr(row, f"{who}_id"), on, allow_synthetic),
        phone=_phone(getattr(row, f"{who}_phone"), allow_synthetic),
        place=getattr(row, f"{who}_place") if where in ("away", "local") else "",
        since=since.first_day() if since and where == "away" else None,
        capacity="none" if where == "incapable" else "",
    )


def _carer(row: RosterRow, outcome: Outcome, allow_synthetic: bool) -> CarerEntry | None:
    if not row.carer_name:
        return None
    wrong_number = {"warning:carer_id", "warning:carer_id_precision_lost", "warning:carer_is_child"}
    usable = not wrong_number & {each.code for each in outcome.findings}
    number = _number(row.carer_id, outcome.on, allow_synthetic) if usable else ""
    relation = next((code for code, pattern in RELATIONS if pattern.search(row.carer_relation)), "other")
    return CarerEntry(row.carer_name, relation, row.carer_relation, number, _phone(row.carer_phone, allow_synthetic))


def _number(written: str, on: dt.date | None, allow_synthetic: bool) -> str:
    try:
        return parse(written, today=on or timezone.localdate(), allow_synthetic=allow_synthetic).number
    except IdNumberError:
        return ""


def _phone(written: str, allow_synthetic: bool) -> str:
    for part in BETWEEN_PHONES.split(written):
        try:
            return parse_phone(part, allow_synthetic=allow_synthetic)
        except PhoneError:
            continue
    return ""


def _account(row: RosterRow, allow_synthetic: bool) -> str:
    try:
        return accounts.parse_account(row.account, allow_synthetic=allow_synthetic) if row.account else ""
    except accounts.AccountError:
        return ""
