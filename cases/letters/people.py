"""Who and where, as papers print it: the child, places in full, dates as ISO texts that templates turn into Chinese.

Invariant: every value is a text, a number, a truth value or a list of such; what is unknown is the empty text.
Called by the builders here and by those of the kinds of case.
"""

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from cases.registry.models import Person
from documents.models import Event
from organisation.models import Division

COMPLETE = re.compile(r".{0,7}?省|.{1,4}?[市县区].{1,5}?(镇|乡|街道|路|街)")
SEX = {"F": "女", "M": "男", "": ""}


def iso(day: dt.date | str | None) -> str:
    """The date for the template's cn_date; empty when unknown, which prints a blank date to fill in."""
    return day.isoformat() if isinstance(day, dt.date) else day or ""


def day_of(event: Event | None) -> dt.date:
    """The day of the act in Chinese time; today for a form that no act has issued."""
    return timezone.localdate(event.at) if event else timezone.localdate()


def doer(event: Event | None) -> str:
    """Who did the act, by name."""
    return event.by.name if event and event.by else ""


def place(division: Division | None) -> str:
    """County, town and village in full: 孟州市化工镇谢庄村. Villages of one name exist in several towns."""
    names: list[str] = []
    while division is not None and division.level in ("county", "town", "village"):
        names.insert(0, division.short_name)
        division = division.parent
    return "".join(names)


def places(*ids: int | None) -> dict[int | None, str]:
    """Full names of several divisions in one query."""
    divisions = Division.objects.select_related("parent__parent").filter(pk__in={pk for pk in ids if pk})
    return {division.pk: place(division) for division in divisions}


def sex_of(person: Person) -> str:
    """男 or 女; empty when not known."""
    return SEX[person.sex]


def child_lines(case: Any, on: dt.date) -> dict[str, Any]:
    """What every paper says of the child. `hukou` and `residence` are places in full with the address, if known."""
    child: Person = case.person
    known = places(case.division_id, child.hukou_division_id)
    village = known.get(case.division_id, "")
    age = child.age(on)
    return {
        "name": child.name,
        "sex": sex_of(child),
        "birth": iso(child.birth_date),
        "age": "" if age is None else age,
        "ethnic_group": child.ethnic_group,
        "id_number": child.id_number,
        "village": village,
        "hukou": with_address(known.get(child.hukou_division_id, ""), child.hukou_address),
        "residence": with_address(village, child.residence_address),
    }


def with_address(village: str, address: str) -> str:
    """The address after the village, nothing said twice; an address that names its county stands alone."""
    if COMPLETE.match(address):
        return address
    shared = max((n for n in range(len(address) + 1) if village.endswith(address[:n])), default=0)
    return village + address[shared:]
