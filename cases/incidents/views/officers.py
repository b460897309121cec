"""The pages of the protection officers: all reports with their clocks, one report and its acts, its reporter."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.addresses import address
from cases.finding import reads_masked
from cases.incidents import pages
from cases.incidents.models import Incident, Status
from cases.incidents.wording import child_called
from cases.registry.models import Enrolment, Guardianship
from cases.timeline import paper_chip
from documents.clerks import may_handle
from documents.models import Attachment, Document
from documents.trail import record
from documents.views.door import StaffRequest
from organisation.rights import has_role
from organisation.roles import READS_INCIDENTS, Role

ROWS_A_PAGE = 50
SHORTEST_REASON = 2
VIEWS = {
    "": gettext_lazy("Open"),
    "late": gettext_lazy("Alarms"),
    "closed": gettext_lazy("Closed"),
}


@login_required
@require_GET
def incident_list(request: StaffRequest) -> HttpResponse:
    """The reports of the county: what is overdue first, then the newest."""
    if not has_role(request.user, *READS_INCIDENTS):
        raise PermissionDenied
    now, view = timezone.now(), request.GET.get("view", "")
    visible = Incident.objects.visible_to(request.user).for_page()
    late = set(visible.alarming(now).values_list("pk", flat=True))
    rows = {"late": visible.filter(pk__in=late), "closed": visible.filter(status=Status.CLOSED)}.get(
        view, visible.open()
    )
    page = Paginator(rows.order_by("-reported_at", "-pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    masked = reads_masked(request.user)
    shown = [
        (row, child_called(row, masked=masked), [each for each in pages.running(row) if each.done_at is None])
        for row in sorted(page, key=lambda row: row.pk not in late)
    ]
    counts = {"": visible.open().count(), "late": len(late), "closed": visible.filter(status=Status.CLOSED).count()}
    views = [(name, label, counts[name], name == view) for name, label in VIEWS.items()]
    return render(request, "incidents/list.html", {"rows": shown, "page": page, "views": views, "view": view})


@never_cache
@login_required
@require_GET
def incident_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One report. Opening it is an event of its file."""
    incident = pages.officers_incident(request.user, code)
    pages.note_reading(incident, request.user)
    return render(request, "incidents/detail.html", _shown(request, incident))


def _shown(request: StaffRequest, incident: Incident) -> dict[str, Any]:
    documents = Document.objects.filter(dossier=incident.dossier_id).order_by("-id")
    scans = Attachment.objects.filter(dossier=incident.dossier_id).select_related("uploaded_by").order_by("-id")
    works = may_handle(request.user, incident.dossier)
    return {
        **pages.head(incident, request.user),
        **pages.acts(incident, request.user),
        **pages.history(incident, request.user, request.GET.get("page")),
        **_child(incident),
        "clocks": pages.running(incident),
        "named": list(incident.named.select_related("user", "person")),
        "attempts": list(pages.attempts(incident)),
        "additions": list(incident.additions.all()),
        "plan": incident.plans.first(),
        "placement": incident.placements.first(),
        "follow_ups": list(incident.follow_ups.select_related("by")),
        "documents": [(each, paper_chip(each)) for each in documents],
        "scans": [(each, address("attachment-file", each.code)) for each in scans],
        "works": works,
        "file_url": "" if reads_masked(request.user) else address("case-file", incident.code),
        "attach_url": address("attachment-add", incident.code) if works else "",
    }


def _child(incident: Incident) -> dict[str, Any]:
    """Who looks after the child and where it goes to school."""
    if incident.case is None:
        return {}
    person = incident.case.person_id
    now = {"child": person, "valid_to__isnull": True}
    return {
        "guardianship": Guardianship.objects.filter(**now).select_related("carer").first(),
        "enrolment": Enrolment.objects.filter(**now).select_related("school").first(),
    }


@login_required
@require_http_methods(["GET", "POST"])
def act_page(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of an act, or do it and go back to the report."""
    return acting.act(pages.ACT_PAGES, request, code, name)


@login_required
@require_POST
def preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the act would issue, from what is typed now. Nothing is written."""
    return acting.preview(pages.ACT_PAGES, request, code, name)


@never_cache
@login_required
@require_POST
def reporter(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who reported it, for a reason that stays in the file. For protection officers only."""
    incident = pages.officers_incident(request.user, code)
    if not (may_handle(request.user, incident.dossier) and has_role(request.user, Role.CHILD_PROTECTION_OFFICER)):
        raise PermissionDenied
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    shown: dict[str, Any] = {"label": _("Who reported it"), "url": request.path, **pages.head(incident, request.user)}
    status = 200
    if len(reason) < SHORTEST_REASON:
        shown |= {"value": "***", "error": _("Say why you need to see it. Then it is shown.")}
        status = 422
    else:
        record(incident.dossier, "incident.reveal", by=request.user, reason=reason)
        told = (incident.reporter.name, incident.reporter.phone)
        shown["revealed"] = " ".join(each for each in told if each)
    template = "components/masked.html" if getattr(request, "htmx", False) else "incidents/reporter.html"
    return render(request, template, shown, status=status)
