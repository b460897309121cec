"""Registering a care agreement that was signed on paper: who cares, from when to when, and its scan."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, DayField
from cases.registry.ages import age_on
from cases.registry.models import Person

ADULT = 18


class CarerChoice(forms.ModelChoiceField):
    """An adult of the child's household by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AgreementForm(ActForm):
    """The scan is kept encrypted in the file; the agreement points to it."""

    carer = CarerChoice(label=_("Carer"), queryset=Person.objects.none(), empty_label="—")
    signed_on = DayField(label=_("Signed on"))
    valid_until = DayField(label=_("Valid until"), help_text=_("At most 12 months after the day of signing."))
    scan = forms.FileField(
        label=_("Scan of the signed agreement"),
        help_text=_("PDF, JPEG or PNG. All pages with the signatures must be readable."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(householdmember__household=self.case.household_id).exclude(
            pk=self.case.person_id
        )
        self.fields["carer"].queryset = people.distinct().order_by("pk")  # type: ignore[attr-defined]
        now = self.case.person.guardianships.filter(valid_to__isnull=True).first()
        self.fields["carer"].initial = now.carer_id if now else None

    def clean_carer(self) -> int:
        """A carer is an adult (未成年人保护法 art. 22)."""
        carer = self.cleaned_data["carer"]
        if carer.birth_date and age_on(carer.birth_date, timezone.localdate()) < ADULT:
            raise forms.ValidationError(_("A carer must be an adult. Choose another person."))
        return int(carer.pk)

    def clean(self) -> dict[str, Any]:
        """The last day comes after the day of signing."""
        data = super().clean() or {}
        signed, until = data.get("signed_on"), data.get("valid_until")
        if isinstance(signed, dt.date) and isinstance(until, dt.date) and until < signed:
            self.add_error(
                "valid_until", _("The last day lies before the day of signing. Compare both with the paper.")
            )
        return data
