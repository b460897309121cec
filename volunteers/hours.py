"""Hours served: what the certificate, the file and the proxy parent's own page count, in one way.

Invariant: only contacts that were made and are not void count. Called by letters and pages.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear


@dataclass(frozen=True)
class Served:
    """One year of service."""

    year: int
    contacts: int
    visits: int
    minutes: int

    @property
    def hours(self) -> str:
        """Hours with one decimal, as certificates state them."""
        return f"{self.minutes / 60:.1f}"


def served(volunteer: Any, since: dt.date, until: dt.date) -> list[Served]:
    """Service by calendar year between two days, both included, of all pairings of this person."""
    from volunteers.models import Contact

    made = Contact.objects.counted().filter(pairing__volunteer=volunteer, done_on__range=(since, until))
    by_year = made.order_by().annotate(year=ExtractYear("done_on")).values("year").order_by("year")
    rows = by_year.annotate(contacts=Count("pk"), visits=Count("pk", filter=Q(how="visit")), minutes_sum=Sum("minutes"))
    return [Served(row["year"], row["contacts"], row["visits"], row["minutes_sum"]) for row in rows]
