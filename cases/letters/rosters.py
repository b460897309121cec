"""IMP-01: the register of one town's children that an import brought, with counts of the town and of the whole file.

Issued by the county office when an import has run, once a town: `town` in the data is its code of 12 digits. Rows that
were refused are counted by their outcome where their village is known; they are never listed.
"""

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from cases.letters.bases import DUTY
from cases.letters.outcome_words import EFFECTS, outcome_words
from cases.letters.people import iso, place, sex_of
from cases.models import Case
from cases.registry.models import Guardianship, ImportRow, Person, RosterImport
from documents.letters import letter
from documents.models import Event
from organisation.models import Division

Listed = tuple[str, Person, ImportRow]
COLUMNS = [
    {"title": "序号", "width": 5, "align": "center"},
    {"title": "姓名", "width": 13},
    {"title": "性别", "width": 4, "align": "center"},
    {"title": "公民身份号码", "width": 18, "align": "center"},
    {"title": "村（社区）", "width": 17},
    {"title": "实际照护人", "width": 13},
    {"title": "原表行号", "width": 8, "align": "center"},
    {"title": "核对结果", "width": 22},
    {"title": "处理", "width": 6, "align": "center"},
    {"title": "人数", "width": 5, "kind": "count"},
]


@letter("IMP-01", "农村留守儿童花名册导入登记表", word="册导", organ="county", basis=DUTY, signed=True)
def import_register(subject: RosterImport, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """One town's children in the order of villages and names, and what became of the file."""
    of_town = ImportRow.objects.filter(run=subject)
    if data.get("town"):
        of_town = of_town.filter(town_code=data["town"])
    children = listed(of_town, villages_of(subject))
    carers = carers_of(subject)
    return {
        "town": town_name(data.get("town", ""), subject),
        "filename": subject.filename,
        "sha256": subject.sha256,
        "imported_on": iso(timezone.localdate(subject.uploaded_at)),
        "uploaded_by": subject.uploaded_by.name,
        "count": len(children),
        "by_outcome": by_outcome(of_town),
        "whole_file": by_outcome(ImportRow.objects.filter(run=subject)),
        "by_village": [list(pair) for pair in Counter(village for village, _child, _row in children).items()],
        "table": {"columns": COLUMNS, "rows": [_line(n, *each, carers) for n, each in enumerate(children, start=1)]},
    }


def listed(rows: "QuerySet[ImportRow]", villages: dict[int, tuple[str, str]]) -> list[Listed]:
    """Village, child and row of each row that became a child, in the order of villages and names."""
    found = [(row.child, row) for row in rows.filter(child__isnull=False).select_related("child") if row.child]
    placed = [(villages.get(child.pk, ("", "")), child, row) for child, row in found]
    placed.sort(key=lambda each: (each[0], each[1].pinyin_sort, each[2].pk))
    return [(village[1], child, row) for village, child, row in placed]


def villages_of(run: RosterImport) -> dict[int, tuple[str, str]]:
    """Code and name of the village of each child's newest case."""
    cases = Case.objects.filter(person__importrow__run=run).order_by("pk")
    return {
        child: (code, name)
        for child, code, name in cases.values_list("person_id", "division__code", "division__short_name")
    }


def carers_of(run: RosterImport) -> dict[int, str]:
    """Name of each child's carer by the child's key."""
    current = Guardianship.objects.filter(child__importrow__run=run, valid_to__isnull=True)
    return dict(current.values_list("child_id", "carer__name"))


def town_name(code: str, run: RosterImport) -> str:
    """The town in full, or the county when the register is not of one town."""
    town = Division.objects.select_related("parent").filter(code=code).first() if code else None
    return place(town or run.division)


def by_outcome(rows: "QuerySet[ImportRow]") -> list[list[Any]]:
    """Outcome in words and how many rows have it, the most frequent first."""
    counts = rows.order_by().values_list("outcome").annotate(count=Count("pk"))
    ranked = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    return [[outcome_words(code), count] for code, count in ranked]


def _line(number: int, village: str, child: Person, row: ImportRow, carers: dict[int, str]) -> list[Any]:
    told = [number, child.name, sex_of(child), child.id_masked, village, carers.get(child.pk, "")]
    return [*told, row.sheet_row, outcome_words(row.outcome), EFFECTS.get(row.effect, ""), 1]
