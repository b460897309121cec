"""The offices that issue papers in Jiaozuo, by date, as far as they can be known from outside; editable afterwards.

The issuing organ of a paper follows the paper's date (domain report §5.3).
"""

import datetime as dt
from collections.abc import Iterator

from organisation.models import Division, Organ
from organisation.roles import Level

CHILDREN_WITH_CIVIL_AFFAIRS_SINCE = dt.date(2016, 2, 4)  # 国发〔2016〕13号
FAMILY_COMMISSION_UNTIL = dt.date(2014, 12, 31)
FAMILY_COMMISSION_SINCE = dt.date(2004, 1, 1)
PRACTICE_PHONE = "0391-0000000"
NEW_ZONE = "410871"


def load_organs() -> int:
    """Enter the organs that are missing; returns how many. Names that somebody edited are left alone."""
    known = set(Organ.objects.values_list("kind", "division_id", "valid_from"))
    new = [x for x in _all_organs() if (x.kind, x.division_id, x.valid_from) not in known]
    return len(Organ.objects.bulk_create(new))


def _all_organs() -> Iterator[Organ]:
    city = Division.objects.get(code="410800000000")
    yield _organ("city", city, "焦作市民政局", "焦", "焦民", CHILDREN_WITH_CIVIL_AFFAIRS_SINCE)
    counties = {county.code[:6]: county for county in Division.objects.filter(level=Level.COUNTY, parent=city)}
    for code, county in counties.items():
        stem = county.short_name[0] if code != NEW_ZONE else "示"
        office = f"{county.name}民政局" if code != NEW_ZONE else f"{county.name}社会事业局"
        yield _organ("county", county, office, stem, f"{stem}民", CHILDREN_WITH_CIVIL_AFFAIRS_SINCE)
        if code != NEW_ZONE:
            earlier = _organ(
                "county", county, f"{county.name}人口和计划生育委员会", stem, f"{stem}人口", FAMILY_COMMISSION_SINCE
            )
            earlier.valid_to = FAMILY_COMMISSION_UNTIL
            yield earlier
    for town in Division.objects.filter(level=Level.TOWN, parent__in=counties.values()).select_related("parent"):
        yield _town_organ(town, counties[town.code[:6]])


def _town_organ(town: Division, county: Division) -> Organ:
    suffix = "办事处" if town.name.endswith("街道") else "人民政府"
    stem = town.short_name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    mark = ("示" if county.code.startswith(NEW_ZONE) else county.short_name[0]) + stem
    return _organ("town", town, f"{county.name}{town.name}{suffix}", mark, "", dt.date(2004, 1, 1))


def _organ(kind: str, division: Division, name: str, short: str, letter_code: str, since: dt.date) -> Organ:
    return Organ(
        kind=kind,
        division=division,
        name=name,
        short_name=short,
        letter_code=letter_code,
        phone=PRACTICE_PHONE,
        complaint_phone=PRACTICE_PHONE,
        valid_from=since,
    )
