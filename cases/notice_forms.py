"""Forms of public notices: an objection, its answer, taking down. They check words and save nothing."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, DayField, WordsField
from cases.models import Case, Objection, PublicNotice
from cases.notices import cases_of
from organisation.models import User


class ObjectionForm(forms.Form):
    """Who objects, how it came, what is said, and about which case if it is about one."""

    received_on = DayField(label=_("Received on"))
    how = forms.ChoiceField(label=_("How it came"), choices=Objection.How.choices, widget=forms.RadioSelect)
    by_name = forms.CharField(
        label=_("Who objects"),
        max_length=60,
        help_text=_("Kept encrypted. “Anonymous” where somebody does not say their name."),
    )
    case_number = forms.CharField(
        label=_("Number of the case it is about"),
        max_length=30,
        required=False,
        help_text=_("Only where it is about one child. That case waits for the answer."),
    )
    words = WordsField(label=_("What is objected, in their words"), max_length=1000, rows=5)
    expected = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, notice: PublicNotice, user: User, **kwargs: Any) -> None:
        self.notice, self.user = notice, user
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()
        self.fields["expected"].initial = notice.dossier.version
        self.fields["key"].initial = str(uuid.uuid4())

    def clean_case_number(self) -> Case | None:
        """The case of that number among those of the notice, as this user sees them."""
        number = "".join(self.cleaned_data["case_number"].split()).upper()
        if not number:
            return None
        case = cases_of(self.notice).filter(number=number, dossier__in=_seen(self.user)).first()
        if case is None:
            raise forms.ValidationError(
                _("No case of this notice has that number. Compare it with the list, or leave it empty.")
            )
        return case

    def objection(self) -> dict[str, Any]:
        """What is written down. Only after is_valid()."""
        data = {**self.cleaned_data}
        case: Case | None = data.pop("case_number")
        return {**data, "case": case}


def _seen(user: User) -> Any:
    return Case.objects.visible_to(user).values("dossier")


class AnswerForm(ActForm):
    """What was found, which stays in the file, and the answer, which goes to whoever objected."""

    findings = WordsField(
        label=_("What was found"),
        max_length=1000,
        rows=4,
        help_text=_("Kept encrypted; on the paper of the file only."),
    )
    answer = WordsField(label=_("Answer"), max_length=500, rows=4, help_text=_("It is told to whoever objected."))


class TakeDownForm(ActForm):
    """Words for the report on the result."""

    words = WordsField(label=_("Remarks for the report"), max_length=300, required=False)


NOTICE_FORMS: dict[str, type[ActForm]] = {"take_down": TakeDownForm}
OBJECTION_FORMS: dict[str, type[ActForm]] = {"uphold": AnswerForm, "dismiss": AnswerForm}
