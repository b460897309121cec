"""Forms of recoveries: which months come back, how and by when, and what has come back."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import ActForm, DayField, WordsField, YuanField
from finance.batch_rules import version_of
from finance.models import Accrual, Line, Recovery
from finance.recovering import not_asked_back, paid_fen
from finance.recovery_rules import MOST_INSTALMENTS, OFFSET, outstanding
from organisation.templatetags.display import yuan

REPAY_DAYS = 30


class ProposeForm(forms.Form):
    """Months of one payment that were not owed, and why."""

    months = forms.MultipleChoiceField(
        label=gettext_lazy("Months that were not owed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("One of these months is asked back already. Open the page of the payment.")
        },
    )
    reason = WordsField(
        label=gettext_lazy("Why they were not owed"),
        max_length=300,
        min_length=4,
        help_text=gettext_lazy("It stands word for word in the notice to the family. Do not name other people."),
    )

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accruals = {str(each.pk): each for each in not_asked_back(line)}
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            (pk, f"{each.month:%Y-%m} · {yuan(paid_fen(each))}") for pk, each in self.accruals.items()
        ]

    def chosen(self) -> list[Accrual]:
        """The accruals of the months that were ticked."""
        return [self.accruals[pk] for pk in self.cleaned_data["months"]]


class OrderForm(ActForm):
    """How and by when the money comes back."""

    foresees_deadlines = False  # the day is being typed

    way = forms.ChoiceField(label=gettext_lazy("How it comes back"), choices=Recovery.Way, widget=forms.RadioSelect)
    repay_by = DayField(label=gettext_lazy("By when all of it is back"))
    instalments = forms.IntegerField(
        label=gettext_lazy("Instalments"),
        min_value=1,
        max_value=MOST_INSTALMENTS,
        initial=1,
        help_text=gettext_lazy("A month apart; the last one is due on the day above."),
    )
    repay_to = forms.CharField(
        label=gettext_lazy("Account to pay back to"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Needed where the family pays back: holder, bank and number of the office's account."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recovery, today = self.subject, timezone.localdate()
        days = int(version_of(recovery.line.batch).parameters.get("repay_days", REPAY_DAYS))
        self.fields["instalments"].short = True  # type: ignore[attr-defined]
        self.fields["way"].initial = recovery.way
        self.fields["repay_by"].initial = today + dt.timedelta(days=days)
        self.fields["repay_to"].initial = recovery.repay_to or _last_used(recovery)

    def act_data(self) -> dict[str, Any]:
        """What is taken off has no instalments and no account."""
        found = super().act_data()
        return {**found, "instalments": 1, "repay_to": ""} if found["way"] == OFFSET else found


def _last_used(recovery: Recovery) -> str:
    """The office's account of the last notice in this county."""
    own = Recovery.objects.filter(line__batch__division=recovery.line.batch.division_id).exclude(repay_to="")
    return own.values_list("repay_to", flat=True).first() or ""


class BookForm(ActForm):
    """One repayment with its voucher."""

    fen = YuanField(label=gettext_lazy("Amount that came back"))
    received_on = DayField(label=gettext_lazy("Received on"))
    voucher = forms.CharField(
        label=gettext_lazy("Voucher number"),
        max_length=40,
        help_text=gettext_lazy("Of the bank's or the cashier's receipt. Each voucher is booked once."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()
        self.fields["fen"].help_text = _("%(yuan)s are outstanding.") % {"yuan": yuan(outstanding(self.subject))}

    def clean_fen(self) -> int:
        fen = self.cleaned_data["fen"]
        if not fen:
            raise forms.ValidationError(_("Enter the amount that came back, at least 0.01 yuan."))
        return int(fen)


FORMS: dict[str, type[ActForm]] = {"order": OrderForm, "change_way": OrderForm, "book": BookForm}
