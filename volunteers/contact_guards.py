"""Conditions of what a proxy parent enters, and of who may judge it (domain report §2.3)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text
from organisation.roles import Role

LONGEST_MINUTES = 24 * 60
CASH = ("现金", "红包", "cash")


def own_running_pairing(attempt: Attempt) -> Text | None:
    """Only the proxy parent of an active pairing writes in it."""
    pairing = attempt.subject.pairing
    if pairing.status != "active":
        return _("This pairing is not active. What you wrote is kept on your phone; ask your coordinator.")
    if attempt.by is not None and pairing.volunteer.user_id != attempt.by.pk:
        return _("Only the proxy parent of this child can enter this.")
    return None


def contact_is_sound(attempt: Attempt) -> Text | None:
    """A day within the pairing and not in the future; a made contact lasted some minutes and at most a day."""
    contact = attempt.subject
    if contact.done_on > attempt.today:
        return _("The date lies in the future. Enter the day on which it took place.")
    if contact.pairing.started_on and contact.done_on < contact.pairing.started_on:
        return _("The date lies before the pairing began. Check the date.")
    if contact.made and not 0 < contact.minutes <= LONGEST_MINUTES:
        return _("Enter how many minutes the contact lasted.")
    return None


def limit_of(subject: Any) -> int:
    """Up to how much (in fen) one aid item needs no confirmation."""
    return int(subject.pairing.volunteer.program_version.number("aid_limit_fen"))


def within_limit(attempt: Attempt) -> Text | None:
    """Small things count at once."""
    if attempt.subject.amount_fen > limit_of(attempt.subject):
        return _("An aid item of this worth is confirmed by the coordinator first.")
    return _worth_is_sound(attempt)


def above_limit(attempt: Attempt) -> Text | None:
    """Only what is above the limit waits for the coordinator."""
    if attempt.subject.amount_fen <= limit_of(attempt.subject):
        return _("An aid item of this worth needs no confirmation.")
    return _worth_is_sound(attempt)


def _worth_is_sound(attempt: Attempt) -> Text | None:
    if attempt.subject.amount_fen <= 0:
        return _("Enter what the thing is worth, in yuan.")
    if attempt.subject.given_on > attempt.today:
        return _("The date lies in the future. Enter the day on which it was given.")
    return None


def no_cash(attempt: Attempt) -> Text | None:
    """A proxy parent gives things, never money."""
    if any(word in attempt.subject.what.lower() for word in CASH):
        return _("Proxy parents give no cash to a child. Enter the thing that was bought.")
    return None


def not_ones_own(attempt: Attempt) -> Text | None:
    """Nobody judges what they did themselves."""
    if attempt.by and attempt.subject.pairing.volunteer.user_id == attempt.by.pk:
        return _("This is your own entry. Somebody else must look at it.")
    return None


def own_or_supervised(attempt: Attempt) -> Text | None:
    """A proxy parent touches their own pairing only, not one of the same child that was before or comes after."""
    by, right = attempt.by, attempt.right
    if by and right and right.role == Role.PROXY_PARENT and attempt.subject.pairing.volunteer.user_id != by.pk:
        return _("Only the proxy parent of this child can do this.")
    return None


def receipt_is_there(attempt: Attempt) -> Text | None:
    """What is worth more than the limit is proved by a receipt."""
    if attempt.subject.receipt_id is None:
        return _("An aid item of this worth needs a photo of the receipt. Add it and send again.")
    return None


def contact_stands(attempt: Attempt) -> Text | None:
    """What was entered with a void contact is void with it."""
    contact = attempt.subject.contact
    if contact is not None and contact.status == "void":
        return _("The contact with which this was entered is void, and the aid item with it.")
    return None


def pairing_is_active(attempt: Attempt) -> Text | None:
    """Questions go to somebody who sees the child now."""
    if attempt.subject.pairing.status != "active":
        return _("This pairing is not active, so nobody would answer. Look at the pairing first.")
    return None


def answer_is_written(attempt: Attempt) -> Text | None:
    """A question is settled with words."""
    if attempt.complete and not str(attempt.data.get("answer", "")).strip():
        return _("Write the answer, or how the question was settled.")
    return None


def no_other_flag(attempt: Attempt) -> Text | None:
    """One question is open at a time, so that it gets an answer."""
    flag = attempt.subject
    if flag.pairing.flags.filter(status="open").exclude(pk=flag.pk).exists():
        return _("A question to this proxy parent is open already. Settle it before asking another one.")
    return None


def is_late(done_on: dt.date, today: dt.date) -> bool:
    """A contact entered more than seven days later is marked as late."""
    return (today - done_on).days > 7
