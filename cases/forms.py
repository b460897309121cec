"""The form of one transition: what it takes, the version of the page it was drawn on, and a key against double clicks.

Forms turn text into domain values and explain themselves; `perform` decides. Used by the act page and by flow tasks.
"""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.declarations import Declared, Text
from organisation.templatetags.display import error_texts

HIDDEN = ("expected", "key")


class DayField(forms.DateField):
    """A calendar day, with the browser's own picker."""

    short = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class WordsField(forms.CharField):
    """A few lines of text."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class ActForm(forms.Form):
    """The data of one transition. `act_data()` is what goes to `perform`.

    `case` is the case, or whatever else is moved: a proxy parent or a pairing reads it as `subject`.
    """

    groups: ClassVar[list[tuple[Text, tuple[str, ...]]]] = []
    body_template = "components/form_fields.html"
    script = ""
    foresees_deadlines = True  # False where they depend on what is being typed
    note: Text = ""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, case: Any, declaration: Declared, **kwargs: Any) -> None:
        self.case = case
        self.declaration = declaration
        super().__init__(*args, **kwargs)
        self.fields["expected"].initial = case.dossier.version
        self.fields["key"].initial = str(uuid.uuid4())
        if declaration.step.reason_required:
            self.fields["reason"] = reason_field()

    @property
    def subject(self) -> Any:
        """What is moved, where it is no case."""
        return self.case

    def act_data(self) -> dict[str, Any]:
        """What the transition gets. Only after is_valid()."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}

    def draw_again(self, version: int) -> None:
        """After a stale page: keep what was typed, and let the next click decide on the case as it is now."""
        data: Any = self.data
        self.data = data = data.copy()
        data["expected"] = str(version)
        data["key"] = str(uuid.uuid4())

    def complaints(self) -> Iterator[tuple[str, Text, str]]:
        """Every error with the id of its control and the label, in the order of the form."""
        for error in self.non_field_errors():
            yield "", "", str(error)
        for field in self:
            for error in error_texts(field):
                yield ("" if field.is_hidden else str(field.auto_id)), field.label or "", error


def reason_field() -> forms.CharField:
    """The reason of an act, as it will stand on paper and in the file."""
    return WordsField(
        label=_("Reason"),
        max_length=500,
        validators=[MinLengthValidator(2)],
        help_text=_("The reason is printed on the paper and stays in the file."),
    )


class VisitForm(ActForm):
    """What a visit found. The names are those of Visit; those of ChildSeen begin with `child_`."""

    groups = [
        (_("The visit"), ("kind", "done_on", "result", "second_visitor")),
        (
            _("The child"),
            ("child_seen", "child_spoken_alone", "child_why_not_alone", "child_mood", "child_health", "child_school"),
        ),
        (_("At home"), ("carer_present", "dwelling", "needs")),
        (_("What follows"), ("actions", "next_on", "private_note")),
    ]
    kind = forms.ChoiceField(label=_("Kind of visit"), initial="home_visit")
    done_on = DayField(label=_("Date of the visit"))
    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect)
    second_visitor = forms.CharField(
        label=_("Second visitor"),
        max_length=60,
        required=False,
        help_text=_("A home visit is made by two people; for a girl one of them is a woman."),
    )
    child_seen = forms.BooleanField(label=_("Child seen in person"), required=False)
    child_spoken_alone = forms.BooleanField(label=_("Spoken with alone"), required=False)
    child_why_not_alone = forms.CharField(label=_("If not alone: why"), max_length=120, required=False)
    child_mood = forms.ChoiceField(label=_("Mood"), required=False, widget=forms.RadioSelect)
    child_health = forms.CharField(label=_("Health at a glance"), max_length=200, required=False)
    child_school = forms.CharField(label=_("School"), max_length=200, required=False)
    carer_present = forms.BooleanField(label=_("Carer present"), required=False)
    dwelling = WordsField(label=_("Dwelling and surroundings"), max_length=300, required=False, rows=2)
    needs = WordsField(label=_("Needs"), max_length=500, required=False, rows=2)
    actions = WordsField(label=_("What was done or agreed"), max_length=500, required=False)
    next_on = DayField(label=_("Next visit"), required=False)
    private_note = WordsField(
        label=_("Private note"), required=False, rows=2, help_text=_("Encrypted; not printed on any paper.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from cases.models import ChildSeen, Visit

        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate()
        self.fields["kind"].choices = Visit.Kind.choices  # type: ignore[attr-defined]
        self.fields["result"].choices = Visit.Result.choices  # type: ignore[attr-defined]
        self.fields["child_mood"].choices = ChildSeen.Mood.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Met families: was the child seen, alone or why not. Nobody is asked about a child that was not met."""
        data = super().clean() or {}
        if data.get("result") != "done":
            return data
        if data.get("child_seen") and not data.get("child_spoken_alone") and not data.get("child_why_not_alone"):
            self.add_error(
                "child_why_not_alone", _("Say why nobody spoke with the child alone, or tick that it was done.")
            )
        if data.get("kind") == "home_visit" and not data.get("second_visitor"):
            self.add_error("second_visitor", _("A home visit is made by two people. Enter the second visitor."))
        return data

    def act_data(self) -> dict[str, Any]:
        """Fields of Visit and, under `child`, those of ChildSeen."""
        data = super().act_data()
        child = {name.removeprefix("child_"): data.pop(name) for name in list(data) if name.startswith("child_")}
        return {**data, "child": child}


class VisitReviewForm(ActForm):
    """The reviewer's words on a visit record."""

    words = WordsField(label=_("Words of the reviewer"), max_length=300, required=False)
