"""The form of two taps: everything on it may stay empty as long as it says which child, or who and where.

Invariant: `told()` is what `report_danger` takes, whether the form came from the page or from the outbox of a phone.
"""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import WordsField
from cases.incidents.models import Harm, Part
from cases.incidents.naming import Named, paired_with, workers_around
from cases.incidents.reach import home_of, places_for, reportable
from cases.models import Case
from organisation.models import User

LONGEST = 4000


class ReportForm(forms.Form):
    """What was seen of which child. `case` is the one chosen before; else `child` may name one by its code."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    child = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    danger_now = forms.BooleanField(label=_("The child is in danger right now"), required=False)
    harm_types = forms.MultipleChoiceField(
        label=_("What it is about"), choices=Harm.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    what = WordsField(label=_("What you saw or heard"), max_length=LONGEST, required=False, rows=4)
    where = forms.CharField(label=_("Where"), max_length=200, required=False)
    observed_at = forms.DateTimeField(
        label=_("When you saw or learned of it"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    phoned = forms.BooleanField(label=_("I have phoned 110 already"), required=False)
    child_words = WordsField(
        label=_("Who the child is"),
        max_length=500,
        required=False,
        rows=2,
        help_text=_("Name, age, looks, where it lives: whatever you know."),
    )
    place: Any = forms.ModelChoiceField(None, label=_("Town"), required=False)
    named_parts = forms.MultipleChoiceField(
        label=_("Who may be responsible"), choices=Part.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    named_user: Any = forms.ModelChoiceField(
        None, label=_("If it is somebody who works here or is paired: who"), required=False, empty_label=_("nobody")
    )
    named_words = forms.CharField(label=_("Who, in your words"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = str(self.data.get("child", "")) if self.is_bound else ""
        self.user, self.case = user, case or _case_of(user, code)
        case = self.case
        self.fields["client_uuid"].initial = str(uuid.uuid4())
        self.fields["observed_at"].initial = timezone.localtime()
        self.fields["place"].queryset = places_for(user)  # type: ignore[attr-defined]
        home = case.division if case else home_of(user)
        around = workers_around(home.code, case) if home else User.objects.none()
        self.fields["named_user"].queryset = around.exclude(pk=user.pk)  # type: ignore[attr-defined]

    def clean_child(self) -> str:
        """One out of reach is not found."""
        code: str = self.cleaned_data["child"]
        if code and self.case is None:
            raise forms.ValidationError(
                _("This child is not among those you may see. Leave the choice empty and say who it is in words.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        """A report says whom it is about; with a child chosen nothing else is asked."""
        data = super().clean() or {}
        if self.case is None and "child" not in self.errors:
            if not (data.get("child_words") or data.get("what")):
                self.add_error("child_words", _("Choose the child, or write in a few words who and where it is."))
            if not data.get("place") and home_of(self.user) is None:
                self.add_error("place", _("Say in which county or town it is, so that the right officers hear of it."))
        return data

    def told(self) -> dict[str, Any]:
        """What `report_danger` takes besides `by`. Only after is_valid()."""
        data = self.cleaned_data
        observed: dt.datetime = data["observed_at"] or timezone.now()
        return {
            "client_uuid": data["client_uuid"],
            "case": self.case,
            "child_words": data["child_words"],
            "division": data["place"],
            "harm_types": data["harm_types"],
            "what": data["what"],
            "where": data["where"],
            "observed_at": observed,
            "danger_now": data["danger_now"],
            "phoned": data["phoned"],
            "named": list(self._named()),
        }

    def _named(self) -> list[Named]:
        data = self.cleaned_data
        user, words, parts = data["named_user"], data["named_words"], data["named_parts"]
        found = [Named(part, words=words) for part in parts if not (user and part in (Part.PROXY, Part.STAFF))]
        if user:
            paired = self.case is not None and user in paired_with(self.case)
            found.append(Named(Part.PROXY if paired else Part.STAFF, user=user, words=words))
        if words and not found:
            found.append(Named(Part.OTHER, words=words))
        return found


def _case_of(user: User, code: str) -> Case | None:
    try:
        return None if not code else reportable(user).filter(dossier__code=uuid.UUID(code)).first()
    except ValueError:
        return None
