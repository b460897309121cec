"""Conditions of a pairing, each as the sentence the user reads (domain report §2.3)."""

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text
from volunteers.queries import child_facts, last_of, pair_facts, proxy_facts
from volunteers.rules import ASKED_FROM, WORDS, against_pair, against_proxy, told

if TYPE_CHECKING:
    from volunteers.models import Pairing


def _pairing(attempt: Attempt) -> "Pairing":
    return cast("Pairing", attempt.subject)


def not_own_pairing(attempt: Attempt) -> Text | None:
    """Nobody decides on a child they are paired with: same account, or an account with the same telephone."""
    volunteer = _pairing(attempt).volunteer
    if attempt.by is None:
        return None
    same_phone = attempt.by.phone_index and attempt.by.phone_index == volunteer.person.phone_index
    if attempt.by.pk == volunteer.user_id or same_phone:
        return _("This is your own pairing. A colleague must do this step.")
    return None


def may_pair(attempt: Attempt) -> Text | None:
    """`may_pair`: the person may be a proxy parent, and this child and this person may be paired."""
    pairing = _pairing(attempt)
    second = attempt.data.get("second_adult", pairing.second_adult)
    if not attempt.complete and pairing.status == "new":
        second = "asked in the form"
    volunteer = pairing.volunteer
    if volunteer.status != "registered":
        return str(WORDS["not_serving"])
    least = volunteer.program_version.number("min_age")
    against = [
        *against_proxy(proxy_facts(volunteer, attempt.today), attempt.today, min_age=least),
        *against_pair(child_facts(pairing, attempt.today), pair_facts(pairing, second_adult=second)),
    ]
    return told(against, to_all=not attempt.complete)


def may_still_pair(attempt: Attempt) -> Text | None:
    """The same rule again, because weeks may lie between the proposal and the agreement."""
    found: Text | None = attempt.once("may_pair", lambda: may_pair(attempt))
    return found


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
    if age is not None and age >= ASKED_FROM and not data.get("child_consents"):
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
    if not data["started_on"] < data["valid_until"] <= a_year_after(data["started_on"]):
        return _("A pairing agreement lasts at most 12 months. Correct the last day; it can be renewed later.")
    if data["valid_until"] < attempt.today:
        return _("This agreement is over already. Have a new one signed.")
    return None


def begins_after_the_last(attempt: Attempt) -> Text | None:
    """A child has one proxy parent at a time: the next one begins when the last one has ended."""
    if not attempt.complete:
        return None
    pairing = _pairing(attempt)
    before = last_of([pairing.case_id]).get(pairing.case_id)
    if before and before.ended_on and attempt.data["started_on"] < before.ended_on:
        return _("The child's last pairing ended on %s. This one cannot begin before that day.") % (
            f"{before.ended_on:%Y-%m-%d}"
        )
    return None


def another_term(attempt: Attempt) -> Text | None:
    """A new term goes on where the last one ends, for at most twelve months."""
    if not attempt.complete:
        return None
    now = cast(dt.date, _pairing(attempt).valid_until)
    until = attempt.data["valid_until"]
    if not max(now, attempt.today) < until <= a_year_after(max(now, attempt.today)):
        return _("The new term ends after the one that runs now, and at most 12 months later. Correct the last day.")
    return None


def renewal_is_signed(attempt: Attempt) -> Text | None:
    """Signed again by all three; a term that is over was not renewed in time."""
    if not attempt.complete:
        return None
    if not attempt.data.get("scan"):
        return _("Add the scan of the agreement with the signatures of all three parties.")
    if attempt.data["signed_on"] > attempt.today:
        return _("The day of signing lies in the future. Enter the actual day.")
    return None


def term_is_running(attempt: Attempt) -> Text | None:
    """Nothing is resumed after its last day."""
    until = _pairing(attempt).valid_until
    if until is None or until < attempt.today:
        return _("The term of the agreement is over. End this pairing and propose it anew.")
    return None


def handover_is_written(attempt: Attempt) -> Text | None:
    """Whoever comes next starts from a summary, not from private notes."""
    if not attempt.complete:
        return None
    if not str(attempt.data.get("handover", "")).strip():
        return _("Write a summary for the next proxy parent: what helps the child, what is agreed, what to watch.")
    if attempt.data["handover_on"] > attempt.today:
        return _("The hand-over talk lies in the future. Enter the actual day.")
    return None


def farewell_is_written(attempt: Attempt) -> Text | None:
    """Somebody has talked with the child about the end."""
    if attempt.complete and not str(attempt.data.get("farewell", "")).strip():
        return _("Write down the closing talk with the child.")
    return None


def told_by_now(attempt: Attempt) -> Text | None:
    """The child was told, not will be."""
    if attempt.complete and attempt.data["told_on"] > attempt.today:
        return _("The day lies in the future. Enter it once the child was told.")
    return None


def record_by_now(attempt: Attempt) -> Text | None:
    """The record was opened, not will be, and it is said where it lies."""
    if not attempt.complete:
        return None
    if attempt.data["opened_on"] > attempt.today:
        return _("The day lies in the future. Enter the day on which the record was opened.")
    if not str(attempt.data.get("kept_at", "")).strip():
        return _("Enter where the health record is kept.")
    return None


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the next year; 28 February for the leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
