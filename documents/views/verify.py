"""Verification of a paper by anyone who holds it: no login, nothing about a person, nothing kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from documents.forms import CompareForm, VerifyForm, tidy_code
from documents.limits import limited
from documents.models import Document
from documents.uploads import HashingUploadHandler

PER_MINUTE = 30


@require_GET
@limited("verify", per_minute=PER_MINUTE)
def verify_form(request: HttpRequest) -> HttpResponse:
    """Type the code that is printed beside the QR code."""
    form = VerifyForm(request.GET or None)
    if request.GET and form.is_valid():
        return redirect("verify", code=form.cleaned_data["code"])
    return _page(request, "documents/verify_form.html", {"form": form}, status=422 if request.GET else 200)


@csrf_exempt  # nothing changes here, and reading the token would store the upload before it can be hashed in passing
@require_http_methods(["GET", "POST"])
@limited("verify", per_minute=PER_MINUTE)
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the office issued under this code; with a file or hash, whether it is the same."""
    request.upload_handlers = [HashingUploadHandler(request)]
    tidy = tidy_code(code)
    papers = Document.objects.select_related("organ", "superseded_by")
    paper = papers.filter(verify_code=tidy).first()
    if paper is None:
        return _page(
            request, "documents/verify_unknown.html", {"form": VerifyForm(initial={"code": code[:60]})}, status=404
        )
    if tidy != code:
        return redirect("verify", code=tidy)
    posted = request.method == "POST"
    form = CompareForm(request.POST, request.FILES) if posted else CompareForm()
    shown: dict[str, Any] = {"paper": paper, "form": form, **status_of(paper)}
    if posted and form.is_valid():
        shown["same"] = _same(paper, form)
        shown["compared"] = bool(paper.sha256)
    return _page(request, "documents/verify.html", shown, status=422 if posted and not form.is_valid() else 200)


def _same(paper: Document, form: CompareForm) -> bool:
    file = form.cleaned_data["file"]
    return bool(paper.sha256) and (file.sha256 if file else form.cleaned_data["hash"]) == paper.sha256


def status_of(paper: Document) -> dict[str, str]:
    """Tone and sentence that tell whether the paper holds."""
    if hasattr(paper, "superseded_by"):
        number = paper.superseded_by.number
        return {"tone": "attention", "sentence": _("This paper was replaced by %(number)s.") % {"number": number}}
    if paper.status == Document.Status.VOID:
        return {"tone": "danger", "sentence": _("This paper is void.")}
    return {"tone": "good", "sentence": _("This paper was issued by the office named here and is valid.")}


def _page(request: HttpRequest, template: str, shown: dict[str, Any], *, status: int) -> HttpResponse:
    response = render(request, template, shown, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
