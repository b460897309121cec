"""One application at the village or the counter: the case, its checklist and the certificate, in one transaction.

Invariant: the same click twice makes one application; a child has one running stipend. Called by the page.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import FINISHED, Case
from cases.registry.models import Guardianship
from cases.stipends.models import CertificationRound, FamilyCertificate, StipendCase
from cases.stipends.taking_in import RELATIONS, Shown
from cases.stipends.writes import FAMILY_CERTIFICATE
from documents.models import Dossier, Event
from documents.numbering import take_numbers
from documents.offices import office_code
from documents.refusals import NotPossible, NotVisible
from documents.transitions import perform
from organisation.models import Organ, User
from programs.models import ProgramVersion


def apply_for(
    child: Case,
    *,
    by: User,
    applicant: str,
    relation: str,
    applied_on: dt.date,
    received: Collection[str] = (),
    certificate: Shown | None = None,
    version: ProgramVersion | None = None,
    key: str | None = None,
) -> StipendCase:
    """Enter the application for the child of that running case. Raises a Refused, and then nothing has been entered.

    `version` is one of `versions_for`; without one it is the version in force.
    """
    if earlier := already_entered(by, key):
        return earlier
    if not Dossier.objects.visible_to(by).filter(pk=child.dossier_id).exists():
        raise NotVisible
    if running := running_stipend(child):
        raise NotPossible(
            _("The child has the application %(number)s already. Open that one.") % {"number": running.number}
        )
    try:
        with transaction.atomic():
            case = _begin(child, version or version_for(timezone.localdate()))
            data: dict[str, Any] = {"applicant": applicant, "relation": relation, "applied_on": applied_on}
            brought = {*received, FAMILY_CERTIFICATE} if certificate else {*received}
            perform(case, "submit", by=by, key=key, received=sorted(brought), **data)
            if certificate:
                FamilyCertificate.objects.create(
                    case=case,
                    number=certificate.number,
                    valid_from=certificate.valid_from,
                    valid_to=certificate.valid_to,
                    shown_to=by,
                )
    except IntegrityError:
        raise NotPossible(_("Somebody entered an application of this child at this moment. Open that one.")) from None
    case.refresh_from_db()
    return case


def already_entered(by: User, key: str | None) -> StipendCase | None:
    """What the same click made a moment ago, or nothing."""
    done = Event.objects.filter(key=key or "-", action="stipend.submit", by=by).first()
    return StipendCase.objects.get(dossier=done.dossier_id) if done else None


def running_stipend(child: Case) -> StipendCase | None:
    """The application or stipend of that child that is not finished."""
    return StipendCase.objects.filter(person=child.person_id).exclude(status__in=FINISHED).first()


def version_for(on: dt.date) -> ProgramVersion:
    """The version that an application of that day falls under."""
    return ProgramVersion.objects.in_force("STP", on)


def versions_for(child: Case, on: dt.date) -> list[ProgramVersion]:
    """The version in force first, then others that the county certifies just now in a round of its own."""
    county = office_code(child.division.code)
    running = CertificationRound.objects.filter(status=CertificationRound.Status.OPEN, division__code=county)
    others = ProgramVersion.objects.filter(pk__in=running.values("program_version")).select_related("program")
    now = version_for(on)
    return [now, *others.exclude(pk=now.pk).order_by("-effective_from")]


def guardian_of(child: Case) -> dict[str, str]:
    """Who usually applies: the carer, with the relation in words."""
    carer = Guardianship.objects.filter(child=child.person_id, valid_to__isnull=True).select_related("carer").first()
    if carer is None:
        return {}
    return {
        "applicant": carer.carer.name,
        "relation": carer.relation_words or RELATIONS.get(carer.relation, ""),
    }


def _begin(child: Case, version: ProgramVersion) -> StipendCase:
    today = timezone.localdate()
    county = Organ.objects.issuing("county", child.division.code, today)
    take_numbers(county, "STP", today.year, 0)  # the counter first, as a list does: else the two wait for each other
    dossier = Dossier.begin(Dossier.Kind.CASE, child.division.code)
    dossier.save()
    return StipendCase.objects.create(
        dossier=dossier,
        kind="STP",
        program_version=version,
        person_id=child.person_id,
        household_id=child.household_id,
        division=child.division,
    )
