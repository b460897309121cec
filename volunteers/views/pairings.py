"""Pairings: the list with its figures, the page of one, and each act on its page."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.finding import reads_masked, shown_name
from cases.flows import step_for
from cases.next_acts import due_now, next_acts
from cases.registry.names import given_name
from cases.views.listing import ROWS_A_PAGE
from documents.exporting import ExportColumn, download, export_rows
from documents.models import Dossier
from documents.views.door import StaffRequest
from organisation.models import User
from organisation.rights import has_role
from organisation.roles import READS_VOLUNTEERS
from volunteers import pairing_due, pairing_pages
from volunteers.matching import waiting
from volunteers.models import Pairing, PairingStatus, Volunteer
from volunteers.pairing_filters import SORTS, PairingFilter, ending_soon, listed, silent
from volunteers.pairing_pages import PROPOSERS


@require_GET
@login_required
def pairing_list(request: StaffRequest) -> HttpResponse:
    """The pairings of my places, with the figures that lead to parts of it."""
    filtered = pairing_filter(request)
    page = Paginator(ordered(filtered.qs, request.GET.get("sort", "")), ROWS_A_PAGE).get_page(request.GET.get("page"))
    name_children(page, request.user)
    context = {
        "filter": filtered,
        "page": page,
        "tiles": tiles(request.user),
        "may_match": has_role(request.user, *PROPOSERS),
        "may_export": has_role(request.user, *READS_VOLUNTEERS),
        "masked": reads_masked(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "volunteers/pairing_list.html", context)


@require_POST
@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The filtered list as a workbook."""
    if not has_role(request.user, *READS_VOLUNTEERS):
        raise PermissionDenied
    rows = list(ordered(pairing_filter(request).qs, request.GET.get("sort", "")))
    name_children(rows, request.user)
    told = {name: str(value) for name, value in request.GET.items() if value and name not in ("page", "sort")}
    content = export_rows(rows, export_columns(request.user), by=request.user, title=_("Pairings"), filters=told)
    return download(content, "pairings")


def export_columns(user: User) -> list[ExportColumn]:
    """What the workbook shows of a pairing: the list's columns."""
    masked = reads_masked(user)
    return [
        ExportColumn(_("Child"), lambda row: row.child_name, 12),
        ExportColumn(_("Town"), lambda row: str(row.case.division.parent), 14),
        ExportColumn(_("Village"), lambda row: str(row.case.division), 16),
        ExportColumn(_("Proxy parent"), lambda row: shown_name(row.volunteer.person, masked=masked), 12),
        ExportColumn(_("Number"), lambda row: row.volunteer.number, 24),
        ExportColumn(_("Kind"), lambda row: row.volunteer.get_type_display(), 10),
        ExportColumn(_("State"), lambda row: row.get_status_display(), 12),
        ExportColumn(_("Began on"), lambda row: row.started_on, 12),
        ExportColumn(_("Agreed until"), lambda row: row.valid_until, 12),
        ExportColumn(_("Ended on"), lambda row: row.ended_on, 12),
        ExportColumn(_("Last contact"), lambda row: row.last_contact, 12),
    ]


def pairing_filter(request: StaffRequest) -> PairingFilter:
    """The filter set of the address, over the pairings this user may see."""
    pairings = Pairing.objects.visible_to(request.user).exclude(status=PairingStatus.NEW)
    return PairingFilter(request.GET, listed(pairings.for_page()), request=request)


def ordered(pairings: Any, sort: str) -> Any:
    """Sorted by a column, `-` for backwards; else the newest come first. Rows without a value come last."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return pairings.order_by("-pk")
    key = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return pairings.order_by(key, "-pk")


def name_children(rows: Any, user: User) -> None:
    """Set `child_name` and `look` on each row: the name as the user may know it. One query."""
    rows = list(rows)
    masked = reads_masked(user)
    whole = set(
        Dossier.objects.visible_to(user).filter(pk__in={row.dossier_id for row in rows}).values_list("pk", flat=True)
    )
    for row in rows:
        person = row.case.person
        row.child_name = shown_name(person, masked=masked) if row.dossier_id in whole else given_name(person.name)
        row.look = pairing_pages.look_of(row.status)


def tiles(user: User) -> list[dict[str, Any]]:
    """The figures over the list (R02, R06 of the domain report): each is as long as the list it leads to."""
    mine, today = Pairing.objects.visible_to(user), timezone.localdate()
    running, url = mine.running(), reverse("pairing-list")
    found = [
        (running.count(), _("Children paired"), f"{url}?status=running", "people", "good"),
        (running.filter(volunteer__type=Volunteer.Type.CADRE).count(), _("with cadres"),
         f"{url}?status=running&type=cadre", "person-badge", "action"),
        (ending_soon(mine, today).count(), _("end within 30 days"), f"{url}?look=soon", "hourglass-split", "attention"),
        (silent(mine, today).count(), _("no contact for 14 days"), f"{url}?look=silent", "chat-dots", "danger"),
    ]  # fmt: skip
    if has_role(user, *PROPOSERS):
        found.insert(0, (waiting(user).count(), _("Children waiting"), reverse("matching"), "person-plus", "attention"))
    return [dict(zip(("number", "label", "url", "icon", "tone"), tile, strict=True)) for tile in found]


@require_GET
@login_required
def pairing_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One pairing: where it stands, what I can do now, what is due, the two of them, papers and history."""
    pairing = pairing_pages.visible_pairing(request.user, code)
    above = pairing_pages.head(pairing, request.user)
    own = [each for each in due_now(pairing.dossier_id) if each[0].name in pairing_due.ALL] if _is_live(pairing) else []
    context = {
        **above,
        **pairing_pages.overview(pairing, request.user, whole=above["whole"]),
        **next_acts(pairing, request.user),
        "subject": pairing,
        "act_page": "pairing-act",
        "steps": pairing_pages.steps(pairing),
        "step": step_for(pairing, request.user),
        "due_dates": own,
        "case": None,
        "masked": reads_masked(request.user),
    }
    return render(request, "volunteers/pairing_page.html", context)


def _is_live(pairing: Pairing) -> bool:
    return Pairing.objects.live().filter(pk=pairing.pk).exists()


@require_GET
@login_required
def pairing_of_child(request: StaffRequest, code: UUID, due: str) -> HttpResponse:
    """From a due date of a child's file to the form that does it: the child's live pairing."""
    live = Pairing.objects.visible_to(request.user).live()
    pairing = get_object_or_404(live.filter(dossier__code=code)[:1])
    if act := pairing_due.ACTS.get(due):
        return redirect("pairing-act", code=pairing.code, name=act)
    return redirect(pairing)


@login_required
@require_http_methods(["GET", "POST"])
def act_page(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of a transition, or do it and go back to the pairing."""
    if name == "propose":  # only the matching page does this
        raise Http404
    return acting.act(pairing_pages.PAIRINGS, request, code, name)


@login_required
@require_POST
def preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the transition would issue, from what is typed now. Nothing is written."""
    if name == "propose":
        raise Http404
    return acting.preview(pairing_pages.PAIRINGS, request, code, name)
