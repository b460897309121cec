"""Scans: attaching one to a dossier or a paper, and opening it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from documents.attachments import AlreadyAttached, attach, opened
from documents.clerks import check_unmasked
from documents.forms import AttachForm
from documents.models import Attachment, Document, Dossier
from documents.naming import name_of
from documents.refusals import Refused
from documents.trail import record
from documents.views.door import UNPROCESSABLE, StaffRequest, for_paper_work, pdf_response, refuse, visible_paper

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@require_http_methods(["GET", "POST"])
@for_paper_work
def document_attach(request: StaffRequest, code: UUID) -> HttpResponse:
    """Attach a scan to a paper, such as its signed copy."""
    paper = visible_paper(request, code)
    return _attach(request, paper.dossier, paper, initial={"title": _("%(title)s, signed") % {"title": paper.title}})


@require_http_methods(["GET", "POST"])
@for_paper_work
def attachment_add(request: StaffRequest, code: UUID) -> HttpResponse:
    """Attach a scan to a dossier."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    return _attach(request, dossier, None)


def _attach(request: StaffRequest, dossier: Dossier, paper: Document | None, **kwargs: Any) -> HttpResponse:
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm(**kwargs)
    called = name_of(dossier, request.user)
    back = called.url if paper is None else ""
    if request.method == "POST" and form.is_valid() and _attached(request, dossier, paper, form):
        return redirect(back or "document-list") if paper is None else redirect("document-detail", code=paper.code)
    shown = {"form": form, "paper": paper, "called": called, "back": back}
    return render(request, "documents/attach.html", shown, status=UNPROCESSABLE if form.errors else 200)


def _attached(request: StaffRequest, dossier: Dossier, paper: Document | None, form: AttachForm) -> bool:
    data = form.cleaned_data
    try:
        attachment = attach(
            dossier,
            data["file"],
            title=data["title"],
            by=request.user,
            document=paper,
            signed_by=data["signed_by"],
            signed_on=data["signed_on"],
        )
    except AlreadyAttached as refused:
        messages.warning(request, str(refused))
        return True
    except Refused as refused:
        refuse(form, refused)
        return False
    messages.success(request, _("“%(title)s” is attached.") % {"title": attachment.title})
    return True


@require_GET
@for_paper_work
def attachment_file(request: StaffRequest, code: UUID) -> HttpResponse:
    """A scan in the browser. Opening it is an event."""
    scans = Attachment.objects.visible_to(request.user).select_related("dossier")
    scan = get_object_or_404(scans, code=code)
    try:
        check_unmasked(request.user)
        content = opened(scan)
    except Refused as refused:
        record(scan.dossier, "attachment.read.refused", by=request.user, subject=scan, details={"kind": refused.kind})
        return render(request, "documents/refused.html", {"sentences": refused.sentences}, status=UNPROCESSABLE)
    record(scan.dossier, "attachment.read", by=request.user, subject=scan)
    name = f"scan-{scan.pk}.{ENDINGS[scan.content_type]}"
    return pdf_response(content, name, content_type=scan.content_type)
