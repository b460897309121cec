"""Plan, handover, home, follow-up, closing: forms of the acts that decide how the child is protected."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms import ActForm, DayField, WordsField
from cases.incidents.forms.moments import MomentField
from cases.incidents.models import FollowUp, Placement, Way

OUTCOMES = [
    ("safe", _("the danger is over and the child is cared for")),
    ("handed_on", _("handed on to guardianship, court or another body")),
    ("unfounded", _("looked into: no harm or danger was found")),
    ("of_age", _("the child has turned 18")),
    ("other", pgettext_lazy("incident", "something else")),
]


class NextForm(ActForm):
    """When somebody looks in again; soon, unless the officer says otherwise."""

    next_on = DayField(label=_("Next follow-up"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.subject.program_version.number("follow_up_days")
        self.fields["next_on"].initial = timezone.localdate() + dt.timedelta(days=days)


class PlanForm(NextForm):
    """The safety plan."""

    groups = [
        (_("Where the child is"), ("stays_with", "child_view")),
        (_("What keeps it safe"), ("measures", "kept_away", "medical")),
        (_("Who answers for it"), ("responsible", "phone", "next_on")),
    ]
    stays_with = WordsField(label=_("Where and with whom the child stays"), max_length=300, rows=2)
    child_view = WordsField(label=_("What the child says"), max_length=500, rows=2)
    measures = WordsField(label=_("Measures, by whom and how often"), max_length=1500, rows=4)
    kept_away = WordsField(label=_("Who is kept away, and how"), max_length=500, rows=2, required=False)
    medical = WordsField(label=_("Examination, treatment, evidence"), max_length=500, rows=2, required=False)
    responsible = forms.CharField(label=_("Who is responsible"), max_length=60)
    phone = forms.CharField(label=_("Telephone at any hour"), max_length=30)


class PlaceForm(NextForm):
    """The handover into temporary guardianship."""

    groups = [
        (_("Ground"), ("ground",)),
        (_("Handover"), ("receiver", "receiver_phone", "at", "condition", "belongings")),
        (_("The child"), ("child_view", "next_on")),
    ]
    ground = forms.ChoiceField(
        label=_("Ground of the law (art. 92)"), choices=Placement.Ground.choices, widget=forms.RadioSelect
    )
    receiver = forms.CharField(label=_("Who takes the child"), max_length=120)
    receiver_phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    at = MomentField(label=_("When it is handed over"))
    condition = WordsField(label=_("Health and condition of the child"), max_length=500)
    belongings = WordsField(label=_("Papers and belongings"), max_length=500, required=False, rows=2)
    child_view = WordsField(label=_("What the child says"), max_length=500, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = timezone.localtime()

    def act_data(self) -> dict[str, Any]:
        """With the way that this act is."""
        return {**super().act_data(), "way": Way.TEMPORARY.value}


class HomeForm(NextForm):
    """With whom the child stays under the plan."""

    receiver = forms.CharField(label=_("Who looks after the child now"), max_length=120)

    def act_data(self) -> dict[str, Any]:
        """With the way that this act is."""
        return {**super().act_data(), "way": Way.AT_HOME.value}


class FollowForm(NextForm):
    """What was found this time."""

    groups = [
        (pgettext_lazy("incident", "This time"), ("done_on", "how", "child_seen", "safe")),
        (_("What was found and done"), ("found", "done", "child_view")),
        (_("Next time"), ("next_on",)),
    ]
    done_on = DayField(label=_("Date"))
    how = forms.ChoiceField(label=_("How"), choices=FollowUp.HOW, widget=forms.RadioSelect)
    child_seen = forms.BooleanField(label=_("Child seen in person"), required=False)
    safe = forms.ChoiceField(label=_("Is the child safe"), choices=FollowUp.SAFE, widget=forms.RadioSelect)
    found = WordsField(label=_("What was found"), max_length=1500, rows=4)
    done = WordsField(label=_("What was done"), max_length=1000, required=False)
    child_view = WordsField(label=_("What the child says"), max_length=500, required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate()

    def clean_done_on(self) -> dt.date:
        """Nobody has looked in tomorrow."""
        day: dt.date = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future. Enter the day on which it took place."))
        return day


class ProposeForm(ActForm):
    """What came of it."""

    outcome = forms.ChoiceField(label=pgettext_lazy("incident", "Outcome"), choices=OUTCOMES, widget=forms.RadioSelect)
    words = WordsField(label=_("What came of it, in words"), max_length=1000, rows=4)


class CloseForm(ActForm):
    """The second officer's opinion."""

    opinion = WordsField(label=_("Opinion"), max_length=500, help_text=_("Printed in the closing report."))
