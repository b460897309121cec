"""R06 on the home page: children who have a proxy parent, how many of these are cadres, and what aid was worth.

The one invariant: only pairings and aid that the reader may see. Called by the worklist through cases.home_figures.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.home_figures import HomeFigure
from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import Role
from organisation.templatetags.display import yuan
from volunteers.models import AidItem, Pairing, PairingStatus, Volunteer

COUNTY = frozenset({Role.COUNTY_CASEWORKER, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.VOLUNTEER_COORDINATOR})


def paired(user: User) -> list[HomeFigure]:
    """For those who look after a whole county; nothing while nobody is paired."""
    if not any(right.role in COUNTY for right in rights_of(user)):
        return []
    active = Pairing.objects.visible_to(user).filter(status=PairingStatus.ACTIVE)
    count, cadres = active.count(), active.filter(volunteer__type=Volunteer.Type.CADRE).count()
    if not count:
        return []
    fen = AidItem.objects.visible_to(user).counted().total_fen()
    more = _("%(cadres)d with a cadre, aid worth %(yuan)s") % {"cadres": cadres, "yuan": yuan(fen)}
    return [HomeFigure(_("Children with a proxy parent"), str(count), more, reverse("pairing-list"))]
