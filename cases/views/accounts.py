"""The account to which a child's money goes: history, another one proposed with proof, a second person's decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.account_changes import propose_account
from cases.account_forms import AccountForm
from cases.account_rules import PROPOSERS
from cases.addresses import address
from cases.finding import reads_masked, visible_case
from cases.models import AccountChange
from cases.next_acts import due_now, next_acts
from cases.reading import note_reading
from cases.views.detail import head
from cases.views.reveals import reveal_value
from documents.clerks import may_handle
from documents.declarations import declared
from documents.refusals import NotVisible, Refused, Stale
from documents.views.door import UNPROCESSABLE, StaffRequest
from organisation.models import User
from organisation.rights import right_for

ENTERED_BY_PROPOSING = "propose"
LOOKS = {"proposed": "submitted", "confirmed": "in_force", "rejected": "refused"}


@login_required
@require_http_methods(["GET", "POST"])
def case_account(request: StaffRequest, code: UUID) -> HttpResponse:
    """Every account of the child with the proposals, and the form of another one."""
    case = visible_case(request.user, code)
    may_propose = right_for(request.user, set(PROPOSERS), case.dossier.division_code) is not None
    declaration = declared(AccountChange)[ENTERED_BY_PROPOSING]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AccountForm(*sent, case=case, declaration=declaration)
    if request.method == "GET":
        note_reading(case, request.user)
        return _account_page(request, case, form, may_propose=may_propose)
    if not may_propose:
        raise PermissionDenied
    if not form.is_valid():
        return _account_page(request, case, form, may_propose=True, status=UNPROCESSABLE)
    return _propose(request, case, form)


def _propose(request: StaffRequest, case: Any, form: AccountForm) -> HttpResponse:
    typed = form.cleaned_data
    try:
        change = propose_account(
            case,
            form.entry(),
            by=request.user,
            proof=typed["proof"],
            expected=typed["expected"],
            key=typed["key"],
        )
    except NotVisible:
        raise
    except Refused as refused:
        stale = isinstance(refused, Stale)
        if stale:
            case = visible_case(request.user, case.code)
            form.case = case
            form.draw_again(case.dossier.version)
        status = acting.CONFLICT if stale else UNPROCESSABLE
        return _account_page(request, case, form, may_propose=True, sentences=refused.sentences, status=status)
    messages.success(request, _("The account is proposed. It counts when a second person has confirmed it."))
    return redirect("payee-change", code=change.code)


def _account_page(
    request: StaffRequest,
    case: Any,
    form: AccountForm,
    *,
    may_propose: bool,
    sentences: Any = (),
    status: int = 200,
) -> HttpResponse:
    changes = list(AccountChange.objects.filter(child=case.person_id).visible_to(request.user))
    shown = {
        **head(case, request.user),
        "accounts": list(case.person.accounts.select_related("entered_by", "confirmed_by")),
        "changes": changes,
        "waiting": next((each for each in changes if each.status == AccountChange.Status.PROPOSED), None),
        "masked": reads_masked(request.user),
        "form": form,
        "may_propose": may_propose,
        "sentences": sentences,
        "stale": status == acting.CONFLICT,
    }
    return render(request, "cases/account_page.html", shown, status=status)


def _found(user: User, code: UUID) -> AccountChange:
    related = ("dossier", "replaces", "proof", "proposed_by", "decided_by")
    change = get_object_or_404(AccountChange.objects.visible_to(user).select_related(*related), code=code)
    change.whole_case = visible_case(user, change.dossier.code)
    return change


def _head(change: Any, user: User) -> dict[str, Any]:
    look = LOOKS.get(change.status, "")
    return {**head(change.whole_case, user), "change": change, "look": look, "masked": reads_masked(user)}


ACCOUNTS = acting.ActPages(
    find=_found,
    head=_head,
    head_template="cases/_account_head.html",
    forms=lambda change: {},
    state_label=lambda change, state: str(AccountChange.Status(state).label),
    page="payee-change",
    act_page="payee-act",
    preview="payee-preview",
)


@login_required
@require_GET
def change_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One proposal: both accounts, the proof, and what I can do about it."""
    change = _found(request.user, code)
    note_reading(change.whole_case, request.user)  # type: ignore[attr-defined]
    shown = {
        **_head(change, request.user),
        **next_acts(change, request.user),
        "subject": change,
        "act_page": "payee-act",
        "due_dates": [due for due in due_now(change.dossier_id) if due[0].name == "confirm_account"],
        "proof_url": address("attachment-file", change.proof.code),
        "reveal_url": _reveal_url(change, request.user),
    }
    return render(request, "cases/account_change.html", shown)


def _reveal_url(change: AccountChange, user: User) -> str:
    return reverse("payee-reveal", args=[change.code]) if may_handle(user, change.dossier) else ""


@login_required
@require_http_methods(["GET", "POST"])
def act_page(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Confirm, reject or withdraw a proposal."""
    if name == ENTERED_BY_PROPOSING:  # only a new proposal does this
        raise Http404
    return acting.act(ACCOUNTS, request, code, name)


@login_required
@require_POST
def preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """The slip that the act would issue. Nothing is written."""
    if name == ENTERED_BY_PROPOSING:
        raise Http404
    return acting.preview(ACCOUNTS, request, code, name)


@never_cache
@login_required
@require_POST
def reveal(request: StaffRequest, code: UUID) -> HttpResponse:
    """The proposed number in full, for a reason: to compare it with the scan."""
    change = _found(request.user, code)
    if not may_handle(request.user, change.dossier):
        raise PermissionDenied
    return reveal_value(request, change.dossier, change, "account_number", back=reverse("payee-change", args=[code]))
