"""How values look on a page: dates, ages, money, icons, the look of a state, the groups of a form.

The one invariant: these decide nothing, they only put words and figures to what the view passed. Used by templates.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm, BoundField, Field, FileField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from organisation.calendar import missing_years, unpublished_words

register = template.Library()
SPRITE = "vendor/bootstrap-icons-1.13.2/sprite.svg"
SOON = 3  # calendar days before the last one from which a due date is marked


class Look(NamedTuple):
    """Tint and icon that go with a word."""

    tone: str
    icon: str


GOOD = Look("good", "check-circle")
QUIET = Look("quiet", "dash-circle")
WAITING = Look("attention", "hourglass-split")
RUNNING = Look("action", "play-circle")
STOPPED = Look("danger", "x-octagon")
STATES = {
    **dict.fromkeys(("imported", "draft", "open", "not_started"), Look("quiet", "circle")),
    **dict.fromkeys(("registered", "verified", "assessed", "submitted", "under_review", "pending"), WAITING),
    **dict.fromkeys(("opened", "monitored", "issued", "running", "planned"), RUNNING),
    **dict.fromkeys(("in_service", "signed", "served", "done", "active", "in_force"), GOOD),
    **dict.fromkeys(("reviewed", "recorded", "completed"), GOOD),
    **dict.fromkeys(("supplement", "accepted", "certified_town", "certified_county", "in_publicity"), WAITING),
    **dict.fromkeys(("confirmed", "on_roll"), GOOD),
    **dict.fromkeys(
        ("closed", "cancelled", "superseded", "return_visited", "withdrawn", "removed"), Look("quiet", "archive")
    ),
    **dict.fromkeys(("not_eligible", "terminated", "void", "failed", "refused", "rejected"), STOPPED),
    "emergency": Look("danger", "exclamation-triangle-fill"),
    "suspended": Look("attention", "pause-circle"),
    "sent_back": Look("attention", "arrow-counterclockwise"),
}
RISKS = {
    "high": Look("danger", "exclamation-triangle-fill"),
    "medium": Look("attention", "exclamation-circle"),
    "low": Look("good", "shield-check"),
}

MESSAGES = {
    **dict.fromkeys(("success", "good"), Look("good", "check-circle")),
    **dict.fromkeys(("warning", "attention"), Look("attention", "exclamation-triangle")),
    **dict.fromkeys(("error", "danger"), Look("danger", "exclamation-octagon")),
    "quiet": Look("quiet", "info-circle"),
}


@register.filter
def state_look(state: str) -> Look:
    """Tint and icon of a state by its code; an unknown one is quiet."""
    return STATES.get(str(state), QUIET)


@register.filter
def risk_look(level: str) -> Look:
    """Tint and icon of a risk level; not assessed yet is quiet."""
    return RISKS.get(str(level), Look("quiet", "question-circle"))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One symbol of the sprite. Hidden from screen readers unless it has a label of its own."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, static(SPRITE), name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(SPRITE), name)


@register.filter
def message_look(tone: str) -> Look:
    """Tint and icon of a message, by tone or by a level of Django's messages."""
    return MESSAGES.get(tone.split(" ")[-1], Look("action", "info-circle"))


@register.filter
def is_tick(widget_type: str) -> bool:
    """True for a single check box, whose label stands beside it."""
    return widget_type == "checkbox"


def _act_missing(field: Field) -> str:
    if isinstance(field, FileField):
        return _("Please choose a file.")
    return _("Please choose.") if hasattr(field, "choices") else _("Please fill this in.")


@register.filter
def error_texts(field: BoundField) -> list[str]:
    """What is wrong with a field; Django's sentence for an empty one becomes the act that is missing."""
    own_words = field.field.error_messages.get("required") != Field.default_error_messages["required"]
    return [
        _act_missing(field.field) if error.code == "required" and not own_words else str(text)
        for error in field.errors.as_data()
        for text in error.messages
    ]


@register.filter
def extra(field: BoundField, name: str) -> str:
    """What a form put on its field for display: `unit` (text) or `short` (a narrow control)."""
    return str(getattr(field.field, name, ""))


@register.filter
def thousands(number: int | str) -> str:
    """1903 as 1,903; what is no number stays as it is."""
    return f"{number:,}" if isinstance(number, int) else str(number)


def day_of(value: dt.date | dt.datetime) -> dt.date:
    """The calendar day in the office's time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def cn_date(value: dt.date | dt.datetime | None) -> str:
    """2026年11月23日; in English 23 Nov 2026. Nothing for nothing."""
    return format_date(day_of(value), pgettext("date format", "j M Y")) if value else ""


@register.filter
def cn_day(value: dt.date | dt.datetime | None) -> str:
    """11-23, for rows where the year is plain."""
    return f"{day_of(value):%m-%d}" if value else ""


@register.filter
def cn_moment(value: dt.datetime | None) -> str:
    """2026年11月23日 10:32 in the office's time zone."""
    return f"{cn_date(value)} {timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def cn_time(value: dt.datetime | None) -> str:
    """10:32 in the office's time zone."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def relative_day(value: dt.date | dt.datetime | None, today: dt.date | None = None) -> str:
    """Today, tomorrow, in 3 days, 12 days ago; counted in calendar days."""
    if not value:
        return ""
    days = (day_of(value) - (today or timezone.localdate())).days
    named = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in named:
        return named[days]
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


@register.filter
def days_left(value: dt.date, today: dt.date | None = None) -> str:
    """What a due date says: 3 days overdue, due today, 5 days left."""
    days = (value - (today or timezone.localdate())).days
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def due_look(value: dt.date, today: dt.date | None = None) -> Look:
    """Danger when overdue, attention from three days before, quiet else."""
    days = (value - (today or timezone.localdate())).days
    if days < 0:
        return Look("danger", "exclamation-circle")
    return Look("attention", "clock") if days <= SOON else Look("quiet", "clock")


@register.filter
def age(birth: dt.date | None, on: dt.date | None = None) -> str:
    """9 岁; in the first year the months. A child of 29 February is a year older on 1 March."""
    if not birth:
        return ""
    day = on or timezone.localdate()
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    if years > 0:
        return ngettext("%(years)d year old", "%(years)d years old", years) % {"years": years}
    months = max(0, (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day))
    return ngettext("%(months)d month old", "%(months)d months old", months) % {"months": months}


@register.filter
def period(first: dt.date | None, last: dt.date | None = None) -> str:
    """2026年9月至2027年1月, both months included; without a last month: 2026年9月起."""
    if not first:
        return ""
    start = format_date(first, pgettext("month format", "M Y"))
    if not last:
        return _("from %(start)s") % {"start": start}
    if (first.year, first.month) == (last.year, last.month):
        return start
    return _("%(start)s to %(end)s") % {
        "start": start,
        "end": format_date(last, pgettext("month format", "M Y")),
    }


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as ¥1,903.50; a negative amount keeps its sign in front."""
    if fen is None:
        return ""
    return f"{'-' if fen < 0 else ''}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


@register.filter
def grouped(form: BaseForm) -> Iterator[tuple[str, list[BoundField]]]:
    """The form's visible fields by its `groups`, pairs of (title, names); what no group names comes last, untitled."""
    groups: list[tuple[Any, tuple[str, ...]]] = getattr(form, "groups", [])
    visible = {field.name: field for field in form.visible_fields()}
    for title, names in groups:
        fields = [visible.pop(name) for name in names if name in visible]
        if fields:
            yield str(title), fields
    if visible:
        yield "", list(visible.values())


@register.simple_tag
def unpublished_years() -> list[str]:
    """A sentence for each year whose working days must be entered soon."""
    return [unpublished_words(year) for year in missing_years()]
