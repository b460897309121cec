"""The chain of sealed blocks: how a block is hashed and signed, and which block is the newest.

Invariant: what is computed here for a block never changes, or every block that was ever sealed stops to hold.
Called by documents.sealing, which makes blocks, and documents.proof, which checks them.
"""

import hashlib
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.models import SealBlock
from documents.trail import canonical
from organisation.encryption import derived_key

GENESIS = "0" * 64


def signer() -> Ed25519PrivateKey:
    """The key that signs the blocks of this installation."""
    return Ed25519PrivateKey.from_private_bytes(derived_key("seal-blocks"))


def content_hash(macs: Iterable[str]) -> str:
    """SHA-256 over the HMACs of a block's events, in their order."""
    digest = hashlib.sha256()
    for mac in macs:
        digest.update(mac.encode())
    return digest.hexdigest()


def block_hash(block: SealBlock) -> str:
    """SHA-256 over number, hash of the block before, count, content and time."""
    told = [block.number, block.previous_hash, block.count, block.content_hash, block.at]
    return hashlib.sha256(canonical(told)).hexdigest()


def trail_head() -> str:
    """The hash of the newest block: printed on papers and kept with backups."""
    return SealBlock.objects.order_by("-number").values_list("hash", flat=True).first() or GENESIS
