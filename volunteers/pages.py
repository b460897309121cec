"""What the pages of a proxy parent show: head, way, parts of the file, forms and special acts.

Invariant: everything begins with what the user may see; names are masked for those who only supervise.
"""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.acting import ActPages, Special
from cases.finding import places_of, reads_masked, shown_name
from cases.kinds import Part
from cases.parts import PAPERS, TIMELINE
from documents.clerks import may_handle
from organisation.models import User
from organisation.rights import right_for
from organisation.roles import Role
from volunteers import applying
from volunteers.accounts import only_for_service
from volunteers.forms.deciding import AppointForm, CertifyForm, PhotoForm, PledgeForm, RejectForm
from volunteers.forms.judging import HomeForm, InterviewForm, TrainingForm
from volunteers.forms.vetting import AuthorityForm, VettingForm
from volunteers.hours import served
from volunteers.models import VOLUNTEER_WAY, Volunteer, VolunteerStatus
from volunteers.suitability import QUESTIONS

FORMS = {
    "pledge": PledgeForm,
    "start_vetting": AuthorityForm,
    "renew_vetting": AuthorityForm,
    "record_vetting": VettingForm,
    "interview": InterviewForm,
    "check_home": HomeForm,
    "train": TrainingForm,
    "train_again": TrainingForm,
    "appoint": AppointForm,
    "reject": RejectForm,
    "add_photo": PhotoForm,
    "certify": CertifyForm,
}
SPECIAL: dict[str, Special] = {
    "pledge": applying.register_pledge,
    "record_vetting": applying.record_vetting,
    "add_photo": applying.add_photo,
}
# The looks of states that other things have too under the same code.
LOOKS = {
    VolunteerStatus.REGISTERED: "in_service",
    VolunteerStatus.SUSPENDED: "sent_back",
    VolunteerStatus.RETIRED: "closed",
    VolunteerStatus.REJECTED: "refused",
}


def look_of(status: str) -> str:
    """The code by which a state's badge is drawn: candidates wait."""
    return LOOKS.get(VolunteerStatus(status), "submitted")


def visible_volunteer(user: User, code: UUID) -> Volunteer:
    """The proxy parent of that code with all that pages ask for. Raises Http404 when there is none for this user."""
    related = ("user", "photo", "division__parent__parent", "person__hukou_division")
    whole = Volunteer.objects.visible_to(user).for_page().select_related(*related)
    return get_object_or_404(whole, dossier__code=code)


def head(volunteer: Volunteer, user: User) -> dict[str, Any]:
    """What stands above every page of a proxy parent."""
    return {
        "volunteer": volunteer,
        "shown_name": shown_name(volunteer.person, masked=reads_masked(user)),
        "place_chain": places_of(volunteer.division),
        "state_label": volunteer.get_status_display(),
        "state_look": look_of(volunteer.status),
        "lapses_soon": lapses_soon(volunteer),
    }


def lapses_soon(volunteer: Volunteer) -> bool:
    """True when the record check of somebody who serves ends within 30 days or has ended."""
    until = volunteer.vetted_until
    return volunteer.status in ("registered", "suspended") and bool(until and (until - timezone.localdate()).days <= 30)


def steps(volunteer: Volunteer) -> list[dict[str, Any]]:
    """The way to the appointment with what is done, now and next; an end stands after what was reached."""
    if volunteer.status in VOLUNTEER_WAY:
        here = VOLUNTEER_WAY.index(VolunteerStatus(volunteer.status))
        marks = ["done"] * here + ["now"] + ["next"] * (len(VOLUNTEER_WAY) - here - 1)
        if volunteer.status == VolunteerStatus.REGISTERED:
            marks[-1] = "done"
        return [{"label": state.label, "state": mark} for state, mark in zip(VOLUNTEER_WAY, marks, strict=True)]
    reached = VOLUNTEER_WAY if volunteer.appointed_on else VOLUNTEER_WAY[: 2 if volunteer.pledged_on else 1]
    done = [{"label": state.label, "state": "done"} for state in reached]
    return [*done, {"label": volunteer.get_status_display(), "state": "now"}]


def secrets_of(volunteer: Volunteer) -> list[dict[str, str]]:
    """Masked values with the names by which a reveal asks for them."""
    named = [
        (_("ID number"), volunteer.person.id_masked, "id_number"),
        (_("Telephone"), volunteer.phone_masked, "phone"),
    ]
    return [{"label": str(label), "value": value, "name": name} for label, value, name in named if value]


def overview(volunteer: Volunteer, user: User) -> dict[str, Any]:
    """Who the person is, what they offer, the account, and how they serve."""
    handles = may_handle(user, volunteer.dossier)
    coordinator = right_for(user, {Role.VOLUNTEER_COORDINATOR}, volunteer.dossier.division_code)
    return {
        "secrets": secrets_of(volunteer),
        "reveals": handles,
        "referees": list(volunteer.referees.all()),
        "home_adults": list(volunteer.home_adults.all()),
        "may_print_slip": bool(
            coordinator and volunteer.status == "registered" and volunteer.user and only_for_service(volunteer.user)
        ),
        "masked": reads_masked(user),
    }


def records(volunteer: Volunteer, user: User) -> dict[str, Any]:
    """Record checks, interview, home, trainings, and the service by year."""
    today = timezone.localdate()
    judged = [
        (each, [(question.label, each.answers.get(question.code, "")) for question in QUESTIONS[each.kind]])
        for each in volunteer.suitability.select_related("by")
    ]
    since = volunteer.appointed_on
    return {
        "checks": list(volunteer.checks.select_related("recorded_by")),
        "judged": judged,
        "trainings": list(volunteer.trainings.all()),
        "years": served(volunteer, since, today) if since else [],
        "masked": reads_masked(user),
        "today": today,
    }


OVERVIEW = Part("overview", _("Overview"), "volunteers/_overview.html", overview)
RECORDS = Part("records", _("Checks and trainings"), "volunteers/_records.html", records)
PARTS = [OVERVIEW, RECORDS, PAPERS, TIMELINE]


def part_of(id: str) -> Part:
    """The part of that id; the first one for an unknown id."""
    return next((part for part in PARTS if part.id == id), PARTS[0])


VOLUNTEERS = ActPages(
    find=visible_volunteer,
    head=head,
    head_template="volunteers/_head.html",
    forms=lambda volunteer: FORMS,
    special=lambda volunteer: SPECIAL,
    state_label=lambda volunteer, state: str(VolunteerStatus(state).label),
    page="volunteer-detail",
    act_page="volunteer-act",
    preview="volunteer-preview",
)
