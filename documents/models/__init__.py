"""The file (卷宗): dossiers, who may see them, what happened to them, their papers, attachments and due dates."""

from documents.models.dossiers import Access, Dossier, OfDossierQuerySet
from documents.models.due_dates import DueDate
from documents.models.events import BatchEntry, Event, EventSeal, SealBlock
from documents.models.papers import Attachment, Document, NumberCounter
from documents.models.print_jobs import PrintEntry, PrintJob

__all__ = [
    "Access",
    "Attachment",
    "BatchEntry",
    "Document",
    "Dossier",
    "DueDate",
    "Event",
    "EventSeal",
    "NumberCounter",
    "OfDossierQuerySet",
    "PrintEntry",
    "PrintJob",
    "SealBlock",
]
