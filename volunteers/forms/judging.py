"""Forms of interview, visit to the home and training: what was asked or seen, and the judgement."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, DayField, WordsField
from volunteers.suitability import HOME, INTERVIEW, Question

YES_OR_NO = [("yes", _("yes")), ("no", _("no"))]


def field_of(question: Question) -> forms.Field:
    """A question of the list as a field: yes or no, or a few words."""
    if question.yes_or_no:
        return forms.ChoiceField(label=str(question.label), choices=YES_OR_NO, widget=forms.RadioSelect)
    return WordsField(label=question.label, max_length=300, rows=2)


class JudgementForm(ActForm):
    """What interview and visit have in common: day, answers, judgement."""

    questions: tuple[Question, ...] = ()
    held_on = DayField(label=_("Date"))
    words = WordsField(label=_("Judgement in words"), max_length=500)
    passed = forms.BooleanField(
        label=_("Fit"),
        required=False,
        help_text=_("Whoever is not fit does not go on: the application is declined with the reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate()
        for question in self.questions:
            self.fields[f"asked_{question.code}"] = field_of(question)
        names = ["held_on", *self.first(), *(f"asked_{each.code}" for each in self.questions)]
        self.order_fields([*names, *self.last(), "words", "passed"])

    def first(self) -> Iterator[str]:
        """Names of fields that stand before the questions."""
        yield from ()

    def last(self) -> Iterator[str]:
        """Names of fields that stand after the questions."""
        yield from ()

    def clean_held_on(self) -> Any:
        """Nobody writes down today what will be said tomorrow."""
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The date lies in the future. Enter the day on which it took place."))
        return day

    def act_data(self) -> dict[str, Any]:
        """The answers under `answers`, by code."""
        data = super().act_data()
        data["answers"] = {each.code: data.pop(f"asked_{each.code}") for each in self.questions}
        return data


class InterviewForm(JudgementForm):
    """The interview with the applicant, and what both referees said."""

    questions = INTERVIEW

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.referees = list(kwargs["case"].referees.all())
        super().__init__(*args, **kwargs)
        for referee in self.referees:
            who = {"who": referee.name, "relation": referee.relation}
            self.fields[f"opinion_{referee.pk}"] = WordsField(
                label=gettext("What %(who)s (%(relation)s) said") % who, max_length=300, rows=2, initial=referee.opinion
            )
            self.fields[f"heard_{referee.pk}"] = DayField(
                label=gettext("%(who)s was asked on") % who, initial=referee.heard_on
            )
        self.order_fields([*list(self.fields)[: -2 * len(self.referees) - 2], *self.last(), "words", "passed"])

    def last(self) -> Iterator[str]:
        for referee in self.referees:
            yield from (f"opinion_{referee.pk}", f"heard_{referee.pk}")

    def act_data(self) -> dict[str, Any]:
        """The referees' words under `referees`."""
        data = super().act_data()
        data["referees"] = [
            {"pk": each.pk, "opinion": data.pop(f"opinion_{each.pk}"), "heard_on": data.pop(f"heard_{each.pk}")}
            for each in self.referees
        ]
        return data


class HomeForm(JudgementForm):
    """The visit to the home by two people."""

    questions = HOME
    second_person = forms.CharField(
        label=_("Second person"), max_length=60, help_text=_("A home is seen by two people.")
    )

    def first(self) -> Iterator[str]:
        yield "second_person"


class TrainingForm(ActForm):
    """One training with its score."""

    course = forms.CharField(label=_("Course"), max_length=80, initial="代理家长岗前培训")
    held_on = DayField(label=_("Date"))
    minutes = forms.IntegerField(label=_("Length"), min_value=30, max_value=5000)
    score = forms.IntegerField(label=_("Score"), min_value=0, max_value=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].unit = _("minutes")  # type: ignore[attr-defined]
        self.fields["score"].help_text = gettext(
            "The training counts from %(least)d points. It holds for %(days)d days from its date, this one included."
        ) % {
            "least": self.subject.program_version.number("training_score"),
            "days": self.subject.program_version.number("training_days"),
        }
        if self.subject.status == "registered":
            self.fields["course"].initial = "代理家长年度复训"
