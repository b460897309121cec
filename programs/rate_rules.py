"""What must hold before a rate counts, and what its approval ends. Called by the declarations of programs.Rate."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text
from organisation.models import User

if TYPE_CHECKING:
    from programs.models import Rate


DECIDE = "decide_rate"


def decided(rate: "Rate") -> tuple[str, ...]:
    """The due date of the office's proposals is done with the last of them that waits."""
    waiting = type(rate).objects.filter(dossier=rate.dossier_id, status=rate.Status.PROPOSED)
    return () if waiting.exclude(pk=rate.pk).exists() else (DECIDE,)


def not_by_its_maker(attempt: Attempt) -> Text | None:
    """Maker and approver are two people; the database says so, too."""
    if attempt.by is not None and attempt.subject.made_by_id == attempt.by.pk:
        return _("You proposed this rate. Somebody else must approve it.")
    return None


def later_than_the_last(attempt: Attempt) -> Text | None:
    """A rate only ever follows the last one of its series: what was in force is ended, never rewritten."""
    return begins_too_early(attempt.subject.series_id, attempt.subject.from_month)


def begins_too_early(series_id: int, from_month: dt.date) -> str | None:
    """The sentence against a rate that would begin before, or with, the last one of its series."""
    from programs.models import Rate

    last = Rate.objects.valid().filter(series=series_id).order_by("-valid_from").first()
    if last and last.valid_from and from_month <= last.valid_from:
        return _("The last rate of this series begins in %(month)s. Choose a later month.") % {
            "month": f"{last.valid_from:%Y-%m}"
        }
    return None


def end_the_last(rate: "Rate", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The rate in force of the same series ends where this one begins."""
    from programs.models import Rate

    Rate.objects.valid().filter(series=rate.series_id, valid_to__isnull=True).update(valid_to=rate.from_month)
    return {"approved_by": by}
