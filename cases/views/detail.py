"""The case page: who it is about, where it stands, what I can do now, and one of its parts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.finding import places_of, reads_masked, shown_name, visible_case
from cases.flows import step_for
from cases.kinds import kind_of
from cases.models import FINISHED
from cases.models.visits import VISITORS
from cases.parts import TIMELINE, history
from cases.reading import note_reading
from documents.due_dates import due_date_label
from documents.models import DueDate
from documents.transitions import Offer, offers
from documents.views.door import StaffRequest
from organisation.models import User
from organisation.rights import right_for
from organisation.roles import Role


@login_required
@require_GET
def case_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One case with one part: `?part=family`. With htmx only the part is sent."""
    case = visible_case(request.user, code)
    note_reading(case, request.user)
    kind = kind_of(case.kind)
    part = kind.part(request.GET.get("part", ""))
    shown = {"case": case, "kind": kind, "part": part, "child_name": _name(case, request.user)}
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
    offered = offers(case, user)
    mine = [offer for offer in offered if _is_mine(offer, case, user)]
    return {
        "step": step_for(case, user),
        "open_acts": sorted((offer for offer in mine if offer.open), key=_weight),
        "closed_acts": [offer for offer in mine if not offer.open],
        "acts_of_others": [(offer, _roles(offer, case)) for offer in offered if offer not in mine],
        "primary": _primary(mine),
        "may_visit": case.status not in FINISHED and right_for(user, set(VISITORS), case.dossier.division_code),
        "due_dates": [
            (due, due_date_label(due.name), Role(due.role).label)
            for due in DueDate.objects.filter(dossier=case.dossier_id).open()
        ],
    }


def _primary(mine: list[Offer]) -> str:
    """The one act that stands out: the open main one, else what may open the closed one, else a visit; or nothing."""
    main = [offer for offer in mine if offer.declaration.step.weight == "main"]
    if opened := [offer.name for offer in main if offer.open]:
        return opened[0]
    helpful = [offer.name for offer in mine if offer.open and offer.name not in ("correct", "take_back")]
    return "" if not main else helpful[0] if helpful else "visit"


def _is_mine(offer: Offer, case: Any, user: User) -> bool:
    return right_for(user, set(offer.declaration.step.actors_for(case)), case.dossier.division_code) is not None


def _weight(offer: Offer) -> int:
    return ["main", "side", "grave"].index(offer.declaration.step.weight)


def _roles(offer: Offer, case: Any) -> list[str]:
    return [str(Role(actor).label) for actor in offer.declaration.step.actors_for(case)]
