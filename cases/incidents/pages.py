"""What the pages of a report of danger show: its way, its clocks, its file, and who may read what of it.

Invariant: who reported it is on no page; only a protection officer asks for it, with a reason that stays in the file.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import ActPages
from cases.incidents import actions
from cases.incidents.clocks import Clock, clocks
from cases.incidents.forms import FORMS
from cases.incidents.models import MAIN_WAY, REPORTERS_ACTS, Incident, Status, Way
from cases.incidents.wording import child_called
from cases.timeline import timeline
from documents.models import Dossier, Event
from documents.refusals import NotVisible, remember
from documents.trail import record
from documents.transitions import Offer, offers
from organisation.models import User
from organisation.rights import reads_masked, right_for

ONE_READING = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 20


def officers_incident(user: User, code: UUID) -> Incident:
    """The report of that code for whoever reads its locked file. Raises Http404, and the attempt leaves an event."""
    incident = Incident.objects.visible_to(user).for_page().filter(dossier__code=code).first()
    if incident is None:
        note_attempt(user, code)
        raise Http404
    return incident


def own_report(user: User, code: UUID) -> Incident:
    """The report of that code for whoever made it. Raises Http404, and the attempt leaves an event."""
    incident = Incident.objects.reported_by(user).for_page().filter(dossier__code=code).first()
    if incident is None:
        note_attempt(user, code)
        raise Http404
    return incident


def note_attempt(user: User, code: UUID) -> None:
    """Somebody asked for a locked file that is not theirs: its trail says so."""
    dossier = Dossier.objects.filter(kind=Dossier.Kind.INCIDENT, code=code).first()
    if dossier:
        remember(NotVisible(), dossier=dossier, action="incident.read", by=user)


def note_reading(incident: Incident, by: User) -> None:
    """Write down that `by` opened the locked file, once in ten minutes."""
    since = timezone.now() - ONE_READING
    again = Event.objects.filter(dossier_id=incident.dossier_id, by=by, action="incident.read", at__gte=since)
    if not again.exists():
        record(incident.dossier, "incident.read", by=by)


def head(incident: Incident, user: User) -> dict[str, Any]:
    """What stands above every page of a report for officers."""
    masked = reads_masked(user)
    return {
        "incident": incident,
        "masked": masked,
        "child_name": child_called(incident, masked=masked) or _("child not known"),
        "state_label": incident.get_status_display(),
        "steps": steps(incident),
    }


def steps(incident: Incident) -> list[dict[str, str]]:
    """The way of a report; how the child is protected takes its place among the steps."""
    way = [Status(each) for each in MAIN_WAY]
    if incident.status == Status.TEMPORARY_GUARDIANSHIP or _was_placed(incident):
        way[way.index(Status.PROTECTED_AT_HOME)] = Status.TEMPORARY_GUARDIANSHIP
    here = way.index(Status(incident.status)) if incident.status in way else 0
    states = ["done"] * here + ["now"] + ["next"] * (len(way) - here - 1)
    if incident.status == Status.CLOSED:
        states[-1] = "done"
    return [{"label": str(each.label), "state": state} for each, state in zip(way, states, strict=True)]


def _was_placed(incident: Incident) -> bool:
    if incident.status not in (Status.FOLLOW_UP, Status.CLOSING, Status.CLOSED):
        return False
    placed = incident.placements.first()
    return bool(placed and placed.way == Way.TEMPORARY)


def acts(incident: Incident, user: User) -> dict[str, Any]:
    """What this officer can do now, and what not and why; `primary` is the act that stands out."""
    mine = [each for each in offers(incident, user) if _is_mine(each, incident, user)]
    opened = [each for each in mine if each.open]
    main = (each.name for each in opened if each.declaration.step.weight == "main")
    return {"open_acts": opened, "closed_acts": [each for each in mine if not each.open], "primary": next(main, "")}


def _is_mine(offer: Offer, incident: Incident, user: User) -> bool:
    """Whatever the machine offers to the officers of the place; a reader who only supervises does nothing."""
    actors = set(offer.declaration.step.actors_for(incident))
    return not reads_masked(user) and right_for(user, actors, incident.dossier.division_code) is not None


def history(incident: Incident, user: User, page: Any) -> dict[str, Any]:
    """Who did and read what, without whoever reported."""
    shown, days = timeline(incident.dossier, "", page, masked=reads_masked(user))
    lines = (line for _day, of_day in days for line in of_day)
    for event, line in zip(shown, lines, strict=True):
        if event.by_id == incident.reporter_id and _is_reporters(event.action):
            line.who, line.post, line.on_behalf_of = _("(kept secret)"), "", ""
        if reads_masked(user):
            line.reason = ""  # typed words may name people
    return {"days": days, "page": shown}


def _is_reporters(action: str) -> bool:
    """Acts of a reporter, and their trying the page that is not theirs: officers do not read who it was."""
    return action.removesuffix(".refused") in REPORTERS_ACTS or action == "incident.read.refused"


def attempts(incident: Incident) -> Iterator[tuple[Event, str]]:
    """When somebody who is named tried to open one of the files that are closed to them: event and name."""
    named = [row.user_id for row in incident.named.all() if row.user_id]
    files = [incident.dossier_id, *incident.files().values_list("dossier_id", flat=True)]
    tried = Event.objects.filter(
        dossier__in=files, by__in=named, action__endswith=".refused", at__gte=incident.reported_at
    )
    for event in tried.select_related("by").order_by("-at")[:MOST_ATTEMPTS]:
        yield event, str(event.by)


def running(incident: Incident) -> list[Clock]:
    """The clocks as the pages show them."""
    return clocks(incident)


ACT_PAGES = ActPages(
    find=officers_incident,
    head=head,
    head_template="incidents/_head.html",
    forms=lambda incident: FORMS,
    special=lambda incident: {"name_person": actions.name_person, "identify": actions.identify},
    state_label=lambda incident, state: str(Status(state).label),
    page="incident-detail",
    act_page="incident-act",
    preview="incident-preview",
)
