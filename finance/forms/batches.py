"""Forms of batches, rolls, funds and samples: text to domain values, never a permission."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.entitlements import paid_programs
from cases.forms import ActForm, WordsField, YuanField
from documents.forms import KeyedForm
from finance.failures import failure_label
from finance.forms import bank
from finance.models import BankAdapter, Batch, Fund, SampledLine
from finance.reissuing import returned_lines, with_new_accounts
from organisation.models import User
from organisation.templatetags.display import yuan
from programs.models import Program

YEARS = (2010, 2099)


class MonthField(forms.CharField):
    """A month as the browser's picker writes it, 2026-09; people may type 2026年9月 or 202609."""

    short = True

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-09"})
        super().__init__(widget=widget, max_length=12, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        """The first of the month. Raises ValidationError with what to type instead."""
        digits = "".join(char if char.isdecimal() else " " for char in super().clean(value)).split()
        if not digits:
            return None
        if len(digits) == 1 and len(digits[0]) == 6:
            digits = [digits[0][:4], digits[0][4:]]
        try:
            year, month = (int(part) for part in digits)
            if not YEARS[0] <= year <= YEARS[1]:
                raise ValueError
            return dt.date(year, month, 1)
        except ValueError as error:
            raise forms.ValidationError(_("Enter year and month, such as 2026-09.")) from error


class BatchForm(KeyedForm):
    """What a new batch pays, for which months, from which fund, through which bank."""

    program = forms.ModelChoiceField(
        label=gettext_lazy("Program"), queryset=Program.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Batch.Kind, widget=forms.RadioSelect, initial="regular"
    )
    first_month = MonthField(label=gettext_lazy("From the month"))
    last_month = MonthField(label=gettext_lazy("To the month"))
    fund = forms.ModelChoiceField(label=gettext_lazy("Fund"), queryset=Fund.objects.none())
    adapter = forms.ModelChoiceField(label=gettext_lazy("Bank format"), queryset=BankAdapter.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        offer_programs(fields["program"])
        fields["fund"].queryset = Fund.objects.visible_to(user).filter(status=Fund.Status.OPEN)
        fields["fund"].label_from_instance = _fund_words
        fields["adapter"].queryset = BankAdapter.objects.filter(active=True)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first_month"), found.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The last month lies before the first one. Choose the months again."))
        return found


def offer_programs(field: Any) -> None:
    """Let the field offer the programs that finance pays, by name."""
    field.queryset = Program.objects.filter(code__in=paid_programs())
    field.label_from_instance = lambda program: program.name
    field.initial = field.queryset.first()


def _fund_words(fund: Fund) -> str:
    return _("%(fund)s, %(yuan)s available") % {"fund": fund, "yuan": yuan(fund.available_fen)}


class FundForm(KeyedForm):
    """A new fund of one year for a program."""

    program = forms.ModelChoiceField(
        label=gettext_lazy("Program"), queryset=Program.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=YEARS[0], max_value=YEARS[1])
    name = forms.CharField(label=gettext_lazy("Name of the fund"), max_length=60)
    source = forms.CharField(label=gettext_lazy("Source of the money"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        offer_programs(fields["program"])
        fields["year"].short = True


class GrantForm(ActForm):
    """Money granted to a fund, or taken back, and the paper by which that was done."""

    fen = YuanField(label=gettext_lazy("Amount granted"), most_digits=10)
    back = forms.BooleanField(label=gettext_lazy("This takes money back that was granted before"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Number and name of the paper"),
        max_length=200,
        help_text=gettext_lazy("The budget paper or voucher by which the money was granted."),
    )

    def act_data(self) -> dict[str, Any]:
        """The amount with its sign."""
        found = super().act_data()
        return {"fen": -found["fen"] if found.pop("back") else found["fen"], "words": found["words"]}


class OpinionForm(ActForm):
    """An opinion that is printed on the paper of this step."""

    opinion = WordsField(label=gettext_lazy("Opinion"), rows=2, max_length=300, required=False)


class ReleaseForm(bank.ReleaseForm):
    """The release to the bank, with what the bank would not take above it."""

    body_template = "finance/_release.html"


class ReturnedForm(ActForm):
    """Which of the payments that came back this is about."""

    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Payments that came back"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = with_new_accounts(self.rows().select_related("division"))
        field: Any = self.fields["lines"]
        field.choices = [(str(line.pk), _line_words(line)) for line in found]

    def rows(self) -> Any:
        """The payments to choose from."""
        return returned_lines(self.subject)

    def act_data(self) -> dict[str, Any]:
        """With the ids as numbers, in order."""
        found = super().act_data()
        return {**found, "lines": sorted(int(pk) for pk in found["lines"])}


class ReissueForm(ReturnedForm):
    """Payments to be made again; a reason for those that go to the same account."""

    keep_reason = WordsField(
        label=gettext_lazy("Why the same account will work now"),
        rows=2,
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only needed where no new account was confirmed."),
    )

    def rows(self) -> Any:
        """Only what has come back and is not approved yet."""
        return returned_lines(self.subject).filter(status="failed")


def _line_words(line: Any) -> str:
    account = (
        _("new account %s") % line.new_account.number_masked
        if line.new_account
        else _("account %s as before") % line.account.number_masked
    )
    parts = (f"{line.sequence:05d}", line.person.name, line.division.short_name, yuan(line.fen))
    return " · ".join((*parts, failure_label(line.failure), account))


class DrawForm(forms.Form):
    """How many payments to draw."""

    size = forms.IntegerField(label=gettext_lazy("Payments to check"), min_value=1, max_value=200, initial=20)


class CheckForm(forms.Form):
    """What a family said about its payment."""

    way = forms.ChoiceField(label=gettext_lazy("Asked by"), choices=SampledLine.Way)
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=SampledLine.Result)
    words = forms.CharField(label=gettext_lazy("What was said"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("result") in ("missing", "issues") and not found.get("words", "").strip():
            self.add_error("words", _("Say in a few words what is not right."))
        return found


class CloseForm(forms.Form):
    """What came of the sample."""

    words = WordsField(label=pgettext_lazy("sample", "What came of it"), rows=2, max_length=300, required=False)


class ExportForm(forms.Form):
    """Why a list with names and accounts is taken out of the system."""

    reason = forms.CharField(label=gettext_lazy("What the list is for"), min_length=2, max_length=200)
