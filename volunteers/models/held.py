"""What came in on the public page about somebody who is known under another telephone or name.

Invariant: whoever sent it is told the same as everybody else, so that no stranger learns who is known here. No
personal data is kept: the office sees in the file of the person that somebody has applied again.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Division
from volunteers.models.volunteers import status_code


class HeldApplication(models.Model):
    """A status code that leads to the office."""

    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status_code = models.CharField(max_length=10, unique=True, default=status_code, editable=False)
    phone_index = models.CharField(max_length=64, editable=False, db_index=True)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("village or community"))
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("held application")
        verbose_name_plural = _("held applications")

    def __str__(self) -> str:
        return f"#{self.pk}"
