"""The divisions that ship with the product: the statistical list of 2023-06-30 (domain report §5.1).

The one invariant: loading again keeps whatever an office has edited and never removes a division.
Called by whatever fills an empty database, and by tests that need names without one.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from organisation.models import Division

JIAOZUO = Path(__file__).parent / "data" / "jiaozuo_divisions_2023.csv"
SNAPSHOT = dt.date(2023, 6, 30)

# Where parents work and partner offices sit (domain report §5.1); 济源 is run by the province directly.
OUTSIDE = (
    ("440000000000", "广东省", "province"),
    ("440100000000", "广州市", "prefecture"),
    ("440300000000", "深圳市", "prefecture"),
    ("330000000000", "浙江省", "province"),
    ("331000000000", "台州市", "prefecture"),
    ("410300000000", "洛阳市", "prefecture"),
    ("410700000000", "新乡市", "prefecture"),
    ("419001000000", "济源市", "county"),
    ("140000000000", "山西省", "province"),
    ("140400000000", "长治市", "prefecture"),
    ("140500000000", "晋城市", "prefecture"),
    ("140800000000", "运城市", "prefecture"),
    ("141000000000", "临汾市", "prefecture"),
)


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One line of the list. `parent` is the code of the unit above, empty for a province."""

    code: str
    name: str
    short_name: str
    level: str
    kind: str
    parent: str
    legal_county_code: str
    predecessor: str = ""


def read_divisions(path: Path = JIAOZUO) -> list[DivisionRow]:
    """The rows of the list, highest level first. Names lose the prefix “博爱县” that only some carry."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def outside_divisions() -> list[DivisionRow]:
    """Provinces and cities that parents leave for; they hold no cases."""
    return [
        DivisionRow(code, name, name, level, "outside", "" if level == "province" else f"{code[:2]}0000000000", "")
        for code, name, level in OUTSIDE
    ]


def load_divisions() -> int:
    """Add the divisions that are missing and return how many were added. Existing rows stay as they are."""
    rows = sorted([*read_divisions(), *outside_divisions()], key=lambda row: LEVELS.index(row.level))
    with transaction.atomic():
        known = dict(Division.objects.values_list("code", "pk"))
        missing = [row for row in rows if row.code not in known]
        for level in LEVELS:
            made = Division.objects.bulk_create(_division(row, known) for row in missing if row.level == level)
            known.update((division.code, division.pk) for division in made)
    return len(missing)


LEVELS = ("province", "prefecture", "county", "town", "village")


def _row(line: dict[str, str]) -> DivisionRow:
    prefix = "博爱县" if line["level"] in ("town", "village") else ""
    return DivisionRow(
        code=line["code12"],
        name=line["name"].removeprefix(prefix),
        short_name=line["short_name"].removeprefix(prefix),
        level=line["level"],
        kind=line["kind"],
        parent=line["parent_code12"],
        legal_county_code=line["legal_county_code"],
        predecessor=line["predecessor_code"].ljust(12, "0") if line["predecessor_code"] else "",
    )


def _division(row: DivisionRow, known: dict[str, int]) -> Division:
    return Division(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        level=row.level,
        kind=row.kind,
        parent_id=known.get(row.parent),
        legal_county_code=row.legal_county_code,
        valid_from=SNAPSHOT,
        predecessor=row.predecessor,
    )
