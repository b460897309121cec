"""Print jobs: the papers of a village, or those picked from the list, as one PDF with a list in front.

The one invariant: a job holds only papers that its owner may see, when it is made, bound and opened. Called by the
document centre; `bind` runs in a worker, `wipe_expired` and `sweep_jobs` in the ticker.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.binding import Part, bound
from documents.clerks import check_unmasked
from documents.issuing import cn_date
from documents.models import Document, Dossier, PrintEntry, PrintJob
from documents.naming import DossierName, names_of
from documents.papers import stored_pdf
from documents.refusals import NotPossible
from documents.rendering import page_count
from documents.trail import record
from organisation.encryption import derived_key, seal, unseal
from organisation.models import User

MOST_PAPERS = 1000
STEP = 20  # papers between two notes of progress
DEAD_AFTER = dt.timedelta(minutes=5)
log = logging.getLogger(__name__)


def begin_job(papers: "QuerySet[Document]", *, by: User, title: str, duplex: bool = True) -> PrintJob:
    """Note which papers are to be printed and nudge a worker. Raises NotPossible when there are none or too many,
    NotAllowed for those who read names masked.
    """
    from documents.tasks import bind_print_job  # tasks import what renders, which takes seconds

    check_unmasked(by)
    ready = in_order(papers.exclude(sha256="").filter(dossier__in=Dossier.objects.visible_to(by)))
    pks = list(ready.values_list("pk", flat=True)[: MOST_PAPERS + 1])
    if not pks:
        raise NotPossible(
            _("No paper matches this choice, or none is ready yet. Choose another period or other kinds.")
        )
    if len(pks) > MOST_PAPERS:
        raise NotPossible(
            _("These are more than %(most)d papers. Choose one village or a shorter period.") % {"most": MOST_PAPERS}
        )
    with transaction.atomic():
        job = PrintJob.objects.create(owner=by, title=title[:80], total=len(pks), duplex=duplex)
        PrintEntry.objects.bulk_create(
            PrintEntry(job=job, document_id=pk, place=place) for place, pk in enumerate(pks, start=1)
        )
        transaction.on_commit(lambda: bind_print_job.enqueue(job.pk))
    return job


def in_order(papers: "QuerySet[Document]") -> "QuerySet[Document]":
    """Papers as they are handed out: by village, then case, then the order in which they were issued."""
    return papers.order_by("dossier__division_code", "dossier_id", "id")


def valid(papers: "QuerySet[Document]") -> "QuerySet[Document]":
    """Papers that still hold: neither superseded nor void."""
    return papers.exclude(status__in=[Document.Status.SUPERSEDED, Document.Status.VOID])


def bind(job_id: int) -> None:
    """Make the PDF of a job, note it in every dossier and keep it until it expires. Safe to run twice."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        entries = list(_entries(job))
        parts = list(_parts(job, entries))
        facts = {"title": "打印清单", "job": job, "count": len(parts)}
        pdf = bound("documents/bound/print_job.html", facts, parts, identifier=job.code.bytes, duplex=job.duplex)
        _keep(job, pdf)
        _note(job, entries)
    except Exception:  # the owner sees it and can start again; the reason is for the administrator
        log.exception("print job %s failed", job.pk)
        PrintJob.objects.filter(pk=job.pk).update(state=PrintJob.State.FAILED)


def _claim(job_id: int) -> PrintJob | None:
    """The job, marked as running, unless another worker is at it."""
    now = timezone.now()
    free = Q(state=PrintJob.State.WAITING) | Q(state=PrintJob.State.RUNNING, beat_at__lt=now - DEAD_AFTER)
    claimed = PrintJob.objects.filter(free, pk=job_id, expires_at__gt=now).update(
        state=PrintJob.State.RUNNING, beat_at=now, done=0
    )
    return PrintJob.objects.select_related("owner").get(pk=job_id) if claimed else None


def _entries(job: PrintJob) -> Iterable[Document]:
    visible = Document.objects.visible_to(job.owner).exclude(sha256="")
    return visible.filter(print_entries__job=job).select_related("dossier").order_by("print_entries__place")


def _parts(job: PrintJob, papers: list[Document]) -> Iterator[Part]:
    names = names_of((paper.dossier for paper in papers), job.owner)
    for done, paper in enumerate(papers, start=1):
        note = _call(names[paper.dossier_id])
        yield Part(
            paper.title, stored_pdf(paper), paper.number, cn_date(paper.issued_on), note, paper.sha256, paper.pages
        )
        if done % STEP == 0 or done == len(papers):
            PrintJob.objects.filter(pk=job.pk).update(done=done, beat_at=timezone.now())


def _call(name: DossierName) -> str:
    return f"{name.place}　{name.number}".strip("\u3000")


def _keep(job: PrintJob, pdf: bytes) -> None:
    sealed = seal(pdf, key=derived_key("print-jobs"), bound_to=job.code.bytes)
    job.file.save(f"{job.code}.{uuid.uuid4().hex[:8]}.sealed", ContentFile(sealed), save=False)
    job.state, job.pages = PrintJob.State.READY, page_count(pdf)
    job.save(update_fields=["file", "state", "pages"])


def _note(job: PrintJob, papers: list[Document]) -> None:
    """One event in every dossier: which of its papers went into this job."""
    numbers: dict[int, list[str]] = {}
    dossiers: dict[int, Dossier] = {}
    for paper in papers:
        numbers.setdefault(paper.dossier_id, []).append(paper.number)
        dossiers[paper.dossier_id] = paper.dossier
    for pk in sorted(dossiers):
        details = {"job": str(job.code), "numbers": numbers[pk]}
        record(dossiers[pk], "paper.print", by=job.owner, details=details)


def job_pdf(job: PrintJob) -> bytes:
    """The bound PDF. Raises NotPossible when it is not ready, expired or holds a paper its owner may see no more."""
    if job.state != PrintJob.State.READY or job.expires_at <= timezone.now():
        raise NotPossible(_("This print job is not ready or has expired. Start it again from the list of papers."))
    visible = Document.objects.visible_to(job.owner).filter(print_entries__job=job).count()
    if visible < job.total:
        raise NotPossible(
            _("The job holds papers that are no longer yours to see. Start it again from the list of papers.")
        )
    with job.file.open("rb") as file:
        return unseal(file.read(), key=derived_key("print-jobs"), bound_to=job.code.bytes)


def mark_printed(job: PrintJob) -> None:
    """Say that the job came out of the printer: the list of papers shows it."""
    PrintJob.objects.filter(pk=job.pk, printed_at__isnull=True).update(printed_at=timezone.now())


def wipe_expired() -> int:
    """Delete the files of jobs whose day is over; returns how many."""
    wiped = 0
    for job in PrintJob.objects.expired(timezone.now()):
        if job.file:
            job.file.delete(save=False)
        PrintJob.objects.filter(pk=job.pk).update(state=PrintJob.State.EXPIRED, file="")
        wiped += 1
    return wiped


def sweep_jobs() -> int:
    """Nudge again for jobs that were missed or left by a killed worker; returns how many."""
    from documents.tasks import bind_print_job  # as in begin_job

    waiting = list(PrintJob.objects.unfinished().filter(expires_at__gt=timezone.now()).values_list("pk", flat=True))
    for pk in waiting:
        bind_print_job.enqueue(pk)
    return len(waiting)
