"""What the workbooks of the supervisor's lists show. The private note is in none of them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.exporting import ExportColumn


def _whose() -> list[ExportColumn]:
    return [
        ExportColumn(_("Child"), lambda row: row.child_name, 14),
        ExportColumn(_("Town"), lambda row: row.case.division.parent.short_name, 14),
        ExportColumn(_("Village"), lambda row: row.case.division.short_name, 16),
        ExportColumn(_("Proxy parent"), lambda row: _pairing(row).volunteer.person.name, 14),
    ]


def _pairing(row: Any) -> Any:
    return getattr(row, "pairing", row)


def pairings() -> list[ExportColumn]:
    """Last contact and what is due."""
    return [
        *_whose(),
        ExportColumn(_("Last contact"), lambda row: row.last_contact, 12),
        ExportColumn(pgettext("contact", "Last visit"), lambda row: row.last_visit, 12),
        ExportColumn(pgettext("due date", "By when"), lambda row: row.contact_due, 12),
    ]


def contacts() -> list[ExportColumn]:
    """When, how, how long, and the supervisor's marks."""
    return [
        *_whose(),
        ExportColumn(_("Date"), lambda row: row.done_on, 12),
        ExportColumn(_("Contact made"), lambda row: row.made, 8),
        ExportColumn(pgettext("contact", "How"), lambda row: row.get_how_display(), 10),
        ExportColumn(_("Minutes"), lambda row: row.minutes, 8),
        ExportColumn(_("State"), lambda row: row.get_status_display(), 10),
        ExportColumn(_("Entered late"), lambda row: row.entered_late, 8),
    ]


def questions() -> list[ExportColumn]:
    """Question and answer."""
    return [
        *_whose(),
        ExportColumn(_("Asked on"), lambda row: row.raised_on, 12),
        ExportColumn(_("Question"), lambda row: row.question, 40),
        ExportColumn(_("Answer"), lambda row: row.answer, 40),
        ExportColumn(_("State"), lambda row: row.get_status_display(), 10),
    ]


def aid() -> list[ExportColumn]:
    """What was given and what it is worth, in yuan."""
    return [
        *_whose(),
        ExportColumn(_("Given on"), lambda row: row.given_on, 12),
        ExportColumn(_("What"), lambda row: row.what, 24),
        ExportColumn(_("Worth in yuan"), lambda row: f"{row.amount_fen // 100}.{row.amount_fen % 100:02d}", 10),
        ExportColumn(_("State"), lambda row: row.get_status_display(), 12),
    ]


def workers() -> list[ExportColumn]:
    """Who owes visits where."""
    return [
        ExportColumn(pgettext("person", "Name"), lambda row: row.user.name, 14),
        ExportColumn(_("Role"), lambda row: row.role.label, 18),
        ExportColumn(_("Place"), lambda row: row.place, 20),
        ExportColumn(_("Open cases"), lambda row: row.cases, 8),
        ExportColumn(_("Overdue cases"), lambda row: row.overdue, 8),
        ExportColumn(_("Overdue since"), lambda row: row.overdue_since, 12),
        ExportColumn(_("Last visit"), lambda row: row.last_visit, 12),
    ]


COLUMNS: dict[str, Callable[[], list[ExportColumn]]] = {
    "supervision/_pairings.html": pairings,
    "supervision/_workers.html": workers,
    "supervision/_review.html": contacts,
    "supervision/_contacts.html": contacts,
    "supervision/_questions.html": questions,
    "supervision/_aid.html": aid,
}
