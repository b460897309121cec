"""Every address of matching and pairings × every role × {own town, sibling town, other county}."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cases.children.models import LeftBehindCase
from organisation.models import Division, User
from organisation.roles import Role
from tests.cases.stages import brought_to, imported_child
from tests.cast import CAST, HENGSHAN, NANZHUANG, QIAOMIAO
from tests.test_who_may_see import client_of
from tests.volunteers.pairing_stages import able
from tests.volunteers.running import paired
from volunteers.models import Pairing, Volunteer

VILLAGES = [HENGSHAN, f"{NANZHUANG[:9]}201", f"{QIAOMIAO[:9]}203"]
NUMBERS = ["419983201405060024", "419983201702040011", "41998320130621004X"]
PAIRING: dict[str, Callable[[Pairing], list[Any]]] = {
    "pairing-detail": lambda each: [each.code],
    "pairing-of-child": lambda each: [each.dossier.code, "evaluate"],
    **dict.fromkeys(("pairing-act", "pairing-preview"), lambda each: [each.code, "suspend"]),
}
TOWN = {Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER, Role.TOWN_INTAKE_CLERK}
COUNTY = {Role.COUNTY_CASEWORKER, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.AUDITOR}
FOUND, NOT_THERE = (200, 302, 405, 422), (403, 404, 405)


def reads_whole(username: str, village: str) -> bool:
    """Whose post opens the child's file."""
    _name, role, code = CAST[username]
    if role == Role.VILLAGE_CHILD_OFFICER:
        return village == code
    return (role in TOWN and village[:9] == code[:9]) or (role in COUNTY and village[:6] == code[:6])


def may_see(username: str, village: str) -> bool:
    """Those, and the coordinator of the county."""
    return reads_whole(username, village) or (username == "zhi" and village[:6] == CAST["zhi"][2][:6])


def place(village: str, number: str, cast: dict[str, User], n: int) -> Pairing:
    """A running pairing in that village."""
    division = Division.objects.get(code=village)
    people = {}
    for role, name in (
        (Role.VILLAGE_CHILD_OFFICER, "wei"),
        (Role.TOWN_CHILD_SUPERVISOR, "su"),
        ("proxy_parent", "pan"),
    ):
        user = User.objects.create(username=f"{name}-{n}", name=f"{name}{n}", must_change_password=False, password="!")
        where = division if name != "su" else division.parent
        user.post_set.create(role=role, division=where, valid_from="2020-01-01")
        people[name] = user
    case: LeftBehindCase = imported_child(id_number=number, carer=None, division=division)
    brought_to(case, "assessed", {**cast, "wei": people["wei"], "su": people["su"]})
    return paired(case, able(people["pan"], village=village))


@pytest.fixture
def world(cast: dict[str, User]) -> dict[str, Pairing]:
    return {village: place(village, NUMBERS[n], cast, n) for n, village in enumerate(VILLAGES)}


def test_a_role_finds_the_pairings_of_its_places_only(world: dict[str, Pairing], cast: dict[str, User]) -> None:
    for username in CAST:
        client = client_of(cast[username])
        for village, pairing in world.items():
            for name, arguments in PAIRING.items():
                url = reverse(name, args=arguments(pairing))
                wanted = FOUND if may_see(username, village) else NOT_THERE
                status = client.get(url).status_code
                assert status in wanted, f"{username} {name} {village}: {status}"


def test_papers_are_previewed_only_by_who_sees_the_whole_file(world: dict[str, Pairing], cast: dict[str, User]) -> None:
    url = reverse("pairing-preview", args=[world[HENGSHAN].code, "withdraw"])
    for username in ("zhi", "nan", "pan", "fang"):
        assert client_of(cast[username]).post(url, {"reason": "试看"}).status_code in NOT_THERE, username


@pytest.mark.parametrize("name", ["matching", "matching-child", "matching-propose"])
def test_only_coordinators_and_supervisors_match(name: str, world: dict[str, Pairing], cast: dict[str, User]) -> None:
    there = world[HENGSHAN]
    arguments = {"matching": [], "matching-child": [there.dossier.code]}
    url = reverse(name, args=arguments.get(name, [there.dossier.code, there.volunteer.dossier.code]))
    for username, (_name, role, _code) in CAST.items():
        status = client_of(cast[username]).get(url).status_code
        closed = role not in (Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR)
        assert (status == 403) == closed, f"{username} {name}: {status}"


def test_the_list_and_its_figures_count_the_same(world: dict[str, Pairing], cast: dict[str, User]) -> None:
    for username in ("wei", "su", "zhi", "kang", "shen", "fang"):
        client = client_of(cast[username])
        page = client.get(reverse("pairing-list"))
        expected = sum(may_see(username, village) for village in world)
        assert page.context["page"].paginator.count == expected, username
        for tile in page.context["tiles"]:
            if tile["url"].startswith(reverse("pairing-list")):
                assert client.get(tile["url"]).context["page"].paginator.count == tile["number"], tile


def test_somebody_paired_with_the_child_finds_no_pairing_page(world: dict[str, Pairing]) -> None:
    proxy: Volunteer = world[HENGSHAN].volunteer
    assert proxy.user is not None
    answer = client_of(proxy.user).get(reverse("pairing-detail", args=[world[HENGSHAN].code]))
    assert answer.status_code == 404
