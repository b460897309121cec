"""The global search. Always posted: what people search for is personal data and has no place in an address or a log."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.finding import reads_masked
from cases.kinds import kind_of
from cases.search import MOST_FOUND, search
from documents.views.door import StaffRequest

MOST_SUGGESTED = 6
LONGEST = 60


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def search_page(request: StaffRequest) -> HttpResponse:
    """Results of a posted query; an empty page with the field for a GET. With htmx a few suggestions."""
    query = " ".join(request.POST.get("q", "").split())[:LONGEST]
    suggests = bool(getattr(request, "htmx", False))
    found = search(request.user, query, limit=MOST_SUGGESTED if suggests else MOST_FOUND) if query else []
    for each in found:
        each.case.state_label = kind_of(each.case.kind).state_label(each.case.status)  # type: ignore[attr-defined]
    context = {"query": query, "found": found, "masked": reads_masked(request.user), "most": MOST_FOUND}
    return render(request, "cases/_suggestions.html" if suggests else "cases/search.html", context)
