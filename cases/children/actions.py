"""What is done to a left-behind child's case that is more than one transition of one row."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.registry.actions import ChildEntry, enter_child
from cases.registry.models import Person
from documents.attachments import attach
from documents.keys import first_time
from documents.models import Dossier, Event
from documents.trail import record
from documents.transitions import locked, perform
from organisation.models import User
from programs.models import ProgramVersion

CONSENT_TITLE = "同意书（签署件）"
AGREEMENT_TITLE = "委托照护协议（签署件）"  # as the paper is called, whatever language the clerk uses


@transaction.atomic
def begin_case(entry: ChildEntry) -> LeftBehindCase:
    """Enter a child typed in by hand and begin a case in state `new`. The caller registers it in its transaction."""
    child, household = enter_child(entry)
    dossier = Dossier.begin(Dossier.Kind.CASE, entry.division.code)
    dossier.save()
    return LeftBehindCase.objects.create(
        dossier=dossier,
        kind="LBC",
        program_version=ProgramVersion.objects.in_force("LBC", timezone.localdate()),
        person=child,
        household=household,
        division=entry.division,
    )


@transaction.atomic
def register_new_child(
    entry: ChildEntry, *, by: User, key: str | None = None, distinct_because: str = "", **registration: Any
) -> LeftBehindCase:
    """Enter and register a child in one go. Raises a Refused, and then nothing has been entered.

    `distinct_because` is how the clerk knows that this is not the much alike child who is registered already.
    """
    case = begin_case(entry)
    perform(case, "register", by=by, key=key, **registration)
    if distinct_because:
        record(case.dossier, "case.distinct", by=by, reason=distinct_because)
    case.refresh_from_db()
    return case


@transaction.atomic
def register_agreement(
    case: LeftBehindCase, *, by: User, scan: Any, expected: int | None = None, key: str | None = None, **agreed: Any
) -> Event:
    """Keep the scan of a signed care agreement and register it. Raises a Refused, and then nothing is kept."""
    with locked(case.dossier_id) as dossier:
        if earlier := first_time(dossier, key, "case.register_agreement"):
            return earlier
        carer, signed_on = Person.objects.get(pk=agreed["carer"]), agreed["signed_on"]
        kept = attach(dossier, scan, title=AGREEMENT_TITLE, by=by, signed_by=carer.name, signed_on=signed_on)
        return perform(case, "register_agreement", by=by, expected=expected, key=key, scan=kept.pk, **agreed)


@transaction.atomic
def record_consent(
    case: LeftBehindCase,
    *,
    by: User,
    scan: Any = None,
    expected: int | None = None,
    key: str | None = None,
    **said: Any,
) -> Event:
    """Keep the scan of the signed consent, if there is one, and record it. Raises a Refused, and nothing is kept."""
    with locked(case.dossier_id) as dossier:
        if earlier := first_time(dossier, key, "case.record_consent"):
            return earlier
        signed = {"signed_by": said["given_by"], "signed_on": said.get("said_on") or timezone.localdate()}
        kept = attach(dossier, scan, title=CONSENT_TITLE, by=by, **signed) if scan else None
        evidence = kept.pk if kept else None
        return perform(case, "record_consent", by=by, expected=expected, key=key, evidence=evidence, **said)
