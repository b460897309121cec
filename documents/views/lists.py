"""The document centre: every paper the user may see, with filters, export and the queue of renderings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from documents.exporting import ExportColumn, download, export_rows
from documents.filters import PaperFilter, with_printed
from documents.models import Document
from documents.naming import give_names
from documents.papers import retry
from documents.tasks import render_paper
from documents.trail import record
from documents.views.door import StaffRequest, for_paper_work, visible_paper
from organisation.models import Division

PAGE = 50
COLUMNS = [
    {"label": gettext_lazy("Paper")},
    {"label": gettext_lazy("About")},
    {"label": gettext_lazy("Issued on")},
    {"label": gettext_lazy("Status")},
    {"label": gettext_lazy("PDF")},
]


@require_GET
@for_paper_work
def document_list(request: StaffRequest) -> HttpResponse:
    """Papers, newest first, narrowed by the filters in the address."""
    found = _filtered(request)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    give_names(rows, request.user)
    shown = {"filter": found, "page": page, "rows": rows, "columns": COLUMNS, **_queue(request)}
    return render(request, "documents/document_list.html", shown)


@require_POST
@for_paper_work
def document_export(request: StaffRequest) -> HttpResponse:
    """The filtered list as a workbook. Posted, because an export leaves an event."""
    found = _filtered(request)
    rows = list(found.qs)
    give_names(rows, request.user)
    filters = {name: str(value) for name, value in request.GET.items() if value}
    content = export_rows(rows, _export_columns(rows), by=request.user, title=_("Papers"), filters=filters)
    return download(content, "papers")


@require_POST
@for_paper_work
def document_retry(request: StaffRequest, code: UUID) -> HttpResponse:
    """Put a paper that failed first in the queue again."""
    paper = visible_paper(request, code)
    if not paper.sha256:
        retry(paper)
        render_paper.enqueue(paper.pk)
        record(paper.dossier, "paper.retry", by=request.user, subject=paper)
        messages.success(request, _("The paper is being made again. It appears here in a moment."))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "document-list")


def _filtered(request: StaffRequest) -> PaperFilter:
    papers = Document.objects.visible_to(request.user).select_related("dossier", "organ", "superseded_by")
    return PaperFilter(request.GET, with_printed(papers), request=request)


def _queue(request: StaffRequest) -> dict[str, int]:
    waiting: QuerySet[Document] = Document.objects.visible_to(request.user).filter(sha256="")
    failed = waiting.exclude(error="").count()
    return {"failed": failed, "pending": waiting.count() - failed}


def _export_columns(rows: list[Any]) -> list[ExportColumn]:
    codes = {row.dossier.division_code for row in rows}
    places = dict(Division.objects.filter(code__in=codes).values_list("code", "short_name"))
    return [
        ExportColumn(_("Code"), lambda row: row.kind, 10),
        ExportColumn(_("Title"), lambda row: row.title, 30),
        ExportColumn(_("Number"), lambda row: row.number, 28),
        ExportColumn(_("Organ"), lambda row: row.organ.name, 26),
        ExportColumn(_("Issued on"), lambda row: row.issued_on, 12),
        ExportColumn(_("Status"), lambda row: row.get_status_display(), 12),
        ExportColumn(_("Name"), lambda row: row.called.name, 14),
        ExportColumn(_("Case number"), lambda row: row.called.number, 24),
        ExportColumn(_("Place"), lambda row: places.get(row.dossier.division_code, ""), 20),
        ExportColumn(_("Number of pages"), lambda row: row.pages, 8),
        ExportColumn(_("SHA-256"), lambda row: row.sha256, 60),
    ]
