"""Planning a month of visits in a village, and completing the month."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.acting import done_words
from cases.finding import reads_masked
from cases.models import VisitPlan
from cases.models.visits.plans import PLANNERS
from cases.timeline import paper_chip
from cases.views.visit_lists import FIRST_YEAR, LAST_YEAR, month_from
from cases.visit_plan_forms import CompleteForm, PlanForm
from cases.visit_planning import last_of, plan_of, plan_visits, planned_before, to_plan, visits_of
from documents.declarations import declared
from documents.models import Document, Event
from documents.refusals import NotVisible, Refused
from documents.transitions import offers, perform
from documents.views.door import StaffRequest
from organisation.models import Division
from organisation.rights import right_for, scope
from organisation.roles import READS_DIVISION

UNPROCESSABLE = 422


def villages_of(user: Any) -> Any:
    """Villages whose plans the user may read."""
    mine = scope(user, READS_DIVISION, field="code")
    return (
        Division.objects.filter(mine, level="village", valid_to__isnull=True).select_related("parent").order_by("code")
    )


@require_GET
@login_required
def plans(request: StaffRequest) -> HttpResponse:
    """Choose village and month; below, the plans there are."""
    today = timezone.localdate()
    villages = villages_of(request.user)
    chosen = villages.filter(code=request.GET.get("village", "")).first()
    month = month_from(request.GET.get("month", ""), today)
    if chosen:
        return redirect("visit-plan", village=chosen.code, year=month.year, month=month.month)
    made = VisitPlan.objects.visible_to(request.user).select_related("division__parent")[:100]
    return render(request, "cases/visit_plans.html", {"villages": villages, "month": month, "plans": made})


@require_http_methods(["GET", "POST"])
@login_required
def plan(request: StaffRequest, village: str, year: int, month: int) -> HttpResponse:
    """Plan the visits of one village in one month."""
    place, first = _where(request, village, year, month)
    sent = request.POST if request.method == "POST" else None
    if sent is not None:
        _check_planner(request, place)
        if planned_before(place, sent.get("key", "")):
            return redirect(request.path)
    due = to_plan(place, first, request.user, today=timezone.localdate())
    form = PlanForm(sent, rows=due, village=place, month=first, by=request.user)
    if sent is None or not form.is_valid():
        return _page(request, place, first, form)
    try:
        event = plan_visits(place, first, form.chosen(), by=request.user, key=form.key or None)
    except NotVisible:
        raise
    except Refused as refused:
        return _page(request, place, first, form, sentences=refused.sentences)
    messages.success(request, done_words(event))
    return redirect(request.path)


@require_POST
@login_required
def complete(request: StaffRequest, village: str, year: int, month: int) -> HttpResponse:
    """Complete the month: its list is printed again with what was done."""
    place, first = _where(request, village, year, month)
    _check_planner(request, place)
    made = get_object_or_404(VisitPlan.objects.visible_to(request.user), division=place, month=first)
    form = CompleteForm(request.POST, version=made.dossier.version)
    sentences: Any = (_("The form came back incomplete. Reload the page and send it again."),)
    if form.is_valid():
        try:
            event = perform(made, "complete", by=request.user, **form.cleaned_data)
            messages.success(request, done_words(event))
            return redirect("visit-plan", village=place.code, year=year, month=month)
        except NotVisible:
            raise
        except Refused as refused:
            sentences = refused.sentences
    due = to_plan(place, first, request.user, today=timezone.localdate())
    blank = PlanForm(None, rows=due, village=place, month=first, by=request.user)
    return _page(request, place, first, blank, words=form["words"].value(), sentences=sentences)


def _where(request: StaffRequest, village: str, year: int, month: int) -> tuple[Division, dt.date]:
    """Village and month of the address. Raises Http404 for another place and for what is no month."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    return get_object_or_404(villages_of(request.user), code=village), dt.date(year, month, 1)


def _check_planner(request: StaffRequest, place: Division) -> None:
    if right_for(request.user, set(PLANNERS), place.code) is None:
        raise PermissionDenied


def _page(
    request: StaffRequest, place: Division, first: dt.date, form: PlanForm, *, words: Any = "", sentences: Any = ()
) -> HttpResponse:
    made = plan_of(place, first, request.user)
    step = declared(VisitPlan)["complete"].step
    offer = next(iter(offers(made, request.user)), None) if made else None
    context = {
        "village": place,
        "month": first,
        "before": first - dt.timedelta(days=1),
        "after": last_of(first) + dt.timedelta(days=1),
        "form": form,
        "plan": made,
        "visits": visits_of(made, request.user) if made else [],
        "papers": _papers(made) if made else [],
        "may_plan": right_for(request.user, set(PLANNERS), place.code) is not None,
        "masked": reads_masked(request.user),
        "offer": offer,
        "complete_form": CompleteForm(initial={"words": words}, version=made.dossier.version) if made else None,
        "complete_step": step,
        "sentences": sentences,
    }
    return render(
        request, "cases/visit_plan.html", context, status=UNPROCESSABLE if form.is_bound or sentences else 200
    )


def _papers(made: VisitPlan) -> list[dict[str, Any]]:
    acts = Event.objects.filter(dossier=made.dossier_id, subject_label="cases.visitplan", subject_id=made.pk)
    return [paper_chip(paper) for paper in Document.objects.filter(event__in=acts).order_by("pk")]
