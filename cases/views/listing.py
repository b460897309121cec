"""The case list: filters as chips, sorting, pages; the same rows as a workbook."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.filters import SORTS, CaseFilter, listed
from cases.finding import reads_masked
from cases.kinds import kind_of
from cases.models import Case

ROWS_A_PAGE = 50
MOST_TEXTS = 20  # kept in a session; the oldest goes first
LONGEST_TEXT = 60


@require_GET
@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases of my places."""
    filtered = case_filter(request)
    page = Paginator(ordered(filtered.qs, request.GET.get("sort", "")), ROWS_A_PAGE).get_page(request.GET.get("page"))
    for case in page:
        case.state_label = kind_of(case.kind).state_label(case.status)
    without_find = request.GET.copy()
    without_find.pop("find", None)
    without_find.pop("page", None)
    context = {
        "filter": filtered,
        "page": page,
        "text": filtered.text,
        "without_find": without_find.urlencode(),
        "masked": reads_masked(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "cases/case_list.html", context)


@require_POST
@login_required
def find_in_list(request: HttpRequest) -> HttpResponse:
    """Narrow the list by a typed text. The text goes into the session, and only its key into the address."""
    filters = QueryDict(request.POST.get("filters", ""), mutable=True)
    filters.pop("find", None)
    text = " ".join(request.POST.get("text", "").split())[:LONGEST_TEXT]
    if text:
        filters["find"] = key = secrets.token_urlsafe(6)
        texts = request.session.get("list_texts", {})
        kept = list(texts.items())[-MOST_TEXTS + 1 :]
        request.session["list_texts"] = dict([*kept, (key, text)])
    return redirect(f"{reverse('case-list')}?{filters.urlencode()}")


def case_filter(request: HttpRequest) -> CaseFilter:
    """The filter set of the address, over the cases this user may see."""
    text = request.session.get("list_texts", {}).get(request.GET.get("find", ""), "")
    cases = listed(Case.objects.visible_to(request.user).for_page())
    return CaseFilter(request.GET, cases, text=text, request=request)


def ordered(cases: Any, sort: str) -> Any:
    """Sorted by a column, `-` for backwards; without one the last changed come first. Rows without a value come last."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return cases.order_by("-changed_at", "-pk")
    key = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return cases.order_by(key, "pk")
