"""What a user has to do: the due dates owed by their posts, the steps of the flows behind them, children to register.

One list, grouped by urgency; a number in a tile is the length of the group it links to.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.flows import tasks_of
from cases.models import Case
from documents.declarations import Text
from documents.due_dates import due_date_label
from documents.models import Dossier, DueDate
from organisation.rights import rights_of, scope
from organisation.roles import Role

GROUPS: dict[str, Text] = {
    "returned": _("Returned to me"),
    "overdue": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("Later"),
}
MOST_SHOWN = 200
# Which act does what is due. The others are decided on the case page, where the choice stands.
ACTS = {"verify": "verify", "assess": "assess", "start": "start_service", "review": "start_review"}


@dataclass(frozen=True)
class Item:
    """One thing to do: who it is about, what, by when, and where it is done."""

    due: DueDate
    case: Case
    task: Any
    group: str
    mine: bool

    @property
    def dossier_id(self) -> int:
        """The dossier it is about, where an exported list is noted."""
        return self.due.dossier_id

    @property
    def what(self) -> str:
        """The act in the reader's language."""
        return due_date_label(self.due.name)

    @property
    def url(self) -> str:
        """The form that does it, or the case page where it is decided."""
        code = self.case.code
        if self.due.name in ("visit", "contact"):
            return reverse("visit-record", args=[code])
        if act := ACTS.get(self.due.name):
            return reverse("case-act", args=[code, act])
        return reverse("case-detail", args=[code])


def owed(user: Any) -> Any:
    """Open due dates of roles the user holds where they hold them, most urgent first. One query."""
    condition = Q(pk__in=[])
    for role in sorted({right.role for right in rights_of(user)}):
        condition |= Q(role=role) & scope(user, frozenset({role}), field="dossier__division_code")
    return DueDate.objects.open().filter(condition, dossier__in=Dossier.objects.visible_to(user))


def worklist(user: Any, *, today: dt.date | None = None) -> list[Item]:
    """Everything that waits for this user, returned work first. At most 200 rows: the rest is in the case list."""
    day = today or timezone.localdate()
    related = ("dossier__case__person", "dossier__case__division__parent", "dossier__case__program_version__program")
    dues = list(owed(user).filter(dossier__case__isnull=False).select_related(*related)[:MOST_SHOWN])
    for due in dues:
        due.dossier.case.dossier = due.dossier
    tasks = tasks_of([due.dossier.case.pk for due in dues])
    items = [_item(due, tasks.get(due.dossier.case.pk), user, day) for due in dues]
    order = list(GROUPS)
    return sorted(items, key=lambda item: order.index(item.group))


def _item(due: DueDate, task: Any, user: Any, today: dt.date) -> Item:
    task = task if task and task.flow_task.due == due.name else None
    returned = bool(task and task.owner_id == user.pk and task.data.get("returned_by_event"))
    mine = task is None or task.owner_id == user.pk
    return Item(due, due.dossier.case, task, "returned" if returned else group_of(due.due_on, today), mine)


def group_of(due_on: dt.date, today: dt.date) -> str:
    """`overdue`, `today`, `week` (until Sunday) or `later`."""
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "week" if due_on <= today + dt.timedelta(days=6 - today.weekday()) else "later"


def to_register(user: Any) -> Any:
    """Imported children whom this user's village officers must still register."""
    officers = scope(user, frozenset({Role.VILLAGE_CHILD_OFFICER}), field="dossier__division_code")
    return Case.objects.visible_to(user).filter(officers, status="imported")
