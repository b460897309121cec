"""Conditions of a pairing, each as the sentence the user reads (domain report §2.3)."""

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text
from volunteers.queries import child_facts, pair_facts, proxy_facts
from volunteers.rules import WORDS, against_pair, against_proxy

if TYPE_CHECKING:
    from volunteers.models import Pairing

LONGEST_TERM = dt.timedelta(days=366)


def _pairing(attempt: Attempt) -> "Pairing":
    return cast("Pairing", attempt.subject)


def may_pair(attempt: Attempt) -> Text | None:
    """`may_pair`: the person may be a proxy parent, and this child and this person may be paired."""
    pairing = _pairing(attempt)
    second = attempt.data.get("second_adult", pairing.second_adult)
    volunteer = pairing.volunteer
    if volunteer.status != "registered":
        return _("This proxy parent is not in service now. Choose another one.")
    against = [
        *against_proxy(
            proxy_facts(volunteer, attempt.today), attempt.today, min_age=volunteer.program_version.number("min_age")
        ),
        *against_pair(child_facts(pairing, attempt.today), pair_facts(pairing, second_adult=second)),
    ]
    return " ".join(str(WORDS[code]) for code in against) or None


def may_still_pair(attempt: Attempt) -> Text | None:
    """The same rule again, because weeks may lie between the proposal and the agreement."""
    return may_pair(attempt)


def consents_are_there(attempt: Attempt) -> Text | None:
    """The guardian signed; a child from eight years on has agreed, a younger one was heard (民法典 art. 19)."""
    if not attempt.complete:
        return None
    data = attempt.data
    if not (str(data.get("consented_by", "")).strip() and data.get("scan")):
        return _("Enter which guardian signed, and add the scan of the signed form.")
    if data["consented_on"] > attempt.today:
        return _("The day of the consent lies in the future. Enter the actual day.")
    if not str(data.get("child_view", "")).strip():
        return str(WORDS["child_not_heard"])
    age = _pairing(attempt).case.person.age(attempt.today)
    if age is not None and age >= 8 and not data.get("child_consents"):
        return _("A child from eight years on must agree. If the child does not, register that they decline.")
    return None


def agreement_is_signed(attempt: Attempt) -> Text | None:
    """Signed by three parties on paper, begun, and for at most twelve months (电子签名法 art. 3)."""
    if not attempt.complete:
        return None
    data = attempt.data
    if not data.get("scan"):
        return _("Add the scan of the agreement with the signatures of all three parties.")
    if data["started_on"] > attempt.today:
        return _("The agreement begins in the future. Register it on the day it begins.")
    if not data["started_on"] < data["valid_until"] <= data["started_on"] + LONGEST_TERM:
        return _("A pairing agreement lasts at most 12 months. Correct the last day; it can be renewed later.")
    if data["valid_until"] < attempt.today:
        return _("This agreement is over already. Have a new one signed.")
    return None


def term_is_running(attempt: Attempt) -> Text | None:
    """Nothing is resumed after its last day."""
    until = _pairing(attempt).valid_until
    if until is None or until < attempt.today:
        return _("The term of the agreement is over. End this pairing and propose it anew.")
    return None


def handover_is_written(attempt: Attempt) -> Text | None:
    """Whoever comes next starts from a summary, not from private notes."""
    if attempt.complete and not str(attempt.data.get("handover", "")).strip():
        return _("Write a summary for the next proxy parent: what helps the child, what is agreed, what to watch.")
    return None


def farewell_is_written(attempt: Attempt) -> Text | None:
    """Somebody has talked with the child about the end."""
    if attempt.complete and not str(attempt.data.get("farewell", "")).strip():
        return _("Write down the closing talk with the child.")
    return None
