"""What the pages of rounds and lists share: finding them, their heads, and their acts.

Invariant: rounds and lists are read by whoever reads payments of the place, see Dossier.objects.visible_to.
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cases.acting import ActPages
from cases.finding import reads_masked
from cases.stipends.forms import LIST_FORMS, ROUND_FORMS
from cases.stipends.models import CertificationRound, TownList
from documents.models import DueDate
from organisation.models import User
from organisation.rights import has_role
from organisation.roles import Role

READERS = (
    Role.COUNTY_CASEWORKER,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.TOWN_CHILD_SUPERVISOR,
    Role.TOWN_APPROVER,
    Role.AUDITOR,
)
ROUND_LOOKS = {"open": "running", "in_publicity": "pending", "confirmed": "done", "cancelled": "closed"}
LIST_LOOKS = {"open": "running", "certified_town": "pending", "certified_county": "done"}


def reads_rounds(user: User) -> bool:
    """Whether the pages of rounds are open to this user."""
    return has_role(user, *READERS)


def visible_round(user: User, code: UUID) -> CertificationRound:
    """The round of that code. Raises Http404 when there is none for this user."""
    if not reads_rounds(user):
        raise Http404
    rows = CertificationRound.objects.visible_to(user).select_related("dossier", "division", "program_version__program")
    return get_object_or_404(rows, dossier__code=code)


def visible_list(user: User, code: UUID) -> TownList:
    """The list of that code. Raises Http404 when there is none for this user."""
    if not reads_rounds(user):
        raise Http404
    related = ("dossier", "division", "round__dossier", "round__division", "round__program_version__program")
    return get_object_or_404(TownList.objects.visible_to(user).select_related(*related), dossier__code=code)


def round_head(round: CertificationRound, user: User) -> dict[str, Any]:
    """What stands above every page of a round."""
    return {
        "round": round,
        "state_label": round.get_status_display(),
        "state_look": ROUND_LOOKS.get(round.status, ""),
        "whole": True,
    }


def list_head(listed: TownList, user: User) -> dict[str, Any]:
    """What stands above every page of a list. `whole`: whether the round itself is open to the user."""
    return {
        "round": listed.round,
        "listed": listed,
        "state_label": listed.get_status_display(),
        "state_look": LIST_LOOKS.get(listed.status, ""),
        "whole": CertificationRound.objects.visible_to(user).filter(pk=listed.round_id).exists(),
    }


def place_of_review(due: DueDate, user: User) -> str:
    """Where a review is done: on the page of the list, or of the one case that owes it."""
    if listed := TownList.objects.filter(dossier=due.dossier_id).select_related("dossier").first():
        return reverse("townlist-detail", args=[listed.code])
    return reverse("case-detail", args=[due.dossier.code])


PLACES = dict.fromkeys(("certify_town", "certify_county"), place_of_review)


def _draw_up(listed: TownList, **how: Any) -> Any:
    """Drawing up takes the round's lock before that of the list."""
    from cases.stipends.rounds import draw_up_list
    from documents.models import Event

    draw_up_list(listed.round, listed.division, **how)
    return Event.objects.filter(dossier=listed.dossier_id, action="townlist.draw_up").latest("sequence")


ROUNDS = ActPages(
    find=visible_round,
    head=round_head,
    head_template="stipends/_round_head.html",
    forms=lambda round: ROUND_FORMS,
    state_label=lambda round, state: str(CertificationRound.Status(state).label),
    page="round-detail",
    act_page="round-act",
    preview="round-preview",
    may_preview=lambda round, user: not reads_masked(user),
)
LISTS = ActPages(
    find=visible_list,
    head=list_head,
    head_template="stipends/_round_head.html",
    forms=lambda listed: LIST_FORMS,
    special=lambda listed: {"draw_up": _draw_up},
    state_label=lambda listed, state: str(TownList.Status(state).label),
    page="townlist-detail",
    act_page="townlist-act",
    preview="townlist-preview",
    may_preview=lambda listed, user: not reads_masked(user),
)
