"""The public side of applying: from what a visitor typed to a status code, and from code and telephone to words.

Invariant: no answer tells a stranger whether a person is known, and none tells the result of a record check.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from documents.declarations import Text
from documents.trail import record
from organisation.encryption import blind_index
from organisation.models import Organ
from volunteers.applying import Applicant, NotTheSamePerson, RunsAlready, take_application
from volunteers.models import HeldApplication, Volunteer, VolunteerStatus


@dataclass(frozen=True)
class Standing:
    """Where an application stands and what comes next, in plain words."""

    stands: Text
    next: Text


FIRST_STEPS = gettext_lazy(
    "Come to the office with your ID card. You sign the application, the pledge and the authorisation there."
)
STANDINGS = {
    VolunteerStatus.APPLIED: Standing(gettext_lazy("Your application has arrived."), FIRST_STEPS),
    VolunteerStatus.PLEDGED: Standing(
        gettext_lazy("Your signed pledge has arrived."),
        gettext_lazy("The office asks the police for the record check."),
    ),
    VolunteerStatus.VETTING: Standing(
        gettext_lazy("Your application is being checked."),
        gettext_lazy("The office tells you as soon as it goes on, and invites you to the interview then."),
    ),
    VolunteerStatus.INTERVIEWED: Standing(
        gettext_lazy("You have been interviewed."), gettext_lazy("Two people of the office visit you at home.")
    ),
    VolunteerStatus.HOME_CHECKED: Standing(
        gettext_lazy("Your home has been visited."), gettext_lazy("The office invites you to the training.")
    ),
    VolunteerStatus.TRAINED: Standing(
        gettext_lazy("You have passed the training."), gettext_lazy("The county decides on the appointment.")
    ),
    VolunteerStatus.REGISTERED: Standing(
        gettext_lazy("You have been appointed as a proxy parent."),
        gettext_lazy("Log in with the account on the slip that the office handed to you."),
    ),
    VolunteerStatus.SUSPENDED: Standing(
        gettext_lazy("Your service rests at the moment."), gettext_lazy("Please speak with the office.")
    ),
    VolunteerStatus.RETIRED: Standing(
        gettext_lazy("Your service has ended. Thank you for what you have done."),
        gettext_lazy("The office issues a certificate of your service whenever you ask for it."),
    ),
    VolunteerStatus.REJECTED: Standing(
        gettext_lazy("The procedure has ended without an appointment. A notice has been issued to you."),
        gettext_lazy("Please speak with the office if you have not received it."),
    ),
}


class KnownHere(Exception):
    """The same person has applied with the same telephone: they know their status code or can ask for it."""


def apply_online(applicant: Applicant, *, client_uuid: UUID, **entered: Any) -> str:
    """The status code of a new application, or of the same one sent again. Raises KnownHere, or a Refused.

    Where the person is known under another telephone or name, the code is one that leads to the office.
    """
    if held := HeldApplication.objects.filter(client_uuid=client_uuid).first():
        return held.status_code
    try:
        return take_application(applicant, by=None, client_uuid=client_uuid, **entered).status_code
    except RunsAlready as known:
        if blind_index(applicant.phone, purpose="phone") == known.volunteer.phone_index:
            raise KnownHere from known
        record(known.volunteer.dossier, "volunteer.applied_again", by=None)
    except NotTheSamePerson:
        pass
    return _hold(applicant, client_uuid)


def _hold(applicant: Applicant, client_uuid: UUID) -> str:
    fields = {"phone_index": blind_index(applicant.phone, purpose="phone"), "division": applicant.division}
    try:
        with transaction.atomic():
            return HeldApplication.objects.create(client_uuid=client_uuid, **fields).status_code
    except IntegrityError:  # sent twice at once
        return HeldApplication.objects.get(client_uuid=client_uuid).status_code


def standing_of(code: str, phone: str) -> Standing | None:
    """Where the application with this code and this telephone stands; nothing when there is none of both."""
    asked = {"status_code": code, "phone_index": blind_index(phone, purpose="phone")}
    volunteer = Volunteer.objects.filter(**asked).first()
    if volunteer is not None:
        return STANDINGS[VolunteerStatus(volunteer.status)]
    held = HeldApplication.objects.filter(**asked).exists()
    return STANDINGS[VolunteerStatus.APPLIED] if held else None


def office_of_village(code: str, on: dt.date) -> Organ | None:
    """The county's office: where to go and whom to call. Nothing when none has been entered for that day."""
    try:
        return Organ.objects.issuing("county", code, on)
    except Organ.DoesNotExist:
        return None


ACTIONS: dict[str, Text] = {
    "volunteer.applied_again": gettext_lazy("Somebody applied with this ID number again, from another telephone"),
    "volunteer.first_password": gettext_lazy("Printed a slip with a first password"),
    "recruitment.prepare": gettext_lazy("Prepared a notice"),
}
