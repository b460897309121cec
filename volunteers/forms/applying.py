"""The application of a proxy parent, in the groups of the paper form PXP-02: on the public page and at the counter.

Invariant: both ask the same; only who may choose the village, and what proves that a person is typing, differ.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.forms import WordsField
from cases.registry.forms import IdNumberField, PhoneField
from documents.declarations import Text
from organisation.models import Division, User
from organisation.templatetags.display import error_texts
from volunteers.applying import Applicant
from volunteers.models import Volunteer

REFEREES, ADULTS = 2, 4
PERSON = ("name", "id_number", "phone", "address")
OFFER = ("max_children", "may_host", "availability", "languages", "skills", "motivation", "health_statement")
WORK = ("work_unit", "education", "insurance")
FASTEST = 5  # seconds; nobody fills in this form in less
OPENED = "proxy-application"


class ApplicationForm(forms.Form):
    """Everything that the paper form asks. `applicant()` and `entered()` are what the application takes."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("As on the ID card."))
    id_number = IdNumberField(label=_("ID number"), help_text=_("Sex and date of birth are read from it."))
    phone = PhoneField(label=_("Telephone"))
    address = forms.CharField(label=_("Address"), max_length=120, help_text=_("House or group within the village."))
    work_unit = forms.CharField(label=_("Work unit"), max_length=60, required=False)
    education = forms.CharField(label=_("Education"), max_length=20, required=False)
    insurance = forms.ChoiceField(label=_("Accident insurance"), choices=Volunteer.Insurance.choices)
    max_children = forms.IntegerField(
        label=_("At most so many children"), initial=2, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    may_host = forms.BooleanField(
        label=_("Children may come to my home"),
        required=False,
        help_text=_("Then every other adult of the home gets a record check as well."),
    )
    availability = forms.CharField(label=_("Times available"), max_length=120)
    languages = forms.CharField(label=_("Languages spoken"), max_length=40, required=False)
    skills = forms.CharField(label=_("Skills"), max_length=200, required=False)
    motivation = WordsField(label=pgettext_lazy("proxy parent", "Why"), max_length=500)
    health_statement = WordsField(
        label=_("Statement on health"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Illnesses that matter when you look after a child. It is kept encrypted."),
    )
    told = forms.BooleanField(label=_("I have read how my data are used, and I agree"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_uuid"].initial = uuid.uuid4
        for name in ("max_children", "education", "insurance"):
            self.fields[name].short = True  # type: ignore[attr-defined]
        relation: dict[str, Any] = {"label": gettext("How you know each other"), "max_length": 60}
        for n in range(1, REFEREES + 1):
            self.fields[f"referee{n}_name"] = forms.CharField(label=gettext("Name"), max_length=60)
            self.fields[f"referee{n}_relation"] = forms.CharField(**relation)
            self.fields[f"referee{n}_phone"] = PhoneField(label=gettext("Telephone"))
        kin: dict[str, Any] = {"label": gettext("Relation"), "max_length": 20, "required": False}
        for n in range(1, ADULTS + 1):
            self.fields[f"adult{n}_name"] = forms.CharField(label=gettext("Name"), max_length=60, required=False)
            self.fields[f"adult{n}_relation"] = forms.CharField(**kin)
        self.order_fields([name for _title, names in self.groups for name in names])

    @property
    def groups(self) -> list[tuple[Text, tuple[str, ...]]]:
        """As on the paper form."""
        referees = [
            (gettext("Referee %d") % n, (f"referee{n}_name", f"referee{n}_relation", f"referee{n}_phone"))
            for n in range(1, REFEREES + 1)
        ]
        adults = tuple(f"adult{n}_{part}" for n in range(1, ADULTS + 1) for part in ("name", "relation"))
        return [
            (_("Person"), (*self.first, *PERSON)),
            (_("Work and insurance"), WORK),
            (_("What you offer"), OFFER),
            *referees,
            (_("Other adults of the home, if children may come there"), adults),
            (_("Use of the data"), self.last),
        ]

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ("told",)

    def clean(self) -> dict[str, Any]:
        """Two different referees, neither of them the applicant; both columns of an adult or none."""
        data = super().clean() or {}
        phones = [data.get(f"referee{n}_phone") for n in range(1, REFEREES + 1)]
        if phones[0] and phones[0] == phones[1]:
            self.add_error("referee2_phone", _("Both referees have the same telephone. Name two different people."))
        for n in range(1, REFEREES + 1):
            if data.get("phone") and data.get(f"referee{n}_phone") == data["phone"]:
                self.add_error(f"referee{n}_phone", _("This is the applicant's own telephone. Enter the referee's."))
        for n in range(1, ADULTS + 1):
            name, relation = data.get(f"adult{n}_name"), data.get(f"adult{n}_relation")
            if bool(name) != bool(relation):
                missing = "relation" if name else "name"
                self.add_error(f"adult{n}_{missing}", _("Enter both name and relation, or neither."))
        return data

    def division(self) -> Division:
        """Where the applicant lives."""
        raise NotImplementedError

    def applicant(self) -> Applicant:
        """Identity, telephone and home."""
        data = self.cleaned_data
        return Applicant(data["name"], data["id_number"].number, data["phone"], self.division(), data["address"])

    def entered(self) -> dict[str, Any]:
        """What the transition `apply` takes."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in (*WORK, *OFFER)},
            "told_on": timezone.localdate(),
            "referees": [self._row(f"referee{n}", "name", "relation", "phone") for n in range(1, REFEREES + 1)],
            "home_adults": [
                self._row(f"adult{n}", "name", "relation") for n in range(1, ADULTS + 1) if data[f"adult{n}_name"]
            ],
        }

    def _row(self, prefix: str, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[f"{prefix}_{name}"] for name in names}

    def complaints(self) -> Iterator[tuple[str, Text, str]]:
        """Every error with the id of its control and the label, in the order of the form."""
        for error in self.non_field_errors():
            yield "", "", str(error)
        for field in self:
            for error in error_texts(field):
                yield ("" if field.is_hidden else str(field.auto_id)), field.label or "", error


class PublicForm(ApplicationForm):
    """The public page's: the village was chosen before, and it is a person who types."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(label=_("Leave this empty"), required=False)  # seen by machines only

    def __init__(self, *args: Any, village: Division, **kwargs: Any) -> None:
        self.village = village
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = lambda: TimestampSigner(salt=OPENED).sign("1")

    def visible_fields(self) -> Any:
        """The field for machines stands apart, where people do not meet it."""
        return [field for field in super().visible_fields() if field.name != "website"]

    def clean(self) -> dict[str, Any]:
        """A form that came back at once, or with the hidden field filled in, was not typed by a person."""
        data = super().clean() or {}
        if data.get("website") or not self._took_time(data.get("opened", "")):
            raise forms.ValidationError(
                _("This could not be told from a machine's message. Look through the form and send it once more.")
            )
        return data

    def _took_time(self, opened: str) -> bool:
        signer = TimestampSigner(salt=OPENED)
        try:
            signer.unsign(opened)
        except BadSignature:
            return False
        try:
            signer.unsign(opened, max_age=FASTEST)
        except SignatureExpired:  # older than the fastest a person can be
            return True
        return False

    def division(self) -> Division:
        """The village that was chosen before the form was shown."""
        return self.village


class VillageChoice(forms.ModelChoiceField):
    """A village with its town."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.short_name} {obj.short_name}"


class CounterForm(ApplicationForm):
    """The counter's: for people without a telephone at hand, and for cadres."""

    first = ("village", "type", "account")
    village = VillageChoice(label=_("Village"), queryset=Division.objects.none(), empty_label="—")
    type = forms.ChoiceField(label=_("Kind"), choices=Volunteer.Type.choices, widget=forms.RadioSelect)
    account = forms.ModelChoiceField(
        label=_("Account of the cadre"),
        queryset=User.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("A cadre keeps the account they have, and does no step of their own application."),
    )

    def __init__(self, *args: Any, villages: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = False
        self.fields["phone"].help_text = _("Empty if there is none.")
        self.fields["type"].initial = Volunteer.Type.VOLUNTEER
        self.fields["told"].label = _("The applicant was told how the data are used, and agrees")
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Only a cadre is linked to an account at once."""
        data = super().clean() or {}
        if data.get("account") and data.get("type") != Volunteer.Type.CADRE:
            self.add_error("account", _("Only a cadre has an account already. Choose “cadre”, or leave this empty."))
        return data

    def division(self) -> Division:
        """The chosen village."""
        village: Division = self.cleaned_data["village"]
        return village

    def entered(self) -> dict[str, Any]:
        """With the kind of proxy parent."""
        return {**super().entered(), "type": self.cleaned_data["type"]}


class StatusForm(forms.Form):
    """Status code and telephone: what an applicant knows and nobody else does."""

    code = forms.CharField(
        label=_("Status code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("The 10 letters and digits that you got when you applied."),
    )
    phone = PhoneField(label=_("Telephone"), help_text=_("The one in your application."))

    def clean_code(self) -> str:
        """The code without blanks and dashes, in capitals."""
        return "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isalnum())
