"""Recoveries: the list with its sums, the page of one with months and repayments, its acts, and proposing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.finding import places_of, reads_masked, shown_name
from cases.next_acts import due_now, next_acts
from documents.refusals import NotVisible, Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from finance import figures, pages, parts
from finance.forms.recoveries import FORMS, ProposeForm
from finance.models import Recovery
from finance.recovering import ARRIVED, propose_recovery
from finance.recovery_filters import RecoveryFilter, sums_of, with_outstanding
from finance.recovery_rules import PROPOSERS, offset_fen, outstanding
from finance.views.batches import TOWN
from organisation.models import User
from organisation.rights import has_role, right_for, rights_of
from organisation.roles import READS_MONEY

ROWS_A_PAGE = 50
LOOKS = {
    "proposed": "submitted",
    "pending": "opened",
    "recovered": "done",
    "offset": "done",
    "written_off": "closed",
    "dropped": "cancelled",
}
RELATED = (
    "dossier",
    "case__dossier",
    "case__person",
    "line__batch__dossier",
    "line__division__parent",
    "line__account",
)


def _for_the_county(request: StaffRequest) -> None:
    if not any(right.role in READS_MONEY - TOWN for right in rights_of(request.user)):
        raise PermissionDenied


def _visible(user: User) -> QuerySet[Recovery]:
    return Recovery.objects.visible_to(user).exclude(status=Recovery.Status.NEW).select_related(*RELATED)


@require_GET
@login_required
def recovery_list(request: StaffRequest) -> HttpResponse:
    """What families owe back in my county, with how much of it is outstanding."""
    _for_the_county(request)
    filtered = RecoveryFilter(request.GET, with_outstanding(_visible(request.user)), request=request)
    page = Paginator(filtered.qs, ROWS_A_PAGE).get_page(request.GET.get("page"))
    masked = reads_masked(request.user)
    for each in page:
        each.look, each.name = LOOKS[each.status], shown_name(each.case.person, masked=masked)
    shown = {"filter": filtered, "page": page, "sums": sums_of(filtered.qs), "masked": masked}
    return render(request, "finance/recovery_list.html", shown)


def _found(user: User, code: UUID) -> Recovery:
    return get_object_or_404(_visible(user), dossier__code=code)


def _head(recovery: Recovery, user: User) -> dict[str, Any]:
    masked = reads_masked(user)
    return {
        "recovery": recovery,
        "name": shown_name(recovery.case.person, masked=masked),
        "masked": masked,
        "crumbs": places_of(recovery.line.batch.division),
        "state_label": recovery.get_status_display(),
        "state_look": LOOKS.get(recovery.status, ""),
    }


RECOVERIES = acting.ActPages(
    find=_found,
    head=_head,
    head_template="finance/_recovery_head.html",
    forms=lambda recovery: FORMS,
    state_label=lambda recovery, state: str(Recovery.Status(state).label),
    page="recovery-detail",
    act_page="recovery-act",
    preview="recovery-preview",
)


@require_GET
@login_required
def recovery_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One recovery: months, way, repayments and what later payments carried."""
    _for_the_county(request)
    recovery = _found(request.user, code)
    rest = outstanding(recovery)
    months = recovery.adjustments.select_related("accrual").order_by("accrual__month")
    shown = {
        **_head(recovery, request.user),
        **next_acts(recovery, request.user),
        "subject": recovery,
        "act_page": "recovery-act",
        "due_dates": due_now(recovery.dossier_id),
        "months": list(months.prefetch_related("items__line__batch__dossier")),
        "payments": list(recovery.payments.select_related("entered_by")),
        "offset": offset_fen(recovery),
        "outstanding": rest,
        "words": figures.in_words(recovery.fen),
        "opens_cases": pages.opens_cases(request.user),
        **parts.papers_of(recovery, request.user),
    }
    return render(request, "finance/recovery_page.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def recovery_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Order, change, book, end or drop a recovery."""
    _for_the_county(request)
    if name == "propose":  # only a new one is proposed
        raise Http404
    return acting.act(RECOVERIES, request, code, name)


@login_required
@require_POST
def recovery_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """A paper that the act would issue. Nothing is written."""
    _for_the_county(request)
    if name == "propose":
        raise Http404
    return acting.preview(RECOVERIES, request, code, name)


@login_required
@require_http_methods(["GET", "POST"])
def recovery_propose(request: StaffRequest, code: UUID, sequence: int) -> HttpResponse:
    """Propose that months of one payment come back."""
    if not has_role(request.user, *PROPOSERS):
        raise PermissionDenied
    batch = pages.visible_batch(request.user, code)
    lines = batch.lines.filter(round=batch.round).select_related("person", "case", "division", "batch")
    line = get_object_or_404(lines, sequence=sequence)
    if right_for(request.user, set(PROPOSERS), batch.dossier.division_code) is None:
        raise PermissionDenied
    form = ProposeForm(request.POST or None, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_recovery(line, form.chosen(), form.cleaned_data["reason"], request.user)
        except NotVisible:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            return _proposed(request, line, made)
    shown = {
        **pages.batch_head(batch, request.user),
        "line": line,
        "name": shown_name(line.person, masked=reads_masked(request.user)),
        "form": form,
        "arrived": line.status in ARRIVED,
        "back": reverse("line-detail", args=[code, sequence]),
    }
    return render(request, "finance/recovery_propose.html", shown, status=UNPROCESSABLE if form.errors else 200)


def _proposed(request: StaffRequest, line: Any, made: Recovery | None) -> HttpResponse:
    """The page of what was proposed; of the earlier one, where the same form came twice."""
    recovery = made or line.recoveries.exclude(status="dropped").order_by("-pk").first()
    if made:
        messages.success(request, _("The recovery is proposed. The approver decides how and by when it comes back."))
    return redirect("recovery-detail", code=recovery.code)
