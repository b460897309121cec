"""The form of a household visit: what is common, one part for each child, and the photos. Page and phone share it.

Forms turn text into domain values and explain themselves at the field; `perform` decides. Nothing about a child is
assumed: whether it was seen has no default.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms import DayField, WordsField
from cases.models import ChildSeen, Visit
from cases.photos import Photo, prepared
from documents.declarations import Text
from documents.refusals import NotPossible
from organisation.templatetags.display import error_texts

EARLIEST = 2000
YES_NO = (("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No")))
SEEN = (
    ("seen", _("Seen in person")),
    ("not_seen", _("Not seen")),
    ("not_covered", _("Not part of this visit")),
)
SEEN_IN_JSON = {"yes": "seen", "no": "not_seen", **{code: code for code, _label in SEEN}}


class YesNoField(forms.TypedChoiceField):
    """Yes or no, with neither chosen beforehand; None when nothing was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"choices": YES_NO, "coerce": lambda value: value == "yes", "empty_value": None}
        super().__init__(widget=forms.RadioSelect, **kwargs)


def made_on(day: dt.date) -> dt.date:
    """The day of a visit. Raises ValidationError for one that cannot be, however late a visit may be entered."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day lies in the future. Enter the day on which the visit took place."))
    if day.year < EARLIEST:
        raise forms.ValidationError(_("This day is too long ago. Check the year."))
    return day


class Explaining(forms.Form):
    """A form that lists its errors with the control each belongs to."""

    groups: ClassVar[list[tuple[Text, tuple[str, ...]]]] = []

    def complaints(self) -> Iterator[tuple[str, Text, str]]:
        """Every error with the id of its control and the label, in the order of the form."""
        for error in self.non_field_errors():
            yield "", "", str(error)
        for field in self:
            for error in error_texts(field):
                yield ("" if field.is_hidden else str(field.auto_id)), field.label or "", error

    def mark_needed(self, *names: str) -> None:
        """Fields that other answers make necessary are not called optional."""
        for name in names:
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def answer(self, name: str) -> Any:
        """A cleaned value; nothing for one that could not be read."""
        return self.cleaned_data.get(name)


class HouseholdVisitForm(Explaining):
    """What the children of one household visit have in common. The names are those of Visit."""

    met = ("second_visitor", "woman_present", "carer_present", "dwelling")
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    done_on = DayField(label=_("Date of the visit"))
    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect, choices=Visit.Result.choices)
    second_visitor = forms.CharField(label=_("Second visitor"), max_length=60, required=False)
    woman_present = forms.BooleanField(
        label=_("One of the two visitors is a woman"), required=False, help_text=_("Needed when a girl is visited.")
    )
    carer_present = YesNoField(label=_("Carer present"), required=False)
    dwelling = WordsField(label=_("Dwelling and surroundings"), max_length=300, required=False, rows=2)
    actions = WordsField(label=_("What was done or agreed"), max_length=500, required=False)
    next_on = DayField(label=_("Next visit"), required=False)

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        self.mark_needed("second_visitor", "carer_present")
        self.fields["client_uuid"].initial = str(uuid.uuid4())
        self.fields["done_on"].initial = timezone.localdate()

    def clean_done_on(self) -> Any:
        """A visit is recorded once it was made."""
        return made_on(self.cleaned_data["done_on"])

    def clean_second_visitor(self) -> str:
        """Somebody else than who records."""
        name = " ".join(self.cleaned_data["second_visitor"].split())
        if name == self.by.name:
            raise forms.ValidationError(_("That is you. Enter the person who came with you."))
        return name

    def clean(self) -> dict[str, Any]:
        """What each result asks for: two visitors where the family was met, another day where it was put off."""
        data = super().clean() or {}
        if data.get("result") == "done":
            if "second_visitor" in data and not data["second_visitor"]:
                self.add_error("second_visitor", _("A home visit is made by two people. Enter the second visitor."))
            if data.get("carer_present") is None and "carer_present" not in self.errors:
                self.add_error("carer_present", _("Say whether the carer was there."))
        later = data.get("next_on")
        if data.get("result") == "rescheduled" and later is None and "next_on" not in self.errors:
            self.add_error("next_on", _("Enter the day to which the visit is put off."))
        if later and later < timezone.localdate():
            self.add_error("next_on", _("This day is past. Enter today or a later day."))
        return data

    def common(self) -> dict[str, Any]:
        """Fields of Visit. Of a family that was not met nothing is said about home and carer."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "client_uuid"}
        if data["result"] != Visit.Result.DONE:
            data |= {name: getattr(Visit(), name) for name in self.met}
        return data


class ChildSeenForm(Explaining):
    """What the visit saw of one child. The names are those of ChildSeen and, for needs and note, of Visit."""

    seen = forms.ChoiceField(label=_("This child"), widget=forms.RadioSelect, choices=SEEN, required=False)
    spoken_alone = YesNoField(label=_("Spoken with alone"), required=False)
    why_not_alone = forms.CharField(label=_("If not alone: why"), max_length=120, required=False)
    mood = forms.ChoiceField(label=_("Mood"), required=False, widget=forms.RadioSelect, choices=ChildSeen.Mood.choices)
    health = forms.CharField(label=_("Health at a glance"), max_length=200, required=False)
    school = forms.CharField(label=_("School"), max_length=200, required=False)
    needs = WordsField(label=_("Needs"), max_length=500, required=False, rows=2)
    private_note = WordsField(
        label=_("Private note"), required=False, rows=2, help_text=_("Encrypted; not printed on any paper.")
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Any, may_show_face: bool = False, **kwargs: Any) -> None:
        self.case = case
        self.may_show_face = may_show_face
        kwargs["prefix"] = prefix_of(case.code)
        super().__init__(*args, **kwargs)
        self.mark_needed("seen", "spoken_alone", "why_not_alone")
        self.fields["expected"].initial = case.dossier.version

    @property
    def covered(self) -> bool:
        """Whether the visit was to this child too."""
        return self.answer("seen") != "not_covered"

    def check_met(self) -> None:
        """Of a child whose family was met: was it seen, was it spoken with alone, and if not, why."""
        if not self.answer("seen") and "seen" not in self.errors:
            self.add_error("seen", _("Say whether the child was seen in person."))
        if self.answer("seen") != "seen":
            return
        if self.answer("spoken_alone") is None and "spoken_alone" not in self.errors:
            self.add_error("spoken_alone", _("Say whether somebody spoke with the child alone."))
        if self.answer("spoken_alone") is False and not self.answer("why_not_alone"):
            self.add_error("why_not_alone", _("Say why nobody spoke with the child alone."))

    def told(self, *, met: bool) -> dict[str, Any]:
        """One entry of `children` for `record_household_visit`."""
        data = dict(self.cleaned_data)
        told = {"case": self.case, "private_note": data["private_note"], "needs": data["needs"] if met else ""}
        if data["expected"] is not None:
            told["expected"] = data["expected"]
        if not met:
            return told
        seen = data["seen"] == "seen"
        told |= {"seen": seen, "health": data["health"], "school": data["school"]}
        told |= {"mood": data["mood"] if seen else "", "spoken_alone": seen and bool(data["spoken_alone"])}
        return told | {"why_not_alone": data["why_not_alone"] if seen and not data["spoken_alone"] else ""}


def prefix_of(code: Any) -> str:
    """What the names of one child's fields begin with."""
    return f"child-{code}"


def fields_of(payload: Mapping[str, Any]) -> dict[str, str]:
    """A visit told as JSON in the names of the form.

    `children` is a list of objects, each with the `case`'s code, fields of ChildSeenForm, and perhaps `covered`;
    `photos` one of objects with `face`, whose files are called photo-0-file, photo-1-file and so on.
    """
    flat = {name: _plain(value) for name, value in payload.items() if name not in ("children", "photos")}
    if payload.get("woman_present") is False:
        del flat["woman_present"]  # a box that is not ticked is not sent
    for child in _objects(payload, "children"):
        told = {name: _plain(value) for name, value in child.items() if name not in ("case", "covered")}
        told["seen"] = "not_covered" if child.get("covered") is False else SEEN_IN_JSON.get(told.get("seen", ""), "")
        flat |= {f"{prefix_of(child.get('case', ''))}-{name}": value for name, value in told.items()}
    for place, photo in enumerate(_objects(payload, "photos")):
        flat[f"photo-{place}-face"] = _plain(photo.get("face"))
    return flat


def _objects(payload: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = payload.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


class PhotoForm(Explaining):
    """One photo. Whether somebody can be recognised on it has no default; the browser forgets the file of a form that
    comes back, so a row that was answered asks for its photo again or is left out.
    """

    file = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )
    face = forms.ChoiceField(
        label=_("Can somebody be recognised on it?"), required=False, widget=forms.RadioSelect, choices=YES_NO
    )

    def __init__(self, data: Any = None, files: Any = None, *, place: int) -> None:
        super().__init__(data, files, prefix=f"photo-{place}")
        self.mark_needed("face")
        if self.is_bound and self["face"].data and not self["file"].data:
            self.fields["face"].choices = (*YES_NO, ("none", _("Leave this photo out")))  # type: ignore[attr-defined]

    @property
    def used(self) -> bool:
        """Whether anything was chosen in this row."""
        return self.is_bound and bool(self["file"].data or self["face"].data)

    def clean(self) -> dict[str, Any]:
        """The photo as it may be kept, or at the file what is wrong with it."""
        data = super().clean() or {}
        file, face = data.get("file"), data.get("face")
        if face == "none" or "file" in self.errors or "face" in self.errors:
            return data
        if face and not file:
            self.add_error("file", _("Choose the photo once more, or leave it out."))
        elif file and not face:
            self.add_error("face", _("Say whether somebody can be recognised on the photo."))
        if file:
            try:
                data["content"] = prepared(file)
            except NotPossible as refused:
                self.add_error("file", str(refused))
        return data

    @property
    def photo(self) -> Photo | None:
        """The checked photo; nothing for a row without one."""
        content = self.answer("content")
        return Photo(content, shows_face=self.answer("face") == "yes") if content else None
