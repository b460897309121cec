"""Correcting what was entered wrongly about child or family. Only what was changed is sent to the transition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.children.forms.registering import BETWEEN, ChildFacts
from cases.forms import ActForm, DayField
from cases.registry.forms import IdNumberField, PhoneField
from cases.registry.models import Guardianship, Person, Whereabouts

PERSON = (
    "name",
    "birth_date",
    "sex",
    "ethnic_group",
    "health",
    "hukou_address",
    "residence_address",
    "id_number",
    "phone",
)
CASE = (
    "schooling",
    "guardianship_type",
    "income_sources",
    "aid_received",
    "allergies",
    "may_collect",
    "contact_times",
    "languages",
    "rural_override",
)
PARENTS = ("father", "mother")
WHERE = ("status", "place", "since", "capacity")


def keep_as_choice(field: Any, value: str) -> None:
    """Words that a roster brought may stand beside those of the official form: a correction must not lose them."""
    if hasattr(field, "choices"):
        known = {"", *(choice for choice, _label in field.choices)}
        field.choices = [*field.choices, *((word, word) for word in value.split(BETWEEN) if word not in known)]


class CorrectForm(ActForm, ChildFacts):
    """Everything that may be mended, as it stands now. Secrets are empty: typing replaces them."""

    groups = [
        (_("Child"), PERSON),
        (_("Father"), tuple(f"father_{name}" for name in WHERE)),
        (_("Mother"), tuple(f"mother_{name}" for name in WHERE)),
        (_("The child's situation"), CASE),
        (_("Why"), ("reason",)),
    ]
    name = forms.CharField(label=_("Name"), max_length=60)
    birth_date = DayField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Person.Sex.choices)
    ethnic_group = forms.CharField(label=_("Ethnic group"), max_length=20, required=False)
    health = forms.CharField(label=_("Health"), max_length=60, required=False)
    hukou_address = forms.CharField(label=_("Hukou address"), max_length=120, required=False)
    residence_address = forms.CharField(label=_("Residence address"), max_length=120, required=False)
    id_number = IdNumberField(label=_("New ID number"), required=False)
    phone = PhoneField(label=_("New telephone"), required=False)
    rural_override = forms.CharField(
        label=_("Why the hukou counts as rural"),
        max_length=200,
        required=False,
        help_text=_("Only where the village counts as a town although the family's hukou is rural."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.case.person
        for name in PERSON[:-2]:
            self.fields[name].initial = getattr(person, name)
        for name, shown in (("id_number", person.id_masked), ("phone", person.phone_masked)):
            self.fields[name].help_text = _("Now: %s. Leave empty to keep it.") % (shown or _("none"))
        for name in CASE:
            self.fields[name].initial = value = getattr(self.case, name)
            keep_as_choice(self.fields[name], value)
        self._add_parents()

    def _add_parents(self) -> None:
        now = {row.parent: row for row in self.case.person.whereabouts.filter(valid_to__isnull=True)}
        capacity = [(value, label) for value, label in Guardianship.Capacity.choices if value]
        for parent in PARENTS:
            row = now.get(parent)
            fields: dict[str, forms.Field] = {
                "status": forms.ChoiceField(label=_("Whereabouts"), choices=Whereabouts.Status.choices),
                "place": forms.CharField(label=_("Place of work"), max_length=60, required=False),
                "since": DayField(label=_("Away since"), required=False),
                "capacity": forms.ChoiceField(
                    label=_("Guardianship capacity"), choices=[("", _("not assessed")), *capacity], required=False
                ),
            }
            for name, field in fields.items():
                field.initial = getattr(row, name) if row else None
                self.fields[f"{parent}_{name}"] = field

    def clean(self) -> dict[str, Any]:
        """Something must have changed; an ID number decides about sex and birth, and belongs to one person."""
        data = super().clean() or {}
        number = data.get("id_number")
        if number and Person.objects.with_id_number(number.number).exclude(pk=self.case.person_id).exists():
            self.add_error("id_number", _("Somebody else is entered with this ID number. Compare it with the card."))
        if not set(self.changed_data) - {"reason", "expected", "key"}:
            raise forms.ValidationError(_("Nothing has been changed yet. Correct what is wrong, then send."))
        return data

    def act_data(self) -> dict[str, Any]:
        """`person`, `whereabouts` and `case` with what was changed, and the reason."""
        data, changed = self.cleaned_data, set(self.changed_data)
        person = {name: data[name] for name in PERSON if name in changed}
        if number := data["id_number"]:
            person |= {"id_number": number.number, "birth_date": number.birth_date, "sex": number.sex}
        moved = {parent: self._where(parent) for parent in PARENTS if {f"{parent}_{n}" for n in WHERE} & changed}
        case = {name: data[name] for name in CASE if name in changed}
        return {"person": person, "whereabouts": moved, "case": case, "reason": data["reason"]}

    def _where(self, parent: str) -> dict[str, Any]:
        return {name: self.cleaned_data[f"{parent}_{name}"] for name in WHERE}
