"""What a user has to do: the due dates owed by their posts, the steps of the flows behind them, children to register.

One list, grouped by urgency; a number in a tile is the length of the group it links to.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.flows import steps_of
from cases.models import Case
from documents.declarations import Text
from documents.due_dates import due_date_label, places_of
from documents.models import Access, Dossier, DueDate
from documents.naming import DossierName, names_of
from organisation.rights import rights_of, scope
from organisation.roles import READS_REDUCED, Role

GROUPS: dict[str, Text] = {
    "returned": _("Returned to me"),
    "overdue": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("Later"),
    "paused": _("The clock stands still"),
}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Item:
    """One thing to do: about whom, what, by when, and where it is done. `case` only where the user may see it whole."""

    due: DueDate
    case: Case | None
    called: DossierName
    url: str
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
    def place(self) -> str:
        """Town and village, or what the dossier's own name says."""
        return f"{self.case.division.parent} {self.case.division}" if self.case else self.called.place


def owed(user: Any) -> Any:
    """Open due dates of roles the user holds where they hold them, most urgent first. One query.

    A proxy parent owes what belongs to the children paired with them, wherever these live. Who finds proxy parents
    also owes it for children of whom they see no more than a proxy parent does.
    """
    roles = {right.role for right in rights_of(user)}
    visible, reduced = Dossier.objects.visible_to(user), Dossier.objects.reduced_for(user)
    condition = Q(pk__in=[])
    for role in sorted(roles - {Role.PROXY_PARENT}):
        seen = Q(dossier__in=visible)
        seen = seen | Q(dossier__in=reduced) if role in READS_REDUCED else seen
        condition |= Q(role=role) & scope(user, frozenset({role}), field="dossier__division_code") & seen
    if Role.PROXY_PARENT in roles:
        paired = Access.objects.in_force(user, capacity=Access.Capacity.PAIRED).values("dossier_id")
        condition |= Q(role=Role.PROXY_PARENT, dossier__in=reduced.filter(pk__in=paired))
    return DueDate.objects.open().filter(condition)


def worklist(user: Any, *, today: dt.date | None = None) -> list[Item]:
    """Everything that waits for this user, returned work first. At most 200 rows: the rest is in the case list."""
    day = today or timezone.localdate()
    dues = list(owed(user).select_related("dossier")[:MOST_SHOWN])
    cases = _cases(dues, user)
    tasks = steps_of({due.dossier_id for due in dues})
    names = names_of([due.dossier for due in dues if due.dossier_id not in cases], user)
    places = places_of(dues, user)
    items = []
    for due in dues:
        case = cases.get(due.dossier_id)
        called = DossierName(case.person.name, case.number or "") if case else names[due.dossier_id]
        items.append(_item(due, case, called, places[due.pk], tasks.get((due.dossier_id, due.name)), user, day))
    order = list(GROUPS)
    return sorted(items, key=lambda item: order.index(item.group))


def _cases(dues: list[DueDate], user: Any) -> dict[int, Case]:
    """The cases of these due dates that the user may see whole, by dossier."""
    related = ("person", "division__parent", "program_version__program")
    found = Case.objects.visible_to(user).filter(dossier__in={due.dossier_id for due in dues})
    cases = {case.dossier_id: case for case in found.select_related(*related)}
    for due in dues:
        if due.dossier_id in cases:
            cases[due.dossier_id].dossier = due.dossier
    return cases


def _item(due: DueDate, case: Case | None, called: DossierName, url: str, task: Any, user: Any, today: dt.date) -> Item:
    returned = bool(task and task.owner_id == user.pk and task.data.get("returned_by_event"))
    mine = task is None or task.owner_id == user.pk
    waits = "paused" if due.paused_since else group_of(due.due_on, today)
    return Item(due, case, called, url, task, "returned" if returned else waits, mine)


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
