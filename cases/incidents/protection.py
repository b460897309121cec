"""What a report of danger causes at once: whoever is named is kept away from the child, and nobody is told why.

Invariant: all of it happens in the transaction of the report, under locks that Incident.also_moves asked for. Named in
config/wiring.py; what it writes into a child's file is by the system, from nowhere, without a word of who or why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from cases.flows import free_step
from cases.incidents.models import Incident, NamedPerson
from cases.models import Case
from documents.models import Access, Dossier, Event
from documents.surroundings import Surroundings, within
from documents.trail import append

BARRED = Access.Capacity.BARRED


@contextmanager
def by_nobody() -> Iterator[None]:
    """What is written now bears neither the request nor the address of whoever reported."""
    with within(Surroundings()):
        yield


def keep_away(incident: Incident, event: Event) -> None:
    """Close the child's file, those of its siblings and this one to every account that is named."""
    users = [row.user for row in incident.named.standing().select_related("user") if row.user]
    if not users:
        return
    for user in users:
        _bar(user, incident.dossier_id)
    for case in incident.files():
        barred = [user for user in users if _bar(user, case.dossier_id)]
        if barred:
            _note(case)
        for user in barred:
            free_step(case, user)


def let_back(incident: Incident, event: Event) -> None:
    """Open the files again to whoever was cleared, unless another open naming still keeps them away."""
    cleared = incident.named.filter(pk=event.details["data"]["named"], user__isnull=False).select_related("user")
    for row in cleared:
        for case in incident.files():
            if not _named_elsewhere(row, case):
                _unbar(row.user, case.dossier_id)
                _note(case)
        if not incident.named.standing().filter(user=row.user).exists():
            _unbar(row.user, incident.dossier_id)


def _bar(user: Any, dossier_id: int) -> bool:
    """True when the user was not kept away from this file before."""
    row = {"user": user, "dossier_id": dossier_id, "capacity": BARRED}
    if Access.objects.filter(**row, revoked_at=None, valid_to=None).exists():
        return False
    Access.objects.create(**row)
    return True


def _unbar(user: Any, dossier_id: int) -> None:
    kept_away = Access.objects.filter(user=user, dossier_id=dossier_id, capacity=BARRED, revoked_at=None)
    kept_away.update(revoked_at=timezone.now())


def _named_elsewhere(row: NamedPerson, case: Case) -> bool:
    others = NamedPerson.objects.standing().filter(user=row.user).exclude(pk=row.pk)
    return others.filter(incident__case__household=case.household_id).exists()


def _note(case: Case) -> None:
    """That access changed belongs into the child's file; by whom and why does not."""
    with by_nobody():
        held = Dossier.objects.locked_for_work(case.dossier_id)
        append(held, "case.access", by=None, subject=Case(pk=case.pk))
