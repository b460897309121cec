"""Sealing the trail and proving it.

The sealer puts every event that has no seal yet into the next signed block; it never looks at ids, which are not in
commit order. `verify_trail` proves content, order and completeness and names the first event that does not hold.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from django.utils import timezone

from documents.models import Dossier, Event, EventSeal, SealBlock
from documents.trail import canonical, event_mac
from organisation.encryption import DecryptionFailed, derived_key

GENESIS = "0" * 64
BLOCK_SIZE = 5000
ADVISORY_LOCK = 7_203_114


@dataclass(frozen=True)
class Fault:
    """The first thing in the trail that does not hold."""

    kind: str
    dossier: str
    sequence: int | None
    explanation: str


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived_key("seal-blocks"))


def _content_hash(macs: list[str]) -> str:
    return hashlib.sha256("".join(macs).encode()).hexdigest()


def _block_bytes(block: SealBlock) -> bytes:
    return canonical([block.number, block.previous_hash, block.count, block.content_hash, block.at])


def trail_head() -> str:
    """The hash of the newest block: printed on papers and kept with backups."""
    return SealBlock.objects.order_by("-number").values_list("hash", flat=True).first() or GENESIS


def seal_events() -> int:
    """Seal what waits, in blocks; returns how many events. Safe to run anywhere: one sealer works, others leave."""
    sealed = 0
    while count := _seal_one_block():
        sealed += count
    return sealed


@transaction.atomic
def _seal_one_block() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            if not cursor.fetchone()[0]:
                return 0
    waiting = list(Event.objects.filter(seal__isnull=True).order_by("id").only("id", "mac")[:BLOCK_SIZE])
    if not waiting:
        return 0
    last = SealBlock.objects.order_by("-number").first()
    block = SealBlock(
        number=last.number + 1 if last else 1,
        previous_hash=last.hash if last else GENESIS,
        count=len(waiting),
        content_hash=_content_hash([event.mac for event in waiting]),
        at=timezone.now(),
    )
    block.hash = hashlib.sha256(_block_bytes(block)).hexdigest()
    block.signature = _signer().sign(bytes.fromhex(block.hash)).hex()
    block.save()
    seals = [EventSeal(event=event, block=block, position=place) for place, event in enumerate(waiting)]
    EventSeal.objects.bulk_create(seals, batch_size=1000)
    return len(waiting)


def verify_trail(expected_head: str | None = None) -> Fault | None:
    """Nothing when every event and block holds, else the first fault. `expected_head` is a head kept elsewhere."""
    faults = [*_first(_faulty_events()), *_first(_faulty_blocks()), *_first(_missing_head(expected_head))]
    return faults[0] if faults else None


def _first(faults: Iterator[Fault]) -> list[Fault]:
    fault = next(faults, None)
    return [fault] if fault else []


def _faulty_events() -> Iterator[Fault]:
    counts = dict(Dossier.objects.values_list("pk", "event_count"))
    codes = {pk: str(code) for pk, code in Dossier.objects.values_list("pk", "code")}
    seen: dict[int, int] = dict.fromkeys(counts, 0)
    for event in Event.objects.select_related("dossier").order_by("dossier_id", "sequence").iterator(chunk_size=2000):
        code = codes[event.dossier_id]
        if event.sequence != seen[event.dossier_id] + 1:
            yield Fault("removed", code, seen[event.dossier_id] + 1, "an event is missing before the next one")
        if event.mac != event_mac(event, code):
            yield Fault("changed", code, event.sequence, "the event is not what was written")
        if not _payload_holds(event):
            yield Fault("changed", code, event.sequence, "the payload is not what was written")
        seen[event.dossier_id] = event.sequence
    for pk, count in counts.items():
        if seen[pk] != count:
            yield Fault("removed", codes[pk], seen[pk] + 1, "the newest events are missing or were added from outside")


def _payload_holds(event: Event) -> bool:
    """True for an erased dossier too: header and hash are all that is left of it."""
    try:
        plain = event.opened_payload()
    except DecryptionFailed:
        return False
    return plain is None or hashlib.sha256(plain).hexdigest() == event.payload_hash


def _faulty_blocks() -> Iterator[Fault]:
    previous, number = GENESIS, 0
    public = _signer().public_key()
    for block in SealBlock.objects.order_by("number").iterator(chunk_size=200):
        number += 1
        name = f"block {block.number}"
        if block.number != number or block.previous_hash != previous:
            yield Fault("reordered", name, None, "the chain of blocks is broken here")
        rows = EventSeal.objects.filter(block=block).order_by("position").values_list("position", "event__mac")
        macs = [event_mac for _position, event_mac in rows]
        in_order = [position for position, _mac in rows] == list(range(block.count))
        if not in_order or _content_hash(macs) != block.content_hash:
            yield Fault("reordered", name, None, "the events of this block are not those that were sealed")
        if hashlib.sha256(_block_bytes(block)).hexdigest() != block.hash:
            yield Fault("changed", name, None, "the block is not what was sealed")
        try:
            public.verify(bytes.fromhex(block.signature), bytes.fromhex(block.hash))
        except (InvalidSignature, ValueError):
            yield Fault("changed", name, None, "the signature of this block does not hold")
        previous = block.hash


def _missing_head(expected: str | None) -> Iterator[Fault]:
    if expected and expected != GENESIS and not SealBlock.objects.filter(hash=expected).exists():
        yield Fault("removed", "chain", None, "the head that was kept elsewhere is not in the chain")
