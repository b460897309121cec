"""The visits of my places: as lists (due, planned, to review, late, mine, all), as a calendar, as files."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from cases.filters import place_choices, significant
from cases.finding import reads_masked, shown_name
from cases.models import Case, Visit
from cases.visit_calendar import VISIT_DUES, calendar_file, entries, in_place, weeks
from documents.due_dates import due_date_label, places_of
from documents.exporting import ExportColumn, download, export_rows
from documents.models import DueDate
from documents.offices import office_of
from documents.trail import record
from documents.views.door import StaffRequest
from organisation.rights import rights_of

ROWS_A_PAGE = 50
FIRST_YEAR, LAST_YEAR = 2000, 2100
SHOWN = {
    "due": gettext_lazy("Visits due"),
    "planned": gettext_lazy("Planned visits"),
    "done": gettext_lazy("To be reviewed"),
    "late": gettext_lazy("Entered late"),
    "mine": gettext_lazy("My records"),
    "all": gettext_lazy("All records"),
}


@require_GET
@login_required
def visit_list(request: StaffRequest) -> HttpResponse:
    """Visits that are due, planned or recorded in my places."""
    show, place = _asked(request)
    page = Paginator(_rows(request.user, show, place), ROWS_A_PAGE).get_page(request.GET.get("page"))
    if show == "due":
        _give_places(page, request.user)
    context = {
        "page": page,
        "show": show,
        "place": place,
        "places": place_choices(Case.objects.visible_to(request.user), place),
        "views": SHOWN.items(),
        "may_export": bool(rights_of(request.user)),
        "masked": reads_masked(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "cases/visit_list.html", context)


def _asked(request: StaffRequest) -> tuple[str, str]:
    """Which view and which place; what is unknown is the first view and every place."""
    show, place = request.GET.get("show", ""), request.GET.get("place", "")
    return show if show in SHOWN else "due", place if place.isascii() and place.isdigit() and len(place) == 12 else ""


def _give_places(dues: Any, user: Any) -> None:
    """Give each due date what it is called and where it is done."""
    urls = places_of(dues, user)
    for due in dues:
        due.what, due.url = due_date_label(due.name), urls[due.pk]


def _rows(user: Any, show: str, place: str) -> Any:
    return _due(user, place) if show == "due" else _recorded(user, show, place)


def _due(user: Any, place: str) -> Any:
    dues = DueDate.objects.open().visible_to(user).filter(name__in=VISIT_DUES, dossier__case__isnull=False)
    dues = in_place(dues, "dossier__division_code", significant(place))
    return dues.select_related("dossier__case__person", "dossier__case__division__parent")


def _recorded(user: Any, show: str, place: str) -> Any:
    visits = Visit.objects.visible_to(user).select_related(
        "case__person", "case__division__parent", "dossier", "visitor"
    )
    visits = in_place(visits, "case__division__code", significant(place))
    if show == "planned":
        return visits.filter(status=Visit.Status.PLANNED).order_by("planned_on", "pk")
    recorded = visits.recorded()
    narrowed: dict[str, dict[str, Any]] = {
        "done": {"status": Visit.Status.DONE},
        "late": {"entered_late": True},
        "mine": {"visitor": user},
    }
    return recorded.filter(**narrowed.get(show, {}))


@require_POST
@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The view of the list that is open, as a workbook. Posted, because an export leaves an event."""
    if not rights_of(request.user):
        raise PermissionDenied
    show, place = _asked(request)
    columns = _export_columns(show, masked=reads_masked(request.user))
    rows = _rows(request.user, show, place)
    filters = {"show": show, "place": place}
    content = export_rows(rows, columns, by=request.user, title=_("Visits"), filters=filters)
    return download(content, "visits")


def _export_columns(show: str, *, masked: bool) -> list[ExportColumn]:
    case_of = (lambda row: row.dossier.case) if show == "due" else (lambda row: row.case)
    columns = [
        ExportColumn(_("Child"), lambda row: shown_name(case_of(row).person, masked=masked), 14),
        ExportColumn(_("Town"), lambda row: case_of(row).division.parent.short_name, 14),
        ExportColumn(_("Village"), lambda row: case_of(row).division.short_name, 16),
    ]
    if show == "due":
        return [
            *columns,
            ExportColumn(_("What is due"), lambda row: due_date_label(row.name), 16),
            ExportColumn(pgettext("due date", "By when"), lambda row: row.due_on, 12),
        ]
    return [
        *columns,
        ExportColumn(_("Kind of visit"), lambda row: row.get_kind_display(), 14),
        ExportColumn(_("Date"), lambda row: row.done_on or row.planned_on, 12),
        ExportColumn(_("Result"), lambda row: row.get_result_display(), 16),
        ExportColumn(_("Entered late"), lambda row: row.entered_late, 10),
        ExportColumn(_("Visitor"), lambda row: str(row.visitor), 12),
    ]


@require_GET
@login_required
def month(request: StaffRequest) -> HttpResponse:
    """One month: planned, done and due visits on their days. A list of days on a phone."""
    today = timezone.localdate()
    _show, place = _asked(request)
    first = month_from(request.GET.get("month", ""), today)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    found = entries(request.user, first, last, today=today, significant=significant(place))
    context = {
        "month": first,
        "before": first - dt.timedelta(days=1),
        "after": last + dt.timedelta(days=1),
        "weeks": weeks(first, found),
        "count": len(found),
        "today": today,
        "place": place,
        "places": place_choices(Case.objects.visible_to(request.user), place),
        "may_export": bool(rights_of(request.user)),
    }
    return render(request, "cases/visit_calendar.html", context)


def month_from(text: str, today: dt.date) -> dt.date:
    """The first day of a month written as 2026-11; this month for anything else."""
    try:
        found = dt.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return today.replace(day=1)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else today.replace(day=1)


@require_POST
@login_required
def calendar(request: StaffRequest) -> HttpResponse:
    """My planned visits as a calendar file. Posted, because what is taken along leaves an event."""
    rights = rights_of(request.user)
    if not rights:
        raise PermissionDenied
    content = calendar_file(request.user, since=timezone.localdate())
    details = {"title": _("My planned visits"), "count": content.count("BEGIN:VEVENT")}
    record(office_of(request.user), "list.export", by=request.user, right=rights[0], details=details)
    headers = {"Content-Disposition": 'attachment; filename="visits.ics"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
