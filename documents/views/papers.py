"""One paper: its page, the PDF read or downloaded, its service, the whole file it belongs to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from documents.clerks import check_unmasked, may_handle
from documents.forms import ServeForm
from documents.models import Attachment, Document, Dossier, PrintEntry
from documents.naming import name_of
from documents.papers import stored_pdf
from documents.refusals import Refused
from documents.serving import serve, service_of
from documents.trail import record
from documents.veils import veiled
from documents.views.door import UNPROCESSABLE, StaffRequest, for_paper_work, pdf_response, refuse, visible_paper
from documents.whole_file import whole_file

ENDED = (Document.Status.SUPERSEDED, Document.Status.VOID)


@require_GET
@for_paper_work
def document_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    """Everything about a paper and what can be done with it. While it is being made the page asks again by itself."""
    return render(request, "documents/document_detail.html", _facts(request, visible_paper(request, code)))


def _facts(request: StaffRequest, paper: Document) -> dict[str, Any]:
    works = may_handle(request.user, paper.dossier)
    printed = PrintEntry.objects.filter(document=paper, job__printed_at__isnull=False).select_related("job__owner")
    return {
        "paper": paper,
        "called": name_of(paper.dossier, request.user),
        "secretly": veiled(paper.event),
        "successor": getattr(paper, "superseded_by", None),
        "service": service_of(paper),
        "scans": Attachment.objects.filter(document=paper).select_related("uploaded_by").order_by("id"),
        "printed": printed.order_by("job__printed_at").last(),
        "works": works,
        "may_serve": works and paper.status in (Document.Status.ISSUED, Document.Status.SIGNED),
        "may_correct": works and paper.status not in ENDED,
    }


@require_GET
@for_paper_work
def document_pdf(request: StaffRequest, code: UUID) -> HttpResponse:
    """The PDF in the browser. Reading a paper is an event."""
    return _hand_out(request, code, "paper.read", attached=False)


@require_GET
@for_paper_work
def document_download(request: StaffRequest, code: UUID) -> HttpResponse:
    """The PDF as a file to keep. That is an event of its own."""
    return _hand_out(request, code, "paper.download", attached=True)


def _hand_out(request: StaffRequest, code: UUID, action: str, *, attached: bool) -> HttpResponse:
    paper = visible_paper(request, code)
    if not paper.sha256:
        return redirect("document-detail", code=code)
    try:
        check_unmasked(request.user)
        pdf = stored_pdf(paper)
    except Refused as refused:
        record(paper.dossier, f"{action}.refused", by=request.user, subject=paper, details={"kind": refused.kind})
        shown = {**_facts(request, paper), "sentences": refused.sentences}
        return render(request, "documents/document_detail.html", shown, status=UNPROCESSABLE)
    record(paper.dossier, action, by=request.user, subject=paper)
    return pdf_response(pdf, f"{paper.kind}-{paper.number}.pdf", attached=attached)


@require_http_methods(["GET", "POST"])
@for_paper_work
def document_serve(request: StaffRequest, code: UUID) -> HttpResponse:
    """Register the receipt of a paper."""
    paper = visible_paper(request, code)
    form = ServeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            serve(
                paper,
                by=request.user,
                on=data["on"],
                method=data["method"],
                receiver=data["receiver"],
                proof=data["proof"],
                key=str(data["key"]),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The service of %(number)s is registered.") % {"number": paper.number})
            return redirect("document-detail", code=code)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "documents/serve.html", {"paper": paper, "form": form}, status=status)


@require_GET
@for_paper_work
def case_file(request: StaffRequest, code: UUID) -> HttpResponse:
    """The whole file of a case as one PDF. Binding it is an event."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    try:
        pdf = whole_file(dossier, request.user)
    except Refused as refused:
        return render(request, "documents/refused.html", {"sentences": refused.sentences}, status=UNPROCESSABLE)
    called = name_of(dossier, request.user)
    return pdf_response(pdf, f"{called.number or dossier.code}.pdf")
