"""One page for each transition: what will happen, the form, and every refusal in words with nothing typed lost."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.decision import what_will_happen
from cases.finding import visible_case
from cases.forms import ActForm
from cases.kinds import kind_of
from cases.views.detail import head
from documents.declarations import declared
from documents.models import Document, Event
from documents.preview import drafts, rendered
from documents.refusals import NotVisible, Refused, Stale
from documents.transitions import label_of, not_in_this_state, offers, perform
from documents.views.door import StaffRequest, pdf_response

UNPROCESSABLE, CONFLICT = 422, 409


@login_required
@require_http_methods(["GET", "POST"])
def act_page(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of a transition, or do it and go back to the case."""
    case = visible_case(request.user, code)
    form = form_of(case, name, request)
    if request.method == "GET":
        return _page(request, case, name, form)
    if not form.is_valid():
        return _page(request, case, name, form, status=UNPROCESSABLE)
    try:
        event = _do(case, name, form, request)
    except NotVisible:
        raise
    except Refused as refused:
        return _refused(request, case, name, form, refused)
    messages.success(request, done_words(event))
    return redirect("case-detail", code=code)


@login_required
@require_POST
def preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the transition would issue, from what is typed now. Nothing is written."""
    case = visible_case(request.user, code)
    form = form_of(case, name, request)
    if not form.is_valid():
        return _page(request, case, name, form, status=UNPROCESSABLE)
    try:
        papers = drafts(case, name, by=request.user, **form.act_data())
    except Refused as refused:
        return _page(request, case, name, form, sentences=refused.sentences, status=UNPROCESSABLE)
    wanted = request.POST.get("paper", "0")
    paper = papers[int(wanted) if wanted.isdecimal() and int(wanted) < len(papers) else 0]
    return pdf_response(rendered(paper), f"preview-{paper.kind}.pdf")


def form_of(case: Any, name: str, request: StaffRequest) -> ActForm:
    """The form of a transition, empty or with what was sent. Raises Http404 for an act this kind does not have."""
    declaration = declared(type(case)).get(name)
    if declaration is None:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return kind_of(case.kind).forms.get(name, ActForm)(*sent, case=case, declaration=declaration)


def _do(case: Any, name: str, form: ActForm, request: StaffRequest) -> Event:
    data = {"expected": form.cleaned_data["expected"], "key": form.cleaned_data["key"], **form.act_data()}
    special = kind_of(case.kind).acts.get(name)
    return special(case, by=request.user, **data) if special else perform(case, name, by=request.user, **data)


def done_words(event: Event) -> str:
    """What was done and which papers came of it."""
    papers = "、".join(f"{title} {number}" for title, number in _papers(event))
    done = _("“%(act)s” is done.") % {"act": label_of(event.action)}
    return done + _(" Issued: %s.") % papers if papers else done


def _papers(event: Event) -> list[tuple[str, str]]:
    return list(Document.objects.filter(event=event).order_by("pk").values_list("title", "number"))


def _refused(request: StaffRequest, case: Any, name: str, form: ActForm, refused: Refused) -> HttpResponse:
    """The page again. After a stale one it shows the case as it is now, with what was typed."""
    stale = isinstance(refused, Stale)
    if stale:
        case = visible_case(request.user, case.code)
        form.case = case
        form.draw_again(case.dossier.version)
    status = CONFLICT if stale else UNPROCESSABLE
    return _page(request, case, name, form, sentences=refused.sentences, status=status)


def _page(
    request: StaffRequest, case: Any, name: str, form: ActForm, *, sentences: Any = (), status: int = 200
) -> HttpResponse:
    declaration = form.declaration
    offer = next((each for each in offers(case, request.user) if each.name == name), None)
    reasons = offer.reasons if offer else (not_in_this_state(case, declaration),)
    shown = {
        **head(case, request.user),
        "name": name,
        "form": form,
        "step": declaration.step,
        "reasons": reasons,
        "sentences": sentences,
        "stale": status == CONFLICT,
        "previews": name not in kind_of(case.kind).acts,
        "decision": what_will_happen(case, declaration, deadlines=form.foresees_deadlines),
    }
    return render(request, "cases/act_page.html", shown, status=status)
