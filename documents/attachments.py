"""Scans and photos in a file: checked by content, kept encrypted, never changed. A signed scan makes its paper signed.

The one invariant: the same file is in a dossier once for each paper. Called by the paper and case pages and by whoever
registers something that exists on paper, such as a care agreement.
"""

import datetime as dt
import hashlib
from typing import IO

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import sealed_files
from documents.clerks import right_to_handle
from documents.models import Attachment, Document, Dossier
from documents.refusals import NotPossible, Refused
from documents.scans import MOST_BYTES, Scan, checked
from documents.trail import append
from documents.transitions import locked
from organisation.models import User
from organisation.rights import Right

ENDED = (Document.Status.SUPERSEDED, Document.Status.VOID)


class AlreadyAttached(NotPossible):
    """The very same file is there already, as `attachment`."""

    kind = "already_attached"

    def __init__(self, attachment: Attachment) -> None:
        self.attachment = attachment
        super().__init__(
            _("This file is attached already, as “%(title)s” since %(day)s. Nothing was added.")
            % {"title": attachment.title, "day": f"{timezone.localdate(attachment.at):%Y-%m-%d}"}
        )


class ScanChanged(Refused):
    """The stored bytes are not the ones that were attached."""

    kind = "scan_changed"


def attach(
    dossier: Dossier,
    file: IO[bytes],
    *,
    title: str,
    by: User,
    document: Document | None = None,
    signed_by: str = "",
    signed_on: dt.date | None = None,
    right: Right | None = None,
) -> Attachment:
    """Keep a scan in the dossier; with `document` and `signed_by` that paper has come back signed.

    `right` is that of somebody whom the caller has let in although papers are not their work, such as a proxy parent
    with a receipt. Raises NotVisible, NotAllowed, AlreadyAttached, or NotPossible with what is wrong with the file.
    """
    scan = checked(file.read(MOST_BYTES + 1))
    sha256 = hashlib.sha256(scan.content).hexdigest()
    with locked(dossier.pk) as held:
        right = right or right_to_handle(by, held)
        if document:
            document = Document.objects.get(pk=document.pk, dossier=held)
        _check(held, sha256, title, document, signed_by, signed_on)
        details = {
            "title": title,
            "sha256": sha256,
            "pages": scan.pages,
            "signed_by": signed_by,
            "signed_on": signed_on,
        }
        event = append(held, "attachment.add", by=by, subject=document, right=right, details=details)
        attachment = _kept(scan, held)
        attachment.title, attachment.document, attachment.event = title, document, event
        attachment.signed_by, attachment.signed_on, attachment.uploaded_by = signed_by, signed_on, by
        attachment.save()
        if document and signed_by and document.status == Document.Status.ISSUED:
            Document.objects.filter(pk=document.pk).update(status=Document.Status.SIGNED)
    return attachment


def _check(
    dossier: Dossier, sha256: str, title: str, document: Document | None, signed_by: str, signed_on: dt.date | None
) -> None:
    same = Attachment.objects.filter(dossier=dossier, sha256=sha256).filter(Q(document=document) | Q(title=title))
    if earlier := same.first():
        raise AlreadyAttached(earlier)
    if document and signed_by and document.status in ENDED:
        raise NotPossible(_("This paper is no longer valid. Attach the signed scan to the paper that replaces it."))
    if bool(signed_by) != bool(signed_on):
        raise NotPossible(_("Give both who signed and the date of the signature, or neither."))
    if signed_on and signed_on > timezone.localdate():
        raise NotPossible(_("The date of the signature lies in the future. Check the date on the paper."))


def _kept(scan: Scan, dossier: Dossier) -> Attachment:
    """An unsaved attachment whose encrypted bytes are stored."""
    attachment = Attachment(dossier=dossier, content_type=scan.content_type, size=len(scan.content))
    sealed_files.put(attachment, scan.content)
    return attachment


def opened(attachment: Attachment) -> bytes:
    """The bytes as attached. Raises ScanChanged when they are not those any more, DossierErased when they are gone."""
    lost = _("The stored file of this scan was changed or lost. Tell the administrator; do not use it.")
    return sealed_files.get(attachment, otherwise=ScanChanged(lost))
