"""Notices by which counties look for proxy parents: prepared, published, closed."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.finding import places_of
from cases.next_acts import due_now, next_acts
from cases.parts import papers
from documents.models import Dossier
from documents.trail import record
from documents.views.door import UNPROCESSABLE, StaffRequest
from organisation.models import Division, User
from organisation.rights import has_role, rights_of
from organisation.roles import Role
from programs.models import ProgramVersion
from volunteers.applying import PROGRAM
from volunteers.forms.recruiting import RecruitmentForm
from volunteers.models import Recruitment

PREPARES = (Role.VOLUNTEER_COORDINATOR, Role.COUNTY_CASEWORKER)
LOOKS = {"draft": "draft", "published": "running", "closed": "closed"}


@require_GET
@login_required
def recruitment_list(request: StaffRequest) -> HttpResponse:
    """The notices of my counties, the newest first."""
    notices = Recruitment.objects.visible_to(request.user).select_related("dossier", "division")
    found = [(each, LOOKS[each.status]) for each in notices]
    shown = {"notices": found, "may_prepare": has_role(request.user, *PREPARES)}
    return render(request, "volunteers/recruitment_list.html", shown)


@require_http_methods(["GET", "POST"])
@login_required
def new_recruitment(request: StaffRequest) -> HttpResponse:
    """Prepare a notice; it is published by an act of its own."""
    if not has_role(request.user, *PREPARES):
        raise PermissionDenied
    form = RecruitmentForm(request.POST or None, counties=counties_of(request.user))
    if request.method == "POST" and form.is_valid():
        return redirect("recruitment-detail", code=prepare(form.save(commit=False), by=request.user).code)
    return render(
        request, "volunteers/new_recruitment.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200
    )


@transaction.atomic
def prepare(recruitment: Recruitment, *, by: User) -> Recruitment:
    """Enter a draft with a file of its own in the county."""
    dossier = Dossier.begin(Dossier.Kind.VOLUNTEER, recruitment.division.code)
    dossier.save()
    recruitment.dossier = dossier
    recruitment.program_version = ProgramVersion.objects.in_force(PROGRAM, timezone.localdate())
    recruitment.save()
    record(dossier, "recruitment.prepare", by=by, subject=recruitment)
    return recruitment


def counties_of(user: User) -> Any:
    """The counties for which this user prepares notices."""
    condition = Q(pk__in=[])
    for right in rights_of(user):
        if right.role in PREPARES and right.division.level == Division.LevelChoices.COUNTY:
            condition |= Q(pk=right.division.pk)
    return Division.objects.filter(condition, level="county", valid_to__isnull=True).order_by("code")


def visible_recruitment(user: User, code: UUID) -> Recruitment:
    """The notice of that code. Raises Http404 when there is none for this user."""
    notices = Recruitment.objects.visible_to(user).select_related("dossier", "division", "program_version__program")
    return get_object_or_404(notices, dossier__code=code)


def head(recruitment: Recruitment, user: User) -> dict[str, Any]:
    """What stands above every page of a notice."""
    return {
        "recruitment": recruitment,
        "place_chain": places_of(recruitment.division),
        "state_label": recruitment.get_status_display(),
        "state_look": LOOKS[recruitment.status],
    }


@require_GET
@login_required
def recruitment_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One notice with its acts and papers."""
    notice = visible_recruitment(request.user, code)
    shown = {
        **head(notice, request.user),
        **next_acts(notice, request.user),
        "subject": notice,
        "act_page": "recruitment-act",
        "due_dates": due_now(notice.dossier_id),
        **papers(notice, request.user),
        "blanks_url": "",
    }
    return render(request, "volunteers/recruitment.html", shown)


RECRUITMENTS = acting.ActPages(
    find=visible_recruitment,
    head=head,
    head_template="volunteers/_recruitment_head.html",
    forms=lambda recruitment: {},
    state_label=lambda recruitment, state: str(Recruitment.Status(state).label),
    page="recruitment-detail",
    act_page="recruitment-act",
    preview="recruitment-preview",
)


@login_required
@require_http_methods(["GET", "POST"])
def act_page(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Publish or close a notice."""
    return acting.act(RECRUITMENTS, request, code, name)


@login_required
@require_POST
def preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """The notice as it would be issued. Nothing is written."""
    return acting.preview(RECRUITMENTS, request, code, name)
