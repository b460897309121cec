"""A child typed in by hand, in the groups of the paper form LBC-01. Sex and birth come from the ID number."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.children.forms.registering import CHOSEN, FACTS, TOLD, ToldAndChosen
from cases.forms import DayField, WordsField
from cases.registry import accounts
from cases.registry.actions import CarerEntry, ChildEntry, ParentEntry
from cases.registry.duplicates import Match, find_duplicates
from cases.registry.forms import IdNumberField, PhoneField
from cases.registry.models import Guardianship, Whereabouts
from cases.registry.models.facts import Relation
from organisation.models import Division

CHILD = ("id_number", "name", "division", "address", "ethnic_group", "health", "phone")
PARENT = ("status", "name", "id_number", "phone", "place", "since", "capacity")
CARER = ("carer_name", "carer_relation", "carer_relation_words", "carer_id_number", "carer_phone")
SCHOOL = ("school", "grade", "boards")
ACCOUNT = ("account_holder", "account_number", "bank")
CARERS = [(value, label) for value, label in Relation.choices if value != Relation.CHILD]


class VillageChoice(forms.ModelChoiceField):
    """A village with its town."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.short_name} {obj.short_name}"


class NewChildForm(ToldAndChosen):
    """Everything that registering a child by hand asks."""

    groups = [
        (_("Child"), CHILD),
        (_("Father"), tuple(f"father_{name}" for name in PARENT)),
        (_("Mother"), tuple(f"mother_{name}" for name in PARENT)),
        (_("Who looks after the child"), CARER),
        (_("School"), SCHOOL),
        (_("The child's situation"), FACTS),
        (_("Account for payments"), ACCOUNT),
        (_("Who was told how the data are used"), TOLD),
        (_("What the guardian agrees to"), CHOSEN),
        (_("Not the same child"), ("distinct", "distinct_because")),
    ]
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    id_number = IdNumberField(label=_("ID number"), help_text=_("Sex and date of birth are read from it."))
    name = forms.CharField(label=_("Name"), max_length=60)
    division = VillageChoice(label=_("Village"), queryset=Division.objects.none(), empty_label="—")
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    ethnic_group = forms.CharField(label=_("Ethnic group"), max_length=20, initial="汉族", required=False)
    health = forms.CharField(label=_("Health"), max_length=60, initial="健康", required=False)
    phone = PhoneField(label=_("Telephone of the child"), required=False)
    carer_name = forms.CharField(label=_("Name of the carer"), max_length=60)
    carer_relation = forms.ChoiceField(label=_("Relation to the child"), choices=[("", "—"), *CARERS])
    carer_relation_words = forms.CharField(label=_("In the family's words"), max_length=20, required=False)
    carer_id_number = IdNumberField(label=_("ID number of the carer"), required=False)
    carer_phone = PhoneField(label=_("Telephone of the carer"))
    school = forms.CharField(label=_("School"), max_length=60, required=False)
    grade = forms.CharField(label=_("Grade"), max_length=20, required=False)
    boards = forms.BooleanField(label=_("Boards at school"), required=False)
    account_holder = forms.CharField(label=_("Account holder"), max_length=60, required=False)
    account_number = forms.CharField(label=_("Account number"), max_length=30, required=False)
    bank = forms.CharField(label=_("Bank"), max_length=60, required=False)
    distinct = forms.BooleanField(label=_("I have checked: this is another child"), required=False)
    distinct_because = WordsField(
        label=_("How do you know?"), max_length=200, required=False, rows=2, validators=[MinLengthValidator(2)]
    )

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches: list[Match] = []
        self._add_parents()
        self.fields["division"].queryset = villages  # type: ignore[attr-defined]
        if len(villages) == 1:
            self.fields["division"].initial = villages[0]
        self.fields["found_by"].initial = "search"

    def _add_parents(self) -> None:
        capacity = [(value, label) for value, label in Guardianship.Capacity.choices if value]
        for parent in ("father", "mother"):
            fields: dict[str, forms.Field] = {
                "status": forms.ChoiceField(label=_("Whereabouts"), choices=[("", "—"), *Whereabouts.Status.choices]),
                "name": forms.CharField(label=_("Name"), max_length=60, required=False),
                "id_number": IdNumberField(label=_("ID number"), required=False),
                "phone": PhoneField(label=_("Telephone"), required=False),
                "place": forms.CharField(
                    label=_("Place of work"), max_length=60, required=False, help_text=_("Province and city.")
                ),
                "since": DayField(label=_("Away since"), required=False),
                "capacity": forms.ChoiceField(
                    label=_("Guardianship capacity"),
                    choices=[("", _("not assessed")), *capacity],
                    required=False,
                    help_text=_("For a parent at home: can they look after the child?"),
                ),
            }
            self.fields |= {f"{parent}_{name}": field for name, field in fields.items()}

    @property
    def asks_distinct(self) -> bool:
        """True when somebody much alike is known, so that the clerk must say how they know it is another child."""
        return any(match.verdict == "warn" for match in self.matches)

    def visible_fields(self) -> Any:
        """The question about somebody much alike is put only when there is somebody."""
        fields = super().visible_fields()
        return fields if self.asks_distinct else [field for field in fields if field.name not in self.groups[-1][1]]

    def clean_account_number(self) -> str:
        """The digits; a wrong check digit is refused here, while the card is at hand."""
        text = self.cleaned_data["account_number"]
        if not text:
            return ""
        account = accounts.parse_account(text, allow_synthetic=settings.ALLOW_SYNTHETIC)
        if not accounts.check_digit_ok(account):
            raise forms.ValidationError(accounts.CHECK_DIGIT_WARNING)
        return account

    def clean_told_on(self) -> Any:
        """The guardian has been told before the child is entered."""
        day = self.cleaned_data["told_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future. Enter the day on which the guardian was told."))
        return day

    def clean(self) -> dict[str, Any]:
        """Look for the child among those who are known already."""
        data = super().clean() or {}
        number = data.get("id_number")
        if data.get("account_number") and not data.get("account_holder"):
            self.add_error("account_holder", _("Enter whose account it is."))
        self.matches = find_duplicates(
            data.get("name", ""),
            number.number if number else "",
            number.birth_date if number else None,
            data.get("phone", ""),
            data.get("carer_phone", ""),
        )
        if any(match.verdict == "block" for match in self.matches):
            self.add_error("id_number", _("A person with this ID number is registered already. See the list above."))
        elif self.asks_distinct and not (data.get("distinct") and data.get("distinct_because")):
            self.add_error(
                "distinct", _("A child much like this one is registered. Compare, then tick and say how you know.")
            )
        return data

    def entry(self) -> ChildEntry:
        """Child, family and facts, as they are entered."""
        data = self.cleaned_data
        names = (*CHILD[1:], *SCHOOL, *ACCOUNT)
        return ChildEntry(
            id_number=data["id_number"].number,
            birth_date=data["id_number"].birth_date,
            sex=data["id_number"].sex,
            father=self._parent("father"),
            mother=self._parent("mother"),
            carer=self._carer(),
            **{name: data[name] for name in names},
        )

    def _parent(self, parent: str) -> ParentEntry:
        told = {name: self.cleaned_data[f"{parent}_{name}"] for name in PARENT}
        number = told.pop("id_number")
        return ParentEntry(**told, id_number=number.number if number else "")

    def _carer(self) -> CarerEntry:
        told = {name.removeprefix("carer_"): self.cleaned_data[name] for name in CARER}
        number = told.pop("id_number")
        return CarerEntry(**told, id_number=number.number if number else "")

    def registration(self) -> dict[str, Any]:
        """What the transition `register` takes."""
        return {name: self.cleaned_data[name] for name in (*FACTS, *TOLD, *CHOSEN)}
