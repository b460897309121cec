"""The periodic review, aim by aim."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.children.models import CaseReview
from cases.forms import ActForm, WordsField


class ReviewForm(ActForm):
    """What the review found and what it recommends."""

    foresees_deadlines = False  # who decides next depends on the recommendation
    note = _("Closing is decided by the approver; going on with the service by the reviewer.")
    groups = [
        (pgettext_lazy("review", "What was found"), ("schooling", "guardianship", "affection", "child_view")),
        (_("Recommendation"), ("recommendation", "ground")),
    ]
    schooling = WordsField(label=_("Schooling"), max_length=300)
    guardianship = WordsField(label=_("Guardianship"), max_length=300)
    affection = WordsField(label=_("Affection"), max_length=300)
    child_view = WordsField(label=_("What the child says"), max_length=300)
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=CaseReview.Recommendation.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=_("Ground for closing"),
        choices=[("", "—"), *CaseReview.Ground.choices],
        required=False,
        help_text=_("Only when closing is recommended."),
    )

    def clean(self) -> dict[str, Any]:
        """Closing needs one of the four grounds; going on has none."""
        data = super().clean() or {}
        if data.get("recommendation") == "close" and not data.get("ground"):
            self.add_error("ground", _("Choose the ground for closing, or recommend to go on."))
        if data.get("recommendation") == "continue":
            data["ground"] = ""
        return data
