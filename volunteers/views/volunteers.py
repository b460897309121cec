"""The file of a proxy parent: who it is, where it stands, what I can do now, its parts, and each act on its page."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.next_acts import due_now, next_acts
from cases.parts import PAPERS, TIMELINE, history
from cases.reading import note_reading
from cases.views.reveals import reveal_value
from documents.clerks import may_handle
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest
from volunteers import pages
from volunteers.accounts import first_password


@login_required
@require_GET
def file_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One proxy parent with one part: `?part=records`. With htmx only the part is sent."""
    volunteer = pages.visible_volunteer(request.user, code)
    note_reading(volunteer, request.user)
    part = pages.part_of(request.GET.get("part", ""))
    shown: dict[str, Any] = {"volunteer": volunteer, "subject": volunteer, "part": part, "parts": pages.PARTS}
    shown |= {"page_url": reverse("volunteer-detail", args=[code])}
    shown |= (
        history(volunteer, request.user, request.GET) if part is TIMELINE else part.context(volunteer, request.user)
    )
    if part is PAPERS:
        shown["blanks_url"] = ""  # blank forms for the visit bag are those of children
    if getattr(getattr(request, "htmx", None), "target", "") == "part":
        return render(request, "cases/_part.html", shown)
    whole = {
        **shown,
        **pages.head(volunteer, request.user),
        **next_acts(volunteer, request.user),
        "steps": pages.steps(volunteer),
        "act_page": "volunteer-act",
        "due_dates": due_now(volunteer.dossier_id),
    }
    return render(request, "volunteers/file.html", whole)


@login_required
@require_http_methods(["GET", "POST"])
def act_page(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of a transition, or do it and go back to the file."""
    if name == "apply":  # only a new application does this
        raise Http404
    return acting.act(pages.VOLUNTEERS, request, code, name)


@login_required
@require_POST
def preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the transition would issue, from what is typed now. Nothing is written."""
    if name == "apply":
        raise Http404
    return acting.preview(pages.VOLUNTEERS, request, code, name)


@never_cache
@login_required
@require_POST
def reveal(request: StaffRequest, code: UUID) -> HttpResponse:
    """ID number or telephone in full, for a reason."""
    volunteer = pages.visible_volunteer(request.user, code)
    if not may_handle(request.user, volunteer.dossier):
        raise PermissionDenied
    owners: dict[str, Any] = {"id_number": volunteer.person, "phone": volunteer}
    name = request.POST.get("field", "")
    if name not in owners:
        raise Http404
    back = reverse("volunteer-detail", args=[code])
    return reveal_value(request, volunteer.dossier, owners[name], name, back=back)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def password_slip(request: StaffRequest, code: UUID) -> HttpResponse:
    """Ask, then give a new first password and show it once, on a slip to print and hand over."""
    volunteer = pages.visible_volunteer(request.user, code)
    shown = {**pages.head(volunteer, request.user), "subject": volunteer}
    if request.method == "GET":
        return render(request, "volunteers/password_slip.html", shown)
    try:
        password = first_password(volunteer, by=request.user)
    except Refused as refused:
        return render(
            request, "volunteers/password_slip.html", {**shown, "sentences": refused.sentences}, status=UNPROCESSABLE
        )
    login = request.build_absolute_uri(reverse("account_login"))
    shown |= {"account": volunteer.user, "password": password, "login": login, "title": _("First password")}
    response = render(request, "volunteers/password_slip.html", shown)
    response["Cache-Control"] = "no-store"
    return response
