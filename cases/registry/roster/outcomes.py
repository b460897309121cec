"""What was found out about each line of a roster, and the sentence for whoever corrects it.

Invariant: a code keeps its meaning once released (reports are compared by it), and no sentence repeats a value.
The first part of a code says what follows: error and not_eligible and refer are not imported, warning is.
Made by `checking`; shown by the wizard, the command's report and `annotating`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.registry.id_numbers import IdNumber

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OK = "ok"
SEVERITY = ("error", "not_eligible", "refer", "warning")

SENTENCES: Mapping[str, "_StrPromise"] = {
    "error:missing_name": _("The name is missing. Enter the child's name."),
    "error:name_characters": _("The name contains characters that belong to no name. Enter the name alone."),
    "error:id_missing": _("The ID number is missing. Enter the 18 characters from the household register."),
    "error:id_precision_lost": _(
        "The ID number was stored as a number, so its last digits are lost. Enter it again as text."
    ),
    "error:formula": _("The cell holds a formula without a result. Enter the value itself."),
    "error:cell_error": _("The cell shows an error of the spreadsheet. Enter the value itself."),
    "error:duplicate_in_file": _(
        "The same ID number is already in row {row} of sheet “{sheet}”. Keep the right row and delete the other one."
    ),
    "error:birth_mismatch": _(
        "The date of birth differs from the one in the ID number. Compare both with the household register."
    ),
    "error:sex_mismatch": _("The sex differs from the one in the ID number. Compare both with the household register."),
    "error:other_county": _("The place belongs to another county. Send this row to that county's office."),
    "error:not_your_town": _("The place belongs to another town. Send this row to that town or to the county office."),
    "error:unknown_town": _("No town or street office of this county has this name. Correct the name of the town."),
    "error:missing_village": _("The village is missing. Enter the village or community."),
    "error:unknown_village": _("The town has no village or community of this name. Correct the village or the town."),
    "error:ambiguous_village": _(
        "More than one village or community has this name. Write it in full, with 村委会 or 居委会, and name the town."
    ),
    "not_eligible:age": _("The child has turned 16 and cannot be listed as left behind. Take the row out."),
    "not_eligible:not_rural": _(
        "The child is registered with a residents' committee, not a village. "
        "If the household is rural, register the child by hand with the reason."
    ),
    "not_eligible:one_parent_home": _(
        "One parent lives with the child. Enter it if that parent cannot act as guardian, otherwise take the row out."
    ),
    "not_eligible:one_parent_local": _(
        "One parent works inside the county and is not away. Check the place of work or take the row out."
    ),
    "refer:orphan": _("Both parents are dead. Refer the child as an orphan, not as left behind."),
    "refer:parent_dead": _("A parent is dead. Check whether the child is without effective care and refer it."),
    "refer:parent_missing": _("A parent is missing. Check whether the child is without effective care and refer it."),
    "refer:parent_imprisoned": _(
        "A parent is imprisoned. Check whether the child is without effective care and refer it."
    ),
    "refer:parent_unknown": _(
        "Nothing is known of a parent. Find out, or refer the child as one without effective care."
    ),
    "refer:parents_incapable": _(
        "Both parents are too ill or disabled to care. Refer the child as one without effective care."
    ),
    "warning:whereabouts_missing": _("It is not written where a parent is. Ask at the visit."),
    "warning:parents_separated": _("The parents live apart. Ask at the visit who has custody and where both are."),
    "warning:no_carer": _("No carer is named. Find out at once who looks after the child."),
    "warning:carer_id": _("The carer's ID number is wrong. Compare it with the carer's card."),
    "warning:carer_id_precision_lost": _(
        "The carer's ID number was stored as a number, so its last digits are lost. Enter it again as text."
    ),
    "warning:carer_minor": _("The carer is under 18. Find an adult who looks after the child."),
    "warning:carer_is_child": _("Carer and child have the same ID number. Enter the carer's own number."),
    "warning:carer_is_parent": _("A parent who is away is named as carer. Ask who looks after the child."),
    "warning:birth_unreadable": _("The date of birth cannot be read; the one in the ID number is used. Check it."),
    "warning:sex_unreadable": _("The sex cannot be read; the one in the ID number is used. Check it."),
    "warning:phone": _("A phone number is wrong. Enter one mobile number of 11 digits."),
    "warning:account": _("The account number is wrong. Compare it with the card before paying."),
    "warning:account_check_digit": _(
        "The check digit of the account is wrong. Compare the number with the card before paying."
    ),
    "warning:account_precision_lost": _(
        "The account was stored as a number, so its last digits are lost. Enter it again as text."
    ),
    "warning:formula": _("A cell holds a formula without a result; it was left out. Enter the value itself."),
    "warning:cell_error": _("A cell shows an error of the spreadsheet; it was left out. Enter the value itself."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a row. `field` is the field of the cell to look at, empty when it is not one cell.

    `values` fill the blanks of the sentence; they are never personal data.
    """

    code: str
    field: str = ""
    message: "_StrPromise | str" = ""
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on a row: the gravest finding, all findings, and what the importer needs to go on."""

    sheet: str
    sheet_row: int
    findings: tuple[Finding, ...] = ()
    id_number: IdNumber | None = field(default=None, repr=False)
    town_code: str = ""
    village_code: str = ""
    on: dt.date | None = None

    @property
    def code(self) -> str:
        """ok, or the code of the gravest finding."""
        return self.findings[0].code if self.findings else OK

    @property
    def message(self) -> "_StrPromise | str":
        """The sentence that belongs to `code`; empty for ok."""
        return self.findings[0].message if self.findings else ""

    @property
    def field(self) -> str:
        """The field that the gravest finding is about."""
        return self.findings[0].field if self.findings else ""

    @property
    def importable(self) -> bool:
        """Whether a person and a case may be made of the row."""
        return self.code == OK or self.code.startswith("warning:")


def finding(code: str, field: str = "", **values: object) -> Finding:
    """The finding with its sentence; `values` fill its blanks and are never personal data."""
    sentence = SENTENCES[code]
    return Finding(code, field, format_lazy(sentence, **values) if values else sentence, tuple(values.items()))


def by_gravity(findings: list[Finding]) -> tuple[Finding, ...]:
    """Gravest first; among equals in the order in which they were found."""
    return tuple(sorted(findings, key=lambda one: SEVERITY.index(one.code.split(":")[0])))
