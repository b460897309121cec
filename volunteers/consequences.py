"""What happens to pairings when something happens to the proxy parent, in the same transaction (config/wiring.py).

Invariant: nobody who is suspended, whose vetting lapsed, or who is named in an incident sees a child afterwards.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.incidents.protection import by_nobody
from documents.declarations import Attempt
from documents.models import Event
from documents.refusals import Refused
from documents.transitions import perform
from volunteers.models import Pairing, PairingStatus, VettingCheck, Volunteer, VolunteerStatus
from volunteers.pairing_writes import open_child


def suspend_pairings(volunteer: Volunteer, event: Event) -> None:
    """After a suspension: every active pairing of this person is suspended by the system, which names no ground."""
    for pairing in volunteer.pairings.filter(status=PairingStatus.ACTIVE):
        perform(pairing, "suspend", by=None, reason=_in_chinese(_("The proxy parent is not in service.")))


def after_vetting(volunteer: Volunteer, event: Event) -> None:
    """A clear reply lets the open pages go on; one that is not clear suspends at once."""
    check = volunteer.checks.order_by("pk").last()
    if check is None or check.of or volunteer.status not in (VolunteerStatus.REGISTERED, VolunteerStatus.SUSPENDED):
        return
    if check.result == VettingCheck.Result.CLEAR:
        for pairing in volunteer.pairings.filter(status=PairingStatus.ACTIVE, valid_until__gte=timezone.localdate()):
            open_child(pairing, cast(dt.date, pairing.valid_until))
    else:
        suspend(volunteer, because="vetting")


def suspend(volunteer: Volunteer, *, because: str) -> None:
    """Let the system suspend somebody who is in service."""
    if volunteer.status == VolunteerStatus.REGISTERED:
        perform(volunteer, "suspend", by=None, because=because, reason=_in_chinese(_("Suspended by the system.")))


def suspend_lapsed() -> int:
    """Daily: suspend everybody whose vetting has lapsed; returns how many. Their access ended by itself that day."""
    today = timezone.localdate()
    lapsed = Volunteer.objects.filter(status=VolunteerStatus.REGISTERED, vetted_until__lt=today)
    return sum(_suspended(volunteer) for volunteer in lapsed.select_related("dossier"))


def _suspended(volunteer: Volunteer) -> bool:
    """False when somebody else was faster: the others are not held up by that."""
    try:
        suspend(volunteer, because="vetting")
    except Refused:
        return False
    return True


def named_volunteers(incident: Any) -> Any:
    """Proxy parents in service whom a report names, by their account or in person."""
    named = incident.named.standing()
    mine = Q(user__in=named.filter(user__isnull=False).values("user")) | Q(
        person__in=named.filter(person__isnull=False).values("person")
    )
    return Volunteer.objects.filter(mine, status=VolunteerStatus.REGISTERED).select_related("dossier")


def dossiers_of_named(incident: Any) -> set[int]:
    """The files that `suspend_named` writes to, so that they are locked with the others, in order."""
    named = list(named_volunteers(incident))
    children = Pairing.objects.live().filter(volunteer__in=named).values_list("dossier_id", flat=True)
    return {volunteer.dossier_id for volunteer in named} | set(children)


def suspend_named(incident: Any, event: Event) -> None:
    """After a report of danger: whoever it names serves no more, with all pairings, in the same transaction.

    By the system, from nowhere, and without a ground: neither the report nor who made it shows in these files.
    """
    with by_nobody():
        for volunteer in named_volunteers(incident):
            suspend(volunteer, because="office")


def pairing_is_live(attempt: Attempt) -> Iterator[str]:
    """A blocker: a case does not end while its child still has a proxy parent."""
    if Pairing.objects.live().filter(case_id=attempt.subject.pk).exists():
        yield _("The child still has a proxy parent, or one is proposed. End or withdraw the pairing first.")


def _in_chinese(text: Any) -> str:
    with translation.override("zh-hans"):
        return str(text)
