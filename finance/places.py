"""Where what is due of batches and rolls is done: the exact form, for worklists and messages.

The one invariant: an address holds the code of the dossier and nothing else. Called when the app is ready.
"""

from collections.abc import Callable

from django.urls import reverse

from documents.models import DueDate
from organisation.models import User
from programs.models import Rate

ACTS = {
    "review_batch": "review",
    "approve_batch": "approve",
    "request_funds": "request_funds",
    "send_batch": "send",
    "bank_answer": "take_answer",
    "reconcile_batch": "reconcile",
    "close_batch": "close",
}


def _batch_act(due: DueDate, user: User) -> str:
    return reverse("batch-act", args=[due.dossier.code, ACTS[due.name]])


def _batch(due: DueDate, user: User) -> str:
    return reverse("batch-detail", args=[due.dossier.code])


def _roll(due: DueDate, user: User) -> str:
    return reverse("roll-detail", args=[due.dossier.code])


def _recovery(due: DueDate, user: User) -> str:
    return reverse("recovery-detail", args=[due.dossier.code])


def _rate(due: DueDate, user: User) -> str:
    """The proposal that waits longest in that office."""
    waiting = Rate.objects.filter(dossier=due.dossier_id, status=Rate.Status.PROPOSED).order_by("pk").first()
    return reverse("rate-detail", args=[waiting.code]) if waiting else reverse("rate-list")


PLACES: dict[str, Callable[[DueDate, User], str]] = {
    **dict.fromkeys(ACTS, _batch_act),
    "review_rolls": _batch,
    "review_roll": _roll,
    "decide_recovery": _recovery,
    "repayment": _recovery,
    "decide_rate": _rate,
}
