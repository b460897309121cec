"""Matching: the children who wait, who would suit one of them, and the proposal."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cases.finding import places_of, shown_name
from cases.models import Case
from cases.registry.names import given_name
from documents.models import Dossier, Event
from documents.refusals import NotVisible, Refused
from documents.views.door import UNPROCESSABLE, StaffRequest
from organisation.models import User
from organisation.rights import has_role
from volunteers import matching, pairing_actions, queries
from volunteers.forms.pairing import ProposeForm
from volunteers.models import Pairing, Volunteer
from volunteers.pairing_filters import WaitingFilter
from volunteers.pairing_pages import PROPOSERS

ROWS_A_PAGE = 30
MOST_LEFT_OUT = 30


@require_GET
@login_required
def waiting_children(request: StaffRequest) -> HttpResponse:
    """Children without a proxy parent, the most urgent first. What makes one urgent is not told."""
    _check_matches(request.user)
    filtered = WaitingFilter(request.GET, matching.waiting(request.user), request=request)
    order = matching.in_order(filtered.qs)
    page = Paginator(order, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = children(page.object_list, request.user)
    return render(request, "volunteers/matching.html", {"filter": filtered, "page": page, "children": shown})


@require_GET
@login_required
def candidates(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who would suit this child, best first with the reasons, and who is left out and why."""
    _check_matches(request.user)
    case = reachable_case(request.user, code)
    if paired := _live(case):
        return redirect(paired)
    may, against, far = matching.candidates(case, request.user)
    left_out = [each for each in against if each.against_words]
    context = {
        **about(case, request.user),
        "candidates": may,
        "left_out": left_out[:MOST_LEFT_OUT],
        "more_left_out": max(0, len(left_out) - MOST_LEFT_OUT),
        "far": far,
    }
    return render(request, "volunteers/candidates.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def propose(request: StaffRequest, code: UUID, volunteer: UUID) -> HttpResponse:
    """Propose one proxy parent for the child, with brothers and sisters if they are ticked."""
    _check_matches(request.user)
    case = reachable_case(request.user, code)
    if (paired := _live(case)) and (request.method == "GET" or _sent_before(request, case)):
        return redirect(paired)
    chosen = get_object_or_404(Volunteer.objects.visible_to(request.user).for_page(), dossier__code=volunteer)
    candidate = matching.judged_for(case, chosen)
    siblings = list(matching.waiting(request.user).filter(pk__in=queries.siblings_of(case)).select_related(*WITH))
    form = _form(request, candidate, siblings)
    sentences: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _proposed(request, case, siblings, chosen, form)
        except NotVisible:
            raise
        except Refused as refused:
            sentences = tuple(refused.sentences)
    context = {**about(case, request.user), "candidate": candidate, "form": form, "sentences": sentences}
    return render(request, "volunteers/propose.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _live(case: Case) -> Pairing | None:
    return Pairing.objects.live().filter(case_id=case.pk).first()


def _sent_before(request: StaffRequest, case: Case) -> bool:
    """True when this very form has made its proposal already: a double click, a page sent again."""
    key = request.POST.get("key", "")
    return Event.objects.filter(dossier=case.dossier_id, action="pairing.propose", key=key, by=request.user).exists()


WITH = ("person", "division__parent__parent", "dossier", "leftbehindcase", "household")


def _check_matches(user: User) -> None:
    if not has_role(user, *PROPOSERS):
        raise PermissionDenied


def reachable_case(user: User, code: UUID) -> Case:
    """The case of a child that the user may match. Raises Http404 for any other."""
    return get_object_or_404(matching.reachable(user).select_related(*WITH), dossier__code=code)


def _form(request: StaffRequest, candidate: matching.Candidate, siblings: list[Case]) -> ProposeForm:
    choices = [(str(each.dossier.code), _child_words(each)) for each in siblings]
    needs = candidate.needs_second_adult
    if request.method == "POST":
        return ProposeForm(request.POST, siblings=choices, needs_second_adult=needs)
    return ProposeForm(siblings=choices, needs_second_adult=needs, initial={"key": uuid.uuid4()})


def _child_words(case: Case) -> str:
    name, age = given_name(case.person.name), case.person.age()
    return name if age is None else _("%(name)s, age %(age)d") % {"name": name, "age": age}


def _proposed(
    request: StaffRequest, case: Case, siblings: list[Case], volunteer: Volunteer, form: ProposeForm
) -> HttpResponse:
    data = form.cleaned_data
    with_them = [each for each in siblings if str(each.dossier.code) in data.get("together", ())]
    events = pairing_actions.propose(
        [case, *with_them],
        volunteer,
        by=request.user,
        goals=data["goals"],
        second_adult=data["second_adult"],
        key=str(data["key"]),
    )
    done = ngettext("%d pairing is proposed.", "%d pairings are proposed.", len(events)) % len(events)
    messages.success(request, done)
    first = get_object_or_404(Pairing, pk=events[0].subject_id)
    return redirect(first)


def children(pks: Any, user: User) -> list[dict[str, Any]]:
    """Rows of the list in the order of `pks`, with what the user may know of each child. Four queries."""
    cases = Case.objects.select_related(*WITH).prefetch_related("person__enrolments__school").in_bulk(list(pks))
    whole = set(Dossier.objects.visible_to(user).filter(case__in=cases).values_list("pk", flat=True))
    before = queries.last_of(list(cases))
    return [_row(cases[pk], whole, before.get(pk)) for pk in pks]


def _row(case: Case, whole: set[int], before: Pairing | None) -> dict[str, Any]:
    enrolments = [each for each in case.person.enrolments.all() if each.valid_to is None]
    return {
        "case": case,
        "name": shown_name(case.person, masked=False) if case.dossier_id in whole else given_name(case.person.name),
        "age": case.person.age(),
        "school": enrolments[0] if enrolments else None,
        "languages": getattr(case.as_kind(), "languages", ""),
        "since": before.ended_on if before else case.opened_on,
        "had_one": before is not None,
    }


def about(case: Case, user: User) -> dict[str, Any]:
    """The child above the candidates."""
    return {
        "child": children([case.pk], user)[0],
        "case": case,
        "place_chain": places_of(case.division),
        "siblings": [_child_words(each) for each in queries.siblings_of(case).select_related("person")],
    }
