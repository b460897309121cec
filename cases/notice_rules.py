"""What must hold for public notices and objections, and which papers they leave. Called by their declarations."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.declarations import Attempt, Due, Text
from organisation.models import User
from organisation.roles import Role

ANSWER_DAYS = 5


def period_is_over(attempt: Attempt) -> Text | None:
    """A notice hangs to the end of its last day."""
    if attempt.today <= attempt.subject.last_day:
        return _("The notice hangs until %(day)s. It can be taken down after that day.") % {
            "day": attempt.subject.last_day.isoformat()
        }
    return None


def objections_are_answered(attempt: Attempt) -> Text | None:
    """Every objection has its outcome."""
    if attempt.subject.objections.filter(status="registered").exists():
        return _("An objection has not been answered yet. Answer it first.")
    return None


def notice_takes_objections(attempt: Attempt) -> Text | None:
    """While the notice hangs, or on the day after, when it has come by post."""
    if attempt.subject.notice.status != "posted":
        return _("The notice has been taken down. Register the words as a visit or call of the case.")
    return None


def answer_has_words(attempt: Attempt) -> Text | None:
    """Whoever objected is told what was found and why."""
    if attempt.complete and not str(attempt.data.get("answer", "")).strip():
        return _("Write the answer: it goes to whoever objected.")
    return None


def with_who_answers(subject: Any, by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The answer with the person who gives it."""
    return {**data, "answered_by": by}


def answer_due(subject: Any) -> tuple[Due, ...]:
    """By when the objection must be answered."""
    return (Due("answer_objection", gettext_lazy("Answer an objection"), Role.COUNTY_REVIEWER, ANSWER_DAYS),)


def result_papers(subject: Any) -> tuple[str, ...]:
    """The report on the result: each program has its own."""
    return papers_of(subject.dossier, "result")


def objection_papers(subject: Any) -> tuple[str, ...]:
    """The form that registers an objection and its answer."""
    return papers_of(subject.dossier, "objection")


_papers: dict[tuple[str, str], str] = {}


def name_notice_papers(model_label: str, *, result: str, objection: str) -> None:
    """Tell which letters a notice of that model's subjects leaves. Called when an app is ready."""
    _papers.update({(model_label, "result"): result, (model_label, "objection"): objection})


def papers_of(dossier: Any, what: str) -> tuple[str, ...]:
    """The letter for notices of whatever this dossier is the file of; the slip where none is named."""
    for (label, asked), code in _papers.items():
        accessor = label.rsplit(".", 1)[-1]
        if asked == what and hasattr(dossier, accessor):
            return (code,)
    return ("FLW-01",)
