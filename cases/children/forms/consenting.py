"""Recording a consent: for what, given or not, by whom, for how long, and the signed paper if there is one."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms import ActForm, DayField
from cases.registry.consents import newest_consents
from cases.registry.models import Consent

CHOSEN = [choice for choice in Consent.Purpose.choices if choice[0] != Consent.Purpose.PROCESSING]


class ConsentForm(ActForm):
    """Given or not is never chosen beforehand."""

    purpose = forms.ChoiceField(label=_("What for"), choices=CHOSEN, widget=forms.RadioSelect)
    given = forms.TypedChoiceField(
        label=_("The guardian"),
        choices=[("yes", pgettext_lazy("consent", "agrees")), ("no", pgettext_lazy("consent", "does not agree"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    given_by = forms.CharField(label=_("Who spoke"), max_length=60)
    said_on = DayField(label=_("Said or signed on"))
    valid_to = DayField(
        label=_("Holds until"),
        required=False,
        help_text=_("Empty: until it is withdrawn. A renewal becomes due in time before the last day."),
    )
    scan = forms.FileField(
        label=_("Scan of the signed paper"), required=False, help_text=_("PDF, JPEG or PNG, readable to the edges.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_by"].initial = self.case.told_to
        self.fields["said_on"].initial = timezone.localdate()
        ending = [
            (row.valid_to, row.purpose) for row in newest_consents(self.case.person_id) if row.given and row.valid_to
        ]
        self.fields["purpose"].initial = min(ending)[1] if ending else None
