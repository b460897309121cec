"""The forms of the stipend, of its rounds and of the towns' lists. They check words and save nothing."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.evidence_forms import SupplementForm, TellOnceForm, received_field
from cases.forms import ActForm, DayField, WordsField
from cases.stipends.models import Hold
from cases.stipends.rules import WITH_CERTIFICATE, effective
from programs.models import ProgramVersion
from programs.months import month_of


class MonthField(forms.DateField):
    """A month, as the first of it, with the browser's own picker."""

    short = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "month", "placeholder": "2026-09"}, format="%Y-%m"))
        kwargs.setdefault("input_formats", ["%Y-%m", "%Y-%m-%d", "%Y/%m", "%Y年%m月"])
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dt.date | None:
        """The first of the month, whatever day was typed."""
        day = super().clean(value)
        return month_of(day) if day else None


class ApplyForm(forms.Form):
    """What the guardian asks for, at the village or at the counter."""

    applicant = forms.CharField(label=_("Guardian who applies"), max_length=60)
    relation = forms.CharField(label=_("Relation to the child"), max_length=20, required=False)
    applied_on = DayField(label=_("Applied on"))
    certificate = forms.CharField(
        label=_("Number of the certificate shown"),
        max_length=40,
        required=False,
        help_text=_("Only where the family shows it of its own will. Kept encrypted."),
    )
    certificate_from = DayField(label=_("Certificate valid from"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, version: ProgramVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version.parameters.get("rule") != WITH_CERTIFICATE:
            del self.fields["certificate"], self.fields["certificate_from"]
        self.fields["received"] = received_field(version)
        self.fields["key"].initial = str(uuid.uuid4())
        self.fields["applied_on"].initial = timezone.localdate()

    def clean_applied_on(self) -> dt.date:
        """An application is made today or was made before."""
        day: dt.date = self.cleaned_data["applied_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future. Enter the day on which the guardian applied."))
        return day

    def clean(self) -> dict[str, Any]:
        """A certificate has a day from which it is valid."""
        data = super().clean() or {}
        if data.get("certificate") and not data.get("certificate_from"):
            self.add_error("certificate_from", _("Enter from which day the certificate is valid."))
        return data


class AcceptForm(ActForm):
    """On which day the application was complete."""

    accepted_on = DayField(label=_("Accepted on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted_on"].initial = timezone.localdate()

    def clean_accepted_on(self) -> dt.date:
        """Between the application and today."""
        day: dt.date = self.cleaned_data["accepted_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future. Enter the day of the acceptance."))
        if self.case.applied_on and day < self.case.applied_on:
            raise forms.ValidationError(_("The application came later than that day. Correct the date."))
        return day


class OpinionForm(ActForm):
    """What is printed as the opinion of town or county."""

    opinion = WordsField(label=_("Opinion"), max_length=300, required=False, help_text=_("Printed on the form."))


class CertificateForm(ActForm):
    """A certificate that the family shows of its own will, and for how long it is valid."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=40, help_text=_("Kept encrypted."))
    valid_from = DayField(label=_("Valid from"), help_text=_("Months that begin before this day are not counted."))
    valid_to = DayField(label=_("Valid until"), required=False, help_text=_("Empty: without an end."))


class SuspendForm(ActForm):
    """From which month nothing is paid for now, and why."""

    first_month = MonthField(label=_("Held from the month"))
    why = forms.ChoiceField(label=_("Why"), choices=Hold.Reason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_month"].initial = effective(timezone.localdate())
        self.order_fields(["first_month", "why", "reason"])

    def clean_first_month(self) -> dt.date:
        """Not before the child was on the roll."""
        month: dt.date = self.cleaned_data["first_month"]
        if self.case.enrolled_from and month < self.case.enrolled_from:
            raise forms.ValidationError(_("The child was not on the roll in that month. Choose a later one."))
        return month


class ResumeForm(ActForm):
    """Until which month it stays held, or that no month is held after all."""

    last_month = MonthField(
        label=_("Last month that stays held"),
        required=False,
        help_text=_("Empty: the stop is lifted from its beginning and all months are paid."),
    )

    def clean_last_month(self) -> dt.date | None:
        """Not before the stop began."""
        month: dt.date | None = self.cleaned_data["last_month"]
        held = self.case.holds.filter(last_month__isnull=True).first()
        if month and held and month < held.first_month:
            raise forms.ValidationError(_("The stop began later. Choose its first month or a later one."))
        return month


class RemoveForm(ActForm):
    """The last month of the entitlement."""

    last_month = MonthField(label=_("Last month that is paid"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_month"].initial = month_of(timezone.localdate())
        self.order_fields(["last_month", "reason"])

    def clean_last_month(self) -> dt.date:
        """Not before the child was on the roll."""
        month: dt.date = self.cleaned_data["last_month"]
        if self.case.enrolled_from and month < self.case.enrolled_from:
            raise forms.ValidationError(_("The child was not on the roll in that month. Choose a later one."))
        return month


class RoundForm(forms.Form):
    """Which version and term a round is for."""

    program_version = forms.ModelChoiceField(ProgramVersion.objects.none(), label=_("Version"))
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("Such as 2026年秋季学期."))
    first_month = MonthField(label=_("From the month"))
    last_month = MonthField(label=_("To the month"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = ProgramVersion.objects.filter(program__code="STP").select_related("program")
        self.fields["program_version"].queryset = versions.order_by("-effective_from")  # type: ignore[attr-defined]
        self.fields["program_version"].initial = versions.order_by("-effective_from").first()
        self.fields["key"].initial = str(uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        """The term is in order."""
        data = super().clean() or {}
        first, last = data.get("first_month"), data.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The term ends before it begins. Compare the two months."))
        return data


class DrawUpForm(ActForm):
    """That the papers of the families lie with the list."""

    at_hand = forms.BooleanField(
        label=_("The villages have handed in the families' papers with the roster"),
        help_text=_("The checklists are marked accordingly. A family whose papers are missing applies by itself."),
    )

    def act_data(self) -> dict[str, Any]:
        """Nothing of it goes to the act: without the tick the form is not valid."""
        return {}


class DrawUpAllForm(forms.Form):
    """The same for the lists of all towns."""

    at_hand = DrawUpForm.base_fields["at_hand"]


class PublishForm(ActForm):
    """From when on and where the notice hangs, and where objections go."""

    first_day = DayField(label=_("First day of the notice"))
    where = forms.CharField(label=_("Where it hangs"), max_length=120)
    phone = forms.CharField(label=_("Telephone for objections"), max_length=30)
    address = forms.CharField(label=_("Address for objections"), max_length=120, required=False)
    mail = forms.EmailField(label=_("E-mail for objections"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].initial = timezone.localdate()


STIPEND_FORMS: dict[str, type[ActForm]] = {
    "ask_supplement": TellOnceForm,
    "supplement": SupplementForm,
    "accept": AcceptForm,
    "show_certificate": CertificateForm,
    "certify_town": OpinionForm,
    "certify_county": OpinionForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "remove": RemoveForm,
}
ROUND_FORMS: dict[str, type[ActForm]] = {"publish": PublishForm}
LIST_FORMS: dict[str, type[ActForm]] = {
    "draw_up": DrawUpForm,
    "certify_town": OpinionForm,
    "certify_county": OpinionForm,
}
