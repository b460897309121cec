"""A report of danger on the phone: written without network, delivered the moment there is one.

The one invariant: nothing about the phone's clock or a missing detail keeps a report back that says what happened.
Registered when the app is ready; called by documents.drafts.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.incidents.actions import report_danger
from cases.incidents.models import Harm
from cases.incidents.reach import reportable
from documents.drafts.kinds import Delivered, Entry, Kind, NotDeliverable, Photos, register_kind
from documents.refusals import NotVisible
from organisation.models import User

LONGEST = 4000


def offer_reports() -> None:
    """Put the report of danger on the phone. What it says is kept in the locked file alone."""
    report = Kind(
        name="report",
        title=gettext_lazy("Report danger"),
        deliver=deliver_report,
        template="phone/_report.html",
        context=lambda: {"harms": Harm.choices},
        confidential=True,
    )
    register_kind(report)


class ReportForm(forms.Form):
    """What a report says, in the names of the phone's controls."""

    harms = forms.MultipleChoiceField(choices=Harm.choices)
    what = forms.CharField(max_length=LONGEST)
    where = forms.CharField(max_length=200, required=False)
    observed_on = forms.DateField(required=False)
    observed_time = forms.TimeField(required=False)
    danger_now = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    phoned = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False)
    child_words = forms.CharField(max_length=300, required=False)

    def observed_at(self) -> dt.datetime:
        """When it was seen, as far as that was said; never later than now."""
        now = timezone.localtime()
        day = self.cleaned_data["observed_on"] or now.date()
        time = self.cleaned_data["observed_time"] or (now.time() if day >= now.date() else dt.time(12))
        return min(now, dt.datetime.combine(day, time, tzinfo=now.tzinfo))


def deliver_report(user: User, entry: Entry, photos: Photos) -> Delivered:
    """Report the danger. Raises NotDeliverable, or a Refused."""
    form = ReportForm(_told(entry.payload))
    case = _case(user, entry.code)
    valid = form.is_valid()
    if case is None and not form.data.get("child_words", "").strip():
        form.add_error("child_words", _("Say which child it is: name, about how old, where it lives."))
        valid = False
    if not valid:
        raise NotDeliverable({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    data = form.cleaned_data
    event = report_danger(
        by=user,
        client_uuid=entry.uuid,
        case=case,
        harm_types=data["harms"],
        what=data["what"],
        where=data["where"],
        observed_at=form.observed_at(),
        danger_now=data["danger_now"] == "yes",
        child_words=data["child_words"],
        phoned=data["phoned"] == "yes",
    )
    return Delivered(str(event.pk), _("Your report has arrived. The child protection officers know of it."))


def _told(payload: dict[str, Any]) -> dict[str, Any]:
    harms = payload.get("harms")
    texts = {name: value for name, value in payload.items() if isinstance(value, str)}
    return {**texts, "harms": harms if isinstance(harms, list) else []}


def _case(user: User, code: UUID | None) -> Any:
    """The child's case; nothing for a child that is described in words. Raises NotVisible."""
    if code is None:
        return None
    case = reportable(user).filter(dossier__code=code).first()
    if case is None:
        raise NotVisible
    return case
