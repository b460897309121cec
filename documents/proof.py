"""Proving the trail: content, order and completeness of every event and block, or the first that does not hold.

Invariant: memory does not grow with the trail, and writers are never held up: everything is read in one snapshot.
Called by `manage.py verifytrail`, tests, and whoever restores a backup.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from documents.chain import GENESIS, block_hash, content_hash, signer
from documents.models import Dossier, Event, EventSeal, SealBlock
from documents.models.dossiers import DossierErased
from documents.trail import event_mac
from organisation.encryption import DecryptionFailed, unseal

CHUNK = 2000
SHORTEST_HEAD = 8
ERASURE = "dossier.erase"  # the act that destroys a dossier's key: without it a key is not erased but lost
COLUMNS = (
    "dossier_id", "sequence", "action", "subject_label", "subject_id", "by_id", "on_behalf_of_id", "post", "at",
    "address", "request_id", "key", "payload", "payload_hash", "mac",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """The first thing in the trail that does not hold. `dossier` is a code, or names a block or the chain."""

    kind: str
    dossier: str
    sequence: int | None
    explanation: str

    def __str__(self) -> str:
        place = self.dossier if self.sequence is None else f"{self.dossier} event {self.sequence}"
        return f"{self.kind}: {place}: {self.explanation}"


class _Place(NamedTuple):
    """What is needed of one dossier to judge its events."""

    pk: int
    code: str
    event_count: int
    key: bytes | None
    key_holds: bool


def verify_trail(expected_head: str | None = None) -> Fault | None:
    """Nothing when every event and block holds, else the first fault.

    `expected_head` is a head kept elsewhere: all of it, or at least the eight characters that a paper shows.
    """
    with snapshot():
        return next(chain(_faulty_events(), _faulty_blocks(), _missing_head(expected_head)), None)


@contextmanager
def snapshot() -> Iterator[None]:
    """One view of the data for all queries, without a lock that writers would wait for."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = mode  # type: ignore[attr-defined]
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _faulty_events() -> Iterator[Fault]:
    """Both tables in the order of the dossiers, side by side."""
    rows = Event.objects.order_by("dossier_id", "sequence").values_list(*COLUMNS, named=True)
    groups = groupby(rows.iterator(chunk_size=CHUNK), key=attrgetter("dossier_id"))
    owner, events = next(groups, (None, iter(())))
    for place in _places():
        if owner is not None and owner < place.pk:
            break
        if owner == place.pk:
            yield from _faults_of(place, events)
            owner, events = next(groups, (None, iter(())))
        else:
            yield from _faults_of(place, ())
    if owner is not None:
        yield Fault("inserted", f"#{owner}", next(events).sequence, "the event belongs to no dossier")


def _places() -> Iterator[_Place]:
    rows = Dossier.objects.order_by("pk").only("code", "event_count", "wrapped_key").iterator(chunk_size=CHUNK)
    for dossier in rows:
        try:
            key, holds = dossier.data_key, True
        except DossierErased:
            key, holds = None, True
        except DecryptionFailed:
            key, holds = None, False
        yield _Place(dossier.pk, str(dossier.code), dossier.event_count, key, holds)


def _faults_of(place: _Place, events: Iterable[Any]) -> Iterator[Fault]:
    if not place.key_holds:
        yield Fault("changed", place.code, None, "the key or the code of this dossier is not what was written")
    last, erased = 0, False
    for event in events:
        if event.sequence != last + 1:
            yield Fault("removed", place.code, last + 1, "an event is missing before the next one")
        if event.mac != event_mac(event, place.code):
            yield Fault("changed", place.code, event.sequence, "the event is not what was written")
        if place.key and not _payload_holds(event, place.key):
            yield Fault("changed", place.code, event.sequence, "the payload is not what was written")
        last, erased = event.sequence, erased or event.action == ERASURE
    if place.key is None and place.key_holds and not erased:
        yield Fault("removed", place.code, None, "its key is gone and no event says that it was erased")
    if last != place.event_count:
        yield Fault("removed", place.code, last + 1, "the newest events are missing or were added from outside")


def _payload_holds(event: Any, key: bytes) -> bool:
    try:
        plain = unseal(event.payload, key=key, bound_to=str(event.sequence).encode())
    except DecryptionFailed:
        return False
    return hashlib.sha256(plain).hexdigest() == event.payload_hash


def _faulty_blocks() -> Iterator[Fault]:
    """Blocks are made one after the other, so their ids and numbers have one order; seals follow it."""
    seals = EventSeal.objects.order_by("block_id", "position").values_list("block_id", "position", "event__mac")
    groups = groupby(seals.iterator(chunk_size=CHUNK), key=itemgetter(0))
    public, previous, last_pk = signer().public_key(), GENESIS, 0
    for number, block in enumerate(SealBlock.objects.order_by("number").iterator(chunk_size=CHUNK), 1):
        if block.number != number or block.previous_hash != previous or block.pk <= last_pk:
            yield Fault("reordered", f"block {block.number}", None, "the chain of blocks is broken here")
        owner, rows = next(groups, (None, iter(())))
        if owner != block.pk or not _content_holds(block, rows):
            yield Fault("reordered", f"block {block.number}", None, "its events are not those that were sealed")
        if not _signature_holds(block, public):
            yield Fault("changed", f"block {block.number}", None, "the block is not what was sealed")
        previous, last_pk = block.hash, block.pk
    if next(groups, None):
        yield Fault("removed", "chain", None, "events are sealed in a block that is not there")


def _content_holds(block: SealBlock, rows: Iterator[Any]) -> bool:
    places, macs = [], []
    for _block, position, mac in rows:
        places.append(position)
        macs.append(mac)
    return places == list(range(block.count)) and content_hash(macs) == block.content_hash


def _signature_holds(block: SealBlock, public: Ed25519PublicKey) -> bool:
    if block_hash(block) != block.hash:
        return False
    try:
        public.verify(bytes.fromhex(block.signature), bytes.fromhex(block.hash))
    except (InvalidSignature, ValueError):
        return False
    return True


def _missing_head(expected: str | None) -> Iterator[Fault]:
    if not expected or expected == GENESIS[: len(expected)]:
        return
    known = len(expected) >= SHORTEST_HEAD and SealBlock.objects.filter(hash__startswith=expected).exists()
    if not known:
        yield Fault("removed", "chain", None, "the head that was kept elsewhere is not in the chain")
