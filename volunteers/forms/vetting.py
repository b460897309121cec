"""Forms of the record check: asking the police, and entering what they replied.

Invariant: there is a field for the result and none for an offence, and of a reply that is not clear no scan is kept.
"""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms import ActForm, DayField
from documents.forms import SCANS
from volunteers.models import VettingCheck

RESULT_ONLY = _(
    "Only the result is kept. What the police say beyond it is written nowhere, not here and not in a note."
)


def police_of(volunteer: Any) -> str:
    """The police at the seat of the office, where a unit applies (《犯罪记录查询工作规定》)."""
    town = volunteer.division.parent
    county = town.parent if town and town.parent else town
    return f"{county.short_name}公安局" if county else ""


class AuthorityForm(ActForm):
    """Whom the letter is addressed to."""

    authority = forms.CharField(
        label=pgettext_lazy("record check", "Police station"),
        max_length=60,
        help_text=_("The one at the seat of your office."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].initial = police_of(self.subject)


class VettingForm(ActForm):
    """One reply of the police, about the person or another adult of the home."""

    note = RESULT_ONLY
    foresees_deadlines = False
    of = forms.ChoiceField(label=_("Of whom"), required=False)
    kind = forms.ChoiceField(label=_("Kind of check"), choices=VettingCheck.Kind.choices, widget=forms.RadioSelect)
    applied_on = DayField(label=_("Applied for on"))
    authority = forms.CharField(label=pgettext_lazy("record check", "Police station"), max_length=60)
    document_no = forms.CharField(label=_("Number of the reply"), max_length=40)
    checked_on = DayField(label=_("Date of the reply"))
    result = forms.ChoiceField(
        label=_("Result"), choices=VettingCheck.Result.choices, widget=forms.RadioSelect, help_text=RESULT_ONLY
    )
    scan = forms.FileField(
        label=_("Scan of the reply"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
        help_text=_("Only of a clear reply. Any other is given back to the police or destroyed, and not scanned."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        volunteer = self.subject
        adults = [(adult.name, f"{adult.name} ({adult.relation})") for adult in volunteer.home_adults.all()]
        self.fields["of"].choices = [("", volunteer.person.name), *adults]  # type: ignore[attr-defined]
        if not adults:
            self.fields["of"].widget = forms.HiddenInput()
        self.fields["authority"].initial = police_of(volunteer)
        self.fields["kind"].initial = VettingCheck.Kind.UNIT

    def clean(self) -> dict[str, Any]:
        """A clear reply is proved by its scan; of any other nothing is kept but the result."""
        data = super().clean() or {}
        if data.get("result") == VettingCheck.Result.CLEAR and not data.get("scan") and not self.errors:
            self.add_error("scan", _("Add the scan of the clear reply."))
        if data.get("result") == VettingCheck.Result.NOT_CLEAR and data.get("scan"):
            self.add_error("scan", _("Of a reply that is not clear no scan is kept. Take the file away."))
        applied, checked = data.get("applied_on"), data.get("checked_on")
        if isinstance(applied, dt.date) and isinstance(checked, dt.date) and checked < applied:
            self.add_error("checked_on", _("The reply is dated before the application. Check both days."))
        return data
