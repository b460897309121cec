"""Registering a child by hand: first a search over everything known, then the form, and never the same child twice."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.acting import done_words
from cases.children.actions import register_new_child
from cases.children.forms.new_child import NewChildForm
from cases.models import Case
from cases.registry.duplicates import Match, find_duplicates, towns_of
from cases.registry.typed_text import without_separators
from cases.search import ID_NUMBER, search
from documents.clerks import WORKS_ON_PAPERS
from documents.models import Event
from documents.refusals import Refused
from documents.views.door import StaffRequest
from organisation.models import Division, User, code_range
from organisation.rights import has_role, rights_of
from organisation.roles import Role

LONGEST = 60
REASONS = {
    "same_id": _("same ID number"),
    "same_name_birth": _("same name and date of birth"),
    "same_reading_birth": _("name that sounds the same, same date of birth"),
    "same_phone": _("same telephone in the household"),
    "same_name": _("same name"),
}


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def new_child(request: StaffRequest) -> HttpResponse:
    """Search, then the form, then a registered child. Only for those who work on cases: the search looks everywhere."""
    if not has_role(request.user, *WORKS_ON_PAPERS):
        raise PermissionDenied
    villages = villages_of(request.user)
    query = " ".join(request.POST.get("q", "").split())[:LONGEST]
    if request.method == "GET" or "find" in request.POST:
        form = NewChildForm(villages=villages, initial=_start(query)) if query else None
        return _page(request, villages, query=query, hits=_hits(request.user, query), form=form)
    form = NewChildForm(request.POST, villages=villages)
    if earlier := _already_done(request):
        return redirect("case-detail", code=earlier)
    if not form.is_valid():
        return _page(request, villages, form=form, hits=known(request.user, form.matches), status=422)
    return _register(request, form, villages)


def _register(request: StaffRequest, form: NewChildForm, villages: Any) -> HttpResponse:
    """Enter the child, or say why not with everything typed still there."""
    data = form.cleaned_data
    try:
        case = register_new_child(
            form.entry(),
            by=request.user,
            key=data["key"],
            distinct_because=data["distinct_because"] if form.asks_distinct else "",
            **form.registration(),
        )
    except Refused as refused:
        hits = known(request.user, form.matches)
        return _page(request, villages, form=form, hits=hits, sentences=refused.sentences, status=422)
    event = Event.objects.get(dossier=case.dossier_id, action="case.register")
    messages.success(request, done_words(event))
    return redirect("case-detail", code=case.code)


def villages_of(user: User) -> Any:
    """The villages in which this user registers children."""
    condition = Q(pk__in=[])
    for right in rights_of(user):
        if right.role == Role.VILLAGE_CHILD_OFFICER:
            lower, upper = code_range(right.division.significant)
            condition |= Q(code__gte=lower, code__lt=upper)
    return Division.objects.filter(condition, level="village", valid_to__isnull=True).select_related("parent")


def _start(query: str) -> dict[str, Any]:
    """What was searched for need not be typed again."""
    plain = without_separators(query).upper()
    typed = {"id_number": plain} if ID_NUMBER.fullmatch(plain) else {"name": query} if not plain.isascii() else {}
    return {**typed, "key": str(uuid.uuid4())}


def _already_done(request: StaffRequest) -> Any:
    """The code of the case that the same click made a moment ago, or nothing."""
    done = Event.objects.filter(key=request.POST.get("key") or "-", action="case.register", by=request.user)
    return done.values_list("dossier__code", flat=True).first()


def _hits(user: User, query: str) -> list[dict[str, Any]]:
    """What looks like the query: my cases by any spelling, others only when name or ID number are the same."""
    if not query:
        return []
    own: list[dict[str, Any]] = [
        {"case": found.case, "person": found.case.person, "reason": ""} for found in search(user, query, limit=20)
    ]
    plain = without_separators(query).upper()
    exact = find_duplicates("", id_number=plain) if ID_NUMBER.fullmatch(plain) else find_duplicates(query)
    mine = {hit["person"].pk for hit in own}
    return own + [hit for hit in known(user, exact) if hit["person"] is None or hit["person"].pk not in mine]


def known(user: User, matches: list[Match]) -> list[dict[str, Any]]:
    """Matches as cards: with name and case where the user may see them, else only the town."""
    people = [match.person for match in matches]
    visible = Case.objects.visible_to(user).visited().for_page()
    cases = {case.person_id: case for case in visible.filter(person__in=people)}
    towns = towns_of(people)
    hits = []
    for match in matches:
        case = cases.get(match.person.pk)
        hit = {
            "reason": REASONS[match.reason],
            "tone": "quiet" if match.verdict == "pass" else "attention",
            "town": towns.get(match.person.pk),
        }
        hits.append({**hit, "case": case, "person": match.person if case else None})
    return hits


def _page(request: StaffRequest, villages: Any, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = {"query": "", "hits": [], "form": None, "may_register": bool(villages), **shown}
    return render(request, "children/new_child.html", context, status=status)
