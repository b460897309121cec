"""Slips of receipt: for one payment, for the roll of a town, and all of a batch as one PDF to be printed.

Invariant: a slip is asked for by POST and leaves a numbered paper; who sees the roll but does not work on it gets none.
"""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from documents.models import Document
from documents.printing import begin_job
from documents.refusals import Refused
from documents.views.door import StaffRequest
from finance import figures, pages
from finance.models import Batch
from finance.slips import issue_slips, issue_slips_of_batch

TITLE = "到账通知（领取凭条）"  # printed on the list in front, so Chinese like every paper


@require_POST
@login_required
def line_slip(request: StaffRequest, code: UUID, sequence: int) -> HttpResponse:
    """The slip of one payment; asked for again it is the same paper."""
    batch = pages.batch_for_rolls(request.user, code)
    rolls = figures.rolls_of(batch, request.user)
    lines = figures.lines_of(batch, request.user, rolls).select_related("town_roll__dossier", "town_roll__batch")
    line = get_object_or_404(lines, sequence=sequence)
    try:
        paper = issue_slips(line.town_roll, by=request.user, line=line)[0]
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("line-detail", code=code, sequence=sequence)
    return redirect("document-detail", code=paper.code)


@require_POST
@login_required
def roll_slips(request: StaffRequest, code: UUID) -> HttpResponse:
    """The slips of everything that arrived in one town."""
    roll = pages.visible_roll(request.user, code)
    try:
        papers = issue_slips(roll, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _told(len(papers)))
    return redirect("roll-detail", code=code)


@require_POST
@login_required
def batch_slips(request: StaffRequest, code: UUID) -> HttpResponse:
    """The slips of the whole batch: issued where they are missing, and bound into one PDF once all are ready."""
    batch = pages.visible_batch(request.user, code)
    try:
        papers = issue_slips_of_batch(batch, by=request.user)
        if not papers:
            messages.error(request, _("Nothing of this batch has arrived yet. Read the bank's answer first."))
        elif not all(paper.sha256 for paper in papers):
            messages.success(request, _told(len(papers)))
        else:
            return _printed(request, batch, papers)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("batch-detail", code=code)


def _printed(request: StaffRequest, batch: Batch, papers: Sequence[Document]) -> HttpResponse:
    chosen = Document.objects.filter(pk__in=[paper.pk for paper in papers])
    job = begin_job(chosen, by=request.user, title=f"{batch.number} {TITLE}")
    return redirect("print-job", code=job.code)


def _told(count: int) -> str:
    return ngettext(
        "%(count)d paper with slips is being prepared. Open it below, or press again in a minute to print.",
        "%(count)d papers with slips are being prepared. Open them below, or press again in a minute to print.",
        count,
    ) % {"count": count}
