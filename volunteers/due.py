"""Periods of proxy parents and pairings: each comes from a rule of the program version (domain report §2.3).

Invariant: no length stands here, only which rule an act starts or fulfils. Read by the declarations of the models.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from documents.declarations import Due, Text
from programs.due_rules import dues_of

if TYPE_CHECKING:
    from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing, Volunteer

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


def by_rules(state: str) -> Callable[["Volunteer"], tuple[Due, ...]]:
    """What the program asks of a candidate in that state."""
    return lambda volunteer: dues_of(volunteer.program_version, state, names=(*CANDIDATE_DUES, "vetting_result"))


def of_candidates(volunteer: "Volunteer") -> tuple[str, ...]:
    """The step that a candidate waited for is done, whichever it was."""
    return CANDIDATE_DUES


def of_vetting(volunteer: "Volunteer") -> tuple[str, ...]:
    """A reply ends the waiting; a clear one of the person also the period of the last one."""
    check = volunteer.checks.filter(of="").first()
    clear = check is not None and check.result == "clear"
    return ("vetting_result", "vetting_renewal") if clear else ("vetting_result",)


def vetting_renewal(volunteer: "Volunteer") -> tuple[Due, ...]:
    """While serving, the next check is asked for in time before this one lapses; a candidate is interviewed next."""
    if volunteer.status == "vetting":
        return dues_of(volunteer.program_version, "vetting", names=("interview",)) if volunteer.vetted_until else ()
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


def met_child(contact: "Contact") -> tuple[str, ...]:
    """What a contact fulfils: nothing when nobody was reached, the visit only when it was one."""
    if not contact.made:
        return ()
    return ("pairing_contact", "pairing_visit") if contact.how == "visit" else ("pairing_contact",)


def next_contact(contact: "Contact") -> tuple[Due, ...]:
    """The next contact (and visit), counted from the day of this one; an earlier day entered later moves nothing."""
    newest = contact.pairing.contacts.exclude(pk=contact.pk).filter(made=True, status__in=("recorded", "reviewed"))
    names = [name for name in met_child(contact) if not _of(newest, name).filter(done_on__gt=contact.done_on).exists()]
    return _since(contact.pairing, tuple(names), contact.done_on)


def contact_again(contact: "Contact") -> tuple[Due, ...]:
    """A void contact fulfils nothing: the periods run from the contact before it, or from the beginning."""
    left = contact.pairing.contacts.exclude(pk=contact.pk).filter(made=True, status__in=("recorded", "reviewed"))
    found: tuple[Due, ...] = ()
    for name in met_child(contact):
        last = _of(left, name).first()
        found += _since(contact.pairing, (name,), last.done_on if last else contact.pairing.started_on)
    return found


def _of(contacts: Any, name: str) -> Any:
    return contacts.filter(how="visit") if name == "pairing_visit" else contacts


def _since(pairing: "Pairing", names: tuple[str, ...], day: dt.date | None) -> tuple[Due, ...]:
    if not names or pairing.status != "active":
        return ()
    version, risk = pairing.volunteer.program_version, pairing.case.risk_level
    return dues_of(version, "active", risk=risk, names=names, since=lambda each: day)


def confirm_aid(item: "AidItem") -> tuple[Due, ...]:
    """The coordinator looks at a large aid item."""
    return dues_of(item.pairing.volunteer.program_version, "active", names=("confirm_aid",))


def answer_flag(flag: "FollowUpFlag") -> tuple[Due, ...]:
    """The proxy parent answers the supervisor's question."""
    return dues_of(flag.pairing.volunteer.program_version, "active", names=("answer_flag",))


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
