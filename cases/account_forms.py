"""The form of another account: who holds it, its number as on the card, the scan that proves it, and why.

It turns text into an entry and explains itself; what is allowed stands in cases.account_rules.
"""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.account_changes import AccountEntry
from cases.account_rules import possible_holders
from cases.forms import ActForm
from cases.registry.accounts import CHECK_DIGIT_WARNING, check_digit_ok, parse_account
from documents.forms import SCANS

LINE_NUMBER = re.compile(r"\d{12}")


def clean_account(raw: str) -> str:
    """The digits of an account that may be paid to. Raises ValidationError with what is wrong and what to do."""
    number = parse_account(raw, allow_synthetic=settings.ALLOW_SYNTHETIC)
    if not check_digit_ok(number):
        raise forms.ValidationError(CHECK_DIGIT_WARNING)
    return number


def clean_line_number(raw: str) -> str:
    """The twelve digits of 联行号, or nothing. Raises ValidationError."""
    number = "".join(raw.split())
    if number and not LINE_NUMBER.fullmatch(number):
        raise forms.ValidationError(
            _("A bank line number (联行号) has 12 digits. Copy it from the bank, or leave it out.")
        )
    return number


class AccountForm(ActForm):
    """Propose another account for the child of a case."""

    holder = forms.ChoiceField(label=_("Account holder"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Account number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("As on the card or passbook, 16 to 19 digits; blanks do not matter."),
    )
    number_again = forms.CharField(
        label=_("Account number once more"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Type it from the card again; do not copy it."),
    )
    bank = forms.CharField(label=_("Bank"), max_length=60)
    bank_line_number = forms.CharField(
        label=_("Bank line number (联行号)"),
        max_length=20,
        required=False,
        help_text=_("12 digits, if the bank asks for it."),
    )
    name_for_bank = forms.CharField(
        label=_("Name as the bank writes it"),
        max_length=60,
        required=False,
        help_text=_("Only where the bank cannot write a character of the name."),
    )
    proof = forms.FileField(
        label=_("Scan of card or passbook"),
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
        help_text=_("Number and holder must be legible. PDF, JPEG or PNG."),
    )
    why = forms.CharField(
        label=_("Why another account"), max_length=200, help_text=_("For example: the old card was closed.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders = list(possible_holders(self.case.person))
        self.holders = {key: (name, relation) for key, name, relation in holders}
        child = _("the child")
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (key, f"{name}（{relation or child}）") for key, name, relation in holders
        ]
        self.fields["holder"].initial = "child"

    def clean_number(self) -> str:
        return clean_account(self.cleaned_data["number"])

    def clean_number_again(self) -> str:
        return parse_account(self.cleaned_data["number_again"], allow_synthetic=True)

    def clean_bank_line_number(self) -> str:
        return clean_line_number(self.cleaned_data["bank_line_number"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("number"), cleaned.get("number_again")
        if first and second and first != second:
            self.add_error("number_again", _("The two numbers differ. Compare both with the card."))
        return cleaned

    def entry(self) -> AccountEntry:
        """What was typed, as an entry. Only after is_valid()."""
        typed = self.cleaned_data
        holder, relation = self.holders[typed["holder"]]
        return AccountEntry(
            holder,
            relation,
            typed["number"],
            " ".join(typed["bank"].split()),
            typed["bank_line_number"],
            " ".join(typed["name_for_bank"].split()),
            " ".join(typed["why"].split()),
        )
