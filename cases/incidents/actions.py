"""What is done to a report of danger that is more than one transition of one row.

`report_danger` is the one way in: from the page of two taps, and from the outbox of a phone that was offline.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.incidents.models import Incident, NamedPerson
from cases.incidents.naming import Named, write_named
from cases.incidents.reach import home_of, reportable
from cases.models import Case
from documents.models import Access, Dossier, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.transitions import check_reachable, locked, perform
from organisation.models import Division, User
from organisation.rights import rights_of
from programs.models import ProgramVersion


def report_danger(
    *,
    by: User,
    client_uuid: UUID,
    case: Case | None,
    harm_types: Sequence[str],
    what: str,
    where: str,
    observed_at: dt.datetime,
    danger_now: bool,
    named: Sequence[Named] = (),
    child_words: str = "",
    division: Division | None = None,
    phoned: bool = False,
) -> Event:
    """Report danger to a child. The same `client_uuid` again is the same report: its event is returned.

    `case` is empty for a child nobody knows; then `division` says where, else the reporter's own place. A clock of the
    reporter's phone that runs ahead does not lose the report: `observed_at` is then now. Raises NotVisible for a child
    this user may not see, NotAllowed for an account without a post, NotPossible for another user's `client_uuid`.
    """
    told: dict[str, Any] = {
        "harm_types": list(harm_types),
        "what": what,
        "where": where,
        "observed_at": min(observed_at, timezone.now()),
        "danger_now": danger_now,
        "child_words": child_words,
        "phoned": phoned,
    }
    try:
        with transaction.atomic():
            if earlier := _sent_before(client_uuid, by):
                return earlier
            incident = _begin(by, client_uuid, case, division)
            rows = write_named(incident, list(named))
            told["named"] = [{"part": row.part, "user": row.user_id, "who": row.words} for row in rows]
            return perform(incident, "report", by=by, key=str(client_uuid), **told)
    except IntegrityError:  # the same report came twice at the same moment
        if earlier := _sent_before(client_uuid, by):
            return earlier
        raise


def _sent_before(client_uuid: UUID, by: User) -> Event | None:
    """The event of a report with this id. Raises NotPossible when somebody else sent it."""
    earlier = Incident.objects.filter(client_uuid=client_uuid).first()
    if earlier is None:
        return None
    if earlier.reporter_id != by.pk:
        raise NotPossible(_("This report was sent from another account. Open the page again and report anew."))
    return Event.objects.get(dossier=earlier.dossier_id, action="incident.report")


def _begin(by: User, client_uuid: UUID, case: Case | None, division: Division | None) -> Incident:
    """A report in state `new` in a locked file of its own, which its reporter may follow."""
    if not rights_of(by):
        raise NotAllowed(_("Your account holds no post today. Phone 110 at once, then tell your office."))
    if case is not None and not reportable(by).filter(pk=case.pk).exists():
        raise NotVisible
    place = case.division if case else division or home_of(by)
    if place is None:
        raise NotPossible(_("Say in which county or town it is, so that the right officers hear of it."))
    dossier = Dossier.begin(Dossier.Kind.INCIDENT, place.code, confidentiality=Dossier.Confidentiality.LOCKED)
    dossier.save()
    Access.objects.create(dossier=dossier, user=by, capacity=Access.Capacity.REPORTER, reduced=True)
    return Incident.objects.create(
        dossier=dossier,
        client_uuid=client_uuid,
        program_version=ProgramVersion.objects.in_force("PRO", timezone.localdate()),
        case=case,
        division=place,
        reporter=by,
        observed_at=timezone.now(),
    )


@transaction.atomic
def name_person(
    incident: Incident, *, by: User, named: Named, expected: int | None = None, key: str | None = None
) -> Event:
    """Name somebody after the report. Access ends in the same transaction. Raises a Refused; then nobody is named."""
    check_reachable(incident.dossier, by)
    rows = write_named(incident, [named])
    event = perform(incident, "name_person", by=by, expected=expected, key=key, named=rows[0].pk)
    if event.details["data"]["named"] != rows[0].pk:  # the second click: the first one has named them
        NamedPerson.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return event


def identify(incident: Incident, *, by: User, case: Case, expected: int | None = None, key: str | None = None) -> Event:
    """Say which child a report is about. Its file, and those of its siblings, close to whoever is named."""
    with locked(incident.dossier_id, *_files_of(incident, case)):
        return perform(incident, "identify", by=by, expected=expected, key=key, case_id=case.pk)


def _files_of(incident: Incident, case: Case) -> set[int]:
    would_be: Any = Incident(pk=incident.pk, case=case)
    return would_be.also_moves()
