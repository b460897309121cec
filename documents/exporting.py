"""Lists as Excel workbooks: what the page shows, a line that says who took it and when, and an event.

The one invariant: no cell is ever a formula, whatever the data says. Called by every list page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Event
from documents.offices import office_of
from documents.trail import enter_batch, record
from organisation.models import User
from organisation.rights import rights_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROWS = 3  # title, who and when, column titles
WIDEST = 60


@dataclass(frozen=True)
class ExportColumn:
    """One column: its title, what it shows of a row, and its width in characters."""

    title: Any
    value: Callable[[Any], Any]
    width: int = 16


def export_rows(
    queryset: "QuerySet[Any] | Sequence[Any]",
    columns: Sequence[ExportColumn],
    *,
    by: User,
    title: str,
    reason: str = "",
    filters: dict[str, str] | None = None,
) -> bytes:
    """The rows as a workbook, written down as `list.export` in the dossier of the user's office.

    `queryset` is already limited to what the user may see. Rows that hang on a dossier note the export there too.
    Raises ValueError for a user without a post.
    """
    rows = list(queryset)
    content = _workbook(rows, columns, by, title)
    details = {"title": title, "count": len(rows), "columns": [str(c.title) for c in columns], "filters": filters or {}}
    with transaction.atomic():
        event = record(office_of(by), "list.export", by=by, right=rights_of(by)[0], reason=reason, details=details)
        _note_in_dossiers(event, rows)
    return content


def _note_in_dossiers(event: Event, rows: Iterable[Any]) -> None:
    enter_batch(
        event, sorted({row.dossier_id for row in rows if getattr(row, "dossier_id", None)} - {event.dossier_id})
    )


def _workbook(rows: Sequence[Any], columns: Sequence[ExportColumn], by: User, title: str) -> bytes:
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        sheet = workbook.add_worksheet()
        _head(workbook, sheet, columns, by, title, len(rows))
        dates = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for line, row in enumerate(rows, start=HEAD_ROWS):
            for place, column in enumerate(columns):
                _write(sheet, line, place, column.value(row), dates)
        if rows:
            sheet.autofilter(HEAD_ROWS - 1, 0, HEAD_ROWS - 1 + len(rows), len(columns) - 1)
    return target.getvalue()


def _head(workbook: Any, sheet: Any, columns: Sequence[ExportColumn], by: User, title: str, count: int) -> None:
    bold = workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F4"})
    sheet.write_string(0, 0, neutral(title), workbook.add_format({"bold": True, "font_size": 14}))
    mark = watermark(by, count)
    sheet.write_string(1, 0, mark, workbook.add_format({"font_color": "#B42318"}))
    sheet.set_header(f"&R{mark}".replace("&", "&&").replace("&&R", "&R", 1))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, min(column.width, WIDEST))
        sheet.write_string(HEAD_ROWS - 1, place, str(column.title), bold)
    sheet.freeze_panes(HEAD_ROWS, 0)
    sheet.repeat_rows(0, HEAD_ROWS - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def watermark(by: User, count: int) -> str:
    """The line that says who took the list, in which post, and when."""
    post = next((str(right.post) for right in rights_of(by)), "")
    when = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    return _("Taken by %(who)s (%(post)s) on %(when)s, %(count)d rows. For office use; do not pass on.") % {
        "who": by.name,
        "post": post,
        "when": when,
        "count": count,
    }


def _write(sheet: Any, line: int, place: int, value: Any, dates: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(line, place, None)
    elif isinstance(value, bool):
        sheet.write_string(line, place, _("yes") if value else _("no"))
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    elif hasattr(value, "year"):
        day = timezone.localtime(value) if hasattr(value, "tzinfo") and value.tzinfo else value
        sheet.write_datetime(line, place, day.replace(tzinfo=None) if hasattr(day, "tzinfo") else day, dates)
    else:
        sheet.write_string(line, place, neutral(str(value)))


def neutral(text: str) -> str:
    """The text so that no program takes it for a formula, also after the list has been saved as CSV."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def download(content: bytes, name: str) -> HttpResponse:
    """The answer that hands out a workbook. `name` must not name a person."""
    stamp = f"{timezone.localdate():%Y%m%d}"
    headers = {"Cache-Control": "private, no-store"}
    response = HttpResponse(content, content_type=XLSX, headers=headers)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.xlsx"'
    return response
