"""Every address of a proxy parent's file × every role × {own town, sibling town, other county}."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from organisation.models import Division
from organisation.roles import Role
from tests.cast import CAST, HENGSHAN, NANZHUANG, QIAOMIAO
from tests.test_who_may_see import client_of
from tests.volunteers.stages import Cast, applied
from volunteers.models import Recruitment, Volunteer
from volunteers.views.recruiting import prepare

FILE: dict[str, Callable[[Volunteer], list[Any]]] = {
    **dict.fromkeys(("volunteer-detail", "volunteer-reveal", "volunteer-slip"), lambda each: [each.code]),
    **dict.fromkeys(("volunteer-act", "volunteer-preview"), lambda each: [each.code, "reject"]),
}
NOTICE = {
    "recruitment-detail": lambda each: [each.code],
    **dict.fromkeys(("recruitment-act", "recruitment-preview"), lambda each: [each.code, "publish"]),
}
TOWN = {Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER}
COUNTY = {
    Role.VOLUNTEER_COORDINATOR,
    Role.COUNTY_CASEWORKER,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.AUDITOR,
}
VILLAGES = [HENGSHAN, f"{NANZHUANG[:9]}201", f"{QIAOMIAO[:9]}203"]
FOUND, NOT_THERE = (200, 302, 403, 405, 422), (404, 405)


def may_see(username: str, village: str) -> bool:
    """The rule in other words than the code's: towns see theirs, counties theirs; villages and counters nothing."""
    _name, role, code = CAST[username]
    return (role in TOWN and village[:9] == code[:9]) or (role in COUNTY and village[:6] == code[:6])


@pytest.fixture
def world(cast: Cast) -> dict[str, Volunteer]:
    """An applicant in each of three places."""
    return {village: applied(cast, by=None, village=village, serial=n) for n, village in enumerate(VILLAGES, 1)}


def test_a_role_finds_the_proxy_parents_of_its_places_only(world: dict[str, Volunteer], cast: Cast) -> None:
    for username in CAST:
        client = client_of(cast[username])
        for village, volunteer in world.items():
            for name, arguments in FILE.items():
                url = reverse(name, args=arguments(volunteer))
                wanted = FOUND if may_see(username, village) else NOT_THERE
                for answer in (client.get(url), client.post(url, {"field": "phone"})):
                    assert answer.status_code in wanted, f"{username} {name} {village}: {answer.status_code}"


def notice(county: str, cast: Cast, **changes: Any) -> Recruitment:
    """A draft for that county."""
    values = {"season": "2026年秋季", "wanted": 30, "area": "各乡镇", "where": "民政局", "contact": "志管理"}
    days = {"apply_from": "2026-11-01", "apply_until": "2027-01-31", "phone": "0391-1234567"}
    division = Division.objects.get(code=county)
    return prepare(Recruitment(division=division, **(values | days | changes)), by=cast["zhi"])


@pytest.mark.parametrize("username", ["zhi", "kang", "su", "wei", "wan", "pan"])
def test_a_notice_is_found_in_its_county_only(username: str, cast: Cast) -> None:
    client, draft = client_of(cast[username]), notice("410883000000", cast)
    for name, arguments in NOTICE.items():
        answer = client.get(reverse(name, args=arguments(draft)))
        assert answer.status_code in (FOUND if username in ("zhi", "kang") else NOT_THERE), name


def test_the_list_shows_only_what_is_visible(world: dict[str, Volunteer], cast: Cast) -> None:
    for username in ("wei", "su", "nan", "kang", "zhi", "wan", "pan", "ji"):
        page = client_of(cast[username]).get(reverse("volunteer-list")).content.decode()
        shown = {village for village, each in world.items() if str(each.code) in page}
        assert shown == {village for village in world if may_see(username, village)}, username
