"""The acts of a case, each on its page. How such a page works stands in `cases.acting`."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from cases import acting
from cases.finding import visible_case
from cases.kinds import kind_of
from cases.views.detail import head
from documents.views.door import StaffRequest

CASES = acting.ActPages(
    find=visible_case,
    head=head,
    head_template="cases/_head.html",
    forms=lambda case: kind_of(case.kind).forms,
    special=lambda case: kind_of(case.kind).acts,
    state_label=lambda case, state: kind_of(case.kind).state_label(state),
    page="case-detail",
    act_page="case-act",
    preview="case-preview",
)


@login_required
@require_http_methods(["GET", "POST"])
def act_page(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of a transition, or do it and go back to the case."""
    return acting.act(CASES, request, code, name)


@login_required
@require_POST
def preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the transition would issue, from what is typed now. Nothing is written."""
    return acting.preview(CASES, request, code, name)
