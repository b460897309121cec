"""IMP-01: the register of one town's children that an import took in, with counts of the town and of the whole file.

Issued by the county office through perform_many(…, "take_in", within=import, papers=["IMP-01"], town=code).
`outcomes` in the data counts every row of the town by its code; without it only rows that became children are known.
"""

from collections import Counter
from typing import Any

from django.db.models import Count

from cases.letters.bases import DUTY
from cases.letters.outcome_words import outcome_words
from cases.letters.people import SEX, iso, place
from cases.models import Case
from cases.registry.models import Guardianship, ImportRow, RosterImport
from documents.letters import letter
from documents.models import Event
from organisation.models import Division

COLUMNS = [
    {"title": "序号", "width": 6, "align": "center"},
    {"title": "姓名", "width": 14},
    {"title": "性别", "width": 4, "align": "center"},
    {"title": "公民身份号码（已脱敏）", "width": 22, "align": "center"},
    {"title": "村（社区）", "width": 18},
    {"title": "实际照护人", "width": 14},
    {"title": "原表行号", "width": 8, "align": "center"},
    {"title": "核对结果", "width": 24},
    {"title": "人数", "width": 4, "kind": "count"},
]


@letter("IMP-01", "农村留守儿童花名册导入登记表", word="册导", organ="county", basis=DUTY, signed=True)
def import_register(subject: RosterImport, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """One town's children in the order of villages and names, and what became of the file."""
    cases = list(taken_in(event))
    found = {row.child_id: row for row in ImportRow.objects.filter(run=subject, child__isnull=False)}
    carers = carers_of(event)
    outcomes = data.get("outcomes") or Counter(found[c.person_id].outcome for c in cases if c.person_id in found)
    return {
        "town": town_name(data.get("town", ""), subject),
        "filename": subject.filename,
        "sha256": subject.sha256,
        "imported_on": iso(subject.uploaded_at.date()),
        "uploaded_by": subject.uploaded_by.name,
        "count": len(cases),
        "by_outcome": in_words(outcomes),
        "by_village": [list(pair) for pair in Counter(case.division.short_name for case in cases).items()],
        "whole_file": whole_file(subject),
        "table": {"columns": COLUMNS, "rows": [_row(n, case, found, carers) for n, case in enumerate(cases, start=1)]},
    }


def taken_in(event: Event) -> Any:
    """The cases that the event moved, village by village."""
    cases = Case.objects.filter(dossier__batchentry__event=event).select_related("person", "division")
    return cases.order_by("division__code", "person__pinyin_sort", "pk")


def carers_of(event: Event) -> dict[int, str]:
    """Name of each child's carer by the child's key."""
    current = Guardianship.objects.filter(child__case__dossier__batchentry__event=event, valid_to__isnull=True)
    return dict(current.values_list("child_id", "carer__name"))


def town_name(code: str, run: RosterImport) -> str:
    """The town in full, or the county when the register is not of one town."""
    town = Division.objects.select_related("parent").filter(code=code.ljust(12, "0")).first() if code else None
    return place(town or run.division)


def in_words(outcomes: dict[str, int]) -> list[list[Any]]:
    """Outcome in words and count, the most frequent first."""
    ranked = sorted(outcomes.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[outcome_words(code), count] for code, count in ranked]


def whole_file(run: RosterImport) -> list[list[Any]]:
    """Counts of every row of the file, by outcome."""
    counts = ImportRow.objects.filter(run=run).order_by().values_list("outcome").annotate(Count("pk"))
    return in_words(dict(counts))


def _row(number: int, case: Case, found: dict[Any, ImportRow], carers: dict[int, str]) -> list[Any]:
    child, row = case.person, found.get(case.person_id)
    return [
        number,
        child.name,
        SEX[child.sex],
        child.id_masked,
        case.division.short_name,
        carers.get(child.pk, ""),
        row.sheet_row if row else "",
        outcome_words(row.outcome) if row else "",
        1,
    ]
