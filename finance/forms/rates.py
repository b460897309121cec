"""The form of a proposed rate: for whom, how much a month, from which month, by which paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import YuanField
from documents.forms import KeyedForm
from finance.forms.batches import MonthField
from programs.models import RateSeries


class RateForm(KeyedForm):
    """Propose so much a month."""

    series = forms.ModelChoiceField(
        label=gettext_lazy("For whom"), queryset=RateSeries.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    fen = YuanField(label=gettext_lazy("Amount a month"), most_digits=5)
    from_month = MonthField(label=gettext_lazy("From the month"))
    basis = forms.CharField(
        label=gettext_lazy("Basis"),
        max_length=200,
        min_length=4,
        help_text=gettext_lazy("Number and name of the paper that sets the amount."),
    )

    def __init__(self, *args: Any, series: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = series  # type: ignore[attr-defined]
        self.fields["series"].initial = series.first()
        self.fields["series"].label_from_instance = series_words  # type: ignore[attr-defined]

    def clean_fen(self) -> int:
        fen = self.cleaned_data["fen"]
        if not fen:
            raise forms.ValidationError(_("Enter how much a month is worth, at least 0.01 yuan."))
        return int(fen)


def series_words(series: RateSeries) -> str:
    """Program, version and whom the series is for."""
    version = series.version
    return " · ".join((version.program.name, version.name, str(series.get_sex_display() or _("everybody"))))
