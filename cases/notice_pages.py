"""What the pages of public notices and objections share: finding them, their heads, and their acts.

Invariant: who objected and what was found is read by those who work on the notice, never by readers of masks.
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cases.acting import ActPages
from cases.finding import reads_masked
from cases.models import Objection, PublicNotice
from cases.notice_forms import NOTICE_FORMS, OBJECTION_FORMS
from cases.notices import facts_of
from cases.village_counts import total
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
LOOKS = {"posted": "running", "taken_down": "closed"}
ANSWERS = {"registered": "pending", "upheld": "done", "dismissed": "closed"}


def reads_notices(user: User) -> bool:
    """Whether the office's pages of notices are open to this user."""
    return has_role(user, *READERS)


def visible_notice(user: User, code: UUID) -> PublicNotice:
    """The notice of that code. Raises Http404 when there is none for this user."""
    if not reads_notices(user):
        raise Http404
    return get_object_or_404(PublicNotice.objects.visible_to(user).select_related("dossier"), code=code)


def visible_objection(user: User, code: UUID) -> Objection:
    """The objection of that code. Raises Http404 when there is none for this user."""
    if not reads_notices(user):
        raise Http404
    rows = Objection.objects.visible_to(user).select_related(
        "dossier", "notice__dossier", "case__dossier", "answered_by"
    )
    return get_object_or_404(rows, code=code)


def notice_head(notice: PublicNotice, user: User) -> dict[str, Any]:
    """What stands above every page of a notice."""
    return {"notice": notice, "state_label": notice.get_status_display(), "state_look": LOOKS[notice.status]}


def objection_head(objection: Objection, user: User) -> dict[str, Any]:
    """What stands above every page of an objection: its notice."""
    return {
        "notice": objection.notice,
        "objection": objection,
        "state_label": objection.get_status_display(),
        "state_look": ANSWERS.get(objection.status, "pending"),
    }


def posted(notice: PublicNotice) -> dict[str, Any]:
    """What the notice shows to everybody."""
    by_village = notice.mode == PublicNotice.Mode.AGGREGATE
    return {
        "notice": notice,
        "facts": facts_of(notice),
        "by_village": by_village,
        "sum": total(notice.rows) if by_village else {},
    }


def told_of(objection: Objection, user: User) -> dict[str, Any]:
    """The words of an objection, for whoever may read them."""
    masked = reads_masked(user)
    case = objection.case
    seen = case is not None and type(case).objects.visible_to(user).filter(pk=case.pk).exists()
    return {
        "masked": masked,
        "by_name": "" if masked else objection.by_name,
        "words": "" if masked else objection.words,
        "findings": "" if masked else objection.findings,
        "case_url": reverse("case-detail", args=[case.code]) if case and seen else "",
    }


def place_of_notice(due: DueDate, user: User) -> str:
    """Where a notice is taken down or its objections are answered: its page in the office."""
    newest = PublicNotice.objects.filter(dossier=due.dossier_id).order_by("-pk").first()
    return reverse("notice-office", args=[newest.code]) if newest else ""


# Where these due dates are done.
NOTICE_PLACES = dict.fromkeys(("notice_ends", "answer_objection"), place_of_notice)
NOTICES = ActPages(
    find=visible_notice,
    head=notice_head,
    head_template="notices/_head.html",
    forms=lambda notice: NOTICE_FORMS,
    state_label=lambda notice, state: str(PublicNotice.Status(state).label),
    page="notice-office",
    act_page="notice-act",
    preview="notice-preview",
    may_preview=lambda notice, user: not reads_masked(user),
)
OBJECTIONS = ActPages(
    find=visible_objection,
    head=objection_head,
    head_template="notices/_head.html",
    forms=lambda objection: OBJECTION_FORMS,
    state_label=lambda objection, state: str(Objection.Status(state).label),
    page="objection-detail",
    act_page="objection-act",
    preview="objection-preview",
    may_preview=lambda objection, user: not reads_masked(user),
)
