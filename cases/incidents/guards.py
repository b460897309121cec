"""Conditions of the acts on a report of danger, each as the sentence the user reads (domain report §2.17)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text


def not_phoned_yet(attempt: Attempt) -> Text | None:
    """The first call counts; what came of later ones is added to the report."""
    if attempt.subject.phoned_at:
        return _("The call to 110 is noted already. Add what you learned since to the report.")
    return None


def not_written_yet(attempt: Attempt) -> Text | None:
    """The written report goes out once."""
    if attempt.subject.written_at:
        return _("The written report has been sent already. If it was wrong, correct the paper.")
    return None


def not_in_the_future(attempt: Attempt) -> Text | None:
    """What is noted has happened."""
    at: dt.datetime | None = attempt.data.get("at")
    if attempt.complete and at and at > timezone.now() + dt.timedelta(minutes=5):
        return _("The time lies in the future. Enter when it happened.")
    return None


def something_is_said(attempt: Attempt) -> Text | None:
    """An empty addition adds nothing."""
    if attempt.complete and not str(attempt.data.get("words", "")).strip():
        return _("Write down what you learned, then send it.")
    return None


def child_was_heard(attempt: Attempt) -> Text | None:
    """The child's own view is part of every plan and change of care (未成年人保护法 art. 4)."""
    if attempt.complete and not str(attempt.data.get("child_view", "")).strip():
        return _("Write down what the child says. A child too young to answer is observed: write what you saw.")
    return None


def next_day_ahead(attempt: Attempt) -> Text | None:
    """Somebody looks in again, and soon: the day is neither past nor later than the version allows."""
    if not attempt.complete:
        return None
    next_on, most = attempt.data["next_on"], attempt.subject.program_version.number("follow_up_most_days")
    if not attempt.today <= next_on <= attempt.today + dt.timedelta(days=most):
        return _("The next follow-up lies between today and %(most)d days from now. Choose such a day.") % {
            "most": most
        }
    return None


def clocks_are_answered(attempt: Attempt) -> Text | None:
    """A report is not closed while 110 was never phoned or nothing was written, unless somebody said why."""
    incident = attempt.subject
    if not (incident.phoned_at or incident.phone_explained_at):
        return _("Nobody has noted a call to 110. Note it, or explain why there was none.")
    if not (incident.written_at or incident.write_explained_at):
        return _("No written report has gone to the police. Send it, or explain why there is none.")
    return None


def child_is_known(attempt: Attempt) -> Text | None:
    """Without a child nobody can say that it is safe, unless words are all that will ever be known."""
    incident = attempt.subject
    if incident.case_id is None and not incident.child_words:
        return _("It is not known which child this is about. Say which child it is first.")
    return None


def child_is_not_known_yet(attempt: Attempt) -> Text | None:
    """A report is about one child, and about that one to the end."""
    if attempt.subject.case_id:
        return _("It is known already which child this is about. For another child make another report.")
    return None


def that_clock_has_run_out(attempt: Attempt) -> Text | None:
    """Only what is late has to be explained, and every delay on its own."""
    from cases.incidents.clocks import clocks

    late = {str(each.name) for each in clocks(attempt.subject) if each.alarms}
    if not late:
        return _("No time has run out without an explanation. There is nothing to explain now.")
    if attempt.complete and attempt.data.get("clock") not in late:
        return _("Choose what is late: only that can be explained.")
    return None


def is_named_here(attempt: Attempt) -> Text | None:
    """Somebody who is named in this report and not cleared yet."""
    standing = attempt.subject.named.filter(cleared_at=None)
    if not standing.exists():
        return _("Nobody is named in this report, or all have been cleared.")
    if attempt.complete and not standing.filter(pk=attempt.data.get("named")).exists():
        return _("Choose somebody who is named in this report.")
    return None
