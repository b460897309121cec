"""The clock of an application stands still while a supplement, another office or an objection's answer is waited for.

Invariant: a case has one open pause at most, and it ends only when nothing is waited for any more. Each beginning and
end is an event of the case's file, so that the timeline shows it. The caller holds the case's dossier.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.models import FINISHED, Case, ClockPause, Objection, OneTimeNotice
from documents.models import Dossier, Event
from documents.trail import append
from programs.clocks import start_clocks, stop_clocks

Reason = ClockPause.Reason


def open_pause(case: Case) -> ClockPause | None:
    """The pause that lasts now, if the clock stands still."""
    return ClockPause.objects.filter(case=case.pk, ended_on__isnull=True).first()


def pause_clock(case: Case, reason: str, on: dt.date) -> ClockPause:
    """Stop the clock after the day `on`. While it stands still already, that pause goes on and is returned."""
    if standing := open_pause(case):
        return standing
    pause = ClockPause.objects.create(case_id=case.pk, reason=reason, began_on=on)
    stop_clocks(case.dossier, on)
    _write_down(case, f"clock.{reason}", on)
    return pause


def resume_clock(case: Case, on: dt.date, *, reason: str) -> bool:
    """What was waited for is there: let the clock go on after the day `on`, and say whether it does.

    It stays where another pause lasts, or something of this kind is still waited for; what else is waited for begins a
    pause of its own.
    """
    pause = open_pause(case)
    if pause is None or pause.reason != reason or reason in waited_for(case):
        return False
    ended_on = _end(case, pause, on)
    for other in waited_for(case):
        pause_clock(case, other, ended_on)
        return False
    return True


def _end(case: Case, pause: ClockPause, on: dt.date) -> dt.date:
    pause.ended_on = max(on, pause.began_on)
    pause.save(update_fields=["ended_on"])
    start_clocks(case.dossier, pause.ended_on)
    _write_down(case, "clock.resume", pause.ended_on)
    return pause.ended_on


def waited_for(case: Case) -> list[str]:
    """Why the clock of this case must stand still now, by what is written down."""
    found = []
    if OneTimeNotice.objects.filter(case=case.pk, answered_on__isnull=True).exists():
        found.append(Reason.SUPPLEMENT.value)
    if Objection.objects.filter(case=case.pk, status=Objection.Status.REGISTERED).exists():
        found.append(Reason.OBJECTION.value)
    return found


def stand_still_too(dossier: Dossier, on: dt.date) -> None:
    """Due dates opened on `on` while the clock of that file's case stands still begin paused."""
    if dossier.kind == Dossier.Kind.CASE and ClockPause.objects.filter(case__dossier=dossier, ended_on=None).exists():
        stop_clocks(dossier, on)


def wait_no_more(case: Case, event: Event) -> None:
    """A consequence: the application is withdrawn or refused, and nothing is waited for any more."""
    if pause := open_pause(case):
        _end(case, pause, timezone.localdate(event.at))


def stop_for_objection(objection: Objection, event: Event) -> None:
    """A consequence: the case that an objection is about waits for the answer."""
    case = _case_of(objection)
    if case and case.status not in FINISHED:
        pause_clock(case, Reason.OBJECTION, objection.received_on)


def go_on_after_objection(objection: Objection, event: Event) -> None:
    """A consequence: the answer is there."""
    if case := _case_of(objection):
        resume_clock(case, objection.answered_on or objection.received_on, reason=Reason.OBJECTION)


def _case_of(objection: Objection) -> Case | None:
    """The case with its dossier as it is now: perform holds it, and events of other objects may lie between."""
    if objection.case_id is None:
        return None
    case = Case.objects.get(pk=objection.case_id)
    case.dossier = Dossier.objects.locked_for_work(case.dossier_id)
    return case


def _write_down(case: Any, action: str, on: dt.date) -> None:
    append(case.dossier, action, by=None, subject=Case(pk=case.pk), details={"on": on})
