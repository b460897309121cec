"""News for the protection officers: a report, an addition to it, a clock that ran out, a closing that waits for them.

Invariant: what is told names nobody and says nothing of a child; it leads to the locked file. Hung behind the acts in
config/wiring.py, and `tell_alarms` on the ticker.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.incidents.clocks import clocks
from cases.incidents.models import Incident
from cases.incidents.reach import answerable_for
from documents.models import Event
from documents.reminders.telling import tell
from organisation.models import User

TEXTS = {
    "incident.reported": _("A child may be in danger. Open the report at once."),
    "incident.added": _("Something was added to a report of danger."),
    "incident.late": _("Time has run out on a report of danger. Act, or explain the delay."),
    "incident.closing": _("A report of danger is to be closed. It waits for a second officer."),
}


def tell_of_report(incident: Incident, event: Event) -> None:
    """Everybody who answers for the place hears of it at once, except whoever is named."""
    _tell(_officers(incident), "incident.reported", incident)


def tell_of_addition(incident: Incident, event: Event) -> None:
    """The officers hear that more is known; whoever added it knows already."""
    _tell([user for user in _officers(incident) if user.pk != event.by_id], "incident.added", incident)


def tell_of_closing(incident: Incident, event: Event) -> None:
    """The other officers hear that one of them has to sign."""
    _tell([user for user in _officers(incident) if user.pk != event.by_id], "incident.closing", incident)


def tell_alarms() -> int:
    """Tell the officers of every clock that has run out since the last time; returns how many alarms stand."""
    now, standing = timezone.now(), 0
    for incident in Incident.objects.alarming(now).for_page():
        for clock in clocks(incident, now):
            if clock.alarms:
                standing += 1
                mark = f"incident.late:{incident.pk}:{clock.name}:{clock.by:%Y%m%d%H%M}"
                _tell(_officers(incident), "incident.late", incident, once=mark)
    return standing


def _officers(incident: Incident) -> list[User]:
    named = incident.named.standing().filter(user__isnull=False).values_list("user_id", flat=True)
    return answerable_for(incident.dossier.division_code, without=list(named))


def _tell(users: list[User], key: str, incident: Incident, *, once: str = "") -> None:
    link = reverse("incident-detail", args=[incident.code])
    tell(users, key, link, incident.dossier, urgent=key != "incident.added", once=once)
