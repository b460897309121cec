"""Where an application for the study stipend can stand (domain report §2.4)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """`new` lasts only inside the transaction that enters the application or a whole list."""

    NEW = "new", pgettext_lazy("stipend", "being entered")
    SUBMITTED = "submitted", pgettext_lazy("stipend", "applied for")
    SUPPLEMENT = "supplement", pgettext_lazy("stipend", "waiting for a supplement")
    ACCEPTED = "accepted", pgettext_lazy("stipend", "accepted")
    CERTIFIED_TOWN = "certified_town", pgettext_lazy("stipend", "first review by the town")
    CERTIFIED_COUNTY = "certified_county", pgettext_lazy("stipend", "certified by the county")
    IN_PUBLICITY = "in_publicity", pgettext_lazy("stipend", "in public notice")
    CONFIRMED = "confirmed", pgettext_lazy("stipend", "confirmed")
    ON_ROLL = "on_roll", pgettext_lazy("stipend", "on the roll")
    SUSPENDED = "suspended", pgettext_lazy("stipend", "stopped")
    REJECTED = "rejected", pgettext_lazy("stipend", "not certified")
    WITHDRAWN = "withdrawn", pgettext_lazy("stipend", "withdrawn")
    REMOVED = "removed", pgettext_lazy("stipend", "removed from the roll")


MAIN_WAY = [
    Status.SUBMITTED,
    Status.ACCEPTED,
    Status.CERTIFIED_TOWN,
    Status.CERTIFIED_COUNTY,
    Status.IN_PUBLICITY,
    Status.CONFIRMED,
    Status.ON_ROLL,
]
UNDECIDED = [
    Status.SUBMITTED,
    Status.SUPPLEMENT,
    Status.ACCEPTED,
    Status.CERTIFIED_TOWN,
    Status.CERTIFIED_COUNTY,
    Status.IN_PUBLICITY,
]
# Where a certificate may still be shown.
NOT_ENDED = [*UNDECIDED, Status.CONFIRMED, Status.ON_ROLL, Status.SUSPENDED]
