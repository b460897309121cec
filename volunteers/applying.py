"""Taking applications from the public page and the counter, and the steps that bring a scan or photo with them.

Invariant: a form that is sent twice is one application, and a stranger never learns whether somebody is known here.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.registry import names
from cases.registry.models import Person
from documents.attachments import attach
from documents.keys import first_time
from documents.models import Document, Dossier, Event
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from organisation.models import Division, User
from programs.models import ProgramVersion
from volunteers.models import Volunteer, VolunteerStatus
from volunteers.photos import card_photo

PROGRAM = "PXP"
ENDED = (VolunteerStatus.RETIRED, VolunteerStatus.REJECTED)
PLEDGE, REPLY, PHOTO = "代理家长承诺书、查询授权书（签署件）", "犯罪记录查询结果告知函", "工作证照片"


@dataclass
class Applicant:
    """Who applies: identity as on the ID card, telephone, home."""

    name: str
    id_number: str
    phone: str
    division: Division
    address: str = ""


class RunsAlready(NotPossible):
    """An application of this person runs, or they serve: `volunteer`."""

    kind = "runs_already"

    def __init__(self, volunteer: Volunteer) -> None:
        self.volunteer = volunteer
        super().__init__(_("This person has applied already or is a proxy parent. Open that file instead."))


class NotTheSamePerson(NotPossible):
    """The ID number is known under another name."""

    kind = "not_the_same_person"

    def __init__(self) -> None:
        super().__init__(_("This ID number is entered under another name. Compare number and name with the ID card."))


def take_application(
    applicant: Applicant, *, by: User | None, client_uuid: UUID, account: User | None = None, **entered: Any
) -> Volunteer:
    """Enter an application; `by` is nobody on the public page. The same `client_uuid` gives the same application.

    `entered` are fields of Volunteer, and the rows `referees` and `home_adults`. Raises RunsAlready,
    NotTheSamePerson or what `perform` refuses; then nothing was entered.
    """
    try:
        with transaction.atomic():
            return _take(applicant, by, client_uuid, account, entered)
    except IntegrityError:  # the same form, or the same person from elsewhere, was a moment faster
        return _earlier(applicant, client_uuid)


def _take(
    applicant: Applicant, by: User | None, client_uuid: UUID, account: User | None, entered: dict[str, Any]
) -> Volunteer:
    if earlier := Volunteer.objects.filter(client_uuid=client_uuid).first():
        return earlier
    person = _person(applicant)
    dossier = Dossier.begin(Dossier.Kind.VOLUNTEER, applicant.division.code)
    dossier.save()
    volunteer = Volunteer.objects.create(
        dossier=dossier,
        client_uuid=client_uuid,
        program_version=ProgramVersion.objects.in_force(PROGRAM, timezone.localdate()),
        person=person,
        user=account,
        division=applicant.division,
        phone=applicant.phone,
        online=by is None,
    )
    perform(volunteer, "apply", by=by, key=str(client_uuid), **entered)
    volunteer.refresh_from_db()
    return volunteer


def _earlier(applicant: Applicant, client_uuid: UUID) -> Volunteer:
    if earlier := Volunteer.objects.filter(client_uuid=client_uuid).first():
        return earlier
    _refuse_second(Person.objects.with_id_number(applicant.id_number).first())
    raise NotPossible(_("Somebody entered the same just now. Open the page again and look."))


def _person(applicant: Applicant) -> Person:
    """The person of this ID number; what the registry knows of somebody is not overwritten by an application."""
    known = Person.objects.with_id_number(applicant.id_number).first()
    if known is None:
        return Person.objects.create(
            name=applicant.name,
            id_number=applicant.id_number,
            phone=applicant.phone,
            residence_address=applicant.address,
        )
    if known.name != names.normalise(applicant.name):
        raise NotTheSamePerson
    _refuse_second(known)
    return known


def _refuse_second(person: Person | None) -> None:
    running = Volunteer.objects.exclude(status__in=ENDED).filter(person=person) if person else Volunteer.objects.none()
    if found := running.select_related("dossier").first():
        raise RunsAlready(found)


def register_pledge(volunteer: Volunteer, *, by: User, scan: IO[bytes], **sent: Any) -> Event:
    """Keep the signed papers and register the pledge. Raises a Refused, and then nothing is kept."""
    paper = Document.objects.filter(dossier=volunteer.dossier_id, kind="PXP-03").order_by("pk").last()
    signed = {"document": paper, "signed_by": volunteer.person.name, "signed_on": sent["signed_on"]}
    return _with_scan(volunteer, "pledge", scan, PLEDGE, signed, by=by, **sent)


def record_vetting(volunteer: Volunteer, *, by: User, scan: IO[bytes] | None, **sent: Any) -> Event:
    """Enter a reply of the police, with its scan when it is clear: of any other the result alone is kept."""
    if scan is None or sent["result"] != "clear":
        return perform(volunteer, "record_vetting", by=by, **sent)
    return _with_scan(volunteer, "record_vetting", scan, f"{REPLY} {sent['document_no']}"[:80], {}, by=by, **sent)


def add_photo(volunteer: Volunteer, *, by: User, photo: IO[bytes], **sent: Any) -> Event:
    """Cut the photo to the format of the card, keep it and show it on the next card."""
    cut = BytesIO(card_photo(photo))
    return _with_scan(volunteer, "add_photo", cut, PHOTO, {}, by=by, names="photo", **sent)


def _with_scan(
    volunteer: Volunteer,
    name: str,
    file: IO[bytes],
    title: str,
    signed: dict[str, Any],
    *,
    by: User,
    expected: int | None = None,
    key: str | None = None,
    names: str = "",
    **data: Any,
) -> Event:
    """Attach and perform in one transaction; the attachment's number goes into the data as `names`, if given."""
    with locked(volunteer.dossier_id, *volunteer.also_moves()) as dossier:
        if earlier := first_time(dossier, key, f"volunteer.{name}"):
            return earlier
        kept = attach(dossier, file, title=title, by=by, **signed)
        if names:
            data[names] = kept.pk
        return perform(volunteer, name, by=by, expected=expected, key=key, **data)
