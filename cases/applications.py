"""What every application begins with: its checklist, the one notice of everything missing, and the supplement.

Invariant: the checklist is that of the case's version; what the office obtains itself is never asked of a family; a
second notice says which answer made it necessary (行政许可法 art. 32(4), domain report §2.0). Called by the transitions
of each kind of case, whose dossier is locked.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.clocks import Reason, pause_clock, resume_clock
from cases.models import Case, EvidenceItem, OneTimeNotice
from documents.due_dates import period_of
from documents.models import Document, Event
from documents.refusals import NotPossible
from organisation.models import User
from programs.due_rules import dues_of
from programs.models import EvidenceRule

State = EvidenceItem.State
# Whether the office has what a line of the checklist asks for: by the code of the rule.
Fact = Callable[[Case], bool]
_facts: dict[str, Fact] = {}

__all__ = ["begin_checklist", "obtain", "pause_clock", "receive_supplement", "resume_clock", "tell_once", "to_ask"]


def obtain(code: str, fact: Fact) -> None:
    """Tell how the office finds out itself what evidence of this code says. Called when an app is ready."""
    _facts[code] = fact


def begin_checklist(case: Case, *, received: Collection[str] = (), received_on: dt.date) -> list[EvidenceItem]:
    """One line for each rule of the case's version. `received` are codes of what was brought on `received_on`."""
    rules = EvidenceRule.objects.filter(version=case.program_version_id)
    items = [_begun(case, rule, received, received_on) for rule in rules]
    EvidenceItem.objects.bulk_create(items, ignore_conflicts=True)
    return items


def _begun(case: Case, rule: EvidenceRule, received: Collection[str], on: dt.date) -> EvidenceItem:
    item = EvidenceItem(case_id=case.pk, rule=rule)
    if rule.code in received:
        item.state, item.received_on = State.RECEIVED, on
    elif rule.obtainable_by_office and _found(case, rule):
        item.state, item.received_on = State.OBTAINED, timezone.localdate()
    return item


def _found(case: Case, rule: EvidenceRule) -> bool:
    return rule.code in _facts and _facts[rule.code](case)


def look_again(case: Case) -> int:
    """Mark what the office can find out by now; returns how many lines. The caller holds the dossier."""
    waiting = EvidenceItem.objects.filter(case=case.pk, state=State.MISSING, rule__obtainable_by_office=True)
    found = [item.pk for item in waiting.select_related("rule") if _found(case, item.rule)]
    today = timezone.localdate()
    return EvidenceItem.objects.filter(pk__in=found).update(state=State.OBTAINED, received_on=today)


def to_ask(case_id: int) -> "Any":
    """The lines that are required, missing, and for the family to bring, in the order of the checklist."""
    asked = EvidenceItem.objects.filter(case=case_id, state=State.MISSING, rule__required=True)
    return asked.filter(rule__obtainable_by_office=False).select_related("rule").order_by("rule__position", "pk")


def tell_once(case: Case, by: User, reason: str = "") -> OneTimeNotice:
    """Tell everything that is missing; the clock stands still from today.

    Raises NotPossible when nothing is missing, when the last notice has not been answered, or when a second one does
    not say which answer created what is missing now.
    """
    missing = list(to_ask(case.pk))
    if not missing:
        raise NotPossible(_("Nothing is missing that the family must bring. Look at the checklist again."))
    earlier = OneTimeNotice.objects.filter(case=case.pk).order_by("-sequence").first()
    _check_second(earlier, reason)
    today = timezone.localdate()
    notice = OneTimeNotice.objects.create(
        case_id=case.pk,
        sequence=earlier.sequence + 1 if earlier else 1,
        told_on=today,
        supplement_until=supplement_until(case),
        items=[item.rule.code for item in missing],
        reason=reason.strip() if earlier else "",
        told_by=by,
    )
    pause_clock(case, Reason.SUPPLEMENT, today)
    return notice


def _check_second(earlier: OneTimeNotice | None, reason: str) -> None:
    if earlier is None:
        return
    if earlier.answered_on is None:
        raise NotPossible(
            _("Everything missing was told on %(day)s already and is waited for. Register the supplement first.")
            % {"day": earlier.told_on.isoformat()}
        )
    if not reason.strip():
        raise NotPossible(_("Everything missing was told once already. Say which answer created what is missing now."))


def supplement_until(case: Case) -> dt.date:
    """The last day for the supplement, when everything is told today, by the rule of the case's version.

    Raises NotPossible where the version has no such rule.
    """
    found = dues_of(case.program_version, "supplement", names=("supplement",))
    if not found:
        raise NotPossible(
            _("This version has no period for supplements. Tell the administrator to enter the due rule “supplement”.")
        )
    return period_of(found[0], case, timezone.localdate())[1]


def receive_supplement(case: Case, received: Collection[str], received_on: dt.date) -> OneTimeNotice:
    """What the family brought, by codes, and on which day; the clock goes on after that day.

    Raises NotPossible when nothing is waited for, nothing was brought, or the day cannot be right.
    """
    notice = OneTimeNotice.objects.filter(case=case.pk, answered_on__isnull=True).first()
    if notice is None:
        raise NotPossible(_("No supplement is waited for. Mark what was brought on the checklist."))
    _check_day(notice, received_on)
    if not received:
        raise NotPossible(_("Mark what the family brought. With nothing brought the notice stays unanswered."))
    mark_received(case, received, received_on)
    look_again(case)
    notice.answered_on = received_on
    notice.save(update_fields=["answered_on"])
    resume_clock(case, received_on, reason=Reason.SUPPLEMENT)
    return notice


def _check_day(notice: OneTimeNotice, received_on: dt.date) -> None:
    if received_on > timezone.localdate():
        raise NotPossible(_("The day of receipt lies in the future. Correct the date."))
    if received_on < notice.told_on:
        raise NotPossible(
            _("The notice was written on %(day)s. What was brought before it belongs to the application itself.")
            % {"day": notice.told_on.isoformat()}
        )


def mark_received(case: Case, codes: Iterable[str], on: dt.date) -> int:
    """Mark these lines of the checklist as brought, as far as they were missing; returns how many."""
    rows = EvidenceItem.objects.filter(case=case.pk, rule__code__in=list(codes), state=State.MISSING)
    return rows.update(state=State.RECEIVED, received_on=on)


def keep_notice_paper(case: Any, event: Event) -> None:
    """A consequence: the newest notice knows the paper that told it."""
    paper = Document.objects.filter(event=event).order_by("pk").first()
    newest = OneTimeNotice.objects.filter(case=case.pk).order_by("-sequence").first()
    if newest and newest.document_id is None:
        newest.document = paper
        newest.save(update_fields=["document"])
