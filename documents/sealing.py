"""Sealing the trail: every event that has no seal yet goes into the next signed block.

Invariant: the sealer never takes an id for an order of commits: an event that committed late is still found, at once
when its id is near the newest and by the thorough round otherwise. Called by the ticker and `manage.py sealevents`.
"""

from django.db import connection, models, transaction
from django.utils import timezone

from documents.chain import GENESIS, block_hash, content_hash, signer, trail_head
from documents.models import Event, EventSeal, SealBlock
from documents.proof import Fault, verify_trail

__all__ = ["Fault", "seal_events", "seal_forgotten_events", "trail_head", "verify_trail"]

BLOCK_SIZE = 5000
ADVISORY_LOCK = 7_203_114
LATE_COMMITS = 20_000  # ids before the newest sealed one in which every round still looks for unsealed events


def seal_events() -> int:
    """Seal what waits, in blocks; returns how many events. Safe to run anywhere: one sealer works, others leave."""
    newest = EventSeal.objects.order_by("-event_id").values_list("event_id", flat=True).first() or 0
    return _seal(Event.objects.filter(id__gt=newest - LATE_COMMITS))


def seal_forgotten_events() -> int:
    """The same over the whole trail: finds also what committed very long after it was written."""
    return _seal(Event.objects.all())


def _seal(events: "models.QuerySet[Event]") -> int:
    unsealed = events.filter(seal__isnull=True).order_by("id")
    sealed = 0
    while unsealed.exists() and (count := _seal_one_block(unsealed)):
        sealed += count
    return sealed


@transaction.atomic
def _seal_one_block(unsealed: "models.QuerySet[Event]") -> int:
    if not _alone():
        return 0
    waiting = list(unsealed.only("id", "mac")[:BLOCK_SIZE])
    if not waiting:
        return 0
    last = SealBlock.objects.order_by("-number").first()
    block = SealBlock(
        number=last.number + 1 if last else 1,
        previous_hash=last.hash if last else GENESIS,
        count=len(waiting),
        content_hash=content_hash(event.mac for event in waiting),
        at=timezone.now(),
    )
    block.hash = block_hash(block)
    block.signature = signer().sign(bytes.fromhex(block.hash)).hex()
    block.save()
    seals = [EventSeal(event=event, block=block, position=place) for place, event in enumerate(waiting)]
    EventSeal.objects.bulk_create(seals, batch_size=1000)
    return len(waiting)


def _alone() -> bool:
    """True when no other sealer is at work. On SQLite the transaction itself is the lock."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])
