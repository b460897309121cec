"""Calls, additions, the police, delays, persons named, the child: forms of the acts that take no decision."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, WordsField
from cases.incidents.clocks import clocks
from cases.incidents.forms.moments import MomentField
from cases.incidents.letters.reporting import REQUEST
from cases.incidents.models import Part
from cases.incidents.naming import Named, workers_around
from cases.models import Case
from organisation.models import Division, code_range


class CallForm(ActForm):
    """When 110 was phoned."""

    at = MomentField(label=_("When 110 was phoned"))
    words = WordsField(label=_("What they said"), max_length=500, required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = timezone.localtime()


class AddWordsForm(ActForm):
    """What was learned later."""

    words = WordsField(
        label=_("What you learned since"), max_length=2000, help_text=_("It stands beside the report, unchanged.")
    )


class SendReportForm(ActForm):
    """The letter to the police."""

    addressee = forms.CharField(label=_("To"), max_length=60)
    facts = WordsField(
        label=_("Facts"),
        max_length=3000,
        rows=8,
        help_text=_("For the police, as it will be printed. Do not write who reported it."),
    )
    request = WordsField(label=_("Request"), max_length=500, initial=REQUEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facts"].initial = self.subject.what
        self.fields["addressee"].initial = police_of(self.subject)


def police_of(incident: Any) -> str:
    """The police of the county, as the letter addresses them."""
    code = incident.dossier.division_code[:6].ljust(12, "0")
    county = Division.objects.filter(code=code).first()
    return f"{county.name}公安局" if county else ""


class AcknowledgeForm(ActForm):
    """What the police answered."""

    station = forms.CharField(label=_("Police station"), max_length=60)
    police_number = forms.CharField(label=_("Number of the police"), max_length=40)
    officer = forms.CharField(label=_("Police officer"), max_length=60)
    at = MomentField(label=_("When they took it up"))
    words = WordsField(label=_("Their answer"), max_length=500, required=False)


class ExplainForm(ActForm):
    """Which clock ran out; why is the reason that every such act asks for."""

    clock = forms.ChoiceField(label=_("What is late"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        late = [each for each in clocks(self.subject) if each.alarms]
        self.fields["clock"].choices = [(each.name.value, each.name.label) for each in late]  # type: ignore[attr-defined]
        self.fields["clock"].initial = late[0].name.value if late else None


class NameForm(ActForm):
    """Somebody who may be responsible. `act_data` gives a Named."""

    part = forms.ChoiceField(label=_("In which part"), choices=Part.choices, widget=forms.RadioSelect)
    user: Any = forms.ModelChoiceField(
        None,
        label=_("Account"),
        required=False,
        empty_label=_("no account"),
        help_text=_("Only an account that is chosen here loses access."),
    )
    who = forms.CharField(label=_("Who, in words"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around = workers_around(self.subject.dossier.division_code, self.subject.case)
        self.fields["user"].queryset = around  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The carer and the proxy parent of a known child are known; everybody else has to be said."""
        data = super().clean() or {}
        known = self.subject.case is not None and data.get("part") in (Part.CARER, Part.PROXY)
        if not (data.get("user") or data.get("who") or known):
            self.add_error("who", _("Choose the account, or write who it is."))
        return data

    def act_data(self) -> dict[str, Any]:
        """The person to be named."""
        data = self.cleaned_data
        return {"named": Named(data["part"], user=data["user"], words=data["who"])}


class ClearForm(ActForm):
    """Whom it was not."""

    named = forms.TypedChoiceField(label=_("Who is cleared"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = self.subject.named.filter(cleared_at=None).select_related("user", "person")
        self.fields["named"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.get_part_display()} {row.called}".strip()) for row in standing
        ]


class IdentifyForm(ActForm):
    """The case of the child, by its number: officers see no list of cases."""

    case_number = forms.CharField(label=_("Number of the child's case"), max_length=30)

    def clean_case_number(self) -> Case:
        """The case of that number in the county of the report."""
        number = self.cleaned_data["case_number"].strip().upper()
        lower, upper = code_range(self.subject.dossier.division_code[:6])
        found = Case.objects.filter(number=number, division__code__gte=lower, division__code__lt=upper).first()
        if found is None:
            raise forms.ValidationError(_("There is no case of this number in the county. Ask the town for it."))
        return found

    def act_data(self) -> dict[str, Any]:
        """The case."""
        return {"case": self.cleaned_data["case_number"]}
