"""The visits of a month as a calendar, and my planned visits as a file for the phone's own calendar (RFC 5545).

The one invariant: the file holds case number and village, never a name. Called by the calendar pages.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.finding import reads_masked, shown_name
from cases.models import Visit
from cases.visit_follow_ups import FOLLOW_UPS
from documents.due_dates import due_date_label, places_of
from documents.models import DueDate
from organisation.models import User, code_range

VISIT_DUES = ("visit", "contact", *FOLLOW_UPS, "follow_up", "return_visit")
LONGEST_LINE = 75  # octets


@dataclass(frozen=True)
class Entry:
    """One visit, made, planned or due, on its day."""

    day: dt.date
    kind: str  # planned, done, due, overdue
    name: str
    what: str
    village: str
    url: str


def in_place(rows: Any, field: str, significant: str) -> Any:
    """Rows whose division lies in the place with these leading digits; all for none."""
    if not significant:
        return rows
    lower, upper = code_range(significant)
    return rows.filter(**{f"{field}__gte": lower, f"{field}__lt": upper})


def entries(user: User, first: dt.date, last: dt.date, *, today: dt.date, significant: str = "") -> list[Entry]:
    """Everything between two days, planned and done visits and due dates, in the order of days."""
    masked = reads_masked(user)
    found = [*_visits(user, first, last, significant, masked), *_dues(user, first, last, today, significant, masked)]
    return sorted(found, key=lambda each: (each.day, each.village, each.name))


def _visits(user: User, first: dt.date, last: dt.date, significant: str, masked: bool) -> Iterator[Entry]:
    days = (first, last)
    planned = Q(status=Visit.Status.PLANNED, planned_on__range=days)
    made = Q(status__in=[Visit.Status.DONE, Visit.Status.REVIEWED], done_on__range=days)
    rows = Visit.objects.visible_to(user).filter(planned | made)
    related = ("case__person", "case__division", "dossier")
    for row in in_place(rows, "case__division__code", significant).select_related(*related):
        waits = row.status == Visit.Status.PLANNED
        day = row.planned_on if waits else row.done_on
        url = reverse("visit-detail", args=[row.dossier.code, row.pk])
        what = row.get_kind_display() if waits else f"{row.get_kind_display()} · {row.get_result_display()}"
        name = shown_name(row.case.person, masked=masked)
        yield Entry(day, "planned" if waits else "done", name, what, row.case.division.short_name, url)


def _dues(user: User, first: dt.date, last: dt.date, today: dt.date, significant: str, masked: bool) -> Iterator[Entry]:
    rows = DueDate.objects.open().visible_to(user).filter(name__in=VISIT_DUES, due_on__range=(first, last))
    rows = in_place(rows.filter(dossier__case__isnull=False), "dossier__division_code", significant)
    dues = list(rows.select_related("dossier__case__person", "dossier__case__division"))
    places = places_of(dues, user)
    for due in dues:
        case = due.dossier.case
        kind = "overdue" if due.due_on < today else "due"
        what, name = due_date_label(due.name), shown_name(case.person, masked=masked)
        yield Entry(due.due_on, kind, name, what, case.division.short_name, places[due.pk])


def weeks(month: dt.date, found: Iterable[Entry]) -> list[list[tuple[dt.date, bool, list[Entry]]]]:
    """The month as weeks from Monday: day, whether it is of this month, and its entries."""
    by_day: dict[dt.date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.day, []).append(entry)
    grid = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[(day, day.month == month.month, by_day.get(day, [])) for day in week] for week in grid]


def calendar_file(user: User, *, since: dt.date) -> str:
    """My planned visits from that day on, as iCalendar. Each keeps its UID, so that a second import moves it."""
    mine = Visit.objects.visible_to(user).filter(visitor=user, status=Visit.Status.PLANNED, planned_on__gte=since)
    rows = mine.select_related("case__division").order_by("planned_on", "pk")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tongxin//visits//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for row in rows:
        lines += _event(row)
    return "".join(f"{fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(visit: Visit) -> list[str]:
    day = visit.planned_on or visit.created_at.date()
    about = f"{visit.get_kind_display()} {visit.case.number or visit.case.kind} {visit.case.division.short_name}"
    details = _("The details stand in the system, after logging in.")
    return [
        "BEGIN:VEVENT",
        f"UID:visit-{visit.pk}@tongxin",
        f"DTSTAMP:{visit.created_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(about)}",
        f"DESCRIPTION:{escaped(details)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text value of RFC 5545 3.3.11."""
    for plain, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, safe)
    return text


def fold(line: str) -> str:
    """The line in pieces of at most 75 octets, no character torn apart (RFC 5545 3.1)."""
    pieces, piece, used = [], "", 0
    for char in line:
        size = len(char.encode())
        if used + size > LONGEST_LINE:
            pieces.append(piece)
            piece, used = "", 1  # the blank that marks a continuation
        piece, used = piece + char, used + size
    return "\r\n ".join([*pieces, piece])
