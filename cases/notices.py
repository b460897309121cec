"""Posting a public notice, what it says of its program, and writing objections down.

Invariant: what is posted has exactly the columns that its mode allows, so no name of a child, no ID number, account or
telephone can get onto it. Called by the transitions that post, which hold the dossier, and by the pages of notices.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Objection, PublicNotice
from cases.village_counts import too_small
from documents.declarations import action_of
from documents.keys import first_time
from documents.models import Dossier
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from organisation.calendar import current_calendar
from organisation.models import User
from organisation.working_days import last_day_of_notice
from programs.models import ProgramVersion

COLUMNS = {
    PublicNotice.Mode.AGGREGATE: {"town", "village", "count", "fen"},
    PublicNotice.Mode.MASKED: {"name", "village", "persons", "what", "fen", "period"},
}
DAYS, WORKING_DAYS = 7, 5  # where a version says nothing else (domain report §2.0)


@dataclass(frozen=True)
class NoticesOf:
    """What notices need to know of the thing they belong to: a round, a case.

    `cases` is the path from a case to its dossier; `facts` the basis, standards and term as (label, text) in Chinese.
    """

    cases: str
    facts: Callable[[Dossier], list[tuple[str, str]]]


_kinds: dict[str, NoticesOf] = {}


def describe_notices(model_label: str, *, cases: str, facts: Callable[[Dossier], list[tuple[str, str]]]) -> None:
    """Tell what notices of this model's dossiers say and are about. Called when an app is ready."""
    _kinds[model_label.rpartition(".")[2]] = NoticesOf(cases, facts)


def _kind(dossier: Dossier) -> NoticesOf | None:
    return next((kind for name, kind in _kinds.items() if hasattr(dossier, name)), None)


def facts_of(notice: PublicNotice) -> list[tuple[str, str]]:
    """Basis, standards and term of what is posted, as (label, text)."""
    kind = _kind(notice.dossier)
    return kind.facts(notice.dossier) if kind else []


def cases_of(notice: PublicNotice) -> "QuerySet[Case]":
    """The cases that a notice is about."""
    kind = _kind(notice.dossier)
    return Case.objects.filter(**{kind.cases if kind else "dossier": notice.dossier_id})


def post_notice(
    dossier: Dossier,
    *,
    title: str,
    rows: Sequence[dict[str, Any]],
    first_day: dt.date,
    where: str,
    phone: str,
    address: str = "",
    mail: str = "",
    mode: str = PublicNotice.Mode.AGGREGATE,
    version: ProgramVersion | None = None,
) -> PublicNotice:
    """Post `rows` from `first_day` on, for as long as `version` says. The caller holds the dossier.

    Raises NotPossible where the first day has passed or another notice hangs, ValueError for rows that are not allowed.
    """
    check_rows(rows, mode)
    if first_day < timezone.localdate():
        raise NotPossible(_("The first day of the notice has passed. Choose today or a later day."))
    if PublicNotice.objects.filter(dossier=dossier, status=PublicNotice.Status.POSTED).exists():
        raise NotPossible(_("A notice hangs already. Take it down after its last day before another one is posted."))
    return PublicNotice.objects.create(
        dossier=dossier,
        mode=mode,
        title=title,
        rows=list(rows),
        first_day=first_day,
        last_day=ends_on(first_day, version),
        where=where,
        phone=phone,
        address=address,
        mail=mail,
    )


def ends_on(first_day: dt.date, version: ProgramVersion | None = None) -> dt.date:
    """The last day of a notice: so many calendar days and so many working days, whichever is longer."""
    told = version.parameters if version else {}
    days, working = told.get("publicity_days", DAYS), told.get("publicity_working_days", WORKING_DAYS)
    return last_day_of_notice(first_day, int(days), int(working), current_calendar())


def check_rows(rows: Sequence[dict[str, Any]], mode: str) -> None:
    """Raises ValueError unless the rows have exactly what may be shown in that mode."""
    columns = COLUMNS[PublicNotice.Mode(mode)]
    if any(set(row) != columns for row in rows):
        raise ValueError(f"a notice of mode {mode} shows {sorted(columns)} and nothing else")
    if mode == PublicNotice.Mode.AGGREGATE and any(too_small(rows)):
        raise ValueError("a notice by village shows no count under three")
    if mode == PublicNotice.Mode.MASKED and not all(str(row["name"]).endswith("*") for row in rows):
        raise ValueError("a notice with names shows them masked")


def register_objection(
    notice: PublicNotice,
    *,
    by: User,
    how: str,
    by_name: str,
    words: str,
    received_on: dt.date,
    case: Case | None = None,
    expected: int | None = None,
    key: str | None = None,
) -> Objection:
    """Write an objection down; the case that it is about waits for the answer. Raises a Refused.

    The same key twice is one objection.
    """
    others = [case.dossier_id] if case else []
    with locked(notice.dossier_id, *others) as dossier:
        if earlier := first_time(dossier, key, action_of(Objection(), "register")):
            return Objection.objects.get(pk=earlier.subject_id or 0)
        _check_objection(notice, received_on, case)
        made = Objection.objects.create(
            dossier=dossier, notice=notice, case=case, how=how, by_name=by_name, words=words, received_on=received_on
        )
        perform(made, "register", by=by, expected=expected, key=key)
    made.refresh_from_db()
    return made


def _check_objection(notice: PublicNotice, received_on: dt.date, case: Case | None) -> None:
    if received_on > timezone.localdate():
        raise NotPossible(_("The day on which the objection came lies in the future. Correct the date."))
    if received_on < notice.first_day:
        raise NotPossible(
            _("The notice hangs since %(day)s. Before that day nobody could object to it; correct the date.")
            % {"day": notice.first_day.isoformat()}
        )
    if case and not cases_of(notice).filter(pk=case.pk).exists():
        raise NotPossible(_("This case is not part of the notice. Compare the case number, or leave it empty."))
