"""Periods of proxy parents and pairings: each comes from a rule of the program version (domain report §2.3).

Invariant: no length stands here, only which rule an act starts or fulfils. Read by the declarations of the models.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.declarations import Due, Text
from programs.due_rules import dues_of

if TYPE_CHECKING:
    from volunteers.models import Volunteer

CANDIDATE_DUES = ("pledge", "start_vetting", "interview", "check_home", "train", "appoint")


def by_rules(state: str, *names: str) -> Callable[["Volunteer"], tuple[Due, ...]]:
    """What the program asks of a candidate in that state; only `names` if given."""
    wanted = names or (*CANDIDATE_DUES, "vetting_result")
    return lambda volunteer: dues_of(volunteer.program_version, state, names=wanted)


def of_candidates(volunteer: "Volunteer") -> tuple[str, ...]:
    """The step that a candidate waited for is done, whichever it was."""
    return CANDIDATE_DUES


def of_vetting(volunteer: "Volunteer") -> tuple[str, ...]:
    """The reply about the person ends the waiting, a clear one the last period too; one about the home ends nothing."""
    check = volunteer.checks.order_by("pk").last()
    if check is None or check.of:
        return ()
    return ("vetting_result", "vetting_renewal") if check.result == "clear" else ("vetting_result",)


def after_vetting(volunteer: "Volunteer") -> tuple[Due, ...]:
    """After a clear reply a candidate is interviewed; while serving, the next check is asked for in time."""
    check = volunteer.checks.order_by("pk").last()
    if check is None or check.of or check.result != "clear":
        return ()
    if volunteer.status == "vetting":
        return dues_of(volunteer.program_version, "vetting", names=("interview",))
    return vetting_renewal(volunteer) if volunteer.status in ("registered", "suspended") else ()


def vetting_renewal(volunteer: "Volunteer") -> tuple[Due, ...]:
    """The next check, counted from the last one."""
    return dues_of(volunteer.program_version, "registered", names=("vetting_renewal",), since=_last_check)


def of_appointment(volunteer: "Volunteer") -> tuple[Due, ...]:
    """Both yearly duties begin with the check and the training that led here."""
    return (*vetting_renewal(volunteer), *training_renewal(volunteer))


def training_renewal(volunteer: "Volunteer") -> tuple[Due, ...]:
    """The refresher, counted from the last training."""
    return dues_of(volunteer.program_version, "registered", names=("training",), since=_last_training)


def _last_check(volunteer: "Volunteer") -> dt.date | None:
    check = volunteer.checks.filter(of="", result="clear").first()
    return check.checked_on if check else None


def _last_training(volunteer: "Volunteer") -> dt.date | None:
    training = volunteer.trainings.first()
    return training.held_on if training else None


LABELS: dict[str, Text] = {
    "pledge": _("Have the pledge signed"),
    "start_vetting": _("Apply for the record check"),
    "vetting_result": _("Get the result of the record check"),
    "interview": _("Interview the applicant"),
    "check_home": _("See the applicant's home"),
    "train": _("Train the applicant"),
    "appoint": _("Decide on the appointment"),
    "vetting_renewal": _("Renew the record check"),
    "training": _("Yearly refresher"),
    "pairing_contact": _("Contact with the child"),
    "pairing_visit": _("Visit to the child"),
    "confirm_aid": _("Confirm an aid item"),
    "answer_flag": _("Answer the supervisor's question"),
}


def _act(name: str) -> Callable[[Any, Any], str]:
    return lambda due, user: reverse("volunteer-act", args=[due.dossier.code, name])


# Where each is done. The check that runs out is asked for anew; the decision is taken where the choice stands.
PLACES = {
    "pledge": _act("pledge"),
    "start_vetting": _act("start_vetting"),
    "vetting_result": _act("record_vetting"),
    "interview": _act("interview"),
    "check_home": _act("check_home"),
    "train": _act("train"),
    "vetting_renewal": _act("renew_vetting"),
    "training": _act("train_again"),
}
