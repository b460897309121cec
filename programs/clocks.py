"""Periods whose clock can stand still: while something is waited for, the last day moves by as long as that lasts.

Invariant: an open due date with a rule ends `n` days of its rule after its beginning, and as many later as its clock
stood still (domain report §2.0 “Clock”). Called by `cases.clock` and by the recounting of changed rules.
"""

import datetime as dt
from typing import cast

from documents.models import Dossier, DueDate
from organisation.calendar import current_calendar
from organisation.working_days import Unit, last_day, working_days_between
from programs.models import DueRule


def end_of(rule: DueRule, starts_on: dt.date, stood_still: int = 0) -> dt.date:
    """The last day of a period of that rule; `stood_still` counts in the rule's unit."""
    return last_day(starts_on, rule.n + stood_still, cast(Unit, rule.unit), current_calendar())


def stop_clocks(dossier: Dossier, on: dt.date) -> int:
    """Let the open due dates of the dossier stand still whose rules allow it; returns how many. `on` still counts."""
    rules = DueRule.objects.filter(pausable=True).values("pk")
    running = DueDate.objects.filter(dossier=dossier, state=DueDate.State.OPEN, paused_since__isnull=True)
    return running.filter(rule__in=rules).update(paused_since=on)


def start_clocks(dossier: Dossier, on: dt.date) -> int:
    """Let them go on after the day `on` and move their last days; returns how many."""
    waiting = list(DueDate.objects.filter(dossier=dossier, state=DueDate.State.OPEN, paused_since__isnull=False))
    rules = DueRule.objects.in_bulk([due.rule for due in waiting if due.rule])
    for due in waiting:
        if due.paused_since and due.rule in rules:
            rule = rules[due.rule]
            due.stood_still += days_between(due.paused_since, on, cast(Unit, rule.unit))
            due.due_on = end_of(rule, due.starts_on, due.stood_still)
        due.paused_since = None
    return DueDate.objects.bulk_update(waiting, ["stood_still", "due_on", "paused_since"])


def days_between(since: dt.date, until: dt.date, unit: Unit) -> int:
    """How many days of a period's unit lie after `since` up to and including `until`; none when that is earlier."""
    if unit == "working_day":
        return max(working_days_between(since, until, current_calendar()), 0)
    return max((until - since).days, 0)
