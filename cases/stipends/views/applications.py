"""Entering an application for the stipend: find the child, then one short form. Made for a phone as well."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.acting import done_words
from cases.finding import reads_masked, visible_case
from cases.kinds import kind_of
from cases.search import search
from cases.stipends.applying import apply_for, guardian_of, running_stipend, versions_for
from cases.stipends.facts import RUNNING_CASES
from cases.stipends.forms import ApplyForm
from cases.stipends.models.case import COUNTER
from cases.stipends.taking_in import Shown
from cases.views.detail import head
from documents.models import Event
from documents.refusals import NotVisible, Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from organisation.rights import has_role, right_for

LONGEST = 60


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def find_child(request: StaffRequest) -> HttpResponse:
    """Find the child for whom somebody applies. Posted, so that no name stands in an address."""
    if not has_role(request.user, *COUNTER):
        raise PermissionDenied
    query = " ".join(request.POST.get("q", "").split())[:LONGEST]
    hits = [each for each in search(request.user, query, limit=20) if each.case.kind == "LBC"] if query else []
    for each in hits:
        each.case.state_label = kind_of(each.case.kind).state_label(each.case.status)  # type: ignore[attr-defined]
    shown = {"query": query, "hits": hits, "masked": reads_masked(request.user)}
    return render(request, "stipends/find_child.html", shown)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def apply_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """The form for one child; the guardian stands in it already."""
    child = visible_case(request.user, code)
    if not type(child).objects.filter(RUNNING_CASES, pk=child.pk).exists():
        raise Http404
    if right_for(request.user, set(COUNTER), child.dossier.division_code) is None:
        raise PermissionDenied
    versions = versions_for(child, timezone.localdate())
    version = next((each for each in versions if each.name == request.GET.get("version")), versions[0])
    sent = (request.POST,) if request.method == "POST" else ()
    form = ApplyForm(*sent, version=version, initial=guardian_of(child))
    if request.method == "POST" and form.is_valid():
        try:
            return _entered(request, apply_for(child, by=request.user, version=version, **_told(form.cleaned_data)))
        except NotVisible:
            raise
        except Refused as refused:
            refuse(form, refused)
    shown: dict[str, Any] = {**head(child, request.user), "form": form, "version": version, "versions": versions}
    shown["running"] = running_stipend(child) if not form.is_bound else None
    return render(request, "stipends/apply.html", shown, status=UNPROCESSABLE if form.errors else 200)


def _told(data: dict[str, Any]) -> dict[str, Any]:
    number, since = data.pop("certificate", ""), data.pop("certificate_from", None)
    return {**data, "certificate": Shown(number, since) if number and since else None}


def _entered(request: StaffRequest, case: Any) -> HttpResponse:
    event = Event.objects.filter(dossier=case.dossier_id, action="stipend.submit").latest("sequence")
    messages.success(request, done_words(event))
    return redirect("case-detail", code=case.code)
