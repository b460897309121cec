"""Registering: what LBC-01 asks beside the child's identity, and what the guardian was told and chose (LBC-02)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.children.letters import words
from cases.children.models import LeftBehindCase
from cases.forms import ActForm, DayField

BETWEEN = "、"


def as_printed(printed: dict[str, str], *, blank: bool = False) -> list[tuple[str, str]]:
    """Choices whose words are those of the official form of 2016, in Chinese whatever language the clerk uses."""
    return [("", "—")] * blank + [(word, word) for word in printed.values()]


class TickedField(forms.MultipleChoiceField):
    """Several boxes of the official form; cleans to the ticked words, joined as they are printed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [word for word in value.split(BETWEEN) if word] if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """The ticked words in the order of the form."""
        ticked = super().clean(value)
        choices: Any = self.choices
        return BETWEEN.join(word for word, _label in choices if word in ticked)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set((initial or "").split(BETWEEN)) - {""} != set(data or ()) - {""}


class ChildFacts(forms.Form):
    """Fields of the case that stand in LBC-01. Shared by registering and correcting."""

    schooling = forms.ChoiceField(
        label=pgettext_lazy("registration form", "Schooling"),
        choices=as_printed(words.SCHOOLING, blank=True),
        required=False,
    )
    guardianship_type = forms.ChoiceField(
        label=_("Type of guardianship"), choices=as_printed(words.GUARDIANSHIP, blank=True), required=False
    )
    income_sources = TickedField(label=_("Sources of income"), choices=as_printed(words.INCOME | {"other": "其他"}))
    aid_received = TickedField(label=_("Aid received"), choices=as_printed(words.AID | {"other": "其他"}))
    allergies = forms.CharField(label=_("Allergies and urgent medical information"), max_length=200, required=False)
    may_collect = forms.CharField(
        label=_("Who may collect the child"),
        max_length=120,
        required=False,
        help_text=_("Names and relation, as the guardian says."),
    )
    contact_times = forms.CharField(label=_("Preferred contact times"), max_length=60, required=False)
    languages = forms.CharField(label=_("Languages spoken"), max_length=40, required=False)


class ToldAndChosen(ChildFacts):
    """How the child was found, who was told, what the guardian agreed to."""

    found_by = forms.ChoiceField(label=_("How the child was found"))
    told_to = forms.CharField(
        label=_("Guardian who was told"),
        max_length=60,
        help_text=_("Read the notice on personal information (LBC-02) out, then let the guardian choose and sign."),
    )
    told_on = DayField(label=_("Told on"))
    consent_pairing = forms.BooleanField(label=_("Agrees to pairing with a proxy parent"), required=False)
    consent_referral = forms.BooleanField(label=_("Agrees to referral to other offices"), required=False)
    consent_photo = forms.BooleanField(label=_("Agrees to photographs"), required=False)
    consent_messages = forms.BooleanField(label=_("Agrees to text messages"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = LeftBehindCase._meta.get_field("found_by").choices or []
        self.fields["found_by"].choices = list(choices)  # type: ignore[attr-defined]
        self.fields["told_on"].initial = timezone.localdate()


FACTS = (
    "found_by",
    "schooling",
    "guardianship_type",
    "income_sources",
    "aid_received",
    "allergies",
    "may_collect",
    "contact_times",
    "languages",
)
TOLD = ("told_to", "told_on")
CHOSEN = ("consent_pairing", "consent_referral", "consent_photo", "consent_messages")


class RegisterForm(ActForm, ToldAndChosen):
    """Registering a child that the roster brought."""

    groups = [
        (_("The child's situation"), FACTS),
        (_("Who was told how the data are used"), TOLD),
        (_("What the guardian agrees to"), CHOSEN),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found_by"].initial = "roster"
        carer = self.case.person.guardianships.filter(valid_to__isnull=True).select_related("carer").first()
        self.fields["told_to"].initial = carer.carer.name if carer else ""
