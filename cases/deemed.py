"""Deemed acceptance (视为受理): an office that is late with its answer has accepted on the day it received the papers.

Invariant: only what nobody answered in time is accepted this way, and the case says so for good (行政许可法 art. 32(4),
domain report §2.0). The ticker calls it every day; each kind of case tells which act it is.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases.models import Case, OneTimeNotice
from documents.models import DueDate
from documents.refusals import Refused
from documents.transitions import locked, perform


@dataclass(frozen=True)
class Acceptance:
    """The act that accepts, the due date it owes, and the day on which an application was received."""

    act: str
    due: str
    received_on: Callable[[Any], dt.date]


_acceptances: dict[str, Acceptance] = {}


def register_acceptance(kind: str, *, act: str, due: str, received_on: Callable[[Any], dt.date]) -> None:
    """Let applications of this kind count as accepted when `due` is missed: by `act`, which takes `accepted_on` and
    `deemed`. Called when an app is ready.
    """
    _acceptances[kind] = Acceptance(act, due, received_on)


def is_application(kind: str) -> bool:
    """True for kinds of cases that are applied for."""
    return kind in _acceptances


def accept_overdue(today: dt.date | None = None) -> int:
    """Accept what was not answered in time; returns how many. What somebody answers at this moment is left to them."""
    day = today or timezone.localdate()
    return sum(_accepted(case, _acceptances[case.kind], day) for case in _overdue(day))


def _overdue(day: dt.date) -> list[Case]:
    found: list[Case] = []
    for kind, how in sorted(_acceptances.items()):
        late = DueDate.objects.overdue(day).filter(name=how.due, dossier__case__kind=kind).order_by().values("dossier")
        found += Case.objects.filter(dossier__in=late).select_related("dossier", "program_version").order_by("pk")
    return found


def _accepted(case: Case, how: Acceptance, day: dt.date) -> int:
    subject = case.as_kind()
    with locked(case.dossier_id):
        if not DueDate.objects.overdue(day).filter(dossier=case.dossier_id, name=how.due).exists():
            return 0  # answered meanwhile
        try:
            perform(subject, how.act, by=None, accepted_on=received_on(subject), deemed=True)
        except Refused:  # something else forbids it: the clerk sees it overdue
            return 0
    return 1


def received_on(case: Any) -> dt.date:
    """The day on which the papers were complete as the family saw it: that of the last supplement, else the first."""
    answered = OneTimeNotice.objects.filter(case=case.pk, answered_on__isnull=False)
    last = answered.order_by("-sequence").values_list("answered_on", flat=True).first()
    return last or _acceptances[case.kind].received_on(case)
