"""Whether each row of a roster may become a person and a case, and if not, why.

Invariant: the same rows give the same outcomes, whatever is in the database; of two rows with one ID number the
first counts. Rules: domain.md §2.1 (v2016). Called by the wizard's dry run, the command and the importer.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from cases.registry import accounts
from cases.registry.ages import age_on
from cases.registry.id_numbers import IdNumber, IdNumberError, parse
from cases.registry.phones import PhoneError, parse_phone
from cases.registry.roster.outcomes import Finding, Outcome, by_gravity, finding
from cases.registry.roster.places import Places
from cases.registry.roster.rows import RosterRow
from cases.registry.roster.whereabouts import judge_whereabouts, parents_whereabouts
from cases.registry.roster.words import IS_PARENT, SEXES
from organisation.division_names import DivisionNames

LEFT_BEHIND_UNDER = 16
ADULT = 18
STALE_AFTER = dt.timedelta(days=366)
PHONES = ("father_phone", "mother_phone", "parents_phone", "carer_phone", "guardian_phone", "contact_phone")
NEEDED = ("name", "id_number", "village")
UNIMPORTANT = frozenset({"note", "serial"})
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[·'’ .-])*")
BETWEEN_PHONES = re.compile(r"[/、,，;；或]|\s{2,}")


def check_each(
    rows: Iterable[RosterRow],
    *,
    today: dt.date,
    divisions: DivisionNames,
    county_code: str,
    allow_synthetic: bool,
) -> Iterator[tuple[RosterRow, Outcome]]:
    """Rows with their outcomes, one at a time. `county_code` may also be a prefecture's.

    Ages count on the day the sheet was filled in when that is at most a year before `today`, else on `today`.
    """
    checker = _Checker(today, Places(divisions, county_code), allow_synthetic)
    for row in rows:
        yield row, checker.check(row)


class _Checker:
    def __init__(self, today: dt.date, places: Places, allow_synthetic: bool) -> None:
        self._today = today
        self._places = places
        self._allow_synthetic = allow_synthetic
        self._seen: dict[str, tuple[str, int]] = {}

    def check(self, row: RosterRow) -> Outcome:
        """All findings of one row; the gravest decides."""
        on = self._day_of(row)
        number, wrong_number = self._child_number(row)
        village, wrong_place = self._places.resolve(row)
        findings = [
            *self._cells(row),
            *self._name(row),
            *([wrong_number] if wrong_number else []),
            *(self._against_number(row, number) if number else []),
            *([wrong_place] if wrong_place else []),
            *self._eligibility(row, number, village, on),
            *self._carer(row, number, on),
            *self._account(row),
            *self._phones(row),
        ]
        return Outcome(
            row.sheet,
            row.sheet_row,
            by_gravity(findings),
            id_number=number,
            town_code=village[:9].ljust(12, "0") if village else "",
            village_code=village,
            on=on,
        )

    def _day_of(self, row: RosterRow) -> dt.date:
        filled = row.filled_on
        return filled if filled and self._today - STALE_AFTER <= filled <= self._today else self._today

    def _cells(self, row: RosterRow) -> Iterator[Finding]:
        """Cells in which the spreadsheet shows no value."""
        for name, problem in row.problems.items():
            if problem in ("broken", "formula") and name not in UNIMPORTANT:
                grade = "error" if name in NEEDED else "warning"
                yield finding(f"{grade}:{'formula' if problem == 'formula' else 'cell_error'}", name)

    def _name(self, row: RosterRow) -> Iterator[Finding]:
        if not row.name:
            if "name" not in row.problems:
                yield finding("error:missing_name", "name")
        elif not NAME.fullmatch(row.name):
            yield finding("error:name_characters", "name")

    def _child_number(self, row: RosterRow) -> tuple[IdNumber | None, Finding | None]:
        problem = row.problems.get("id_number")
        if problem == "precision_lost":
            return None, finding("error:id_precision_lost", "id_number")
        if not row.id_number:
            return None, None if problem else finding("error:id_missing", "id_number")
        try:
            return parse(row.id_number, today=self._today, allow_synthetic=self._allow_synthetic), None
        except IdNumberError as error:
            if error.code == "checksum" and row.id_number.endswith("000"):
                return None, finding("error:id_precision_lost", "id_number")
            return None, Finding(f"error:id_{error.code}", "id_number", error.message)

    def _against_number(self, row: RosterRow, number: IdNumber) -> Iterator[Finding]:
        here = (row.sheet, row.sheet_row)
        sheet, first = self._seen.setdefault(number.number, here)
        if (sheet, first) != here:
            yield finding("error:duplicate_in_file", "id_number", row=first, sheet=sheet)
        if row.birth_date and not row.birth_date.fits(number.birth_date):
            yield finding("error:birth_mismatch", "birth_date")
        elif row.problems.get("birth_date") == "unreadable":
            yield finding("warning:birth_unreadable", "birth_date")
        sex = SEXES.get(row.sex.lower())
        if sex and sex != number.sex:
            yield finding("error:sex_mismatch", "sex")
        elif row.sex and not sex:
            yield finding("warning:sex_unreadable", "sex")

    def _eligibility(self, row: RosterRow, number: IdNumber | None, village: str, on: dt.date) -> Iterator[Finding]:
        if number and age_on(number.birth_date, on) >= LEFT_BEHIND_UNDER:
            yield finding("not_eligible:age", "birth_date")
        if village and not self._places.is_rural(village):
            yield finding("not_eligible:not_rural", "village")
        judged = judge_whereabouts(row, self._places.county_name(village))
        if judged:
            yield judged

    def _carer(self, row: RosterRow, child: IdNumber | None, on: dt.date) -> Iterator[Finding]:
        if not row.carer_name:
            yield finding("warning:no_carer", "carer_name")
        elif self._is_absent_parent(row):
            yield finding("warning:carer_is_parent", "carer_name")
        if row.problems.get("carer_id") == "precision_lost":
            yield finding("warning:carer_id_precision_lost", "carer_id")
        if not row.carer_id:
            return
        try:
            carer = parse(row.carer_id, today=self._today, allow_synthetic=self._allow_synthetic)
        except IdNumberError:
            yield finding("warning:carer_id", "carer_id")
            return
        if child and carer.number == child.number:
            yield finding("warning:carer_is_child", "carer_id")
        elif age_on(carer.birth_date, on) < ADULT:
            yield finding("warning:carer_minor", "carer_id")

    def _is_absent_parent(self, row: RosterRow) -> bool:
        if row.carer_relation and not IS_PARENT.match(row.carer_relation):
            return False
        father, mother = parents_whereabouts(row, "")
        return (row.carer_name == row.father_name and father == "away") or (
            row.carer_name == row.mother_name and mother == "away"
        )

    def _account(self, row: RosterRow) -> Iterator[Finding]:
        if row.problems.get("account") == "precision_lost":
            yield finding("warning:account_precision_lost", "account")
        if not row.account:
            return
        try:
            account = accounts.parse_account(row.account, allow_synthetic=self._allow_synthetic)
        except accounts.AccountError:
            yield finding("warning:account", "account")
            return
        if not accounts.check_digit_ok(account):
            yield finding("warning:account_check_digit", "account")

    def _phones(self, row: RosterRow) -> Iterator[Finding]:
        for name in PHONES:
            written = getattr(row, name)
            if written and not any(self._is_phone(part) for part in BETWEEN_PHONES.split(written)):
                yield finding("warning:phone", name)

    def _is_phone(self, text: str) -> bool:
        try:
            parse_phone(text, allow_synthetic=self._allow_synthetic)
        except PhoneError:
            return False
        return True
