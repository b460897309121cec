"""What acts of others do to payments, and what the towns' signatures do to their batch. Named in config/wiring.py.

Each function takes (subject, event) and runs in the act's own transaction.
"""

from documents.models import Event
from documents.transitions import perform
from finance.models import Batch, TownRoll


def all_towns_have_signed(roll: TownRoll, event: Event) -> None:
    """The last signature of the round lets the batch go on to the county; both files are locked."""
    batch = Batch.objects.get(pk=roll.batch_id)
    waiting = batch.rolls.filter(round=batch.round).exclude(status=TownRoll.Status.SIGNED)
    if batch.status == Batch.Status.COMPILED and roll.round == batch.round and not waiting.exists():
        perform(batch, "finish_town_review", by=None)
