"""The payments of a batch or of a town's roll: found, filtered, taken out as a workbook.

Invariant: what the page says of all its payments is asked once or stored, so that it stays quick for any number;
a typed name stands in the session and never in an address.
"""

import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.finding import reads_masked, shown_name
from cases.views.listing import LONGEST_TEXT, MOST_TEXTS
from documents.clerks import may_handle
from documents.exporting import ExportColumn, download, export_rows
from documents.views.door import StaffRequest
from finance import figures, pages
from finance.failures import failure_label, next_step
from finance.filters import SORTS, LineFilter
from finance.forms.batches import ExportForm
from finance.models import Batch, LineItem, ReturnRow
from finance.recovering import ARRIVED
from finance.recovery_rules import PROPOSERS
from finance.wording import yuan_words
from organisation.models import User
from organisation.rights import has_role

ROWS_A_PAGE = 50
RELATED = ("person", "division__parent", "account", "case__dossier")


class Counted(Paginator[Any]):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self._known = count

    @cached_property
    def count(self) -> int:
        """The number that was given."""
        return self._known


@require_GET
@login_required
def line_list(request: StaffRequest, code: UUID) -> HttpResponse:
    """The payments of a batch that I may see."""
    batch = pages.batch_for_rolls(request.user, code)
    pages.note_opening(batch, request.user)
    filtered, sums = _filtered(request, batch)
    rows = ordered(filtered.qs, request.GET.get("sort", "")).select_related(*RELATED)
    page = Counted(rows, ROWS_A_PAGE, sums["count"]).get_page(request.GET.get("page"))
    for line in page:
        line.look = pages.LINE_LOOKS.get(line.status, "")
        line.failure_words = failure_label(line.failure) if line.failure else ""
    shown = {
        **pages.batch_head(batch, request.user),
        **search_of(request, filtered),
        "filter": filtered,
        "page": page,
        "sums": sums,
        "page_fen": sum(line.fen for line in page),
        "words": figures.in_words(sums["fen"]),
        "masked": reads_masked(request.user),
    }
    return render(request, "finance/line_list.html", shown)


def _filtered(request: StaffRequest, batch: Batch) -> tuple[LineFilter, dict[str, int]]:
    """The filter of the address over the payments that the user may see, with their number and sum."""
    rolls = figures.rolls_of(batch, request.user)
    lines = figures.lines_of(batch, request.user, rolls)
    text = request.session.get("list_texts", {}).get(request.GET.get("find", ""), "")
    found = LineFilter(request.GET, lines, rolls=rolls, text=text, request=request)
    narrowed = bool(text) or any(value for name, value in request.GET.items() if name in found.filters)
    if narrowed or batch.status == Batch.Status.CANCELLED:
        return found, figures.sums(found.qs)
    return found, figures.stored_sums(batch, rolls, figures.sees_whole(batch, request.user))


def search_of(request: StaffRequest, filtered: Any) -> dict[str, Any]:
    """The typed text of a list, and its other filters as they stand in the address."""
    without = request.GET.copy()
    for name in ("find", "page"):
        without.pop(name, None)
    return {"text": filtered.text, "without_find": without.urlencode()}


def ordered(lines: Any, sort: str) -> Any:
    """Sorted by a column, `-` for backwards; else by number."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return lines.order_by("sequence")
    return lines.order_by(F(column).desc() if sort.startswith("-") else F(column).asc(), "sequence")


@require_POST
@login_required
def line_find(request: StaffRequest, code: UUID) -> HttpResponse:
    """Narrow the payments by a typed text. The text goes into the session, and only its key into the address."""
    return keep_text(request, reverse("line-list", args=[code]))


def keep_text(request: StaffRequest, url: str) -> HttpResponse:
    """Lead to the list at `url`, narrowed by the text that was sent."""
    filters = QueryDict(request.POST.get("filters", ""), mutable=True)
    filters.pop("find", None)
    text = " ".join(request.POST.get("text", "").split())[:LONGEST_TEXT]
    if text:
        filters["find"] = key = secrets.token_urlsafe(6)
        kept = list(request.session.get("list_texts", {}).items())[-MOST_TEXTS + 1 :]
        request.session["list_texts"] = dict([*kept, (key, text)])
    return redirect(f"{url}?{filters.urlencode()}")


@require_POST
@login_required
def line_export(request: StaffRequest, code: UUID) -> HttpResponse:
    """The filtered payments as a workbook, for a reason that is kept."""
    batch = pages.batch_for_rolls(request.user, code)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "finance/export_reason.html", {"form": form, "batch": batch}, status=422)
    filtered, _sums = _filtered(request, batch)
    rows = list(ordered(filtered.qs, request.GET.get("sort", "")).select_related(*RELATED))
    for line in rows:
        line.batch = batch
    told = {name: str(value) for name, value in request.GET.items() if value and name not in ("find", "page", "sort")}
    title = _("Payments of batch %s") % batch.number
    columns = export_columns(request.user)
    reason = form.cleaned_data["reason"]
    content = export_rows(rows, columns, by=request.user, title=title, reason=reason, filters=told)
    return download(content, f"payments-{batch.number}")


def export_columns(user: User) -> list[ExportColumn]:
    """What the workbook shows of a payment: masked identity, the last digits of the account, amounts as text."""
    masked = reads_masked(user)
    return [
        ExportColumn(_("Number"), lambda line: line.number, 26),
        ExportColumn(_("Child"), lambda line: shown_name(line.person, masked=masked), 14),
        ExportColumn(_("Sex"), lambda line: line.person.get_sex_display(), 6),
        ExportColumn(_("ID number"), lambda line: line.person.id_masked, 22),
        ExportColumn(_("Town"), lambda line: line.division.parent.short_name, 14),
        ExportColumn(_("Village"), lambda line: line.division.short_name, 16),
        ExportColumn(_("Account"), lambda line: line.account.number_masked, 22),
        ExportColumn(_("Bank line number"), lambda line: line.account.bank_line_number, 16),
        ExportColumn(_("Months"), lambda line: line.months, 8),
        ExportColumn(_("Amount in yuan"), lambda line: yuan_words(line.fen), 14),
        ExportColumn(_("State"), lambda line: line.get_status_display(), 14),
        ExportColumn(_("Why it came back"), lambda line: failure_label(line.failure) if line.failure else "", 20),
        ExportColumn(_("Paid on"), lambda line: line.paid_on, 12),
    ]


@require_GET
@login_required
def line_page(request: StaffRequest, code: UUID, sequence: int) -> HttpResponse:
    """One payment: its months, account, what the bank said, and what became of it."""
    batch = pages.batch_for_rolls(request.user, code)
    pages.note_opening(batch, request.user)
    rolls = figures.rolls_of(batch, request.user)
    items = LineItem.objects.select_related("accrual__rate", "adjustment__accrual").order_by("accrual__month", "pk")
    answers = ReturnRow.objects.select_related("taken").order_by("pk")
    lines = figures.lines_of(batch, request.user, rolls).select_related(
        *RELATED, "town_roll__dossier", "reissue_of__batch__dossier", "reissued_as__batch__dossier"
    )
    whole = lines.prefetch_related(Prefetch("items", items), Prefetch("answers", answers), "recoveries__dossier")
    line = get_object_or_404(whole, sequence=sequence)
    line.batch = batch
    shown = {
        **pages.batch_head(batch, request.user),
        "line": line,
        "line_look": pages.LINE_LOOKS.get(line.status, ""),
        "name": shown_name(line.person, masked=reads_masked(request.user)),
        "holder": line.account.holder if not reads_masked(request.user) else "",
        "failure_words": failure_label(line.failure) if line.failure else "",
        "next_step": next_step(line.failure) if line.failure else "",
        "opens_cases": pages.opens_cases(request.user),
        "may_slip": line.status in ARRIVED and may_handle(request.user, line.town_roll.dossier),
        "may_ask_back": line.status in ARRIVED and has_role(request.user, *PROPOSERS),
    }
    return render(request, "finance/line_page.html", shown)
