"""What follows when a period changes: the open due dates that came from the rule move, all of them or none.

The one invariant: an open due date with a rule always ends where rule and calendar say. A changed rule moves its due
dates at once; a nightly job brings after what the calendar changed or a transition opened at the same moment.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Case, DateField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from documents.administration import CITY
from documents.models import Dossier, DueDate, Event
from documents.offices import office_dossier, office_of
from documents.refusals import Stale
from documents.trail import append, enter_batch
from organisation.models import User
from programs.clocks import end_of
from programs.models import DueRule

FIELDS = ("role", "n", "unit", "pausable")
CHUNK = 300  # days in one statement
Values = dict[str, Any]


def values_of(rule: DueRule) -> Values:
    """What a rule says now: role, number and unit."""
    return {name: getattr(rule, name) for name in FIELDS}


def open_count(rule: DueRule) -> int:
    """How many open due dates a change of the rule would move."""
    return DueDate.objects.filter(rule=rule.pk, state=DueDate.State.OPEN).count()


def change_rule(rule: DueRule, *, by: User, seen: Values, **changed: Any) -> int:
    """Give the rule other values and move its open due dates; returns how many moved.

    `seen` is what the page showed: when somebody else changed the rule meanwhile, nothing is done and Stale is raised.
    """
    office = office_of(by)
    with transaction.atomic():
        held = _locked(office, Q(rule=rule.pk))
        now = DueRule.objects.select_for_update().get(pk=rule.pk)
        before = values_of(now)
        if before != seen:
            raise Stale(_("Somebody else has changed this rule. Nothing was saved. Look at it and decide again."))
        for name, value in changed.items():
            setattr(now, name, value)
        now.save(update_fields=[*changed])
        moved = _recount(now)
        _write_down(held, "due_rule.change", by, now, {"old": before, "new": values_of(now)}, moved)
    return len(moved)


def follow_rules_and_calendar() -> int:
    """Move every open due date that no longer ends where its rule and the calendar say; returns how many moved."""
    return sum(_follow(rule) for rule in DueRule.objects.order_by("pk"))


def _follow(rule: DueRule) -> int:
    if not _stray(rule):
        return 0
    with transaction.atomic():
        held = _locked(office_dossier(CITY), Q(rule=rule.pk))
        now = DueRule.objects.select_for_update().get(pk=rule.pk)
        moved = _recount(now)
        if moved:
            _write_down(held, "due_rule.follow", None, now, {"new": values_of(now)}, moved)
    return len(moved)


def _stray(rule: DueRule) -> bool:
    """True when some open due date of the rule has another end or role: asked without any lock."""
    rows = DueDate.objects.filter(rule=rule.pk, state=DueDate.State.OPEN)
    ends = rows.values_list("starts_on", "stood_still", "due_on", "role").order_by().distinct()
    return any(due_on != end_of(rule, start, still) or role != rule.role for start, still, due_on, role in ends)


def _locked(office: Dossier, dues: Q) -> Dossier:
    """The office's dossier, locked in the order of ids together with every dossier whose due dates may move."""
    concerned = DueDate.objects.filter(dues, state=DueDate.State.OPEN).values("dossier_id")
    rows = Dossier.objects.filter(Q(pk=office.pk) | Q(pk__in=concerned)).order_by("pk").select_for_update()
    return next(row for row in list(rows) if row.pk == office.pk)


def _recount(rule: DueRule) -> list[int]:
    """Set end and role of the rule's open due dates; returns the dossiers in which something moved."""
    rows = DueDate.objects.filter(rule=rule.pk, state=DueDate.State.OPEN)
    moved: set[int] = set()
    for stood_still, part in _parts(rows):
        ends = {start: end_of(rule, start, stood_still) for start in part}
        of_part = rows.filter(starts_on__in=part, stood_still=stood_still)
        known = of_part.values_list("dossier_id", "starts_on", "due_on", "role")
        moved |= {dossier for dossier, start, due_on, role in known if due_on != ends[start] or role != rule.role}
        cases = [When(starts_on=start, then=Value(end)) for start, end in ends.items()]
        of_part.update(due_on=Case(*cases, output_field=DateField()), role=rule.role)
    return sorted(moved)


def _parts(rows: "QuerySet[DueDate]") -> Iterator[tuple[int, list[dt.date]]]:
    """The days on which these periods began, some at a time, with how many days their clocks stood still."""
    periods = rows.order_by("stood_still", "starts_on").values_list("stood_still", "starts_on").distinct()
    for stood_still, group in groupby(periods, key=lambda period: period[0]):
        days = [start for _still, start in group]
        for start in range(0, len(days), CHUNK):
            yield stood_still, days[start : start + CHUNK]


def _write_down(
    office: Dossier, action: str, by: User | None, rule: DueRule, details: dict[str, Any], moved: list[int]
) -> Event:
    """The event in the office's dossier, and in the history of every dossier that it moved."""
    event = append(office, action, by=by, subject=rule, details={**details, "count": len(moved)})
    enter_batch(event, (pk for pk in moved if pk != office.pk))
    return event
