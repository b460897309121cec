"""Payments that came back (退票): paying them again to a proven account, or not at all.

Invariants: a payment whose account was wrong is never sent to the same account again; its months are open only while
no line that counts carries them. Called by guards and writes of models.batches and by the page of returned payments.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.registry.models import PayeeAccount
from documents.declarations import Attempt, Text
from documents.models import Event
from documents.refusals import NotPossible
from documents.sets import move_rows
from documents.transitions import perform
from finance.compiling import lock_group
from finance.models import Accrual, Adjustment, Batch, Line, LineItem
from organisation.models import User

# The bank says that the account itself is wrong: only another one can help.
WRONG_ACCOUNT = ("name_mismatch", "account_closed", "bad_account")
TITLES_SHOWN = 5
MOVED_ON = gettext_noop("One of these payments has moved on meanwhile. Reload the page and choose again.")


def approve_reissue(
    batch: Batch,
    lines: Collection[Line],
    *,
    by: User,
    keep_reason: str = "",
    expected: int | None = None,
    key: str | None = None,
) -> Event:
    """Let these returned payments be made again; `keep_reason` is why some keep their account. Raises a Refused."""
    data = {"lines": sorted(line.pk for line in lines), "keep_reason": keep_reason.strip()}
    return perform(batch, "approve_reissue", by=by, expected=expected, key=key, **data)


def drop_payments(
    batch: Batch,
    lines: Collection[Line],
    *,
    by: User,
    reason: str,
    expected: int | None = None,
    key: str | None = None,
) -> Event:
    """End these returned payments: their months are not owed any more. Raises a Refused."""
    data = {"lines": sorted(line.pk for line in lines), "reason": reason}
    return perform(batch, "drop_payments", by=by, expected=expected, key=key, **data)


def returned_lines(batch: Batch) -> QuerySet[Line]:
    """Payments of this batch that came back and are neither reissued nor ended, town by town."""
    waiting = batch.lines.filter(status__in=(Line.Status.FAILED, Line.Status.REISSUE_PENDING))
    return waiting.order_by("division__code", "sequence")


def with_new_accounts(lines: QuerySet[Line]) -> list[Line]:
    """The lines with `new_account`: the one in force for the child, if it is another one and was confirmed."""
    in_force = Prefetch("person__accounts", PayeeAccount.objects.filter(valid_to__isnull=True), to_attr="in_force")
    found = list(lines.select_related("account", "person").prefetch_related(in_force))
    for line in found:
        line.new_account = _proven(line)  # type: ignore[attr-defined]
    return found


def _proven(line: Any) -> PayeeAccount | None:
    account = next(iter(line.person.in_force), None)
    if account is None or account.pk == line.account_id or account.confirmed_by_id is None:
        return None
    return account


def obstacle_to_reissue(attempt: Attempt) -> Text | None:
    """Why the chosen payments cannot be made again, or nothing."""
    batch = attempt.subject
    if not attempt.complete:
        return None if batch.lines.filter(status=Line.Status.FAILED).exists() else _("No payment has come back.")
    lines = with_new_accounts(batch.lines.filter(pk__in=attempt.data["lines"]))
    if not lines or len(lines) != len(attempt.data["lines"]):
        return _("Choose the payments that are to be made again.")
    if any(line.status != Line.Status.FAILED for line in lines):
        return _(MOVED_ON)
    return next(_account_obstacles(lines, str(attempt.data.get("keep_reason", "")).strip()), None)


def _account_obstacles(lines: list[Line], keep_reason: str) -> Iterator[str]:
    """Lines whose account was wrong need another one; those that keep theirs need a reason."""
    same = [line for line in lines if line.new_account is None]  # type: ignore[attr-defined]
    if wrong := [line for line in same if line.failure in WRONG_ACCOUNT or not line.person.in_force]:  # type: ignore[attr-defined]
        yield _("The account of %(numbers)s is wrong. Have a new one proposed, proven and confirmed first.") % {
            "numbers": _numbers(wrong)
        }
    if same and not keep_reason:
        yield _("%(numbers)s would go to the same account again. Say why it will arrive this time.") % {
            "numbers": _numbers(same)
        }


def obstacle_to_dropping(attempt: Attempt) -> Text | None:
    """Why the chosen payments cannot be ended, or nothing."""
    waiting = returned_lines(attempt.subject)
    if not attempt.complete:
        return None if waiting.exists() else _("No payment has come back.")
    if not attempt.data["lines"]:
        return _("Choose the payments that are not to be made.")
    if waiting.filter(pk__in=attempt.data["lines"]).count() != len(attempt.data["lines"]):
        return _(MOVED_ON)
    return None


def _numbers(lines: list[Line]) -> str:
    numbers = "、".join(f"{line.sequence:05d}" for line in lines[:TITLES_SHOWN])
    return f"{numbers}…" if len(lines) > TITLES_SHOWN else numbers


def open_again(batch: Batch, pks: Collection[int]) -> None:
    """The lines wait for a reissue batch. Their months and differences are open again, in no live item any more."""
    lines = _held(batch, pks, Line.Status.FAILED)
    _release(lines)
    move_rows(lines, "approve_reissue")


def give_up(batch: Batch, pks: Collection[int]) -> None:
    """The lines end. Their months and differences are cancelled; what was to be taken off stays to be taken off."""
    lines = _held(batch, pks, Line.Status.FAILED, Line.Status.REISSUE_PENDING)
    _release(lines.filter(status=Line.Status.FAILED))
    accruals, adjustments = _carried(pks)
    move_rows(accruals, "cancel")
    move_rows(adjustments.exclude(kind=Adjustment.Kind.CLAWBACK), "cancel")
    move_rows(lines, "drop")


def _held(batch: Batch, pks: Collection[int], *states: str) -> QuerySet[Line]:
    """These lines while nobody counts months of the program. Raises NotPossible when one has moved on meanwhile."""
    lock_group(batch.program)
    lines = batch.lines.filter(pk__in=pks)
    if lines.filter(status__in=states).count() != len(pks):
        raise NotPossible(_(MOVED_ON))
    return lines


def _release(lines: QuerySet[Line]) -> None:
    """What these lines carried is in no live item and open."""
    pks = list(lines.values_list("pk", flat=True))
    LineItem.objects.filter(line__in=pks, live=True).update(live=False)
    accruals, adjustments = _carried(pks)
    move_rows(accruals, "release")
    move_rows(adjustments, "release")


def _carried(pks: Collection[int]) -> "tuple[QuerySet[Accrual], QuerySet[Adjustment]]":
    """Months and differences of these lines that no other line carries."""
    free = ~Q(items__live=True)
    items = LineItem.objects.filter(line__in=pks)
    accruals = Accrual.objects.filter(pk__in=items.values("accrual_id"))
    adjustments = Adjustment.objects.filter(pk__in=items.values("adjustment_id"))
    return accruals.filter(free), adjustments.filter(free)
