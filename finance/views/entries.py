"""How every enrolled child was counted when a batch was compiled: in, held, left out or in error, and why.

Invariant: the four outcomes add up to the enrolled, in the list as in the tiles that lead to it.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.finding import reads_masked, shown_name
from documents.exporting import ExportColumn, download, export_rows
from documents.views.door import StaffRequest
from finance import figures, pages
from finance.filters import EntryFilter
from finance.forms.batches import ExportForm
from finance.models import Batch
from finance.reasons import reason_words
from finance.views.lines import ROWS_A_PAGE, keep_text, search_of


@require_POST
@login_required
def entry_find(request: StaffRequest, code: UUID) -> HttpResponse:
    """Narrow the children of the roll by a typed text, which goes into the session and not into the address."""
    return keep_text(request, reverse("entry-list", args=[code]))


@require_GET
@login_required
def entry_list(request: StaffRequest, code: UUID) -> HttpResponse:
    """How every enrolled child was counted, with the reason."""
    batch = pages.batch_for_rolls(request.user, code)
    pages.note_opening(batch, request.user)
    filtered = _entries(request, batch)
    rows = filtered.qs.order_by("case__division__code", "pk").select_related(
        "case__person", "case__division__parent", "case__dossier"
    )
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    for entry in page:
        entry.words = reason_words(entry.reason) if entry.reason else ""
        entry.left_out = _left_out(entry.months)
    shown = {
        **pages.batch_head(batch, request.user),
        **search_of(request, filtered),
        "filter": filtered,
        "page": page,
        "opens_cases": pages.opens_cases(request.user),
        "masked": reads_masked(request.user),
    }
    return render(request, "finance/entry_list.html", shown)


def _entries(request: StaffRequest, batch: Batch) -> EntryFilter:
    rolls = figures.rolls_of(batch, request.user)
    text = request.session.get("list_texts", {}).get(request.GET.get("find", ""), "")
    entries = figures.entries_of(batch, request.user, rolls)
    return EntryFilter(request.GET, entries, rolls=rolls, text=text, request=request)


def _left_out(months: Any) -> list[str]:
    """Months that were not counted, each with its reason in words."""
    found = []
    for each in months if isinstance(months, list) else []:
        month, reason = (each.get("month"), each.get("reason")) if isinstance(each, dict) else (each[0], each[-1])
        found.append(f"{month} {reason_words(str(reason))}" if reason else str(month))
    return found


@require_POST
@login_required
def entry_export(request: StaffRequest, code: UUID) -> HttpResponse:
    """The filtered entries as a workbook, for a reason that is kept."""
    batch = pages.batch_for_rolls(request.user, code)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "finance/export_reason.html", {"form": form, "batch": batch}, status=422)
    masked = reads_masked(request.user)
    rows = _entries(request, batch).qs.select_related("case__person", "case__division__parent")
    columns = [
        ExportColumn(_("Child"), lambda entry: shown_name(entry.case.person, masked=masked), 14),
        ExportColumn(_("Sex"), lambda entry: entry.case.person.get_sex_display(), 6),
        ExportColumn(_("ID number"), lambda entry: entry.case.person.id_masked, 22),
        ExportColumn(_("Town"), lambda entry: entry.case.division.parent.short_name, 14),
        ExportColumn(_("Village"), lambda entry: entry.case.division.short_name, 16),
        ExportColumn(_("Counted"), lambda entry: entry.get_outcome_display(), 12),
        ExportColumn(_("Reason"), lambda entry: reason_words(entry.reason) if entry.reason else "", 30),
        ExportColumn(_("Months left out"), lambda entry: "；".join(_left_out(entry.months)), 40),
    ]
    told = {name: str(value) for name, value in request.GET.items() if value and name not in ("find", "page")}
    content = export_rows(
        list(rows.order_by("case__division__code", "pk")),
        columns,
        by=request.user,
        title=_("Roll of batch %s") % batch.number,
        reason=form.cleaned_data["reason"],
        filters=told,
    )
    return download(content, f"roll-{batch.number}")
