"""Proposing a rate. Whoever may propose one, and what a rate of a series can be; its approval stands on the model.

Invariant: one proposal of a series at a time, by somebody who will not approve it. Called by finance.views.rates.
"""

import datetime as dt

from django.utils.translation import gettext as _

from documents.due_dates import open_due_dates
from documents.issuing import issue
from documents.keys import first_time
from documents.models import DueDate
from documents.offices import office_dossier
from documents.refusals import NotAllowed, NotPossible
from documents.trail import append
from documents.transitions import locked
from organisation.models import User
from organisation.rights import Right, rights_of
from organisation.roles import Role
from programs.due_rules import dues_of
from programs.models import Rate, RateSeries
from programs.rate_rules import DECIDE, begins_too_early

PROPOSERS = (Role.COUNTY_CASEWORKER,)


def propose_rate(
    series: RateSeries, *, fen: int, from_month: dt.date, basis: str, by: User, key: str | None = None
) -> Rate:
    """Propose so many fen a month from that month on; issues the slip. Raises a Refused, and then nothing is kept."""
    right = may_propose(by)
    if right is None:
        raise NotAllowed(_("A rate is proposed by a county caseworker. Ask one of them to do it."))
    with locked(office_dossier(right.division.code).pk) as dossier:
        if earlier := first_time(dossier, key, "rate.propose"):
            return Rate.objects.get(pk=earlier.subject_id or 0)
        _check(series, from_month)
        rate = Rate.objects.create(
            dossier=dossier, series=series, fen=fen, from_month=from_month, basis=basis.strip(), made_by=by
        )
        details = {"data": {"fen": fen, "from_month": from_month, "basis": rate.basis}}
        event = append(dossier, "rate.propose", by=by, subject=rate, right=right, details=details, key=key)
        if not DueDate.objects.open().filter(dossier=dossier, name=DECIDE).exists():
            open_due_dates(dossier, rate, dues_of(series.version, "rate"), event)
        issue(["FLW-01"], subject=rate, event=event, right=right, data={})
    return rate


def latest(series: RateSeries) -> Rate | None:
    """The approved rate of the series that begins last, in force or to come."""
    return Rate.objects.valid().filter(series=series).order_by("-valid_from").first()


def may_propose(user: User) -> Right | None:
    """The right by which the user proposes rates, in the county of their post."""
    return next((right for right in rights_of(user) if right.role in PROPOSERS), None)


def _check(series: RateSeries, from_month: dt.date) -> None:
    version = series.version
    if Rate.objects.filter(series=series, status=Rate.Status.PROPOSED).exists():
        raise NotPossible(_("A rate of this series is proposed already. Have it approved or rejected first."))
    if from_month < version.effective_from.replace(day=1):
        raise NotPossible(
            _("This version holds from %(day)s on. Choose a later month.") % {"day": version.effective_from}
        )
    if version.effective_to and from_month > version.effective_to:
        raise NotPossible(
            _("This version ended on %(day)s. Propose the rate under the version that holds then.")
            % {"day": version.effective_to}
        )
    if sentence := begins_too_early(series.pk, from_month):
        raise NotPossible(sentence)
