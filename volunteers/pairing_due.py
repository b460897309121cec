"""Periods of a pairing: each comes from a rule of the program version (domain report §2.3).

Invariant: no length stands here, only which rule an act starts or fulfils. Read by the declarations of Pairing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.declarations import Due, Text
from documents.models import DueDate
from organisation.models import User
from programs.due_rules import dues_of

if TYPE_CHECKING:
    from volunteers.models import Pairing

# What a pairing can owe. The health record stays owed while the pairing is suspended: it is the child's.
WHILE_ACTIVE = ("pairing_contact", "pairing_visit", "evaluate")
BEFORE = ("consent_pairing", "decide_pairing", "activate")
OTHERS = ("pairing_end", "tell_child", "confirm_aid", "answer_flag")
ALL = (*BEFORE, *WHILE_ACTIVE, "health_record", *OTHERS)


def of(state: str, *names: str) -> Callable[["Pairing"], tuple[Due, ...]]:
    """What the program asks of a pairing in that state, by the child's risk: only what is named."""
    return lambda pairing: dues_of(pairing.volunteer.program_version, state, risk=pairing.case.risk_level, names=names)


def on_activation(pairing: "Pairing") -> tuple[Due, ...]:
    """Contacts, visits, the evaluation and the end of the term begin, and the health record is opened (§2.5)."""
    record = () if pairing.health_record_on else ("health_record",)
    return (*of("active", *WHILE_ACTIVE, *record)(pairing), *end_of_term(pairing))


def on_resumption(pairing: "Pairing") -> tuple[Due, ...]:
    """Contacts, visits and the evaluation begin again; the term goes on."""
    return (*of("active", *WHILE_ACTIVE)(pairing), *end_of_term(pairing))


def on_suspension(pairing: "Pairing") -> tuple[Due, ...]:
    """Somebody tells the child at once."""
    return of("suspended", "tell_child")(pairing)


def paused(pairing: "Pairing") -> tuple[str, ...]:
    """What nobody owes while a pairing is suspended."""
    return tuple(name for name in ALL if name not in ("health_record", "tell_child"))


def end_of_term(pairing: "Pairing") -> tuple[Due, ...]:
    """In time before the term is over somebody asks whether to renew."""
    version = pairing.volunteer.program_version
    return dues_of(version, "active", names=("pairing_end",), since=lambda each: each.valid_until)


def evaluation(pairing: "Pairing") -> tuple[Due, ...]:
    """The next yearly evaluation."""
    return of("active", "evaluate")(pairing)


def owed(pairing: "Pairing") -> tuple[str, ...]:
    """Everything that is open of this pairing: it ends with the pairing."""
    return ALL


def _form(due: DueDate, user: User) -> str:
    return reverse("pairing-of-child", args=[due.dossier.code, due.name])


# Which act does what is due; what is missing here is decided on the page of the pairing.
ACTS = {
    "consent_pairing": "consent",
    "activate": "activate",
    "health_record": "note_health_record",
    "evaluate": "evaluate",
    "tell_child": "tell_child",
}
PLACES = dict.fromkeys((*BEFORE, "health_record", "evaluate", "pairing_end", "tell_child"), _form)
LABELS: dict[str, Text] = {
    "consent_pairing": _("Ask guardian and child about the pairing"),
    "decide_pairing": _("Decide on the pairing"),
    "activate": _("Have the pairing agreement signed"),
    "health_record": _("Open the health record"),
    "evaluate": _("Evaluate the pairing"),
    "pairing_end": _("Renew or end the pairing"),
    "tell_child": _("Tell the child about the pause"),
}
