"""The recurring jobs of the ticker as the office sees them: which one should have run and did not."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from organisation.models import JobRun

GRACE = dt.timedelta(minutes=5)


def late_jobs() -> list[JobRun]:
    """Jobs that are overdue by more than five minutes or failed the last time, longest overdue first.

    Empty also before the ticker ran for the first time; `ticker_has_run` tells that apart.
    """
    overdue = Q(next_due__lt=timezone.now() - GRACE)
    return list(JobRun.objects.filter(overdue | ~Q(error="")).order_by("next_due"))


def ticker_has_run() -> bool:
    """True once the background work was started on this database."""
    return JobRun.objects.exists()
