"""The case page: who it is about, where it stands, what I can do now, and one of its parts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.clocks import open_pause
from cases.deemed import is_application
from cases.finding import places_of, reads_masked, shown_name, visible_case
from cases.flows import step_for
from cases.kinds import kind_of
from cases.models import FINISHED
from cases.models.visits import VISITORS
from cases.next_acts import due_now, next_acts
from cases.parts import TIMELINE, history
from cases.reading import note_reading
from documents.views.door import StaffRequest
from organisation.models import User
from organisation.rights import right_for


@login_required
@require_GET
def case_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One case with one part: `?part=family`. With htmx only the part is sent."""
    case = visible_case(request.user, code)
    note_reading(case, request.user)
    kind = kind_of(case.kind)
    part = kind.part(request.GET.get("part", ""))
    shown = {"case": case, "subject": case, "part": part, "child_name": _name(case, request.user)}
    shown |= {"parts": kind.parts, "page_url": reverse("case-detail", args=[code])}
    shown |= history(case, request.user, request.GET) if part is TIMELINE else part.context(case, request.user)
    if getattr(getattr(request, "htmx", None), "target", "") == "part":
        return render(request, "cases/_part.html", shown)
    return render(request, "cases/case_page.html", {**shown, **head(case, request.user), **_work(case, request.user)})


def head(case: Any, user: User) -> dict[str, Any]:
    """What stands above every page of a case: name, number, place, state, risk, stepper."""
    return {
        "case": case,
        "child_name": _name(case, user),
        "place_chain": places_of(case.division),
        "state_label": kind_of(case.kind).state_label(case.status),
        "steps": kind_of(case.kind).steps(case),
    }


def _name(case: Any, user: User) -> str:
    return shown_name(case.person, masked=reads_masked(user))


def _work(case: Any, user: User) -> dict[str, Any]:
    """What can be done now, what cannot and why, and what is due."""
    return {
        **next_acts(case, user, else_first="visit" if kind_of(case.kind).visited else ""),
        "act_page": "case-act",
        "step": step_for(case, user),
        "may_visit": kind_of(case.kind).visited
        and case.status not in FINISHED
        and right_for(user, set(VISITORS), case.dossier.division_code),
        "due_dates": due_now(case.dossier_id),
        "pause": open_pause(case) if is_application(case.kind) else None,
    }
