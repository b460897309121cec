"""What the pages of a pairing show: head, way, parts, forms and special acts.

Invariant: whoever sees the child's file only reduced reads the given name and what a proxy parent may know, no papers
and no history; whoever is paired with the child sees nothing here.
"""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.acting import ActPages
from cases.finding import places_of, reads_masked, shown_name
from cases.kinds import Part
from cases.registry.names import given_name
from cases.timeline import events_of, paper_chip
from documents.clerks import may_open_papers
from documents.models import Document, Dossier, Event
from documents.transitions import label_of
from organisation.models import User
from organisation.rights import has_role
from organisation.roles import Role
from volunteers import matching, pairing_actions, queries
from volunteers.forms.pairing import FORMS
from volunteers.matching import REASON_WORDS
from volunteers.models import PAIRING_WAY, Pairing, PairingStatus, Volunteer

SPECIAL = {
    "consent": pairing_actions.register_consents,
    "activate": pairing_actions.register_agreement,
    "renew": pairing_actions.register_renewal,
}
# The looks of states that other things have too under the same code.
LOOKS = {
    PairingStatus.PROPOSED: "submitted",
    PairingStatus.CONSENTED: "submitted",
    PairingStatus.APPROVED: "opened",
    PairingStatus.ACTIVE: "in_service",
    PairingStatus.SUSPENDED: "sent_back",
    PairingStatus.DECLINED: "refused",
    PairingStatus.WITHDRAWN: "cancelled",
    PairingStatus.REPLACED: "closed",
    PairingStatus.ENDED: "closed",
}
LAST_EVENTS = 12
# Who proposes a proxy parent for a child.
PROPOSERS = (Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR)


def visible_pairing(user: User, code: UUID) -> Pairing:
    """The pairing of that code with all that pages ask for. Raises Http404 when there is none for this user."""
    related = ("case__leftbehindcase", "case__division__parent__parent", "volunteer__division__parent", "follows")
    return get_object_or_404(Pairing.objects.visible_to(user).for_page().select_related(*related), code=code)


def sees_whole(pairing: Pairing, user: User) -> bool:
    """True when the child's file is open to the user in full."""
    return Dossier.objects.visible_to(user).filter(pk=pairing.dossier_id).exists()


def child_name(pairing: Pairing, user: User, *, whole: bool) -> str:
    """The child's name as this reader may know it."""
    person = pairing.case.person
    return shown_name(person, masked=reads_masked(user)) if whole else given_name(person.name)


def head(pairing: Pairing, user: User) -> dict[str, Any]:
    """What stands above every page of a pairing."""
    whole = sees_whole(pairing, user)
    return {
        "pairing": pairing,
        "whole": whole,
        "child_name": child_name(pairing, user, whole=whole),
        "proxy_name": shown_name(pairing.volunteer.person, masked=reads_masked(user)),
        "sees_volunteer": Volunteer.objects.visible_to(user).filter(pk=pairing.volunteer_id).exists(),
        "place_chain": places_of(pairing.case.division),
        "state_label": pairing.get_status_display(),
        "state_look": look_of(pairing.status),
    }


def look_of(status: str) -> str:
    """The code by which a state's badge is drawn."""
    return LOOKS.get(PairingStatus(status), "submitted")


def steps(pairing: Pairing) -> list[dict[str, Any]]:
    """The way with what is done, now and next; a side state stands after what was surely reached."""
    if pairing.status in PAIRING_WAY:
        here = PAIRING_WAY.index(PairingStatus(pairing.status))
        marks = ["done"] * here + ["now"] + ["next"] * (len(PAIRING_WAY) - here - 1)
        if pairing.status == PairingStatus.ENDED:
            marks[-1] = "done"
        return [{"label": state.label, "state": mark} for state, mark in zip(PAIRING_WAY, marks, strict=True)]
    reached = PAIRING_WAY[:4] if pairing.started_on else PAIRING_WAY[: 2 if pairing.consented_on else 1]
    done = [{"label": state.label, "state": "done"} for state in reached]
    rest = [PairingStatus.ENDED] if pairing.status == PairingStatus.SUSPENDED else []
    now = {"label": pairing.get_status_display(), "state": "now"}
    return [*done, now, *({"label": state.label, "state": "next"} for state in rest)]


def overview(pairing: Pairing, user: User, *, whole: bool) -> dict[str, Any]:
    """The two, why they were matched, consents, term, figures; papers and history only beside the whole file."""
    shown: dict[str, Any] = {
        "reasons": [(REASON_WORDS[code], points) for code, points in pairing.reasons if code in REASON_WORDS],
        "enrolment": pairing.case.person.enrolments.filter(valid_to__isnull=True).select_related("school").first(),
        "handover_received": queries.handover_to(pairing),
        "contacts": pairing.contacts.counted().count(),
        "last_contact": pairing.contacts.counted().first(),
        "aid_fen": pairing.aid_items.counted().total_fen(),
        "evaluations": list(pairing.evaluations.all()),
        "others": _others(pairing, user),
    }
    return shown | ({"papers": _papers(pairing, user), "events": _events(pairing)} if whole else {})


def _others(pairing: Pairing, user: User) -> list[Pairing]:
    """Other pairings of the same child that the user may see, newest first."""
    return list(Pairing.objects.visible_to(user).for_page().filter(case_id=pairing.case_id).exclude(pk=pairing.pk))


def _papers(pairing: Pairing, user: User) -> list[tuple[Document, Any]]:
    """Papers that acts on this pairing have issued, for those whose work has papers."""
    if not may_open_papers(user) or reads_masked(user):
        return []
    about = {"event__subject_label": Pairing._meta.label_lower, "event__subject_id": pairing.pk}
    return [(each, paper_chip(each)) for each in Document.objects.filter(dossier=pairing.dossier_id, **about)]


def _events(pairing: Pairing) -> list[tuple[Event, str]]:
    """The last acts on this pairing in words; the whole history stands in the child's file."""
    own = events_of(pairing.dossier, "changed").filter(
        subject_label=Pairing._meta.label_lower, subject_id=pairing.pk, dossier=pairing.dossier_id
    )
    return [(event, label_of(event.action)) for event in own[:LAST_EVENTS]]


def of_case(case: Any, user: User) -> dict[str, Any]:
    """The pairings of a child for its case page, newest first, and where to find a proxy parent if there is none."""
    pairings = list(Pairing.objects.visible_to(user).for_page().filter(case_id=case.pk).exclude(status="new"))
    for pairing in pairings:
        pairing.look = look_of(pairing.status)  # type: ignore[attr-defined]
    matches = has_role(user, *PROPOSERS) and matching.waiting(user).filter(pk=case.pk).exists()
    return {
        "pairings": pairings,
        "masked": reads_masked(user),
        "match_url": reverse("matching-child", args=[case.code]) if matches else "",
    }


PROXY_PARENT = Part("proxy", _("Proxy parent"), "volunteers/_case_pairings.html", of_case)

PAIRINGS = ActPages(
    find=visible_pairing,
    head=head,
    head_template="volunteers/_pairing_head.html",
    forms=lambda pairing: FORMS,
    special=lambda pairing: SPECIAL,
    state_label=lambda pairing, state: str(PairingStatus(state).label),
    page="pairing-detail",
    act_page="pairing-act",
    preview="pairing-preview",
    may_preview=sees_whole,
)
