"""The nightly run of the verification, and whom it wakes. Called by the ticker (config/wiring.py).

Invariant: what is told names nobody and no amount; whoever gets it runs `manage.py verifymoney`, which says all.
"""

import logging
from itertools import islice

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import Dossier
from documents.offices import office_dossier
from documents.reminders.telling import tell
from documents.trail import append
from documents.transitions import locked
from finance.models import Fund
from finance.verifying import disagreements
from organisation.models import User
from organisation.roles import Role

logger = logging.getLogger(__name__)
MOST_LOGGED = 100
HEARS = (Role.FINANCE_REVIEWER, Role.COUNTY_APPROVER, Role.AUDITOR)
TEXTS = {
    "money.disagrees": _(
        "The nightly check of the payments found figures that do not agree. Pay nothing; call the administrator."
    )
}
ACTIONS = {"money.disagrees": pgettext_lazy("event", "Payments do not agree")}


def verify_nightly() -> int:
    """Verify everything; alarm the counties that pay when something disagrees. Returns how many things did."""
    found = list(islice(disagreements(), MOST_LOGGED))
    for each in found:
        logger.error("verifymoney: %s", each)
    if found:
        for code in Fund.objects.order_by().values_list("division__code", flat=True).distinct():
            _alarm(code, len(found))
    return len(found)


def _alarm(county: str, count: int) -> None:
    """An event in the file of the office, and a message to whoever answers for money there, once a day."""
    today = timezone.localdate()
    dossier: Dossier = office_dossier(county)
    with locked(dossier.pk) as held:
        append(held, "money.disagrees", by=None, details={"count": count})
    people = {user for role in HEARS for user in User.objects.holding(role, county, today)}
    tell(people, "money.disagrees", reverse("worklist"), dossier, urgent=True, once=f"money.disagrees:{today:%Y%m%d}")
