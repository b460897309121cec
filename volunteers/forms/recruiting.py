"""The notice by which a county looks for proxy parents."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import DayField, WordsField
from volunteers.models import Recruitment


class RecruitmentForm(forms.ModelForm[Recruitment]):
    """All that is printed beside the conditions, which the program version gives."""

    apply_from = DayField(label=_("Applications from"))
    apply_until = DayField(label=_("Applications until"))
    words = WordsField(label=_("More words"), max_length=500, required=False)

    class Meta:
        model = Recruitment
        fields = (
            "division",
            "season",
            "wanted",
            "area",
            "words",
            "apply_from",
            "apply_until",
            "where",
            "contact",
            "phone",
        )

    def __init__(self, *args: Any, counties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = counties  # type: ignore[attr-defined]
        if len(counties) == 1:
            self.fields["division"].initial = counties[0]
        self.fields["season"].help_text = _("Such as 2026年秋季.")
        self.fields["apply_from"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        data = super().clean() or {}
        if data.get("apply_from") and data.get("apply_until") and data["apply_until"] < data["apply_from"]:
            self.add_error("apply_until", _("The last day lies before the first. Exchange the two days."))
        return data
