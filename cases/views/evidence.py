"""The page on which the checklist of an application is marked, with scans."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.evidence import mark_evidence, may_mark
from cases.evidence_forms import ChecklistForm
from cases.finding import visible_case
from cases.models import Case, EvidenceItem
from cases.views.detail import head
from documents.attachments import AlreadyAttached, attach
from documents.models import Attachment
from documents.refusals import Refused, Stale
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse

CONFLICT = 409


@login_required
@require_http_methods(["GET", "POST"])
def checklist(request: StaffRequest, code: UUID) -> HttpResponse:
    """Mark what was brought, obtained or is not needed; all lines at once."""
    case = visible_case(request.user, code)
    items = list(EvidenceItem.objects.filter(case=case.pk).select_related("rule", "attachment"))
    if not items:
        raise Http404
    if not may_mark(request.user, case):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ChecklistForm(*sent, items=items)
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            return _marked(request, case, form)
        except Refused as refused:
            refuse(form, refused)
            status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
    shown = {**head(case, request.user), "form": form, "back_url": _back(case)}
    return render(request, "cases/checklist.html", shown, status=status if form.errors else 200)


def _marked(request: StaffRequest, case: Case, form: ChecklistForm) -> HttpResponse:
    """Keep the scans, then the marks. A refused mark leaves the scans in the file: what was sent is not lost."""
    scans = {item.rule.code: _kept(request, case, item, file) for item, file in form.scans()}
    count = mark_evidence(case, request.user, form.marks(scans))
    words = ngettext(
        "%(count)d line of the checklist is marked.", "%(count)d lines of the checklist are marked.", count
    )
    messages.success(request, words % {"count": count} if count else _("The checklist says that already."))
    return redirect(_back(case))


def _kept(request: StaffRequest, case: Case, item: EvidenceItem, file: object) -> Attachment:
    try:
        return attach(case.dossier, file, title=item.rule.name, by=request.user)  # type: ignore[arg-type]
    except AlreadyAttached as there:
        return there.attachment


def _back(case: Case) -> str:
    return reverse("case-detail", args=[case.code]) + "?part=evidence"
