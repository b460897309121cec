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
from cases.registry.models import Guardianship, ImportRow, RosterImport
from documents.letters import letter
from documents.models import Event
from organisation.models import Division

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
    children = list(of_town.filter(child__isnull=False).select_related("child"))
    villages, carers = villages_of(subject), carers_of(subject)
    children.sort(key=lambda row: (villages.get(row.child_id, ("", "")), row.child.pinyin_sort, row.pk))
    names = [villages.get(row.child_id, ("", ""))[1] for row in children]
    rows = [_row(n, row, names[n - 1], carers) for n, row in enumerate(children, start=1)]
    return {
        "town": town_name(data.get("town", ""), subject),
        "filename": subject.filename,
        "sha256": subject.sha256,
        "imported_on": iso(timezone.localdate(subject.uploaded_at)),
        "uploaded_by": subject.uploaded_by.name,
        "count": len(children),
        "by_outcome": by_outcome(of_town),
        "whole_file": by_outcome(ImportRow.objects.filter(run=subject)),
        "by_village": [list(pair) for pair in Counter(names).items()],
        "table": {"columns": COLUMNS, "rows": rows},
    }


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


def _row(number: int, row: ImportRow, village: str, carers: dict[int, str]) -> list[Any]:
    child = row.child
    if child is None:
        raise ValueError("only rows that became children are listed")
    told = [number, child.name, sex_of(child), child.id_masked, village, carers.get(child.pk, "")]
    return [*told, row.sheet_row, outcome_words(row.outcome), EFFECTS.get(row.effect, ""), 1]
