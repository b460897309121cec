"""A paper's way from frozen context to stored PDF: render, store encrypted, hand out, prove that it is unchanged.

A failed rendering never blocks the case: it stays visible, is retried with growing pauses, and can be retried by hand.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from documents import sealed_files
from documents.letters import get_letter
from documents.models import Document
from documents.refusals import Refused
from documents.rendering import page_count, render_template

PAUSES = (1, 2, 5, 15, 60, 240, 720)  # minutes before the next attempt


class PaperChanged(Refused):
    """The stored bytes are not the ones that were rendered, or are gone."""

    kind = "paper_changed"


def pdf_of(document: Document) -> bytes:
    """Render the paper from its frozen context, whether or not it is stored. Same context, same bytes."""
    template = get_letter(document.kind).template
    return render_template(template, document.opened_context, identifier=document.code.bytes)


def render(document_id: int) -> None:
    """Render and store one paper. Does nothing when that is done already; a failure is written on the row.

    No transaction is open while the paper is rendered: on SQLite everybody else who writes would wait for it. Two
    workers at one paper get the same bytes, and the first to store them wins.
    """
    document = Document.objects.select_related("dossier").filter(pk=document_id, sha256="").first()
    if document is None:
        return
    try:
        pdf = pdf_of(document)
    except Exception as failure:  # one bad paper must not hold up the others; it is shown and retried
        _postpone(document, failure)
        return
    store(document, pdf)


def store(document: Document, pdf: bytes) -> None:
    """Keep the bytes under the dossier's key and write hash, size and time on the row."""
    sealed_files.put(document, pdf)
    document.pages = page_count(pdf)
    document.rendered_at = timezone.now()
    document.error = ""
    columns = ("file", "sha256", "pages", "rendered_at", "error")
    row = Document.objects.filter(pk=document.pk, sha256="")
    if not row.update(**{column: getattr(document, column) for column in columns}):
        document.file.storage.delete(str(document.file.name))
        document.refresh_from_db()


def _postpone(document: Document, failure: Exception) -> None:
    pause = PAUSES[min(document.attempts, len(PAUSES) - 1)]
    document.attempts += 1
    document.next_attempt = timezone.now() + dt.timedelta(minutes=pause)
    document.error = f"{type(failure).__name__}"[:200]  # no message: it may quote what the paper says
    document.save(update_fields=["attempts", "next_attempt", "error"])


def stored_pdf(document: Document) -> bytes:
    """The bytes that were rendered. Raises PaperChanged when they are not those any more."""
    lost = _("The stored file of this paper was changed or lost. Tell the administrator; do not use it.")
    return sealed_files.get(document, otherwise=PaperChanged(lost))


def retry(document: Document) -> None:
    """Put a failed paper first in the queue again, with all its attempts."""
    Document.objects.filter(pk=document.pk, sha256="").update(attempts=0, next_attempt=timezone.now(), error="")
