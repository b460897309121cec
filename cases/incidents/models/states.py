"""Where a report of danger can stand, and what it can be about (domain report §2.17)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """`new` lasts only inside the transaction that reports."""

    NEW = "new", _("being reported")
    REPORTED = "reported", _("reported")
    POLICE_ACKNOWLEDGED = "police_acknowledged", _("acknowledged by the police")
    SAFETY_PLAN = "safety_plan", _("safety plan made")
    TEMPORARY_GUARDIANSHIP = "temporary_guardianship", _("in temporary guardianship")
    PROTECTED_AT_HOME = "protected_at_home", _("protected at home")
    FOLLOW_UP = "follow_up", _("followed up")
    CLOSING = "closing", _("closing waits for a second officer")
    CLOSED = "closed", _("closed")


OPEN = [status for status in Status if status not in (Status.NEW, Status.CLOSED)]
# The states in which somebody looks after the child's safety by a plan.
PROTECTED = [Status.SAFETY_PLAN, Status.TEMPORARY_GUARDIANSHIP, Status.PROTECTED_AT_HOME, Status.FOLLOW_UP]
# For the stepper: the two ways of protection are one step of it.
MAIN_WAY = [
    Status.REPORTED,
    Status.POLICE_ACKNOWLEDGED,
    Status.SAFETY_PLAN,
    Status.PROTECTED_AT_HOME,
    Status.FOLLOW_UP,
    Status.CLOSING,
    Status.CLOSED,
]


class Harm(models.TextChoices):
    """The nine situations of the duty to report. Signs of sexual harm are one code, whatever they are."""

    SEXUAL = "sexual_harm_suspected", _("signs of sexual harm")
    VIOLENCE = "violence", _("violence, ill-treatment, injuries")
    BULLYING = "bullying", _("bullying")
    NEGLECT = "neglect", _("malnutrition, long without care")
    ABANDONED = "abandoned", _("abandoned")
    SELF_HARM = "self_harm", _("self-harm, poisoning, unexplained injury or death")
    MISSING = "missing", _("missing, trafficked, of unknown origin")
    BEGGING = "begging", _("made to beg")
    OTHER = "other", _("another serious harm or danger")


class Part(models.TextChoices):
    """In which part somebody is named as possibly responsible."""

    CARER = "carer", _("the carer")
    PARENT = "parent", _("a parent")
    PROXY = "proxy", _("the proxy parent")
    STAFF = "staff", _("somebody of the office or the village")
    OTHER = "other", _("somebody else")


class Way(models.TextChoices):
    """How the child is protected."""

    TEMPORARY = "temporary", _("temporary guardianship")
    AT_HOME = "at_home", _("at home")


class ClockName(models.TextChoices):
    """What must happen by when."""

    PHONE = "phone", _("Phone 110")
    WRITTEN = "written", _("Written report to the police")
    NEXT = "next", _("Next follow-up")
