"""What papers say of a proxy parent: identity, home, service. Every value is a text, a number or a truth value.

Called by the builders of this package and of the papers of pairings.
"""

import datetime as dt
from typing import Any

from cases.letters.people import iso, place, sex_of, with_address
from cases.letters.slip import describes
from organisation.models import Division
from volunteers.letters.bases import CHOICE

TYPES = {"volunteer": "志愿者", "cadre": "干部"}
CALLED = {"F": "代理妈妈", "M": "代理爸爸", "": "代理家长"}
INSURANCE = {"none": "未投保", "office": "由主管部门投保", "own": "本人自行投保"}


def person_lines(volunteer: Any, on: dt.date) -> dict[str, Any]:
    """Name, sex, birth, ID number, telephone, home, work, and what the person is called in service."""
    person = volunteer.person
    age = person.age(on)
    village = place(Division.objects.select_related("parent__parent").get(pk=volunteer.division_id))
    return {
        "name": person.name,
        "sex": sex_of(person),
        "birth": iso(person.birth_date),
        "age": "" if age is None else age,
        "id_number": person.id_number,
        "phone": volunteer.phone,
        "village": village,
        "residence": with_address(village, person.residence_address),
        "work_unit": volunteer.work_unit,
        "education": volunteer.education,
        "type": TYPES[volunteer.type],
        "called": CALLED[person.sex],
        "number": volunteer.number or "",
    }


@describes("volunteers.volunteer")
def on_slips(subject: Any, on: dt.date) -> dict[str, Any]:
    """The head of a transition slip of a proxy parent."""
    words = {"title": "代理家长姓名", "number_title": "代理家长编号", "basis": CHOICE}
    return {**words, **person_lines(subject, on)}
