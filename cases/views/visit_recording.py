"""Recording a visit: a home visit to all children of a household, a follow-up or a return visit to one child."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.acting import done_words
from cases.actions import record_household_visit, record_visit, recorded_before
from cases.finding import visible_case
from cases.household_visits import HouseholdVisit
from cases.models import FINISHED, VISITED, VISITORS, Case, Visit
from cases.views.detail import head
from cases.views.visits import CONFLICT, UNPROCESSABLE, answer, form_of, tried
from cases.visit_kind_forms import FollowUpForm, OtherVisitForm, ReturnForm
from documents.declarations import declared
from documents.drafts.saving import close_draft
from documents.models import Event
from documents.refusals import NotVisible, Refused, Stale
from documents.transitions import whose_task
from documents.views.door import StaffRequest
from organisation.rights import right_for

OTHER_KINDS: dict[str, type[OtherVisitForm]] = {"follow_up_visit": FollowUpForm, "return_visit": ReturnForm}


@require_http_methods(["GET", "POST"])
@login_required
def record(request: StaffRequest, code: UUID) -> HttpResponse:
    """Record a home visit: one form for all children of the household."""
    case = visible_case(request.user, code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    if sent and (earlier := _sent_before(request)):
        return _recorded(request, case, earlier)
    visit = HouseholdVisit(case, request.user, *sent)
    reasons = closed(case, request.user)
    if request.method == "GET" or reasons or not visit.is_valid():
        return _household_page(request, case, visit, reasons)
    try:
        return _recorded(request, case, record_household_visit(by=request.user, **visit.told()))
    except NotVisible:
        raise
    except Refused as refused:
        stale = isinstance(refused, Stale)
        if stale:
            visit.draw_again()
        return _household_page(request, case, visit, reasons, sentences=refused.sentences, stale=stale)


def _sent_before(request: StaffRequest) -> list[Event]:
    """The events of the first click, also when the household has changed since."""
    try:
        return recorded_before(request.user, UUID(request.POST.get("client_uuid", "")))
    except ValueError:
        return []


def _recorded(request: StaffRequest, case: Any, events: list[Event]) -> HttpResponse:
    close_draft(request.user, request.POST.get("client_uuid"))
    words = [done_words(event) for event in events]
    if len(events) > 1:
        told = ngettext("Recorded for %(count)d child.", "Recorded for %(count)d children.", len(events))
        words = [told % {"count": len(events)}, *words]
    for text in words:
        messages.success(request, text)
    return redirect("case-detail", code=case.code)


def _household_page(
    request: StaffRequest, case: Any, visit: HouseholdVisit, reasons: Any, *, sentences: Any = (), stale: bool = False
) -> HttpResponse:
    shown = {"household": visit, "step": declared(Visit)["record"].step, "reasons": reasons, "sentences": sentences}
    status = CONFLICT if stale else UNPROCESSABLE if visit.is_bound else 200
    context = {**head(case, request.user), **shown, "stale": stale}
    return render(request, "cases/visit_record.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def record_other(request: StaffRequest, code: UUID, kind: str) -> HttpResponse:
    """Record a follow-up or a return visit to one child."""
    case = visible_case(request.user, code)
    form = form_of(OTHER_KINDS[kind], case, "record", request)
    reasons = closed(case, request.user, kind)
    shown: dict[str, Any] = {"title": Visit.Kind(kind).label}
    if request.method == "GET" or reasons or not form.is_valid():
        return answer(request, case, form, reasons, **shown)
    act = lambda data: record_visit(case, by=request.user, kind=kind, **data)  # noqa: E731 - one use, next line
    return tried(request, case, form, act, reasons, **shown)


def closed(case: Any, user: Any, kind: str = "home_visit") -> tuple[str, ...]:
    """Why this user cannot record a visit of that kind in this case, if they cannot."""
    if case.kind not in VISITED:
        return (_("No visits are recorded in an application. Open the child's case of left-behind children."),)
    if case.status in FINISHED and kind != Visit.Kind.RETURN:
        return (_("This case is finished. Only a return visit is recorded in it."),)
    if right_for(user, set(VISITORS), case.dossier.division_code) is None:
        return (whose_task(Visit(case=Case(pk=case.pk)), declared(Visit)["record"]),)
    return ()
