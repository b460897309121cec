"""Files at rest: encrypted under their dossier's key, bound to the code of their row, checked against their hash.

The one invariant: bytes that are not those of the row's `sha256` are never handed out. The name of a file says nothing.
Called by papers and attachments.
"""

import hashlib
import uuid

from django.core.files.base import ContentFile

from documents.models import Attachment, Document
from documents.refusals import Refused
from organisation.encryption import DecryptionFailed, seal, unseal


def put(row: Document | Attachment, content: bytes) -> None:
    """Store the bytes and set the row's file and hash; the row is not saved."""
    sealed = seal(content, key=row.dossier.data_key, bound_to=row.code.bytes)
    name = f"{row.code.hex[:2]}/{row.code}.{uuid.uuid4().hex[:8]}.sealed"
    row.file.save(name, ContentFile(sealed), save=False)
    row.sha256 = hashlib.sha256(content).hexdigest()


def get(row: Document | Attachment, *, otherwise: Refused) -> bytes:
    """The bytes as stored. Raises `otherwise` when they changed or are gone, DossierErased when their key is."""
    try:
        with row.file.open("rb") as file:
            content = unseal(file.read(), key=row.dossier.data_key, bound_to=row.code.bytes)
    except (DecryptionFailed, OSError) as error:
        raise otherwise from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise otherwise
    return content
