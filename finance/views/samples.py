"""Samples of a batch: draw one, enter what the families said, close it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.finding import reads_masked
from documents.refusals import NotVisible, Refused
from documents.views.door import UNPROCESSABLE, StaffRequest
from finance import pages, sampling
from finance.forms.batches import CheckForm, CloseForm, DrawForm
from finance.models import Batch, Sample, SampledLine


@require_GET
@login_required
def sample_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """The open sample of a batch, or the last one, or the form that draws one."""
    batch = pages.visible_batch(request.user, code)
    return _page(request, batch)


def _page(request: StaffRequest, batch: Batch, *, status: int = 200, **more: Any) -> HttpResponse:
    samples = list(Sample.objects.visible_to(request.user).filter(batch=batch).select_related("drawn_by", "closed_by"))
    sample = samples[0] if samples else None
    related = ("line__person", "line__division__parent", "line__account", "checked_by")
    lines = list(sample.lines.select_related(*related)) if sample else []
    shown = {
        **pages.batch_head(batch, request.user),
        "sample": sample,
        "lines": lines,
        "done": sum(1 for each in lines if each.result),
        "wrong": sum(1 for each in lines if each.result not in ("", SampledLine.Result.RIGHT)),
        "earlier": samples[1:],
        "may": sampling.may_sample(batch, request.user),
        "draw_form": DrawForm(),
        "close_form": CloseForm(),
        "ways": SampledLine.Way.choices,
        "results": SampledLine.Result.choices,
        "masked": reads_masked(request.user),
        **more,
    }
    return render(request, "finance/sample.html", shown, status=status)


@require_POST
@login_required
def sample_draw(request: StaffRequest, code: UUID) -> HttpResponse:
    """Draw so many payments at random."""
    batch = pages.visible_batch(request.user, code)
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, draw_form=form, status=UNPROCESSABLE)
    try:
        sample = sampling.draw(batch, form.cleaned_data["size"], by=request.user)
    except NotVisible:
        raise
    except Refused as refused:
        return _page(request, batch, sentences=refused.sentences, draw_form=form, status=UNPROCESSABLE)
    messages.success(request, _("%d payments were drawn.") % sample.size)
    return redirect("batch-sample", code=code)


@require_POST
@login_required
def sample_check(request: StaffRequest, code: UUID, pk: int) -> HttpResponse:
    """Enter what one family said."""
    batch = pages.visible_batch(request.user, code)
    mine = SampledLine.objects.filter(sample__batch=batch).select_related("sample__batch__dossier", "line")
    sampled = get_object_or_404(mine, pk=pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, check_form=form, checked=pk, status=UNPROCESSABLE)
    try:
        sampling.check(sampled, by=request.user, **form.cleaned_data)
    except NotVisible:
        raise
    except Refused as refused:
        return _page(request, batch, sentences=refused.sentences, check_form=form, checked=pk, status=UNPROCESSABLE)
    messages.success(request, _("The result of payment %05d is entered.") % sampled.line.sequence)
    return redirect("batch-sample", code=code)


@require_POST
@login_required
def sample_close(request: StaffRequest, code: UUID) -> HttpResponse:
    """Close the open sample."""
    batch = pages.visible_batch(request.user, code)
    open_samples = Sample.objects.visible_to(request.user).filter(batch=batch, closed_at=None)
    sample = get_object_or_404(open_samples.select_related("batch__dossier"))
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, close_form=form, status=UNPROCESSABLE)
    try:
        sampling.close(sample, words=form.cleaned_data["words"], by=request.user)
    except NotVisible:
        raise
    except Refused as refused:
        return _page(request, batch, sentences=refused.sentences, close_form=form, status=UNPROCESSABLE)
    messages.success(request, _("The sample is closed."))
    return redirect("batch-sample", code=code)
