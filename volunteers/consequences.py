"""What happens to pairings when something happens to the proxy parent, in the same transaction (config/wiring.py).

Invariant: nobody who is suspended, whose vetting lapsed, or who is named in an incident sees a child afterwards.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents.declarations import Attempt
from documents.models import Event
from documents.transitions import perform
from volunteers.models import Pairing, PairingStatus, VettingCheck, Volunteer, VolunteerStatus
from volunteers.pairing_writes import open_child


def suspend_pairings(volunteer: Volunteer, event: Event) -> None:
    """After a suspension: every active pairing of this person is suspended by the system, which names no ground."""
    for pairing in volunteer.pairings.filter(status=PairingStatus.ACTIVE):
        perform(pairing, "suspend", by=None, reason=_in_chinese(_("The proxy parent is not in service.")))


def after_vetting(volunteer: Volunteer, event: Event) -> None:
    """A clear reply lets the open pages go on; one that is not clear suspends at once."""
    check = volunteer.checks.filter(of="").first()
    if check is None or volunteer.status not in (VolunteerStatus.REGISTERED, VolunteerStatus.SUSPENDED):
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
    found = list(lapsed.select_related("dossier"))
    for volunteer in found:
        suspend(volunteer, because="vetting")
    return len(found)


def pairing_is_live(attempt: Attempt) -> Iterator[str]:
    """A blocker: a case does not end while its child still has a proxy parent."""
    if Pairing.objects.live().filter(case_id=attempt.subject.pk).exists():
        yield _("The child still has a proxy parent, or one is proposed. End or withdraw the pairing first.")


def _in_chinese(text: Any) -> str:
    with translation.override("zh-hans"):
        return str(text)
