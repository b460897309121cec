"""The form of a contact, for the page and for what a phone sends later: the same fields, checks and sentences.

Invariant: names of fields are the paths of the phone's payload (`topics.mood`, `aid.amount`), so an error finds its
control in both. Money is typed in yuan and becomes integer fen without ever being a float.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.forms import ActForm, DayField, WordsField, YuanField
from documents.forms import SCANS
from volunteers.contact_guards import LONGEST_MINUTES
from volunteers.models import Contact, Pairing

PRESETS = (15, 30, 60)
LONGEST_NOTE, LONGEST_TOPIC = 1000, 300
TOPIC_FIELDS = tuple(f"topics.{code}" for code in Contact.Topic.values)
AID_FIELDS = ("aid.what", "aid.amount", "aid.receipt")


def flat(payload: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """A nested payload as a form reads it: {"aid": {"what": …}} → {"aid.what": …}. What is no text counts as empty."""
    found: dict[str, Any] = {}
    for name, value in payload.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{path}{name}.")
        elif isinstance(value, str | int) and not isinstance(value, bool):
            found[f"{path}{name}"] = str(value)
        elif value is True:
            found[f"{path}{name}"] = "yes"
    return found


class ContactForm(forms.Form):
    """One contact or attempt. `made` has no default: money and periods depend on it. `pairing` bounds the date."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    done_on = DayField(label=gettext_lazy("Date"))
    made = forms.ChoiceField(
        label=gettext_lazy("Did you reach the child?"),
        choices=[("yes", gettext_lazy("Yes, we met or spoke")), ("no", gettext_lazy("No, I tried"))],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(
        label=pgettext_lazy("contact", "How"), choices=Contact.How.choices, widget=forms.RadioSelect
    )
    preset = forms.ChoiceField(label=gettext_lazy("How long"), widget=forms.RadioSelect, required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("or minutes"),
        required=False,
        min_value=0,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = WordsField(label=pgettext_lazy("contact", "Note"), max_length=LONGEST_NOTE, required=False, rows=2)
    private_note = WordsField(
        label=gettext_lazy("Private note"),
        max_length=LONGEST_NOTE,
        required=False,
        rows=2,
        help_text=gettext_lazy(
            "Encrypted; for you and your supervisors only. On no paper, and not for whoever follows."
        ),
    )
    worry = forms.ChoiceField(
        label=gettext_lazy("Does something worry you?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("With yes, the form of the mandatory report opens next."),
    )

    def __init__(self, *args: Any, pairing: Pairing | None = None, **kwargs: Any) -> None:
        self.pairing = pairing
        super().__init__(*args, **kwargs)
        self.fields["client_uuid"].initial = uuid.uuid4
        self.fields["done_on"].initial = timezone.localdate
        self.fields["preset"].choices = [  # type: ignore[attr-defined]
            (str(minutes), _("%d min") % minutes) for minutes in PRESETS
        ]
        for code, label in Contact.Topic.choices:
            self.fields[f"topics.{code}"] = WordsField(label=label, max_length=LONGEST_TOPIC, required=False, rows=2)
        self.fields["aid.what"] = forms.CharField(
            label=gettext_lazy("What you gave"),
            max_length=80,
            required=False,
            help_text=gettext_lazy("A thing or something paid for the child. Never cash."),
        )
        self.fields["aid.amount"] = YuanField(label=gettext_lazy("What it is worth"), required=False)
        self.fields["aid.receipt"] = forms.FileField(
            label=gettext_lazy("Photo of the receipt"),
            required=False,
            max_length=200,
            widget=forms.FileInput(attrs={"accept": SCANS}),
            help_text=gettext_lazy("Place and camera data of photos are removed."),
        )

    def clean_made(self) -> bool:
        return bool(self.cleaned_data["made"] == "yes")

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The date lies in the future. Enter the day on which it took place."))
        if self.pairing and self.pairing.started_on and day < self.pairing.started_on:
            raise forms.ValidationError(_("The date lies before the pairing began. Check the date."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        minutes = data.get("minutes") or int(data.get("preset") or 0)
        data["minutes"] = minutes
        if data.get("made") and not minutes and "minutes" not in self.errors:
            self.add_error("minutes", _("Enter how many minutes the contact lasted."))
        self._check_aid(data)
        return data

    def _check_aid(self, data: dict[str, Any]) -> None:
        """What and worth belong together; a receipt proves something that is named."""
        what, amount = data.get("aid.what", ""), data.get("aid.amount")
        if "aid.amount" in self.errors or "aid.what" in self.errors:
            return
        if (amount is not None or data.get("aid.receipt")) and not what:
            self.add_error("aid.what", _("Enter what was given."))
        if (what or data.get("aid.receipt")) and not amount:
            self.add_error("aid.amount", _("Enter what the thing is worth, in yuan."))

    def contact_data(self) -> dict[str, Any]:
        """What `record_contact` takes besides pairing, user and UUID. Only after is_valid()."""
        data = self.cleaned_data
        aid = {"what": data["aid.what"], "amount_fen": data["aid.amount"], "receipt": data["aid.receipt"]}
        return {
            **{name: data[name] for name in ("done_on", "made", "how", "minutes", "note", "private_note")},
            "topics": {name.partition(".")[2]: data[name] for name in TOPIC_FIELDS},
            "worried": data["worry"] == "yes",
            "aid": aid if data["aid.what"] else None,
        }

    def topic_fields(self) -> Iterator[forms.BoundField]:
        """The guided topics, in their order."""
        return (self[name] for name in TOPIC_FIELDS)

    def aid_fields(self) -> Iterator[forms.BoundField]:
        """What was given, its worth and the receipt."""
        return (self[name] for name in AID_FIELDS)

    @property
    def gives_aid(self) -> bool:
        """True when something stands in the part on aid, so that it is shown open."""
        return any(self[name].value() or self[name].errors for name in AID_FIELDS)


class ContactReviewForm(ActForm):
    """The supervisor's words to the proxy parent."""

    words = WordsField(label=gettext_lazy("Words to the proxy parent"), max_length=300, required=False)
    thanked = forms.BooleanField(label=gettext_lazy("Say thanks"), required=False)


class AidConfirmForm(ActForm):
    """The coordinator's words on an aid item."""

    words = WordsField(label=gettext_lazy("Words on it"), max_length=300, required=False)


class SettleForm(ActForm):
    """The answer to a question, or how it was settled."""

    answer = WordsField(label=pgettext_lazy("flag", "Answer"), max_length=300)


class AskForm(forms.Form):
    """A question to a proxy parent."""

    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    question = WordsField(label=gettext_lazy("Your question"), max_length=300)
