"""The list of proxy parents: filters as chips, sorting, pages; the same rows as a workbook."""

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from cases.finding import reads_masked, shown_name
from cases.views.listing import LONGEST_TEXT, MOST_TEXTS, ROWS_A_PAGE
from documents.exporting import ExportColumn, download, export_rows
from documents.views.door import StaffRequest
from organisation.models import User
from organisation.rights import has_role
from organisation.roles import READS_VOLUNTEERS
from volunteers.filters import SORTS, VolunteerFilter
from volunteers.models import LIVE, Volunteer
from volunteers.pages import lapses_soon, look_of
from volunteers.views.counter import TAKES_APPLICATIONS


@require_GET
@login_required
def volunteer_list(request: StaffRequest) -> HttpResponse:
    """The proxy parents of my places."""
    filtered = volunteer_filter(request)
    page = Paginator(ordered(filtered.qs, request.GET.get("sort", "")), ROWS_A_PAGE).get_page(request.GET.get("page"))
    for volunteer in page:
        volunteer.look, volunteer.lapses = look_of(volunteer.status), lapses_soon(volunteer)
    without_find = request.GET.copy()
    without_find.pop("find", None)
    without_find.pop("page", None)
    context = {
        "filter": filtered,
        "page": page,
        "text": filtered.text,
        "without_find": without_find.urlencode(),
        "may_export": has_role(request.user, *READS_VOLUNTEERS),
        "may_apply": has_role(request.user, *TAKES_APPLICATIONS),
        "masked": reads_masked(request.user),
    }
    return render(request, "volunteers/volunteer_list.html", context)


@require_POST
@login_required
def find_in_list(request: StaffRequest) -> HttpResponse:
    """Narrow the list by a typed text. The text goes into the session, and only its key into the address."""
    filters = QueryDict(request.POST.get("filters", ""), mutable=True)
    filters.pop("find", None)
    text = " ".join(request.POST.get("text", "").split())[:LONGEST_TEXT]
    if text:
        filters["find"] = key = secrets.token_urlsafe(6)
        kept = list(request.session.get("list_texts", {}).items())[-MOST_TEXTS + 1 :]
        request.session["list_texts"] = dict([*kept, (key, text)])
    return redirect(f"{reverse('volunteer-list')}?{filters.urlencode()}")


@require_POST
@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The filtered list as a workbook."""
    if not has_role(request.user, *READS_VOLUNTEERS):
        raise PermissionDenied
    filtered = volunteer_filter(request)
    rows = list(ordered(filtered.qs, request.GET.get("sort", "")))
    told = {name: str(value) for name, value in request.GET.items() if value and name not in ("find", "page", "sort")}
    content = export_rows(rows, export_columns(request.user), by=request.user, title=_("Proxy parents"), filters=told)
    return download(content, "proxy-parents")


def export_columns(user: User) -> list[ExportColumn]:
    """What the workbook shows: the list's columns and masked identity. No result of a record check."""
    masked = reads_masked(user)
    return [
        ExportColumn(pgettext("proxy parent", "Number"), lambda each: each.number, 24),
        ExportColumn(_("Name"), lambda each: shown_name(each.person, masked=masked), 14),
        ExportColumn(_("Sex"), lambda each: each.person.get_sex_display(), 6),
        ExportColumn(_("Age"), lambda each: each.person.age(), 6),
        ExportColumn(_("Telephone"), lambda each: each.phone_masked, 14),
        ExportColumn(_("Kind"), lambda each: each.get_type_display(), 10),
        ExportColumn(_("Town"), lambda each: str(each.division.parent), 14),
        ExportColumn(_("Village"), lambda each: str(each.division), 16),
        ExportColumn(_("State"), lambda each: each.get_status_display(), 14),
        ExportColumn(_("Children now"), lambda each: each.children, 12),
        ExportColumn(_("Record check holds until"), lambda each: each.vetted_until, 18),
        ExportColumn(_("Training holds until"), lambda each: each.trained_until, 18),
    ]


def volunteer_filter(request: StaffRequest) -> VolunteerFilter:
    """The filter set of the address, over the proxy parents this user may see, with the number of their pairings."""
    text = request.session.get("list_texts", {}).get(request.GET.get("find", ""), "")
    children = Count("pairings", filter=Q(pairings__status__in=LIVE))
    volunteers = Volunteer.objects.visible_to(request.user).for_page().annotate(children=children)
    return VolunteerFilter(request.GET, volunteers, text=text, request=request)


def ordered(volunteers: Any, sort: str) -> Any:
    """Sorted by a column, `-` for backwards; else the newest come first. Rows without a value come last."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return volunteers.order_by("-pk")
    key = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return volunteers.order_by(key, "pk")
