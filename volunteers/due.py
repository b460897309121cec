"""Periods of proxy parents and pairings: each comes from a rule of the program version (domain report §2.3).

Invariant: no length stands here, only which rule an act starts or fulfils. Read by the declarations of the models.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.declarations import Due, Text
from programs.due_rules import dues_of

if TYPE_CHECKING:
    from volunteers.models import Pairing, Volunteer

CANDIDATE_DUES = ("pledge", "start_vetting", "interview", "check_home", "train", "appoint")
PAIRING_DUES = (
    "consent_pairing",
    "decide_pairing",
    "activate",
    "pairing_contact",
    "pairing_visit",
    "health_record",
    "evaluate",
    "pairing_end",
    "confirm_aid",
    "answer_flag",
)
WHILE_ACTIVE = ("pairing_contact", "pairing_visit", "evaluate")


def by_rules(state: str, *names: str) -> Callable[["Volunteer"], tuple[Due, ...]]:
    """What the program asks of a candidate in that state; only `names` if given."""
    wanted = names or (*CANDIDATE_DUES, "vetting_result")
    return lambda volunteer: dues_of(volunteer.program_version, state, names=wanted)


def of_candidates(volunteer: "Volunteer") -> tuple[str, ...]:
    """The step that a candidate waited for is done, whichever it was."""
    return CANDIDATE_DUES


def of_vetting(volunteer: "Volunteer") -> tuple[str, ...]:
    """The person's reply ends the waiting; a clear one also the period of the last one. One of the home ends nothing."""
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


def of_pairing(state: str, *names: str) -> Callable[["Pairing"], tuple[Due, ...]]:
    """What the program asks of a pairing in that state, by the child's risk; only `names` if given."""
    return lambda pairing: dues_of(
        pairing.volunteer.program_version, state, risk=pairing.case.risk_level, names=names or PAIRING_DUES
    )


def names_of_pairing(pairing: "Pairing") -> tuple[str, ...]:
    """All that a pairing can owe: it ends with the pairing."""
    return PAIRING_DUES


def on_activation(pairing: "Pairing") -> tuple[Due, ...]:
    """Contacts, visits, the evaluation and the end of the term begin, and the health record is opened (§2.5)."""
    return (*of_pairing("active", *WHILE_ACTIVE, "health_record")(pairing), *pairing_end(pairing))


def on_resumption(pairing: "Pairing") -> tuple[Due, ...]:
    """Contacts, visits and the evaluation begin again; the term goes on."""
    return (*of_pairing("active", *WHILE_ACTIVE)(pairing), *pairing_end(pairing))


def pairing_end(pairing: "Pairing") -> tuple[Due, ...]:
    """In time before the term is over somebody asks whether to renew."""
    return dues_of(
        pairing.volunteer.program_version, "active", names=("pairing_end",), since=lambda each: each.started_on
    )


def evaluation(pairing: "Pairing") -> tuple[Due, ...]:
    """The next yearly evaluation."""
    return of_pairing("active", "evaluate")(pairing)


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
    "consent_pairing": _("Ask guardian and child about the pairing"),
    "decide_pairing": _("Decide on the pairing"),
    "activate": _("Have the pairing agreement signed"),
    "pairing_contact": _("Contact with the child"),
    "pairing_visit": _("Visit to the child"),
    "health_record": _("Open the health record"),
    "evaluate": _("Evaluate the pairing"),
    "pairing_end": _("Renew or end the pairing"),
    "confirm_aid": _("Confirm an aid item"),
    "answer_flag": _("Answer the supervisor's question"),
}
