"""Proving papers and scans: each row says what its frozen context and its event say, none is missing, and, where it is
asked for, each stored file is the one that was kept.

Invariant: what is trusted is sealed or encrypted under a key outside the database; columns are only compared with it.
Called by `manage.py verifytrail`.
"""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Count, Max

from documents.attachments import opened
from documents.chain import GENESIS
from documents.issuing import cn_date
from documents.letters import all_letters
from documents.models import Attachment, Document, Event, NumberCounter, SealBlock
from documents.models.dossiers import DossierErased
from documents.papers import stored_pdf
from documents.proof import Fault
from documents.refusals import Refused
from organisation.encryption import DecryptionFailed

CHUNK = 500
HEAD = 16  # characters of the head of the trail that a paper shows
Status = Document.Status


def verify_papers(*, files: bool = False) -> Fault | None:
    """Nothing when every paper and scan holds, else the first that does not; `files` reads what is stored, too."""
    return next(chain(_faulty_papers(files), _missing_papers(), _faulty_scans(files), _missing_scans()), None)


def _fault(kind: str, row: Document | Attachment, explanation: str) -> Fault:
    what = row.number if isinstance(row, Document) else f"scan {row.pk}"
    return Fault(kind, str(row.dossier.code), None, f"{what}: {explanation}")


def _faulty_papers(files: bool) -> Iterator[Fault]:
    heads = {GENESIS[:HEAD], *(hash[:HEAD] for hash in SealBlock.objects.values_list("hash", flat=True).iterator())}
    served = set(Event.objects.filter(action="paper.serve").values_list("subject_id", flat=True))
    papers = Document.objects.order_by("pk").select_related("dossier", "event", "supersedes", "superseded_by")
    for paper in papers.iterator(chunk_size=CHUNK):
        if paper.event.dossier_id != paper.dossier_id:
            yield _fault("changed", paper, "it stands in another dossier than its event")
        if not _status_holds(paper, paper.pk in served):
            yield _fault("changed", paper, "its status is not what the events say")
        try:
            told = paper.opened_context["paper"]
        except DossierErased:
            continue
        except DecryptionFailed:
            yield _fault("changed", paper, "the context is not the one that was frozen")
            continue
        if any(told.get(name) != value for name, value in _shown(paper).items()):
            yield _fault("changed", paper, "the row says something else than the paper")
        if told["trail_head"] not in heads:
            yield _fault("removed", paper, "the head of the trail that it shows is not in the chain")
        if files and paper.sha256 and not _opens(paper):
            yield _fault("changed", paper, "the stored file is not the one that was rendered")


def _shown(paper: Document) -> dict[str, str]:
    """What the paper itself says of the columns that lists and the verification page show."""
    code = paper.verify_code
    return {
        "number": paper.number,
        "kind": paper.kind,
        "issued_on": cn_date(paper.issued_on),
        "verify_code": " ".join(code[i : i + 4] for i in range(0, 16, 4)),
        "replaces": paper.supersedes.number if paper.supersedes else "",
    }


def _status_holds(paper: Document, served: bool) -> bool:
    if hasattr(paper, "superseded_by") != (paper.status == Status.SUPERSEDED):
        return False
    return served == (paper.status == Status.SERVED) or paper.status in (Status.SUPERSEDED, Status.VOID)


def _opens(row: Document | Attachment) -> bool:
    try:
        _content = stored_pdf(row) if isinstance(row, Document) else opened(row)
    except Refused:
        return False
    return True


def _missing_papers() -> Iterator[Fault]:
    """Numbers have no gaps: as many papers as the counter gave, and the last has its last number."""
    groups = Document.objects.order_by().values_list("organ", "kind", "year").annotate(Count("pk"), Max("serial"))
    found = {(organ, kind, year): (count, last) for organ, kind, year, count, last in groups}
    for counter in NumberCounter.objects.filter(kind__in=list(all_letters()), last__gt=0).order_by("pk"):
        if found.pop((counter.organ_id, counter.kind, counter.year), (0, 0)) != (counter.last, counter.last):
            yield Fault("removed", f"{counter}", None, "a number was given and its paper is not there")
    for _organ, kind, year in found:
        yield Fault("inserted", f"{kind} {year}", None, "there are papers whose number nobody gave")


def _faulty_scans(files: bool) -> Iterator[Fault]:
    scans = Attachment.objects.order_by("pk").select_related("dossier", "event__dossier")
    for scan in scans.iterator(chunk_size=CHUNK):
        if scan.event.dossier_id != scan.dossier_id or scan.event.action != "attachment.add":
            yield _fault("changed", scan, "it stands in another dossier than its event")
        told = scan.event.details
        if told and any(told.get(name) != getattr(scan, name) for name in ("title", "sha256", "signed_by")):
            yield _fault("changed", scan, "the row says something else than its event")
        if files and told and not _opens(scan):
            yield _fault("changed", scan, "the stored file is not the one that was attached")


def _missing_scans() -> Iterator[Fault]:
    lost = Event.objects.filter(action="attachment.add", attachment__isnull=True).select_related("dossier")
    for event in lost.order_by("pk")[:1]:
        yield Fault("removed", str(event.dossier.code), event.sequence, "a scan was attached and is not there")
