"""Forms of pairings: proposal, consents, agreement and renewal, hand-over, farewell, the yearly evaluation."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms import ActForm, DayField, WordsField
from documents.forms import SCANS
from volunteers.models import Evaluation
from volunteers.pairing_actions import default_term
from volunteers.pairing_guards import a_year_after
from volunteers.pairing_writes import period_to_evaluate
from volunteers.queries import figures
from volunteers.rules import ASKED_FROM

SECOND_ADULT_HELP = _("Who will be present when the two are of different sex.")


class ScanField(forms.FileField):
    """A paper that came back signed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": SCANS}))
        kwargs.setdefault("help_text", _("PDF, JPEG or PNG. All pages with the signatures must be readable."))
        super().__init__(**kwargs)


class ProposeForm(forms.Form):
    """One proposal, for a child and those of its brothers and sisters who are ticked."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    together = forms.MultipleChoiceField(
        label=_("Brothers and sisters, proposed together"), required=False, widget=forms.CheckboxSelectMultiple
    )
    goals = WordsField(
        label=_("Agreed goals"),
        max_length=500,
        help_text=_("What the proxy parent does with the child. Both read it; keep the family's troubles out of it."),
    )
    second_adult = forms.CharField(label=_("Second adult"), max_length=60, required=False, help_text=SECOND_ADULT_HELP)

    def __init__(self, *args: Any, siblings: list[tuple[str, str]], needs_second_adult: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["together"].choices = siblings  # type: ignore[attr-defined]
        if not siblings:
            del self.fields["together"]
        if needs_second_adult:
            self.fields["second_adult"].required = True
            self.fields["second_adult"].help_text = _("The two are not of the same sex: name who will be present.")


class ConsentForm(ActForm):
    """What guardian and child have said on the paper form."""

    groups = [
        (pgettext_lazy("pairing", "The guardian"), ("consented_by", "consented_on", "scan")),
        (_("The child"), ("child_consents", "child_view")),
    ]
    consented_by = forms.CharField(label=_("Guardian who signed"), max_length=60)
    consented_on = DayField(label=_("Signed on"))
    scan = ScanField(label=_("Scan of the signed form"))
    child_consents = forms.BooleanField(label=_("The child agrees"), required=False)
    child_view = WordsField(label=_("What the child says"), max_length=500, help_text=_("In the child's own words."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consented_on"].initial = timezone.localdate()
        self.fields["consented_by"].initial = getattr(self.subject.case.as_kind(), "told_to", "")
        age = self.subject.case.person.age()
        young = age is not None and age < ASKED_FROM
        self.fields["child_consents"].help_text = (
            _("The child is younger than eight: what it says counts, its signature is not asked for.")
            if young
            else _("From eight years on nobody is paired who does not agree.")
        )


class ApproveForm(ActForm):
    """The approver's opinion."""

    opinion = WordsField(
        label=_("Opinion"),
        max_length=500,
        help_text=_("It is printed on the approval form with your name and the date."),
    )


class AgreementForm(ActForm):
    """The agreement that guardian, proxy parent and village committee have signed."""

    foresees_deadlines = False
    started_on = DayField(label=_("Begins on"))
    valid_until = DayField(label=_("Last day"), help_text=_("At most 12 months after the beginning."))
    scan = ScanField(label=_("Scan of the signed agreement"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["started_on"].initial = today
        self.fields["valid_until"].initial = default_term(self.subject, today)


class AnotherTermForm(ActForm):
    """The last day of the next term, as it is printed."""

    valid_until = DayField(label=_("New last day"), help_text=_("At most 12 months after the present one."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = max(self.subject.valid_until or timezone.localdate(), timezone.localdate())
        self.fields["valid_until"].initial = a_year_after(until)


class RenewForm(AnotherTermForm):
    """The agreement for another term, signed."""

    foresees_deadlines = False
    signed_on = DayField(label=_("Signed on"))
    scan = ScanField(label=_("Scan of the signed agreement"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = timezone.localdate()


class TellChildForm(ActForm):
    """When and how the child learned of the pause."""

    told_on = DayField(label=_("Told on"))
    words = WordsField(label=_("How the child took it"), max_length=300, help_text=_("No ground is told to the child."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_on"].initial = timezone.localdate()


class HealthRecordForm(ActForm):
    """Since when there is a health record, and where it lies."""

    opened_on = DayField(label=_("Opened on"))
    kept_at = forms.CharField(
        label=_("Where it is kept"),
        max_length=120,
        help_text=_("Such as the village clinic, and the number of the record."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_on"].initial = timezone.localdate()


class ReplaceForm(ActForm):
    """The hand-over to whoever comes next."""

    handover_on = DayField(label=_("Hand-over talk on"))
    handover = WordsField(
        label=_("Summary for the next proxy parent"),
        max_length=1000,
        rows=5,
        help_text=_("What helps the child, what is agreed, what to watch. Private notes are never passed on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handover_on"].initial = timezone.localdate()


class EndForm(ActForm):
    """The farewell."""

    farewell = WordsField(
        label=_("Closing talk with the child"),
        max_length=500,
        help_text=_("Who talked with the child, and what it said."),
    )
    handover = WordsField(
        label=_("Summary, should another proxy parent follow"), max_length=1000, required=False, rows=4
    )


class EvaluateForm(ActForm):
    """The judgement of the year; contacts, visits and minutes are counted from what was logged."""

    child_view = WordsField(label=_("What the child says"), max_length=500)
    carer_view = WordsField(label=_("What the carer says"), max_length=500, required=False)
    result = forms.ChoiceField(label=_("Judgement"), choices=Evaluation.Result.choices, widget=forms.RadioSelect)
    words = WordsField(label=_("Judgement in words"), max_length=500)

    @property
    def note(self) -> Any:  # type: ignore[override]
        """The figures that will stand in the evaluation."""
        if not self.subject.started_on:
            return ""
        since, until = period_to_evaluate(self.subject)
        counted = figures(self.subject, since, until)
        return _(
            "From %(since)s to %(until)s: %(contacts)d contacts, %(visits)d of them visits, %(minutes)d minutes."
        ) % {
            "since": f"{since:%Y-%m-%d}",
            "until": f"{until:%Y-%m-%d}",
            **counted,
        }


FORMS: dict[str, type[ActForm]] = {
    "consent": ConsentForm,
    "approve": ApproveForm,
    "activate": AgreementForm,
    "print_renewal": AnotherTermForm,
    "renew": RenewForm,
    "tell_child": TellChildForm,
    "note_health_record": HealthRecordForm,
    "replace": ReplaceForm,
    "end": EndForm,
    "evaluate": EvaluateForm,
}
