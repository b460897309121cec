"""Conditions of visit records, plans and rounds, as sentences (domain report §2.2)."""

import datetime as dt

from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text
from documents.models import DueDate

AHEAD = dt.timedelta(days=7)  # a month may be completed in its last week


def case_is_running(attempt: Attempt) -> Text | None:
    """A finished case gets return visits and nothing else; a visit never opens it again."""
    from cases.models.cases import FINISHED

    if not hasattr(attempt.subject, "case") or attempt.subject.case.status not in FINISHED:
        return None
    if attempt.subject.kind == "return_visit":
        return None
    return _("This case is finished. Only a return visit is recorded in it.")


def day_is_sound(attempt: Attempt) -> Text | None:
    """A visit is recorded when it has taken place, or was tried."""
    if not attempt.complete:
        return None
    if not attempt.data.get("done_on"):
        return _("Enter the day of the visit.")
    if attempt.data["done_on"] > attempt.today:
        return _("The date of the visit lies in the future. Enter the day on which it took place.")
    return None


def two_visitors(attempt: Attempt) -> Text | None:
    """A home visit at which the family was met is made by two people."""
    if _met_at_home(attempt) and not attempt.data.get("second_visitor"):
        return _("A home visit is made by two people. Enter the second visitor.")
    return None


def woman_for_a_girl(attempt: Attempt) -> Text | None:
    """At a home visit to a girl one of the two visitors is a woman."""
    if _met_at_home(attempt) and attempt.subject.case.person.sex == "F" and not attempt.data.get("woman_present"):
        return _("For a girl one of the two visitors is a woman. Tick that one was there, or visit again with one.")
    return None


def child_is_accounted_for(attempt: Attempt) -> Text | None:
    """A home visit that met the family says of the child whether it was seen: nobody assumes it."""
    if _met_at_home(attempt) and attempt.data.get("child", {}).get("seen") is None:
        return _("Say whether the child was seen in person.")
    return None


def measure_or_talk_is_told(attempt: Attempt) -> Text | None:
    """A follow-up visit is about one measure, a return visit is a talk about one matter."""
    if not attempt.complete or attempt.data.get("result") != "done":
        return None
    if attempt.subject.kind == "follow_up_visit" and not attempt.data.get("follow_up"):
        return _("Say which measure was followed up and what came of it.")
    if attempt.subject.kind == "return_visit" and not attempt.data.get("talk"):
        return _("Say what the return visit was about and what the family said.")
    return None


def put_off_to_a_day(attempt: Attempt) -> Text | None:
    """A visit that is put off gets another day."""
    if not attempt.complete or attempt.data.get("result") != "rescheduled":
        return None
    later = attempt.data.get("next_on")
    if later is None or later < attempt.today:
        return _("A visit that is put off needs a new day, today or later. Enter it as the next visit.")
    return None


def _met_at_home(attempt: Attempt) -> bool:
    data = attempt.data
    return attempt.complete and data.get("result") == "done" and attempt.subject.kind == "home_visit"


def reviewer_did_not_visit(attempt: Attempt) -> Text | None:
    """Nobody reviews their own record."""
    visit, by = attempt.subject, attempt.by
    if by and (visit.visitor_id == by.pk or visit.second_visitor == by.name):
        return _("You made this visit. Someone else must review the record.")
    return None


def something_is_amended(attempt: Attempt) -> Text | None:
    """An amendment says what is otherwise than the record has it."""
    if attempt.complete and not attempt.data.get("changes"):
        return _("Nothing differs from the record. Change at least one field.")
    return None


def something_to_settle(attempt: Attempt) -> Text | None:
    """Settled is what a closed door, a refusal or a move left open."""
    from cases.visit_follow_ups import FOLLOW_UPS

    if not DueDate.objects.open().filter(dossier=attempt.subject.dossier_id, name__in=FOLLOW_UPS).exists():
        return _("Nothing of this family's visits is left open.")
    if attempt.complete and not str(attempt.data.get("words", "")).strip():
        return _("Say how it was settled. The words are printed on the slip.")
    return None


def month_is_nearly_over(attempt: Attempt) -> Text | None:
    """How a month went is said in its last week or later."""
    if attempt.today < attempt.subject.last_day - AHEAD:
        return _("The month is not over. Complete the plan in its last week or later.")
    return None


def round_is_over(attempt: Attempt) -> Text | None:
    """A round is entered after it was made."""
    if attempt.subject.held_on > attempt.today:
        return _("The date of the round lies in the future. Enter the day on which it took place.")
    return None
