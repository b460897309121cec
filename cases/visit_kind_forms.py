"""Forms of the other visits (随访, 回访) and of what is done to a record: review, amend, void, settle."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, DayField, WordsField
from cases.kinds import kind_of
from cases.models import ChildSeen, FollowUp, ReturnTalk, Visit
from cases.visit_forms import YesNoField, made_on
from cases.visit_writes import as_amended, as_text


class OtherVisitForm(ActForm):
    """What follow-up and return visits have in common. `needed` fields are asked of every family that was met."""

    needed: tuple[str, ...] = ()
    row = ""  # under which name the visit's own row goes to `perform`
    of_row: tuple[str, ...] = ()
    done_on = DayField(label=_("Date of the visit"))
    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect, choices=Visit.Result.choices)
    second_visitor = forms.CharField(label=_("Second visitor"), max_length=60, required=False)
    actions = WordsField(label=_("What was done or agreed"), max_length=500, required=False)
    next_on = DayField(label=_("Next visit"), required=False)
    private_note = WordsField(
        label=_("Private note"), required=False, rows=2, help_text=_("Encrypted; not printed on any paper.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate()
        for name in self.needed:
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def clean_done_on(self) -> Any:
        """A visit is recorded once it was made."""
        return made_on(self.cleaned_data["done_on"])

    def clean(self) -> dict[str, Any]:
        """What was met must be told; a visit that is put off needs another day."""
        data = super().clean() or {}
        if data.get("result") == "done":
            self.check_met(data)
        if data.get("result") == "rescheduled" and not data.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Enter the day to which the visit is put off."))
        if data.get("next_on") and data["next_on"] < timezone.localdate():
            self.add_error("next_on", _("This day is past. Enter today or a later day."))
        return data

    def check_met(self, data: dict[str, Any]) -> None:
        """Add errors for what is missing about a family that was met."""
        raise NotImplementedError

    def need(self, data: dict[str, Any], name: str, sentence: Any) -> None:
        """An error at the field unless it was answered."""
        if data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, sentence)

    def own_row(self) -> dict[str, Any]:
        """The row beside the visit."""
        return {name: self.cleaned_data[name] for name in self.of_row}

    def act_data(self) -> dict[str, Any]:
        """Fields of Visit and, for a family that was met, the row beside it."""
        data = super().act_data()
        rest = {name: value for name, value in data.items() if name in VISIT_FIELDS}
        return rest | ({self.row: self.own_row()} if data["result"] == Visit.Result.DONE else {})


VISIT_FIELDS = ("done_on", "result", "second_visitor", "actions", "next_on", "private_note")


class FollowUpForm(OtherVisitForm):
    """随访: one measure, what came of it, whether it goes on."""

    row = "follow_up"
    needed = ("measure", "outcome", "goes_on")
    groups = [
        (_("The visit"), ("done_on", "result", "second_visitor")),
        (_("The measure"), ("measure", "measure_words", "outcome", "goes_on")),
        (_("What follows"), ("actions", "next_on", "private_note")),
    ]
    measure = forms.ChoiceField(label=_("What is followed up"), required=False)
    measure_words = forms.CharField(
        label=_("In words"), max_length=200, required=False, help_text=_("Needed for a finding or something else.")
    )
    outcome = WordsField(label=_("Outcome"), max_length=500, required=False)
    goes_on = YesNoField(label=_("Does the measure go on?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned = {f"plan-{pk}": words for pk, words in kind_of(self.case.kind).measures(self.case)}
        others = [(value, label) for value, label in FollowUp.About.choices if value != FollowUp.About.PLAN]
        planned = [(_("Measures of the plan"), list(self.planned.items()))] if self.planned else []
        choices: Any = [("", _("Please choose")), *planned, (_("Other"), others)]
        self.fields["measure"].choices = choices  # type: ignore[attr-defined]

    def check_met(self, data: dict[str, Any]) -> None:
        """Which measure, what came of it, and when it is looked at again if it goes on."""
        self.need(data, "measure", _("Choose what was followed up."))
        if data.get("measure") in ("health", "other"):
            self.need(data, "measure_words", _("Say in a few words what it is."))
        self.need(data, "outcome", _("Say what came of it."))
        self.need(data, "goes_on", _("Say whether the measure goes on."))
        if data.get("goes_on"):
            self.need(data, "next_on", _("Enter the day on which it is looked at again."))

    def own_row(self) -> dict[str, Any]:
        """A row of FollowUp."""
        data = self.cleaned_data
        chosen = data["measure"]
        about = FollowUp.About.PLAN if chosen in self.planned else FollowUp.About(chosen)
        words = self.planned.get(chosen) or data["measure_words"]
        return {"about": about.value, "measure": words[:300], "outcome": data["outcome"], "goes_on": data["goes_on"]}


class ReturnForm(OtherVisitForm):
    """回访: how the family took it, whether money came in full, what is needed now."""

    row = "talk"
    needed = ("about", "satisfaction")
    groups = [
        (_("The visit"), ("done_on", "result", "second_visitor")),
        (_("What the family says"), ("about", "satisfaction", "received_in_full", "amount", "received_on", "new_need")),
        (_("What follows"), ("actions", "next_on", "private_note")),
    ]
    about = forms.ChoiceField(
        label=_("After what"), required=False, widget=forms.RadioSelect, choices=ReturnTalk.About.choices
    )
    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction"),
        required=False,
        widget=forms.RadioSelect,
        choices=ReturnTalk.Satisfaction.choices,
        coerce=int,
        empty_value=None,
    )
    received_in_full = YesNoField(label=_("Was the money received in full?"), required=False)
    amount = forms.DecimalField(
        label=_("Amount received"), required=False, min_value=0, max_value=10_000_000, decimal_places=2
    )
    received_on = DayField(label=_("Received on"), required=False)
    new_need = WordsField(label=_("New need"), max_length=500, required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].unit = _("yuan")  # type: ignore[attr-defined]

    def check_met(self, data: dict[str, Any]) -> None:
        """After what, how satisfied; after a payment how much came and when."""
        self.need(data, "about", _("Choose what the return visit was about."))
        self.need(data, "satisfaction", _("Choose how satisfied the family is."))
        if data.get("received_on") and data["received_on"] > timezone.localdate():
            self.add_error("received_on", _("This day lies in the future. Enter the day on which the money came."))
        if data.get("about") != "payment":
            return
        self.need(data, "received_in_full", _("Say whether the money was received in full."))
        self.need(data, "amount", _("Enter how much the family received; 0 when nothing came."))
        if data.get("amount"):
            self.need(data, "received_on", _("Enter the day on which the money came."))

    def own_row(self) -> dict[str, Any]:
        """A row of ReturnTalk, the amount in fen."""
        data = self.cleaned_data
        names = ("about", "satisfaction", "received_in_full", "received_on", "new_need")
        return {name: data[name] for name in names} | {"amount": fen(data["amount"])}


def fen(yuan: Decimal | None) -> int | None:
    """Yuan with two decimals as whole fen."""
    return None if yuan is None else int(yuan * 100)


class ReviewForm(ActForm):
    """The reviewer's words on a visit record, and thanks."""

    words = WordsField(
        label=_("Words of the reviewer"), max_length=300, required=False, help_text=_("The visitor reads them.")
    )
    thanked = forms.BooleanField(label=_("Say thanks to the visitor"), required=False)


class SettleForm(ActForm):
    """How the supervisor dealt with what was left open."""

    words = WordsField(label=_("How it was settled"), max_length=500)


class AmendForm(ActForm):
    """What the record should say. Only what differs becomes an amendment."""

    groups = [
        (_("The visit"), ("second_visitor", "woman_present", "carer_present", "dwelling", "needs")),
        (
            _("The child"),
            ("child_seen", "child_spoken_alone", "child_why_not_alone", "child_mood", "child_health", "child_school"),
        ),
        (_("What follows"), ("actions", "next_on")),
        (_("Why"), ("reason",)),
    ]
    second_visitor = forms.CharField(label=_("Second visitor"), max_length=60, required=False)
    woman_present = YesNoField(label=_("One of the two visitors is a woman"))
    carer_present = YesNoField(label=_("Carer present"))
    dwelling = WordsField(label=_("Dwelling and surroundings"), max_length=300, required=False, rows=2)
    needs = WordsField(label=_("Needs"), max_length=500, required=False, rows=2)
    actions = WordsField(label=_("What was done or agreed"), max_length=500, required=False)
    next_on = DayField(label=_("Next visit"), required=False)
    child_seen = YesNoField(label=_("Child seen in person"))
    child_spoken_alone = YesNoField(label=_("Spoken with alone"))
    child_why_not_alone = forms.CharField(label=_("If not alone: why"), max_length=120, required=False)
    child_mood = forms.ChoiceField(
        label=_("Mood"), required=False, widget=forms.RadioSelect, choices=ChildSeen.Mood.choices
    )
    child_health = forms.CharField(label=_("Health at a glance"), max_length=200, required=False)
    child_school = forms.CharField(label=_("School"), max_length=200, required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = as_amended(visit)
        for name in [name for name in self.fields if name not in ("expected", "key", "reason")]:
            if field_of(name) in self.now:
                self.fields[name].initial = self.now[field_of(name)]
            else:
                del self.fields[name]

    def act_data(self) -> dict[str, Any]:
        """`changes`: field → text, and the reason."""
        told = {field_of(name): as_text(value) for name, value in self.cleaned_data.items()}
        changes = {name: value for name, value in told.items() if name in self.now and value != self.now[name]}
        return {"changes": changes, "reason": self.cleaned_data["reason"]}


def field_of(name: str) -> str:
    """The form's name of a field as an amendment has it: child.mood for child_mood."""
    return f"child.{name.removeprefix('child_')}" if name.startswith("child_") else name
