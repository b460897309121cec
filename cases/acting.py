"""One page for each transition: what will happen, the form, and every refusal in words with nothing typed lost.

The one invariant: it works for whatever has a dossier and declared acts. Cases, proxy parents and pairings each say
with an `ActPages` how they are found and shown; the views of their apps call `act` and `preview`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.decision import what_will_happen
from cases.forms import ActForm
from documents.declarations import declared
from documents.models import Document, Event
from documents.preview import drafts, rendered
from documents.refusals import NotVisible, Refused, Stale
from documents.transitions import label_of, not_in_this_state, offers, perform
from documents.views.door import StaffRequest, pdf_response
from organisation.models import User

UNPROCESSABLE, CONFLICT = 422, 409
Special = Callable[..., Event]


@dataclass(frozen=True)
class ActPages:
    """How the acts of one kind of subject are reached and shown.

    `find` gives the subject as this user may see it or raises Http404; `head` what stands above each of its pages
    (template `head_template`). `forms` and `special` are those of the subject: forms by act, and acts that do more
    than `perform` does: (subject, by=, expected=, key=, **data). `page`, `act_page` and `preview` are names of URLs
    that take the subject's code. `may_preview` keeps papers from those who see the subject reduced.
    """

    find: Callable[[User, UUID], Any]
    head: Callable[[Any, User], dict[str, Any]]
    head_template: str
    forms: Callable[[Any], Mapping[str, type[ActForm]]]
    state_label: Callable[[Any, str], str]
    page: str
    act_page: str
    preview: str
    special: Callable[[Any], Mapping[str, Special]] = lambda subject: {}
    may_preview: Callable[[Any, User], bool] = lambda subject, user: True


def act(pages: ActPages, request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of a transition, or do it and go back to the subject's page."""
    subject = pages.find(request.user, code)
    form = form_of(pages, subject, name, request)
    if request.method == "GET":
        return _page(pages, request, subject, name, form)
    if not form.is_valid():
        return _page(pages, request, subject, name, form, status=UNPROCESSABLE)
    try:
        event = _do(pages, subject, name, form, request)
    except NotVisible:
        raise
    except Refused as refused:
        return _refused(pages, request, subject, name, form, refused)
    messages.success(request, done_words(event))
    return redirect(pages.page, code=code)


def preview(pages: ActPages, request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the transition would issue, from what is typed now. Nothing is written."""
    subject = pages.find(request.user, code)
    if not pages.may_preview(subject, request.user):
        raise Http404
    form = form_of(pages, subject, name, request)
    if not form.is_valid():
        return _page(pages, request, subject, name, form, status=UNPROCESSABLE)
    try:
        papers = drafts(subject, name, by=request.user, **form.act_data())
    except Refused as refused:
        return _page(pages, request, subject, name, form, sentences=refused.sentences, status=UNPROCESSABLE)
    wanted = request.POST.get("paper", "0")
    paper = papers[int(wanted) if wanted.isdecimal() and int(wanted) < len(papers) else 0]
    return pdf_response(rendered(paper), f"preview-{paper.kind}.pdf")


def form_of(pages: ActPages, subject: Any, name: str, request: StaffRequest) -> ActForm:
    """The form of a transition, empty or with what was sent. Raises Http404 for an act the subject does not have."""
    declaration = declared(type(subject)).get(name)
    if declaration is None:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return pages.forms(subject).get(name, ActForm)(*sent, case=subject, declaration=declaration)


def _do(pages: ActPages, subject: Any, name: str, form: ActForm, request: StaffRequest) -> Event:
    data = {"expected": form.cleaned_data["expected"], "key": form.cleaned_data["key"], **form.act_data()}
    special = pages.special(subject).get(name)
    return special(subject, by=request.user, **data) if special else perform(subject, name, by=request.user, **data)


def done_words(event: Event) -> str:
    """What was done and which papers came of it."""
    papers = "、".join(f"{title} {number}" for title, number in _papers(event))
    done = _("“%(act)s” is done.") % {"act": label_of(event.action)}
    return done + _(" Issued: %s.") % papers if papers else done


def _papers(event: Event) -> list[tuple[str, str]]:
    return list(Document.objects.filter(event=event).order_by("pk").values_list("title", "number"))


def _refused(
    pages: ActPages, request: StaffRequest, subject: Any, name: str, form: ActForm, refused: Refused
) -> HttpResponse:
    """The page again. After a stale one it shows the subject as it is now, with what was typed."""
    stale = isinstance(refused, Stale)
    if stale:
        subject = pages.find(request.user, subject.code)
        form.case = subject
        form.draw_again(subject.dossier.version)
    status = CONFLICT if stale else UNPROCESSABLE
    return _page(pages, request, subject, name, form, sentences=refused.sentences, status=status)


def _page(
    pages: ActPages,
    request: StaffRequest,
    subject: Any,
    name: str,
    form: ActForm,
    *,
    sentences: Any = (),
    status: int = 200,
) -> HttpResponse:
    declaration = form.declaration
    offer = next((each for each in offers(subject, request.user) if each.name == name), None)
    reasons = offer.reasons if offer else (not_in_this_state(subject, declaration),)
    shown = {
        **pages.head(subject, request.user),
        "subject": subject,
        "head_template": pages.head_template,
        "back_url": reverse(pages.page, args=[subject.code]),
        "act_url": reverse(pages.act_page, args=[subject.code, name]),
        "preview_url": reverse(pages.preview, args=[subject.code, name]),
        "form": form,
        "step": declaration.step,
        "reasons": reasons,
        "sentences": sentences,
        "stale": status == CONFLICT,
        "previews": name not in pages.special(subject) and pages.may_preview(subject, request.user),
        "decision": what_will_happen(subject, declaration, pages.state_label, deadlines=form.foresees_deadlines),
    }
    return render(request, "cases/act_page.html", shown, status=status)
