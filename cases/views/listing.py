"""The case list: filters as chips, sorting, pages; the same rows as a workbook."""

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.filters import SORTS, CaseFilter, listed
from cases.finding import reads_masked, shown_name
from cases.kinds import kind_of
from cases.models import Case
from documents.clerks import WORKS_ON_PAPERS
from documents.exporting import ExportColumn, download, export_rows
from documents.views.door import StaffRequest
from organisation.models import User
from organisation.rights import has_role, rights_of

ROWS_A_PAGE = 50
MOST_TEXTS = 20  # kept in a session; the oldest goes first
LONGEST_TEXT = 60


@require_GET
@login_required
def case_list(request: StaffRequest) -> HttpResponse:
    """The cases of my places."""
    filtered = case_filter(request)
    page = Paginator(ordered(filtered.qs, request.GET.get("sort", "")), ROWS_A_PAGE).get_page(request.GET.get("page"))
    for case in page:
        case.state_label = kind_of(case.kind).state_label(case.status)
        case.kind_label = kind_of(case.kind).label
    without_find = request.GET.copy()
    without_find.pop("find", None)
    without_find.pop("page", None)
    context = {
        "filter": filtered,
        "page": page,
        "text": filtered.text,
        "without_find": without_find.urlencode(),
        "may_export": bool(rights_of(request.user)),
        "may_register": has_role(request.user, *WORKS_ON_PAPERS),
        "masked": reads_masked(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "cases/case_list.html", context)


@require_POST
@login_required
def find_in_list(request: StaffRequest) -> HttpResponse:
    """Narrow the list by a typed text. The text goes into the session, and only its key into the address."""
    filters = QueryDict(request.POST.get("filters", ""), mutable=True)
    filters.pop("find", None)
    text = " ".join(request.POST.get("text", "").split())[:LONGEST_TEXT]
    if text:
        filters["find"] = key = secrets.token_urlsafe(6)
        texts = request.session.get("list_texts", {})
        kept = list(texts.items())[-MOST_TEXTS + 1 :]
        request.session["list_texts"] = dict([*kept, (key, text)])
    return redirect(f"{reverse('case-list')}?{filters.urlencode()}")


@require_POST
@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The filtered list as a workbook. Posted, because an export leaves an event in the office of the user's post."""
    if not rights_of(request.user):
        raise PermissionDenied
    filtered = case_filter(request)
    rows = list(ordered(filtered.qs, request.GET.get("sort", "")))
    told = {name: str(value) for name, value in request.GET.items() if value and name not in ("find", "page", "sort")}
    content = export_rows(rows, export_columns(request.user), by=request.user, title=_("Cases"), filters=told)
    return download(content, "cases")


def export_columns(user: User) -> list[ExportColumn]:
    """What the workbook shows of a case: the list's columns and masked identity."""
    masked = reads_masked(user)
    return [
        ExportColumn(_("Case number"), lambda case: case.number, 24),
        ExportColumn(_("Child"), lambda case: shown_name(case.person, masked=masked), 14),
        ExportColumn(_("Sex"), lambda case: case.person.get_sex_display(), 6),
        ExportColumn(_("Age"), lambda case: case.person.age(), 6),
        ExportColumn(_("ID number"), lambda case: case.person.id_masked, 22),
        ExportColumn(_("Town"), lambda case: str(case.division.parent), 14),
        ExportColumn(_("Village"), lambda case: str(case.division), 16),
        ExportColumn(_("Program"), lambda case: kind_of(case.kind).label, 12),
        ExportColumn(_("State"), lambda case: kind_of(case.kind).state_label(case.status), 14),
        ExportColumn(_("Risk"), lambda case: case.get_risk_level_display(), 8),
        ExportColumn(_("Next due"), lambda case: case.next_due, 12),
        ExportColumn(_("Changed"), lambda case: timezone.localdate(case.changed_at), 12),
    ]


def case_filter(request: StaffRequest) -> CaseFilter:
    """The filter set of the address, over the cases this user may see."""
    text = request.session.get("list_texts", {}).get(request.GET.get("find", ""), "")
    cases = listed(Case.objects.visible_to(request.user).for_page())
    return CaseFilter(request.GET, cases, text=text, request=request)


def ordered(cases: Any, sort: str) -> Any:
    """Sorted by a column, `-` for backwards; else the last changed come first. Rows without a value come last."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return cases.order_by("-changed_at", "-pk")
    key = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return cases.order_by(key, "pk")
