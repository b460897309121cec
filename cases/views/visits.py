"""Visit records: reading, reviewing, amending, voiding, settling. A record is reached only through its case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.acting import done_words
from cases.finding import visible_case
from cases.forms import ActForm
from cases.models import Visit
from cases.views.detail import head
from cases.visit_kind_forms import AmendForm, ReviewForm, SettleForm
from cases.visit_pages import HIDDEN_NOTE, found_visit, record_context, records_context
from cases.visit_queries import reads_notes, visited_together
from documents.declarations import declared
from documents.models import Event
from documents.refusals import NotVisible, Refused, Stale
from documents.trail import record
from documents.transitions import offers, perform
from documents.views.door import StaffRequest

UNPROCESSABLE, CONFLICT = 422, 409
SHORTEST_REASON = 2
ACTS: dict[str, type[ActForm]] = {"amend": AmendForm, "void": ActForm, "settle": SettleForm}


@require_GET
@login_required
def visit_page(request: StaffRequest, code: UUID, pk: int) -> HttpResponse:
    """One record as it was written, with the other children of the visit, amendments, photos and what can be done."""
    case = visible_case(request.user, code)
    visit = found_visit(case, pk)
    return render(request, "cases/visit_page.html", {**head(case, request.user), **record_context(visit, request.user)})


@require_http_methods(["GET", "POST"])
@login_required
def review(request: StaffRequest, code: UUID, pk: int) -> HttpResponse:
    """Accept the records of a visit, those of all children together; from then on they can only be amended."""
    case = visible_case(request.user, code)
    visit = found_visit(case, pk)
    offer = next((each for each in offers(visit, request.user) if each.name == "review"), None)
    reasons = offer.reasons if offer else (_("This record has been reviewed already."),)
    form = form_of(ReviewForm, case, "review", request)
    shown = {"visit": visit, **records_context(visited_together(visit, request.user), request.user)}
    if request.method == "GET" or not form.is_valid():
        return answer(request, case, form, reasons, **shown)
    act = lambda data: perform(visit, "review", by=request.user, **data)  # noqa: E731 - one use, next line
    done = tried(request, case, form, act, reasons, **shown)
    if done.status_code == 302:
        _review_the_others(request, visit, form)
    return done


def _review_the_others(request: StaffRequest, visit: Visit, form: ActForm) -> None:
    """The records of the other children, each with its own result."""
    for other in visited_together(visit, request.user):
        if other.pk == visit.pk or other.status != Visit.Status.DONE:
            continue
        number = {"number": other.case.number or other.case.kind}
        try:
            key = form.cleaned_data["key"]
            perform(other, "review", by=request.user, key=key, **form.act_data())
            messages.success(request, _("%(number)s: reviewed too.") % number)
        except Refused as refused:
            told = " ".join(refused.sentences)
            messages.warning(request, _("%(number)s: not reviewed. %(why)s") % {**number, "why": told})


@require_http_methods(["GET", "POST"])
@login_required
def visit_act(request: StaffRequest, code: UUID, pk: int, name: str) -> HttpResponse:
    """Amend or void a record, or settle what it left open."""
    if name not in ACTS:
        raise Http404
    case = visible_case(request.user, code)
    visit = found_visit(case, pk)
    offer = next((each for each in offers(visit, request.user) if each.name == name), None)
    reasons = offer.reasons if offer else (_("This cannot be done with this record any more."),)
    more = {"visit": visit} if name == "amend" else {}
    form = form_of(ACTS[name], case, name, request, **more)
    if request.method == "GET" or not form.is_valid():
        return answer(request, case, form, reasons, visit=visit)
    act = lambda data: perform(visit, name, by=request.user, **data)  # noqa: E731 - one use, next line
    return tried(request, case, form, act, reasons, visit=visit)


def form_of(form: type[Any], case: Any, name: str, request: StaffRequest, **more: Any) -> Any:
    """The form of an act on a visit, blank or with what was sent."""
    sent = (request.POST,) if request.method == "POST" else ()
    return form(*sent, case=case, declaration=declared(Visit)[name], **more)


def tried(
    request: StaffRequest, case: Any, form: ActForm, act: Callable[[Any], Event], reasons: Any, **shown: Any
) -> HttpResponse:
    """Do it and go back to the case, or show the form again with every reason and nothing typed lost."""
    data = form.act_data() | {name: form.cleaned_data[name] for name in ("expected", "key")}
    try:
        event = act(data)
    except NotVisible:
        raise
    except Refused as refused:
        stale = isinstance(refused, Stale)
        if stale:
            case = visible_case(request.user, case.code)
            form.draw_again(case.dossier.version)
        return answer(request, case, form, reasons, sentences=refused.sentences, stale=stale, **shown)
    messages.success(request, done_words(event))
    return redirect("case-detail", code=case.code)


def answer(
    request: StaffRequest,
    case: Any,
    form: ActForm,
    reasons: Any,
    *,
    sentences: Any = (),
    stale: bool = False,
    **shown: Any,
) -> HttpResponse:
    """The page of an act on a visit."""
    status = CONFLICT if stale else UNPROCESSABLE if form.is_bound else 200
    step = form.declaration.step
    context = {**head(case, request.user), "form": form, "step": step, "reasons": reasons, "sentences": sentences}
    return render(request, "cases/visit_act.html", {**context, "stale": stale, **shown}, status=status)


@never_cache
@login_required
@require_POST
def note(request: StaffRequest, code: UUID, pk: int) -> HttpResponse:
    """The private note of a record, for a reason, in this one answer only. Raises Http404 for whom it is not."""
    case = visible_case(request.user, code)
    visit = found_visit(case, pk)
    if not visit.private_note or not reads_notes(request.user, visit):
        raise Http404
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    shown = {"label": _("Private note"), "case": case, "url": request.path}
    template = "components/masked.html" if getattr(request, "htmx", False) else "cases/reveal_page.html"
    if len(reason) < SHORTEST_REASON:
        shown |= {"value": HIDDEN_NOTE, "error": _("Say why you need to see it. Then it is shown.")}
        return render(request, template, shown, status=UNPROCESSABLE)
    record(
        case.dossier, "person.reveal", by=request.user, subject=visit, reason=reason, details={"field": "private_note"}
    )
    return render(request, template, {**shown, "revealed": visit.private_note})
