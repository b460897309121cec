"""Forms around the checklist: marking its lines, the one-time notice as an act, and the supplement as an act.

Forms turn text into domain values and explain themselves; they save nothing. Kinds of cases name the two acts' forms.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications import supplement_until, to_ask
from cases.evidence import Mark, wrong
from cases.forms import ActForm, DayField, WordsField
from cases.models import EvidenceItem, OneTimeNotice
from documents.forms import SCANS
from documents.models import Attachment
from programs.models import EvidenceRule, ProgramVersion

State = EvidenceItem.State
FIELDS = ("state", "received_on", "scan", "note", "was")


class ChecklistForm(forms.Form):
    """A row of fields for each line of the checklist."""

    def __init__(self, *args: Any, items: list[EvidenceItem], **kwargs: Any) -> None:
        self.items = items
        super().__init__(*args, **kwargs)
        for item in items:
            for name, field in _fields(item).items():
                self.fields[f"{item.rule.code}-{name}"] = field

    def rows(self) -> Iterator[dict[str, Any]]:
        """For the template: the line and its bound fields by name."""
        for item in self.items:
            yield {"item": item, **{name: self[f"{item.rule.code}-{name}"] for name in FIELDS}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in self.items:
            code = item.rule.code
            mark = self._mark(code, None)
            if f"{code}-received_on" not in self.errors and (sentence := wrong(item, mark)):
                field = "note" if mark.state == State.WAIVED else "received_on" if mark.received_on else "state"
                self.add_error(f"{code}-{field}", forms.ValidationError(str(sentence)))
        return data

    def scans(self) -> Iterator[tuple[EvidenceItem, UploadedFile]]:
        """The scans that were chosen."""
        for item in self.items:
            if file := self.cleaned_data.get(f"{item.rule.code}-scan"):
                yield item, file

    def marks(self, scans: Mapping[str, Attachment]) -> dict[str, Mark]:
        """What each line shall say. Only after is_valid(); `scans` by code."""
        return {item.rule.code: self._mark(item.rule.code, scans.get(item.rule.code)) for item in self.items}

    def _mark(self, code: str, scan: Attachment | None) -> Mark:
        told = {name: self.cleaned_data.get(f"{code}-{name}") for name in FIELDS}
        state: str = told["state"] or ""
        on: dt.date | None = told["received_on"]
        if on is None and state in (State.RECEIVED, State.OBTAINED):
            on = timezone.localdate()
        return Mark(state=state, received_on=on, note=told["note"] or "", attachment=scan, was=told["was"] or "")


def _fields(item: EvidenceItem) -> dict[str, forms.Field]:
    """The fields of one line, each with a label that names it for whoever cannot see the table."""
    name = item.rule.name
    states = [pair for pair in State.choices if pair[0] != State.OBTAINED or item.rule.obtainable_by_office]
    return {
        "state": forms.ChoiceField(label=_("%(name)s: state") % {"name": name}, choices=states, initial=item.state),
        "received_on": DayField(label=_("%(name)s: since") % {"name": name}, initial=item.received_on, required=False),
        "scan": forms.FileField(
            label=_("%(name)s: scan") % {"name": name},
            required=False,
            widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
        ),
        "note": forms.CharField(
            label=_("%(name)s: note") % {"name": name}, max_length=200, initial=item.note, required=False
        ),
        "was": forms.CharField(widget=forms.HiddenInput, initial=item.state, required=False),
    }


class ReceivedField(forms.MultipleChoiceField):
    """What was brought, as boxes to tick; cleans to codes."""

    def __init__(self, rules: list[EvidenceRule], **kwargs: Any) -> None:
        kwargs.setdefault("label", _("What was brought"))
        choices = [(rule.code, rule.name) for rule in rules]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)


def received_field(version: ProgramVersion) -> ReceivedField:
    """For forms that enter an application: what the family brings; what the office obtains is not asked for."""
    rules = EvidenceRule.objects.filter(version=version, obtainable_by_office=False)
    return ReceivedField(list(rules), required=False)


class TellOnceForm(ActForm):
    """Everything that is missing, told at once. Only a second notice asks why."""

    body_template = "cases/_tell_once.html"
    foresees_deadlines = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = list(to_ask(self.case.pk))
        self.until = supplement_until(self.case)
        self.earlier = list(OneTimeNotice.objects.filter(case=self.case.pk))
        if self.earlier:
            self.fields["reason"] = WordsField(
                label=_("Which answer created what is missing now"),
                max_length=300,
                help_text=_("A second notice is the exception. It is counted, and the reason stands on the paper."),
            )


class SupplementForm(ActForm):
    """What the family brought after the notice, and on which day."""

    received_on = DayField(label=_("Brought on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received"] = ReceivedField([item.rule for item in to_ask(self.case.pk)])
        self.fields["received_on"].initial = timezone.localdate()
        self.order_fields(["received", "received_on"])
