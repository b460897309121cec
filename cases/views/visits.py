"""Visits: those of my places as a list, recording one, reviewing one. A visit is reached only through its case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.acting import done_words
from cases.actions import record_visit
from cases.finding import reads_masked, shown_name, visible_case
from cases.forms import ActForm, VisitForm, VisitReviewForm
from cases.models import FINISHED, Case, Visit
from cases.models.visits import VISITORS
from cases.views.detail import head
from documents.declarations import declared
from documents.exporting import ExportColumn, download, export_rows
from documents.models import DueDate, Event
from documents.refusals import NotVisible, Refused, Stale
from documents.transitions import offers, perform, whose_task
from documents.views.door import StaffRequest
from organisation.rights import right_for, rights_of

ROWS_A_PAGE = 50
SHOWN = {
    "due": gettext_lazy("Visits due"),
    "done": gettext_lazy("To be reviewed"),
    "all": gettext_lazy("All records"),
}


@require_GET
@login_required
def visit_list(request: StaffRequest) -> HttpResponse:
    """Visits that are due, records that wait for a review, or every record in my places."""
    show = request.GET.get("show", "due")
    context = {
        "page": Paginator(_rows(request.user, show), ROWS_A_PAGE).get_page(request.GET.get("page")),
        "show": show,
        "views": SHOWN.items(),
        "may_export": bool(rights_of(request.user)),
        "masked": reads_masked(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "cases/visit_list.html", context)


@require_POST
@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The view of the list that is open, as a workbook. Posted, because an export leaves an event."""
    if not rights_of(request.user):
        raise PermissionDenied
    show = request.GET.get("show", "due")
    columns = _export_columns(show, masked=reads_masked(request.user))
    rows = _rows(request.user, show)
    content = export_rows(rows, columns, by=request.user, title=_("Visits"), filters={"show": show})
    return download(content, "visits")


def _export_columns(show: str, *, masked: bool) -> list[ExportColumn]:
    case_of = (lambda row: row.dossier.case) if show == "due" else (lambda row: row.case)
    columns = [
        ExportColumn(_("Child"), lambda row: shown_name(case_of(row).person, masked=masked), 14),
        ExportColumn(_("Town"), lambda row: case_of(row).division.parent.short_name, 14),
        ExportColumn(_("Village"), lambda row: case_of(row).division.short_name, 16),
    ]
    if show == "due":
        return [*columns, ExportColumn(pgettext("due date", "By when"), lambda row: row.due_on, 12)]
    return [
        *columns,
        ExportColumn(_("Kind of visit"), lambda row: row.get_kind_display(), 14),
        ExportColumn(_("Date"), lambda row: row.done_on or row.planned_on, 12),
        ExportColumn(_("Result"), lambda row: row.get_result_display(), 16),
        ExportColumn(_("Visitor"), lambda row: str(row.visitor), 12),
    ]


def _rows(user: Any, show: str) -> Any:
    return _due(user) if show == "due" else _recorded(user, show)


def _due(user: Any) -> Any:
    dues = DueDate.objects.open().visible_to(user).filter(name__in=["visit", "contact"], dossier__case__isnull=False)
    return dues.select_related("dossier__case__person", "dossier__case__division__parent")


def _recorded(user: Any, show: str) -> Any:
    visits = Visit.objects.visible_to(user).select_related(
        "case__person", "case__division__parent", "dossier", "visitor"
    )
    return visits.filter(status=Visit.Status.DONE) if show == "done" else visits


@require_http_methods(["GET", "POST"])
@login_required
def record(request: StaffRequest, code: UUID) -> HttpResponse:
    """Record a visit to the household of a case."""
    case = visible_case(request.user, code)
    form = _form(VisitForm, case, "record", request)
    if request.method == "GET" or not form.is_valid():
        return _page(request, case, form, _closed(case, request.user))
    return _try(
        request, case, form, lambda data: record_visit(case, by=request.user, **data), _closed(case, request.user)
    )


@require_http_methods(["GET", "POST"])
@login_required
def review(request: StaffRequest, code: UUID, pk: int) -> HttpResponse:
    """Accept the record of a visit; from then on it can only be amended."""
    case = visible_case(request.user, code)
    visit = get_object_or_404(Visit.objects.filter(case=case.pk).select_related("visitor"), pk=pk)
    visit.dossier = case.dossier
    offer = next((each for each in offers(visit, request.user) if each.name == "review"), None)
    reasons = offer.reasons if offer else (_("This record has been reviewed already."),)
    form = _form(VisitReviewForm, case, "review", request)
    if request.method == "GET" or not form.is_valid():
        return _page(request, case, form, reasons, visit=visit)
    act = lambda data: perform(visit, "review", by=request.user, **data)  # noqa: E731 - one use, next line
    return _try(request, case, form, act, reasons, visit=visit)


def _form(form: type[ActForm], case: Any, name: str, request: StaffRequest) -> ActForm:
    sent = (request.POST,) if request.method == "POST" else ()
    return form(*sent, case=case, declaration=declared(Visit)[name])


def _try(request: StaffRequest, case: Any, form: ActForm, act: Any, reasons: Any, **shown: Any) -> HttpResponse:
    data = form.act_data() | {name: form.cleaned_data[name] for name in ("expected", "key")}
    try:
        event: Event = act(data)
    except NotVisible:
        raise
    except Refused as refused:
        if isinstance(refused, Stale):
            case = visible_case(request.user, case.code)
            form.draw_again(case.dossier.version)
        return _page(
            request, case, form, reasons, sentences=refused.sentences, stale=isinstance(refused, Stale), **shown
        )
    messages.success(request, done_words(event))
    return redirect("case-detail", code=case.code)


def _closed(case: Any, user: Any) -> tuple[str, ...]:
    """Why this user cannot record a visit in this case, if they cannot."""
    if case.status in FINISHED:
        return (_("This case is finished. Nothing more is recorded in it."),)
    if right_for(user, set(VISITORS), case.dossier.division_code) is None:
        return (whose_task(Visit(case=Case(pk=case.pk)), declared(Visit)["record"]),)
    return ()


def _page(
    request: StaffRequest,
    case: Any,
    form: ActForm,
    reasons: Any,
    *,
    sentences: Any = (),
    stale: bool = False,
    **shown: Any,
) -> HttpResponse:
    status = 409 if stale else 422 if form.is_bound else 200
    step = form.declaration.step
    context = {**head(case, request.user), "form": form, "step": step, "reasons": reasons, "sentences": sentences}
    return render(request, "cases/visit_page.html", {**context, "stale": stale, **shown}, status=status)
