"""The rows of an import as a list, and its numbers as tiles that lead there.

Invariant: a tile, the list it opens and the workbook of that list count the same rows, because all three use RowFilter.
"""

from typing import Any

import django_filters as filters
from django.db.models import Case as Choice
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.children.importing.explaining import EFFECTS, GRADES, grade_of, problem, told
from cases.models import Case
from cases.registry.models import ImportRow, RosterImport
from cases.registry.roster.outcomes import OK
from documents.exporting import ExportColumn
from organisation.models import Division

Rows = QuerySet[Any]


def rows_of(run: RosterImport) -> Rows:
    """The rows with what the page tells about the child's case: its state, and whether it lies in this place."""
    newest = Case.objects.filter(kind="LBC", person=OuterRef("child")).order_by("-pk")
    lower, upper = run.division.covers()
    inside = Choice(When(division__code__gte=lower, division__code__lt=upper, then=Value(True)), default=Value(False))
    return run.rows.annotate(
        case_status=Subquery(newest.values("status")[:1]),
        case_here=Subquery(newest.annotate(inside=inside).values("inside")[:1]),
        case_code=Subquery(newest.values("dossier__code")[:1]),
    )


class RowFilter(filters.FilterSet):
    """By grade, outcome, result, sheet, town, and whether the child was known before."""

    grade = filters.ChoiceFilter(label=_("Kind"), method="by_grade", empty_label=_("All"))
    outcome = filters.ChoiceFilter(label=_("What was found"), empty_label=_("All"))
    effect = filters.ChoiceFilter(label=_("Result"), choices=ImportRow.Effect.choices, empty_label=_("All"))
    town = filters.ChoiceFilter(label=_("Town"), field_name="town_code", empty_label=_("All"))
    sheet = filters.ChoiceFilter(label=_("Sheet"), empty_label=_("All"))
    known = filters.ChoiceFilter(
        label=_("Child"), choices=[("1", _("known before"))], method="by_known", empty_label=_("All")
    )

    class Meta:
        model = ImportRow
        fields: list[str] = []

    def __init__(self, data: Any, run: RosterImport, **kwargs: Any) -> None:
        super().__init__(data, rows_of(run), **kwargs)
        codes = sorted(set(run.rows.order_by().values_list("outcome", flat=True).distinct()))
        sheets = list(run.rows.order_by("sheet").values_list("sheet", flat=True).distinct())
        fields = self.form.fields
        fields["grade"].choices = [(grade, label) for grade, (label, *_look) in GRADES.items()]
        fields["outcome"].choices = [(code, problem(code)) for code in codes]
        fields["town"].choices = list(town_names(run).items())
        fields["sheet"].choices = [(name, name) for name in sheets]
        if len(sheets) < 2:
            del fields["sheet"]

    def by_grade(self, rows: Rows, name: str, value: str) -> Rows:
        """All outcomes of one kind."""
        return rows.filter(outcome=OK) if value == OK else rows.filter(outcome__startswith=f"{value}:")

    def by_known(self, rows: Rows, name: str, value: str) -> Rows:
        """Rows that would be imported, of children who were in the registry when the roster was checked."""
        return rows.filter(effect=ImportRow.Effect.WAITING, child__isnull=False)


def town_names(run: RosterImport) -> dict[str, str]:
    """The towns that occur in the import, by code."""
    codes = run.rows.exclude(town_code="").order_by().values_list("town_code", flat=True).distinct()
    return dict(Division.objects.filter(code__in=codes).order_by("code").values_list("code", "short_name"))


def grade_tiles(run: RosterImport, counts: dict[str, int]) -> list[dict[str, Any]]:
    """One tile a grade, in the order of GRADES."""
    by_grade = dict.fromkeys(GRADES, 0)
    for code, count in counts.items():
        by_grade[grade_of(code)] += count
    return [
        _tile(run, f"grade={grade}", by_grade[grade], label, icon, tone)
        for grade, (label, icon, tone) in GRADES.items()
    ]


def effect_tiles(run: RosterImport) -> list[dict[str, Any]]:
    """One tile for each result; rows that still wait only while there are some."""
    counts = dict(run.rows.order_by().values_list("effect").annotate(Count("pk")))
    labels = dict(ImportRow.Effect.choices)
    return [
        _tile(run, f"effect={effect}", counts.get(effect, 0), labels[effect], icon, tone)
        for effect, (icon, tone) in EFFECTS.items()
        if effect != ImportRow.Effect.WAITING or counts.get(effect)
    ]


def outcome_lines(run: RosterImport, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Each outcome that needs a look, with its number and the address of its rows, the frequent first."""
    order = list(GRADES)
    codes = sorted(counts, key=lambda code: (order.index(grade_of(code)), -counts[code]))
    return [
        {
            "count": counts[code],
            "text": problem(code),
            "grade": GRADES[grade_of(code)],
            "url": f"{reverse('import-rows', args=[run.code])}?outcome={code}",
        }
        for code in codes
        if code != OK
    ]


def _tile(run: RosterImport, query: str, number: int, label: Any, icon: str, tone: str) -> dict[str, Any]:
    url = f"{reverse('import-rows', args=[run.code])}?{query}"
    return {"number": number, "label": label, "url": url, "icon": icon, "tone": tone}


def run_columns() -> list[ExportColumn]:
    """What the workbook of the list of imports shows of one."""
    return [
        ExportColumn(_("File"), lambda run: run.filename, 40),
        ExportColumn(_("For"), lambda run: run.division.short_name, 14),
        ExportColumn(_("State"), lambda run: run.get_status_display(), 14),
        ExportColumn(_("Rows"), lambda run: run.total if run.checked_on else None, 8),
        ExportColumn(_("Uploaded"), lambda run: run.uploaded_at, 12),
        ExportColumn(_("By"), lambda run: run.uploaded_by.name, 14),
    ]


def export_columns(run: RosterImport) -> list[ExportColumn]:
    """What the workbook of the list shows of a row. Names stay masked: the annotated roster has them in full."""
    towns = town_names(run)
    return [
        ExportColumn(_("Sheet"), lambda row: row.sheet, 14),
        ExportColumn(_("Row"), lambda row: row.sheet_row, 8),
        ExportColumn(_("Child"), lambda row: row.name_masked, 12),
        ExportColumn(_("Town"), lambda row: towns.get(row.town_code, ""), 16),
        ExportColumn(_("What was found"), lambda row: " ".join(wrong for wrong, _do in told(row)), 50),
        ExportColumn(_("What to do"), lambda row: " ".join(do for _wrong, do in told(row)), 50),
        ExportColumn(_("Result"), lambda row: row.get_effect_display(), 14),
    ]
