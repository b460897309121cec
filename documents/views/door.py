"""What every page of papers does first: let in those whose work has papers, fetch what is visible, word refusals."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from documents.clerks import may_open_papers
from documents.models import Document
from documents.refusals import Refused
from organisation.models import User

UNPROCESSABLE = 422
# A PDF needs nothing from anywhere; the viewers of the browsers bring their own.
PDF_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "object-src": ["'self'"],
    "frame-ancestors": ["'none'"],
}
View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request behind `for_paper_work`: somebody is logged in."""

    user: User


def for_paper_work(view: View) -> View:
    """Only for people whose work has papers: others are sent to the login or told that this is not theirs."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or not may_open_papers(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


def visible_paper(request: StaffRequest, code: UUID) -> Document:
    """The paper with that code as this user may see it; a 404 for everything else."""
    papers = Document.objects.visible_to(request.user)
    papers = papers.select_related("dossier", "organ", "event__by", "supersedes", "superseded_by")
    return get_object_or_404(papers, code=code)


def pdf_response(
    pdf: bytes, name: str, *, attached: bool = False, content_type: str = "application/pdf"
) -> HttpResponse:
    """Hand out a file that no cache may keep. `name` must not name a person."""
    response = HttpResponse(pdf, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(attached, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    response._csp_config = PDF_POLICY  # type: ignore[attr-defined]  # read by csp.middleware
    return response


def refuse(form: Form, refused: Refused) -> None:
    """Put the sentences of a refusal above the form, which keeps what was typed."""
    for sentence in refused.sentences:
        form.add_error(None, sentence)
