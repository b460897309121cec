"""The risk assessment with the support plan: every factor of the instrument, and measures towards the aims.

The page shows points and level while it is filled in; what counts is `risk.score` on the server.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.children import risk
from cases.children.guards import aim_words
from cases.children.models import PlanMeasure
from cases.forms import ActForm, DayField, WordsField
from cases.models import RiskLevel
from documents.declarations import Text
from organisation.models import User
from organisation.roles import Role
from organisation.templatetags.display import error_texts

FEWEST, MOST = 3, 10
AIMS = ("schooling", "guardianship", "affection")


class MeasureForm(forms.Form):
    """One row of the plan."""

    aim = forms.ChoiceField(label=_("Aim"), choices=PlanMeasure.Aim.choices)
    need = forms.CharField(label=_("Need"), max_length=120)
    measure = forms.CharField(label=_("Measure"), max_length=200)
    who = forms.CharField(label=_("Who"), max_length=60)
    by_when = DayField(label=_("By when"))
    success = forms.CharField(label=_("How success shows"), max_length=120, required=False)

    def clean_by_when(self) -> Any:
        """A plan looks ahead."""
        day = self.cleaned_data["by_when"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Enter a day to come."))
        return day


class Measures(forms.BaseFormSet):
    """Ten rows, the first three ready for the three aims; untouched rows are left out."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:  # a select always sends something, so every row starts with an aim
            form.fields["aim"].initial = AIMS[index] if index < FEWEST else AIMS[0]

    def filled(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        return [form.cleaned_data for form in self.forms if form.has_changed() and form.is_valid()]


MeasureFormSet = forms.formset_factory(MeasureForm, formset=Measures, extra=MOST, max_num=MOST, absolute_max=MOST)


class AssessForm(ActForm):
    """Answers, triggers, the child's view, who assessed, and the plan."""

    body_template = "children/_assess.html"
    script = "js/risk.js"
    foresees_deadlines = False
    note = _(
        "Low and medium risk: the town decides within 5 working days. High risk: the county, within 3 working days."
    )

    triggers = forms.MultipleChoiceField(
        label=_("Facts that alone make the risk high"), required=False, widget=forms.CheckboxSelectMultiple
    )
    child_view = WordsField(
        label=_("What the child says"),
        max_length=500,
        help_text=_("In the child's own words. A young child is observed: write what you saw."),
    )
    notes = WordsField(label=_("Notes"), max_length=500, required=False, rows=2)
    village_officer = forms.ModelChoiceField(
        label=_("Village child officer who assessed with you"), queryset=User.objects.none(), empty_label="—"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = risk.INSTRUMENTS[self.case.program_version.parameters.get("instrument", risk.CURRENT)]
        for factor in self.instrument.factors:
            options = list(enumerate(factor.options))
            self.fields[f"factor_{factor.code}"] = forms.TypedChoiceField(
                label=str(factor.label), choices=options, coerce=int, widget=forms.RadioSelect
            )
        self.fields["triggers"].choices = [(each.code, each.label) for each in self.instrument.triggers]  # type: ignore[attr-defined]
        officers = User.objects.holding(
            Role.VILLAGE_CHILD_OFFICER, self.case.dossier.division_code, timezone.localdate()
        )
        self.fields["village_officer"].queryset = officers  # type: ignore[attr-defined]
        if len(officers) == 1:
            self.fields["village_officer"].initial = officers[0]
        self.measures: Any = MeasureFormSet(self.data if self.is_bound else None, prefix="measures")

    @property
    def factors(self) -> Iterator[Any]:
        """The radio groups, in the order of the instrument."""
        return (self[f"factor_{factor.code}"] for factor in self.instrument.factors)

    @property
    def limits(self) -> dict[str, Any]:
        """What the page's script needs to show points and level."""
        limits = self.instrument
        return {
            "high": limits.high_from,
            "medium": limits.medium_from,
            "threes": limits.high_from_threes,
            "words": {level.value: str(level.label) for level in RiskLevel},
        }

    def is_valid(self) -> bool:
        """The form and every row of the plan that says something."""
        return super().is_valid() and self.measures.is_valid()

    def clean(self) -> dict[str, Any]:
        """Score the answers; whoever is not at low risk needs a plan for the three aims."""
        data = super().clean() or {}
        answers = {factor.code: data.get(f"factor_{factor.code}") for factor in self.instrument.factors}
        if None in answers.values() or not self.measures.is_valid():
            return data
        data["answers"] = answers
        result = risk.score(self.instrument, answers, set(data.get("triggers", ())))  # type: ignore[arg-type]
        rows = self.measures.filled()
        missing = [word for aim, word in aim_words().items() if aim not in {row["aim"] for row in rows}]
        if missing and (rows or result.level != RiskLevel.LOW):
            message = _("The support plan still needs a measure for: %s.") % "、".join(missing)
            raise forms.ValidationError(message)
        return data

    def act_data(self) -> dict[str, Any]:
        """As the transition takes it: answers by factor, the officer's key, the rows of the plan."""
        data = self.cleaned_data
        return {
            "instrument": self.instrument.version,
            "answers": data["answers"],
            "triggers": data["triggers"],
            "child_view": data["child_view"],
            "notes": data["notes"],
            "village_officer": data["village_officer"].pk,
            "measures": self.measures.filled(),
        }

    def complaints(self) -> Iterator[tuple[str, Text, str]]:
        """Also those of the plan's rows."""
        yield from super().complaints()
        for number, row in enumerate(self.measures.forms, 1):
            for field in row:
                for error in error_texts(field):
                    yield str(field.auto_id), _("Measure %d, %s") % (number, str(field.label)), error
