"""Print jobs: choose, watch, open, mark as printed. A job is its owner's alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.filters import kind_choices, with_printed
from documents.forms import PrintForm
from documents.models import Document, PrintJob
from documents.places import inside, places_of
from documents.printing import begin_job, job_pdf, mark_printed, valid
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, for_paper_work, pdf_response, refuse
from organisation.models import Division

RECENT = 30
PICKED = "列表选定文书"  # printed on the list in front, so Chinese like every paper


@require_GET
@for_paper_work
def print_jobs(request: StaffRequest) -> HttpResponse:
    """My print jobs, newest first."""
    jobs = PrintJob.objects.visible_to(request.user)[:RECENT]
    return render(request, "documents/print_jobs.html", {"jobs": jobs})


@require_http_methods(["GET", "POST"])
@for_paper_work
def print_job_new(request: StaffRequest) -> HttpResponse:
    """Choose place, kinds and period, or take what was picked in the list (`pick`)."""
    if request.POST.getlist("pick"):
        return _picked(request)
    choices = {"places": places_of(request.user), "kinds": kind_choices()}
    form = PrintForm(request.POST, **choices) if request.method == "POST" else PrintForm(**choices)
    if request.method == "POST" and form.is_valid():
        try:
            job = begin_job(
                _chosen(request, form), by=request.user, title=_title(form), duplex=form.cleaned_data["duplex"]
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect("print-job", code=job.code)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "documents/print_job_new.html", {"form": form}, status=status)


def _picked(request: StaffRequest) -> HttpResponse:
    picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdecimal()]
    try:
        papers = Document.objects.visible_to(request.user).filter(pk__in=picked)
        job = begin_job(papers, by=request.user, title=PICKED)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("document-list")
    return redirect("print-job", code=job.code)


def _chosen(request: StaffRequest, form: PrintForm) -> "QuerySet[Any]":
    data = form.cleaned_data
    wanted = inside(data["place"])
    if data["kinds"]:
        wanted &= Q(kind__in=data["kinds"])
    if data["since"]:
        wanted &= Q(issued_on__gte=data["since"])
    if data["until"]:
        wanted &= Q(issued_on__lte=data["until"])
    papers = with_printed(valid(Document.objects.visible_to(request.user)).filter(wanted))
    return papers.filter(printed=False) if data["only_new"] else papers


def _title(form: PrintForm) -> str:
    """The place and the kinds, as the list in front of the job names them. Chinese, because it is printed."""
    data = form.cleaned_data
    place = Division.objects.filter(code=data["place"].ljust(12, "0")).values_list("name", flat=True).first() or ""
    return f"{place}　{'、'.join(data['kinds']) or '全部文书'}"


@require_GET
@for_paper_work
def print_job(request: StaffRequest, code: UUID) -> HttpResponse:
    """How far a job is; asks again by itself until it is done."""
    return render(request, "documents/print_job.html", {"job": _mine(request, code)})


@require_GET
@for_paper_work
def print_job_pdf(request: StaffRequest, code: UUID) -> HttpResponse:
    """The bound PDF, until it expires."""
    job = _mine(request, code)
    try:
        pdf = job_pdf(job)
    except Refused as refused:
        return render(request, "documents/refused.html", {"sentences": refused.sentences}, status=UNPROCESSABLE)
    return pdf_response(pdf, f"print-{job.created_at:%Y%m%d}-{job.pk}.pdf")


@require_POST
@for_paper_work
def print_job_printed(request: StaffRequest, code: UUID) -> HttpResponse:
    """Say that the job came out of the printer."""
    mark_printed(_mine(request, code))
    messages.success(request, _("Marked as printed. The list of papers shows it."))
    return redirect("print-job", code=code)


def _mine(request: StaffRequest, code: UUID) -> PrintJob:
    return get_object_or_404(PrintJob.objects.visible_to(request.user), code=code)
