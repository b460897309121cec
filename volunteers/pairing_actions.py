"""What is done to pairings that is more than one transition of one row: proposals, and acts that bring a scan.

Invariant: all or nothing; the files of child and proxy parent are held, in the order of their ids, before anything is
read that decides.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from documents.attachments import ENDED, attach
from documents.declarations import declared
from documents.keys import first_time
from documents.models import Document, Event
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import check_reachable, locked, perform, whose_task
from organisation.models import User
from organisation.rights import right_for
from volunteers.matching import reasons_for
from volunteers.models import Pairing, Volunteer

# What the scans are called, whatever language the clerk uses.
CONSENT_TITLE, AGREEMENT_TITLE = "结对征询意见书（签署件）", "结对帮扶协议书（签署件）"
THREE_PARTIES = "监护人、代理家长、村（居）民委员会"


def propose(
    cases: Sequence[Case],
    volunteer: Volunteer,
    *,
    by: User,
    goals: str,
    second_adult: str = "",
    key: str | None = None,
) -> list[Event]:
    """Propose this proxy parent for a child, or for brothers and sisters together: one pairing each, all or none.

    `reasons` are taken from the match list as it is now. The same `key` gives the same proposals. Raises a Refused
    whose sentences name the case that stands against it.
    """
    ordered = sorted(cases, key=lambda case: case.dossier_id)
    if not ordered:
        raise NotPossible(_("Choose at least one child."))
    with locked(ordered[0].dossier_id, *(case.dossier_id for case in ordered[1:]), volunteer.dossier_id):
        return [_propose(case, volunteer, by, goals, second_adult, key, alone=len(ordered) == 1) for case in ordered]


def _propose(
    case: Case, volunteer: Volunteer, by: User, goals: str, second_adult: str, key: str | None, *, alone: bool
) -> Event:
    if earlier := first_time(case.dossier, key, "pairing.propose"):
        return earlier
    check_reachable(case.dossier, by, reduced=True)
    pairing = Pairing.objects.create(dossier_id=case.dossier_id, case_id=case.pk, volunteer=volunteer)
    data: dict[str, Any] = {"goals": goals, "second_adult": second_adult, "reasons": reasons_for(case, volunteer)}
    try:
        return perform(pairing, "propose", by=by, key=key, **data)
    except NotPossible as refused:
        if alone:
            raise
        said = [_("%(case)s: %(sentence)s") % {"case": case, "sentence": each} for each in refused.sentences]
        raise NotPossible(*said) from refused


def register_consents(
    pairing: Pairing, *, by: User, scan: Any, expected: int | None = None, key: str | None = None, **said: Any
) -> Event:
    """Keep the signed form with which the family agreed, and register the consents. Raises a Refused."""
    signed = {"signed_by": said["consented_by"], "signed_on": said["consented_on"]}
    return _with_scan(pairing, "consent", "PXP-10", CONSENT_TITLE, signed, scan, by, expected, key, said)


def register_agreement(
    pairing: Pairing, *, by: User, scan: Any, expected: int | None = None, key: str | None = None, **agreed: Any
) -> Event:
    """Keep the agreement that all three have signed; the pairing begins. Raises a Refused."""
    signed = {"signed_by": THREE_PARTIES, "signed_on": agreed["started_on"]}
    return _with_scan(pairing, "activate", "PXP-12", AGREEMENT_TITLE, signed, scan, by, expected, key, agreed)


def register_renewal(
    pairing: Pairing, *, by: User, scan: Any, expected: int | None = None, key: str | None = None, **agreed: Any
) -> Event:
    """Keep the agreement for another term; the term is the longer one from now on. Raises a Refused."""
    signed = {"signed_by": THREE_PARTIES, "signed_on": agreed["signed_on"]}
    return _with_scan(pairing, "renew", "PXP-12", AGREEMENT_TITLE, signed, scan, by, expected, key, agreed)


def _with_scan(
    pairing: Pairing,
    name: str,
    kind: str,
    title: str,
    signed: dict[str, Any],
    scan: Any,
    by: User,
    expected: int | None,
    key: str | None,
    data: dict[str, Any],
) -> Event:
    """The act with the scan of the paper that came back signed; without the act nothing of it is kept."""
    step = declared(Pairing)[name]
    with locked(pairing.dossier_id, *pairing.also_moves()) as dossier:
        if earlier := first_time(dossier, key, f"pairing.{name}"):
            return earlier
        check_reachable(dossier, by, reduced=step.step.reduced)
        right = right_for(by, set(step.step.actors_for(pairing)), dossier.division_code)
        if right is None:
            raise NotAllowed(whose_task(pairing, step))
        kept = attach(dossier, scan, title=title, by=by, document=paper_of(pairing, kind), right=right, **signed)
        return perform(pairing, name, by=by, expected=expected, key=key, scan=kept.pk, **data)


def paper_of(pairing: Pairing, kind: str) -> Document | None:
    """The newest valid paper of that kind that an act on this pairing has issued."""
    issued = Document.objects.filter(dossier_id=pairing.dossier_id, kind=kind).exclude(status__in=ENDED)
    own = issued.filter(event__subject_label=Pairing._meta.label_lower, event__subject_id=pairing.pk)
    return own.order_by("-pk").first()


def default_term(pairing: Pairing, begins: dt.date) -> dt.date:
    """The last day that the program gives a pairing that begins on that day."""
    return begins + dt.timedelta(days=pairing.volunteer.program_version.number("pairing_days"))
