"""Marking lines of a checklist: what was brought or obtained, since when, with its scan, or why it is not needed.

Invariant: every mark is an event of the case's file with what stood there before; two people who mark the same line
differently at once do not overwrite each other. Called by the page of the checklist.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import FINISHED, Case, EvidenceItem
from documents.declarations import Text
from documents.models import Attachment
from documents.refusals import NotAllowed, NotPossible, NotVisible, Stale
from documents.trail import append
from documents.transitions import check_reachable, locked
from organisation.models import User
from organisation.rights import Right, right_for
from organisation.roles import Role

MARKERS = frozenset(
    {Role.VILLAGE_CHILD_OFFICER, Role.TOWN_INTAKE_CLERK, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER}
)
State = EvidenceItem.State


@dataclass(frozen=True)
class Mark:
    """What one line shall say. `was` is the state that the page showed; `attachment` None leaves the scan as it is."""

    state: str
    received_on: dt.date | None = None
    note: str = ""
    attachment: Attachment | None = None
    was: str = ""


def may_mark(user: User, case: Case) -> bool:
    """Whether this user marks the checklist of the case now."""
    return case.status not in FINISHED and _right(user, case) is not None


def mark_evidence(case: Case, by: User, changes: Mapping[str, Mark]) -> int:
    """Set the lines of these codes; returns how many changed. All of them or none.

    Raises NotVisible, NotAllowed, Stale when somebody marked one of them meanwhile, or NotPossible with what is wrong.
    """
    with locked(case.dossier_id) as dossier:
        check_reachable(dossier, by)
        right = _right(by, case)
        if right is None:
            raise NotAllowed(_("The checklist is kept by the counter and the town. Ask them to mark it."))
        _check_open(case)
        items = EvidenceItem.objects.filter(case=case.pk, rule__code__in=list(changes)).select_related("rule")
        told = [_told(item, changes[item.rule.code]) for item in items if _differs(item, changes[item.rule.code])]
        for item in items:
            _set(item, changes[item.rule.code], case)
        if told:
            append(dossier, "evidence.mark", by=by, subject=Case(pk=case.pk), right=right, details={"lines": told})
    return len(told)


def _right(user: User, case: Case) -> Right | None:
    return right_for(user, MARKERS, case.dossier.division_code)


def _check_open(case: Case) -> None:
    if Case.objects.filter(pk=case.pk, status__in=FINISHED).exists():
        raise NotPossible(_("The case is finished and its checklist stays as it is. Add late papers as scans."))


def _differs(item: EvidenceItem, mark: Mark) -> bool:
    same = (item.state, item.received_on, item.note) == (mark.state, _day(mark), mark.note)
    return not same or (mark.attachment is not None and mark.attachment.pk != item.attachment_id)


def _day(mark: Mark) -> dt.date | None:
    return mark.received_on if mark.state in (State.RECEIVED, State.OBTAINED) else None


def _told(item: EvidenceItem, mark: Mark) -> list[Any]:
    """Check the mark against the line as it is now; what the event keeps of it."""
    if mark.was and item.state not in (mark.was, mark.state):
        raise Stale(
            _("Somebody has marked “%(name)s” as “%(state)s” meanwhile. Look at the checklist and mark it again.")
            % {"name": item.rule.name, "state": item.get_state_display()}
        )
    if sentence := wrong(item, mark):
        raise NotPossible(sentence)
    return [item.rule.code, item.state, mark.state]


def wrong(item: EvidenceItem, mark: Mark) -> Text | None:
    """Why the line cannot say that, in words, or nothing."""
    name = {"name": item.rule.name}
    if mark.state == State.OBTAINED and not item.rule.obtainable_by_office:
        return _("“%(name)s” is for the family to bring. Mark it as received when it is there.") % name
    if mark.state == State.WAIVED and not mark.note.strip():
        return _("Say why “%(name)s” is not needed in this case.") % name
    day = _day(mark)
    if mark.state in (State.RECEIVED, State.OBTAINED) and day is None:
        return _("Enter on which day “%(name)s” came.") % name
    if day and day > timezone.localdate():
        return _("The day on which “%(name)s” came lies in the future. Correct the date.") % name
    return None


def _set(item: EvidenceItem, mark: Mark, case: Case) -> None:
    item.state, item.received_on, item.note = mark.state, _day(mark), mark.note
    if mark.attachment is not None:
        if mark.attachment.dossier_id != case.dossier_id:
            raise NotVisible
        item.attachment = mark.attachment
    item.save(update_fields=["state", "received_on", "note", "attachment"])
