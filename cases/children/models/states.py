"""Where a left-behind child's case can stand (domain report §2.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a case stands. `new` lasts only inside one transaction or one import."""

    NEW = "new", _("being entered")
    IMPORTED = "imported", _("to be registered")
    REGISTERED = "registered", _("registered")
    VERIFIED = "verified", _("verified")
    NOT_ELIGIBLE = "not_eligible", _("not eligible")
    ASSESSED = "assessed", _("assessed")
    MONITORED = "monitored", _("under observation")
    OPENED = "opened", _("opened")
    IN_SERVICE = "in_service", _("in service")
    UNDER_REVIEW = "under_review", _("under review")
    CLOSED = "closed", _("closed")
    TERMINATED = "terminated", _("terminated")


RUNNING = [
    Status.IMPORTED,
    Status.REGISTERED,
    Status.VERIFIED,
    Status.ASSESSED,
    Status.MONITORED,
    Status.OPENED,
    Status.IN_SERVICE,
    Status.UNDER_REVIEW,
]
# The main way, for the stepper; the others are side states.
MAIN_WAY = [
    Status.REGISTERED,
    Status.VERIFIED,
    Status.ASSESSED,
    Status.OPENED,
    Status.IN_SERVICE,
    Status.UNDER_REVIEW,
    Status.CLOSED,
]
