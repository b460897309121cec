"""Where a proxy parent and a pairing can stand (domain report §2.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VolunteerStatus(models.TextChoices):
    """From the application to the farewell. `new` lasts only inside one transaction."""

    NEW = "new", _("being entered")
    APPLIED = "applied", _("applied")
    PLEDGED = "pledged", _("pledge signed")
    VETTING = "vetting", _("being vetted")
    INTERVIEWED = "interviewed", _("interviewed")
    HOME_CHECKED = "home_checked", _("home seen")
    TRAINED = "trained", _("trained")
    REGISTERED = "registered", pgettext_lazy("proxy parent", "appointed")
    SUSPENDED = "suspended", pgettext_lazy("proxy parent", "suspended")
    RETIRED = "retired", _("retired")
    REJECTED = "rejected", _("not appointed")


CANDIDATE = [
    VolunteerStatus.APPLIED,
    VolunteerStatus.PLEDGED,
    VolunteerStatus.VETTING,
    VolunteerStatus.INTERVIEWED,
    VolunteerStatus.HOME_CHECKED,
    VolunteerStatus.TRAINED,
]
AFTER_VETTING = [VolunteerStatus.INTERVIEWED, VolunteerStatus.HOME_CHECKED, VolunteerStatus.TRAINED]
SERVING = [VolunteerStatus.REGISTERED, VolunteerStatus.SUSPENDED]
VOLUNTEER_WAY = [*CANDIDATE, VolunteerStatus.REGISTERED]


class PairingStatus(models.TextChoices):
    """From the proposal to the end of a pairing. `new` lasts only inside one transaction."""

    NEW = "new", _("being entered")
    PROPOSED = "proposed", _("proposed")
    CONSENTED = "consented", _("consents given")
    APPROVED = "approved", _("approved")
    ACTIVE = "active", pgettext_lazy("pairing", "active")
    SUSPENDED = "suspended", pgettext_lazy("pairing", "suspended")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("replaced")
    ENDED = "ended", pgettext_lazy("pairing", "ended")


PREPARED = [PairingStatus.PROPOSED, PairingStatus.CONSENTED, PairingStatus.APPROVED]
RUNNING = [PairingStatus.ACTIVE, PairingStatus.SUSPENDED]
LIVE = [*PREPARED, *RUNNING]
PAIRING_WAY = [*PREPARED, PairingStatus.ACTIVE, PairingStatus.ENDED]
