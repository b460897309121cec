"""STP-03B: the register of a town's children that is reviewed and certified as a whole (§2.4).

Invariant: one row a child, in the order of villages and names; a fixed number of statements whatever their number.
"""

from typing import Any

from cases.letters.people import SEX, day_of, doer, iso, place
from cases.letters.slip import acting_office
from cases.registry.models import Enrolment
from cases.stipends.letters.words import RIGHTS, month_words
from cases.stipends.models import TownList
from cases.stipends.posting import worth_of
from documents.letters import letter
from documents.models import Event
from organisation.models import Division

COLUMNS = [
    {"title": "序号", "width": 5, "align": "center"},
    {"title": "申请编号", "width": 21, "align": "center"},
    {"title": "儿童姓名", "width": 12},
    {"title": "性别", "width": 4, "align": "center"},
    {"title": "公民身份号码", "width": 18, "align": "center"},
    {"title": "村（社区）", "width": 14},
    {"title": "就读学校、年级", "width": 26},
    {"title": "申请人", "width": 10},
    {"title": "本期应发\n（元）", "width": 10, "kind": "fen"},
    {"title": "人数", "width": 5, "kind": "count"},
]


@letter(
    "STP-03B", "留守儿童助学金资格认定审批表（名册）", word="助认册", organ=acting_office, basis=RIGHTS, signed=True
)
def certified_list(subject: TownList, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The children that stand on the list when the town, then the county, reviews it."""
    certified = event.action.endswith("certify_county")
    cases = subject.cases.filter(status="certified_town" if certified else "accepted")
    worth, schools = worth_of(subject.round, cases), schools_of(cases)
    shown = cases.select_related("person", "division").order_by("division__code", "person__pinyin_sort", "pk")
    rows = [
        [
            number,
            case.number,
            case.person.name,
            SEX[case.person.sex],
            case.person.id_masked,
            case.division.short_name,
            schools.get(case.person_id, ""),
            case.applicant,
            worth[case.pk],
            1,
        ]
        for number, case in enumerate(shown, start=1)
    ]
    return {
        "round": subject.round.name,
        "town": place(Division.objects.select_related("parent").get(pk=subject.division_id)),
        "term": f"{month_words(subject.round.first_month)}至{month_words(subject.round.last_month)}",
        "act": "县级认定" if certified else "乡镇（街道）初审",
        "opinion": subject.opinion_county if certified else subject.opinion_town,
        "by": doer(event),
        "on": iso(day_of(event)),
        "count": len(rows),
        "grand_total": sum(row[8] for row in rows),
        "table": {"columns": COLUMNS, "rows": rows},
    }


def schools_of(cases: Any) -> dict[int, str]:
    """School and grade of each child, as now."""
    now = Enrolment.objects.filter(child__in=cases.order_by().values("person_id"), valid_to__isnull=True)
    rows = now.values_list("child_id", "school__name", "grade")
    return {child: f"{school} {grade}".strip() for child, school, grade in rows}
