"""Handing one worker's work to another: planned visits, claimed steps, questions that wait for an answer.

Invariant: who works where is decided by posts; what moves here is only what carries a person's name. Every row leaves
an event in its own file, and the one who had it stays in the file's history. Called by the supervisor's page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.flows import claimed_by, hand_over_step
from cases.models import Visit
from cases.models.visits import VISITORS
from documents.keys import first_time
from documents.models import Dossier
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.reminders.telling import tell
from documents.trail import append
from documents.transitions import check_reachable, locked
from organisation.models import User
from organisation.rights import Right, right_for
from volunteers.models import FollowUpFlag
from volunteers.models.contacts import SUPERVISORS
from volunteers.reviewing import RowResult, each_by_itself

KINDS = {
    "visit": gettext_lazy("planned visit"),
    "step": gettext_lazy("claimed step"),
    "flag": gettext_lazy("question to a proxy parent"),
}
WHOSE: dict[str, tuple[Any, str, Sequence[str]]] = {
    "visit": (Visit, "visitor", VISITORS),
    "flag": (FollowUpFlag, "kept_by", SUPERVISORS),
}


@dataclass
class Piece:
    """One piece of work with a person's name on it. `child_name` is filled in for the reader's eyes."""

    kind: str
    pk: int
    dossier: Dossier
    what: str
    case: Any
    child_name: str = ""

    @property
    def id(self) -> str:
        """What the check box says."""
        return f"{self.kind}-{self.pk}"

    @property
    def label(self) -> Any:
        """Which kind of work it is."""
        return KINDS[self.kind]

    @property
    def dossier_id(self) -> int:
        return self.dossier.pk


def pieces_of(worker: User, by: User) -> list[Piece]:
    """Everything of this worker's that `by` may see, visits first."""
    visits = Visit.objects.visible_to(by).filter(status=Visit.Status.PLANNED, visitor=worker)
    flags = FollowUpFlag.objects.visible_to(by).for_page().filter(status=FollowUpFlag.Status.OPEN, kept_by=worker)
    found = [
        Piece("visit", visit.pk, visit.dossier, str(visit), visit.case)
        for visit in visits.select_related("dossier", "case__person", "case__division__parent").order_by("planned_on")
    ]
    found += [Piece("step", task.pk, case.dossier, title, case) for task, case, title in claimed_by(worker, by)]
    return found + [Piece("flag", flag.pk, flag.dossier, flag.question, flag.case) for flag in flags]


def hand_over(pieces: Sequence[Piece], *, worker: User, to: User, by: User, key: str) -> list[RowResult]:
    """Give each piece to `to`, and tell them once. A row that cannot move says why and holds up no other."""
    results = each_by_itself(pieces, lambda piece: _one(piece, worker, to, by, f"{key}:{piece.id}"))
    if any(result.done for result in results) and to.pk != by.pk:
        tell([to], "work.handed_over", reverse("worklist"), by=by, once=f"hand-over:{key}"[:60])
    return results


def _one(piece: Piece, worker: User, to: User, by: User, key: str) -> None:
    action = f"{piece.kind}.hand_over"
    with locked(piece.dossier.pk) as dossier:
        check_reachable(dossier, by, reduced=piece.kind == "flag")
        right = right_for(by, set(SUPERVISORS), dossier.division_code)
        if right is None:
            raise NotAllowed(_("Handing over work is for supervisors of this place. Ask yours to do it."))
        if first_time(dossier, key, action):
            return
        if piece.kind == "step":
            hand_over_step(piece.pk, worker=worker, to=to)
        else:
            _change_name(piece, worker, to, dossier)
        _note(dossier, action, piece, worker, to, by, right, key)


def _change_name(piece: Piece, worker: User, to: User, dossier: Dossier) -> None:
    model, field, roles = WHOSE[piece.kind]
    state = {"visit": Visit.Status.PLANNED, "flag": FollowUpFlag.Status.OPEN}[piece.kind]
    _check_receiver(to, roles, dossier, reduced=piece.kind == "flag")
    own: Any = model.objects.filter(pk=piece.pk, status=state, **{field: worker})
    if not own.update(**{field: to}):
        raise NotPossible(_("This is done or handed over already. Reload the page to see what is left."))


def _check_receiver(to: User, roles: Sequence[str], dossier: Dossier, *, reduced: bool) -> None:
    """Raise NotPossible unless `to` does such work in this place and may see the file."""
    try:
        check_reachable(dossier, to, reduced=reduced)
    except NotVisible:
        right = None
    else:
        right = right_for(to, set(roles), dossier.division_code)
    if right is None:
        raise NotPossible(_("%s does not do this work in this place. Choose somebody who does.") % to)


def _note(
    dossier: Dossier, action: str, piece: Piece, worker: User, to: User, by: User, right: Right, key: str
) -> None:
    subject = WHOSE[piece.kind][0](pk=piece.pk) if piece.kind in WHOSE else None
    details = {"from": worker.pk, "to": to.pk, "from_name": worker.name, "to_name": to.name}
    append(dossier, action, by=by, subject=subject, right=right, details=details, key=key)
