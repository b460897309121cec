"""The same door for sets: one guarded update, one block of numbers, one batch event for any number of rows.

Mass work never loops over `perform`: a set of files moves by `perform_many`, rows without a file by `move_rows`. Each
row's history is shown from the batch event through BatchEntry.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from documents.declarations import Attempt, Declared, action_of, declared
from documents.due_dates import close_due_dates, open_due_dates
from documents.issuing import issue
from documents.keys import first_time
from documents.models import Dossier, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.trail import append, canonical, enter_batch
from documents.transitions import obstacles, seams, whose_task
from organisation.models import User
from organisation.rights import Right, right_for

CHUNK = 5000  # rows a statement: both engines limit the number of parameters
Moved = tuple[int, int, Any]  # id of the row, id of its dossier, code of its dossier


def perform_many(
    queryset: "models.QuerySet[Any]",
    name: str,
    *,
    by: User | None,
    within: Any,
    papers: Sequence[tuple[str, dict[str, Any]]] = (),
    key: str | None = None,
    **data: Any,
) -> Event:
    """Move every row of `queryset` that stands in the transition's source state, or none.

    `within` is the batch (with a dossier of its own) that the event and `papers` (code, what it is about) belong to.
    The declaration's guards are asked about the set as a whole: each gets the queryset as `data["rows"]`. Raises a
    Refused.
    """
    declaration = declared(queryset.model)[name]
    source, target = next(iter(declaration.targets.items()))
    with transaction.atomic():
        dossier = Dossier.objects.locked_for_work(within.dossier_id)
        right = _right(within, declaration, dossier, by)
        action = action_of(queryset.model(), name)
        if earlier := first_time(dossier, key, action):
            return earlier
        moved = _locked_rows(queryset.filter(status=source))
        rows = queryset.filter(pk__in=[pk for pk, _dossier, _code in moved])
        attempt = Attempt(within, by, right, {**data, "rows": rows}, timezone.localdate())
        if sentences := list(obstacles(declaration, attempt)):
            raise NotPossible(*sentences)
        _move(queryset.model, moved, source, target)
        details = {"data": data, "count": len(moved), "content_hash": content_hash(moved, source, target)}
        event = append(dossier, action, by=by, subject=within, right=right, details=details, key=key)
        enter_batch(event, [dossier_id for _pk, dossier_id, _code in moved])
        for code, about in papers:
            issue([code], subject=within, event=event, right=right, data={**data, **about})
        close_due_dates(dossier, declaration.step.closes_for(within), event)
        open_due_dates(dossier, within, declaration.step.opens_for(within), event)
        for consequence in seams("CONSEQUENCES", f"{action}.many"):
            consequence(within, event)
    return event


def move_rows(rows: "models.QuerySet[Any]", name: str, **changes: Any) -> int:
    """Move all of `rows` that stand in a source state of the transition, in one statement for each target state.

    For what has no file of its own, such as the lines of a batch, inside the act that moves it: that act's event and
    papers tell it. `changes` are further columns to set. Returns how many moved.
    """
    by_target: dict[str, list[str]] = {}
    for source, target in declared(rows.model)[name].targets.items():
        by_target.setdefault(target, []).append(source)
    moves = by_target.items()
    return sum(rows.filter(status__in=sources).update(status=target, **changes) for target, sources in moves)


def _right(within: Any, declaration: Declared, dossier: Dossier, by: User | None) -> Right | None:
    if by is None:
        return None
    if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotVisible
    right = right_for(by, set(declaration.step.actors_for(within)), dossier.division_code)
    if right is None:
        raise NotAllowed(whose_task(within, declaration))
    return right


def _locked_rows(rows: "models.QuerySet[Any]") -> list[Moved]:
    """The rows to move, read after their dossiers were locked in the order of ids."""
    dossiers = Dossier.objects.filter(pk__in=rows.values("dossier_id")).order_by("pk")
    list(dossiers.select_for_update().values_list("pk"))
    return list(rows.order_by("dossier_id").values_list("pk", "dossier_id", "dossier__code"))


def _move(model: type[models.Model], moved: Sequence[Moved], source: str, target: str) -> None:
    for start in range(0, len(moved), CHUNK):
        chunk = moved[start : start + CHUNK]
        model._default_manager.filter(pk__in=[pk for pk, _d, _c in chunk], status=source).update(status=target)
        Dossier.objects.filter(pk__in=[pk for _p, pk, _c in chunk]).update(version=F("version") + 1)


def content_hash(moved: Sequence[Moved], source: str, target: str) -> str:
    """SHA-256 over the codes of the moved dossiers and the move itself; the event keeps it."""
    return hashlib.sha256(canonical([source, target, sorted(str(code) for _pk, _dossier, code in moved)])).hexdigest()
