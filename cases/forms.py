"""The form of one transition: what it takes, the version of the page it was drawn on, and a key against double clicks.

Forms turn text into domain values and explain themselves; `perform` decides. Used by the act page and by flow tasks.
"""

import re
import unicodedata
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext
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


class YuanField(forms.CharField):
    """An amount as people write it, 1,200.5 or ¥80元, as integer fen, never by way of a float."""

    unit = _("yuan")
    short = True

    def __init__(self, *, most_digits: int = 6, **kwargs: Any) -> None:
        self.most_digits = most_digits
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Fen, or nothing for nothing. Raises ValidationError with what to type instead."""
        text = re.sub(r"[\s,¥￥元]", "", unicodedata.normalize("NFKC", super().clean(value)))
        if not text:
            return None
        if not re.fullmatch(rf"[0-9]{{1,{self.most_digits}}}(\.[0-9]{{1,2}})?", text):
            raise forms.ValidationError(
                gettext("Enter the amount in yuan with at most two decimals, such as 80 or 35.50.")
            )
        yuan, _point, rest = text.partition(".")
        return int(yuan) * 100 + int(rest.ljust(2, "0") or 0)


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
