"""R05 on the home page: what was paid so far, how many payments (人次) to how many children (人数).

The one invariant: the same figures as the statement's. Called by the worklist through cases.home_figures.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.home_figures import HomeFigure
from finance import yearly
from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import READS_MONEY, Role
from organisation.templatetags.display import yuan

OF_TOWNS = frozenset({Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER})


def paid_so_far(user: User) -> list[HomeFigure]:
    """For those who read the payments of a whole county; nothing while nothing was paid."""
    if not any(right.role in READS_MONEY - OF_TOWNS for right in rights_of(user)):
        return []
    found = yearly.paid_so_far(user)
    if not found.payments:
        return []
    more = _("%(times)d payments to %(persons)d children") % {"times": found.payments, "persons": found.persons}
    return [HomeFigure(_("Paid so far"), yuan(found.fen), more, reverse("statement"))]
