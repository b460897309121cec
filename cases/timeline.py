"""The history of a dossier in words: who saw and who changed what, day by day, newest first.

Own events and those of batches (an import) that moved this dossier. Secrets never show, not even as a difference.
Called by the case page.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.addresses import address, paper_url
from cases.kinds import state_words
from cases.models import Case
from cases.registry.masking import mask_name
from documents.models import Access, BatchEntry, Document, Dossier, Event
from documents.transitions import label_of
from documents.veils import veiled_among
from organisation.encryption import EncryptedTextField
from organisation.models import Division
from organisation.roles import Role

# Acts that look, print or take away without changing anything. Everything else changed something or tried to.
LOOKS = (
    *("case.read", "case.file", "person.reveal", "list.export", "import.download"),
    *("paper.read", "paper.download", "paper.print", "attachment.read"),
)
EVENTS_A_PAGE = 60
# Kept in the trail and not shown: it happens only when somebody is named in a report of danger, whose file is locked.
UNTOLD = ("case.access",)
NOT_TOLD = {"id", "changed_at", "case_ptr", "dossier", "code", "status_changed"}
NAMES = {"name", "told_to", "second_visitor"}  # masked for those who only supervise


class Change(NamedTuple):
    """One column of a difference in words."""

    label: str
    before: str
    after: str
    column: str = ""


@dataclass
class Line:
    """One event as the timeline shows it."""

    at: dt.datetime
    who: str
    action: str
    post: str = ""
    on_behalf_of: str = ""
    reason: str = ""
    kind: str = "side"
    papers: list[dict[str, Any]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def events_of(dossier: Dossier, who: str) -> models.QuerySet[Event]:
    """Events of the dossier and of batches that moved it, newest first. `who`: `seen`, `changed`, else all.

    What somebody who is kept away without a word tried in vain stays in the trail and is not shown: it would tell.
    """
    batches = BatchEntry.objects.filter(dossier=dossier).values("event_id")
    barred = Access.objects.filter(dossier=dossier, capacity=Access.Capacity.BARRED).values("user_id")
    in_vain = Q(action__endswith=".refused", by__in=barred)
    events = Event.objects.filter(Q(dossier=dossier) | Q(pk__in=batches)).exclude(in_vain | Q(action__in=UNTOLD))
    if who == "seen":
        events = events.filter(action__in=LOOKS)
    elif who == "changed":
        events = events.exclude(action__in=LOOKS)
    return events.select_related("by", "on_behalf_of", "dossier").order_by("-at", "-id")


def timeline(
    dossier: Dossier, who: str = "", page: Any = 1, *, masked: bool = False
) -> tuple[Page, list[tuple[dt.date, list[Line]]]]:
    """One page of events and, from them, days with their lines. `masked` hides the names in differences."""
    shown = Paginator(events_of(dossier, who), EVENTS_A_PAGE).get_page(page)
    events = list(shown)
    papers = _papers_of(dossier, events)
    places = _places_of(events)
    secret = veiled_among(events)
    lines = [_line(each, dossier, papers.get(each.pk, []), places, secret=each.pk in secret) for each in events]
    if masked:
        for line in lines:
            line.changes = [_with_stars(change) for change in line.changes]
    days = groupby(lines, key=lambda line: timezone.localdate(line.at))
    return shown, [(day, list(of_day)) for day, of_day in days]


def _line(
    event: Event, dossier: Dossier, papers: list[dict[str, Any]], places: dict[str, str], *, secret: bool
) -> Line:
    details = event.details
    refused = event.action.endswith(".refused")
    reason = " ".join(details.get("sentences", ())) if refused else _reason(details)
    own = event.dossier_id == dossier.pk
    moved = "status" in details.get("change", {}) if own else event.action not in LOOKS
    return Line(
        at=event.at,
        who=_("(kept secret)") if secret else str(event.by or _("the system")),
        action=label_of(event.action) + _what(event, details),
        post="" if secret else _post(event.post, places),
        on_behalf_of="" if secret else str(event.on_behalf_of or ""),
        reason=reason,
        kind="refused" if refused else "main" if moved else "side",
        papers=papers,
        changes=list(_changes(event, details)) if own else [],
    )


def _with_stars(change: Change) -> Change:
    names = change.column in NAMES
    return change._replace(before=mask_name(change.before), after=mask_name(change.after)) if names else change


def _reason(details: dict[str, Any]) -> str:
    return str(details.get("reason") or details.get("data", {}).get("reason") or "")


def _what(event: Event, details: dict[str, Any]) -> str:
    """What exactly was revealed or looked at, when the event says so."""
    if event.action != "person.reveal":
        return ""
    return _(": %(what)s") % {"what": field_words(event.subject_label, details.get("field", ""))[0]}


def _post(post: str, places: dict[str, str]) -> str:
    role, _at, code = post.partition("@")
    if role not in Role.values:
        return post
    return f"{places.get(code, code)} {Role(role).label}".strip()


def _places_of(events: Iterable[Event]) -> dict[str, str]:
    codes = {event.post.partition("@")[2] for event in events}
    return dict(Division.objects.filter(code__in=codes).values_list("code", "short_name"))


def _papers_of(dossier: Dossier, events: list[Event]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for paper in Document.objects.filter(dossier=dossier, event__in=events).order_by("pk"):
        found.setdefault(paper.event_id, []).append(paper_chip(paper))
    return found


def paper_chip(paper: Document) -> dict[str, Any]:
    """What the chip of a paper shows, with the address of its PDF once it has one."""
    return {
        "title": paper.title,
        "number": paper.number,
        "url": paper_url(paper),
        "page_url": address("document-detail", paper.code),
        "failed": paper.rendering == "failed",
        "pending": paper.rendering == "pending",
        "status": paper.status,
        "status_label": paper.get_status_display(),
    }


def _changes(event: Event, details: dict[str, Any]) -> Iterator[Change]:
    for name, (before, after) in sorted(details.get("change", {}).items()):
        if name not in NOT_TOLD and not name.endswith("_id"):
            yield _told(event.subject_label, name, before, after)
    data = details.get("data", {})
    earlier = data.get("before", {})
    for name, after in data.get("person", {}).items():
        yield _told("registry.person", name, earlier.get(name), after)
    for parent, values in data.get("whereabouts", {}).items():
        label, words = field_words("registry.whereabouts", "status")
        who = _("Father") if parent == "father" else _("Mother")
        yield Change(f"{who}: {label}", words(earlier.get(parent)), words(values.get("status")))


def _told(label: str, name: str, before: Any, after: Any) -> Change:
    heading, words = field_words(label, name)
    return Change(heading, words(before), words(after), name)


def field_words(model_label: str, name: str) -> tuple[str, Any]:
    """A column's name in the reader's language, and a function that puts its values into words."""
    try:
        column = apps.get_model(model_label)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name, _plain
    if isinstance(column, EncryptedTextField):
        return _heading(column), lambda value: _("(hidden)") if value else ""
    if name == "status" and issubclass(column.model, Case):
        return _("State"), lambda value: state_words(model_label, value) if value else ""
    choices = {str(key): str(label) for key, label in getattr(column, "flatchoices", ())}
    return _heading(column), lambda value: choices.get(str(value)) or _plain(value)


def _heading(column: Any) -> str:
    words = str(column.verbose_name)
    return words[:1].upper() + words[1:]


def _plain(value: Any) -> str:
    """A value as people write it: dates as dates, yes and no, nothing for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        return date_format(dt.date.fromisoformat(str(value)), "Y-m-d")
    except ValueError:
        return str(value)
