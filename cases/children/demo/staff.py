"""The accounts of the demo: every role in 孟州, the roles of casework in the other places too.

Invariant: one password and one second-factor secret for all, both printed; so they exist in a demo only.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from cases.children.demo.places import CITY, COUNTIES, VILLAGES, full
from organisation.models import Division, Post, User
from organisation.roles import NEEDS_SECOND_FACTOR, Role

PASSWORD = "Tongxin-2026"  # noqa: S105 - printed for everyone who tries the demo
SECRET = "TONGXINDEMOTONGXINDEMOTONGXIN234"  # noqa: S105 - as above
SINCE = dt.date(2020, 1, 1)

# role → (user name without number, names in the order of the places)
TOWN_ROLES = {
    Role.VILLAGE_CHILD_OFFICER: ("cunguan", "卫秋实 程素云 席明月 冯巧珍 乔雪梅 薛建平 汤海燕 卢春生"),
    Role.TOWN_INTAKE_CLERK: ("shouli", "史晓静 闫文博 古丽敏 路遥远 景书婷 庞一鸣 缪思源 申丹丹"),
    Role.TOWN_CHILD_SUPERVISOR: ("dudao", "苏静怡 秦立新 贺春兰 韩松涛 祁玉洁 尚志刚 邢晓芳 左文秀"),
    Role.TOWN_APPROVER: ("fenguan", "安国平 孔令伟 康秀英 段志强 龚建设 毛向东 钱永和 武安民"),
}
COUNTY_ROLES = {
    Role.COUNTY_CASEWORKER: ("jingban", "康文静 邵一凡 葛红梅 丁少华"),
    Role.COUNTY_REVIEWER: ("fuhe", "芮明哲 柳青青 佟建国 车晓光"),
    Role.COUNTY_APPROVER: ("shenpi", "曹卫东 万春霞 岳振华 裴丽君"),
    Role.FINANCE_PREPARER: ("zhidan", "方晓敏 童雪"),
    Role.FINANCE_REVIEWER: ("caiwu", "傅国栋 严谨"),
    Role.CHILD_PROTECTION_OFFICER: ("baohu", "鲍安宁 陆正平 祝晓岚 骆永康"),
    Role.VOLUNTEER_COORDINATOR: ("zhiyuan", "志青松 梅映雪 江远帆 林念慈"),
}
MENGZHOU_ROLES = {
    Role.PROXY_PARENT: ("daili", "潘晓霞", "410883100201"),
    Role.HEALTH_WORKER: ("cunyi", "易安康", "410883100201"),
    Role.SCHOOL_CONTACT: ("xuexiao", "肖桂芳", "410883100"),
    Role.MEDIATOR: ("tiaojie", "田和平", "410883"),
    Role.CITY_SUPERVISOR: ("shiji", "沈致远", CITY),
    Role.AUDITOR: ("shenji", "纪严明", "410883"),
    Role.PRIVACY_OFFICER: ("yinsi", "尹守信", "410883"),
    Role.SYSADMIN: ("xitong", "管志伟", "410883"),
}
# Closing a report of danger takes two officers.
SECOND_OFFICER = ("baohu5", "项远航", Role.CHILD_PROTECTION_OFFICER, ("410883",))
# The other towns of 孟州, where only stipends are paid: two supervisors sign their rolls.
OTHER_TOWNS = (
    ("dudao9", "牛晓峰", Role.TOWN_CHILD_SUPERVISOR, ("410883001", "410883002", "410883003", "410883004")),
    ("dudao10", "党秀梅", Role.TOWN_CHILD_SUPERVISOR, ("410883102", "410883103", "410883104", "410883201")),
)


@dataclass(frozen=True)
class Team:
    """Who works on the children of one town."""

    officer: User
    supervisor: User
    approver: User
    caseworker: User
    reviewer: User
    county_approver: User


def hire_everyone() -> dict[str, Team]:
    """Make all accounts with their posts; returns the team of each town by the nine digits of its code."""
    rows = list(_accounts())
    hashed = make_password(PASSWORD)  # once: fifty times would take a quarter of a minute
    users = {
        username: User.objects.create(
            username=username, name=name, password=hashed, must_change_password=False, phone=_phone(number)
        )
        for number, (username, name, _role, _codes) in enumerate(rows)
    }
    codes = {full(code) for _username, _name, _role, codes in rows for code in codes}
    divisions = Division.objects.in_bulk(codes, field_name="code")
    for username, _name, role, places in rows:
        for code in places:
            Post.objects.create(user=users[username], role=role, division=divisions[full(code)], valid_from=SINCE)
        if role in NEEDS_SECOND_FACTOR:
            TOTP.activate(users[username], SECRET)
    return {town: _team(users, number, town) for number, town in enumerate(VILLAGES, 1)}


def _accounts() -> Iterator[tuple[str, str, Role, tuple[str, ...]]]:
    for role, (stem, names) in TOWN_ROLES.items():
        for number, (name, town) in enumerate(zip(names.split(), VILLAGES, strict=True), 1):
            yield f"{stem}{number}", name, role, VILLAGES[town] if role == Role.VILLAGE_CHILD_OFFICER else (town,)
    for role, (stem, names) in COUNTY_ROLES.items():
        for number, (name, county) in enumerate(zip(names.split(), COUNTIES, strict=False), 1):
            yield f"{stem}{number}", name, role, (county,)
    for role, (stem, name, code) in MENGZHOU_ROLES.items():
        yield f"{stem}1", name, role, (code,)
    yield SECOND_OFFICER
    yield from OTHER_TOWNS


def _phone(number: int) -> str:
    return f"12039000{number:03d}"


def _team(users: dict[str, User], number: int, town: str) -> Team:
    county = COUNTIES.index(town[:6]) + 1
    names = ("cunguan", "dudao", "fenguan"), ("jingban", "fuhe", "shenpi")
    in_town = [users[f"{stem}{number}"] for stem in names[0]]
    in_county = [users[f"{stem}{county}"] for stem in names[1]]
    return Team(*in_town, *in_county)


def is_loaded() -> bool:
    """True when the demo is in this database."""
    return User.objects.filter(username="cunguan1").exists()


def one_account_a_role() -> Iterator[tuple[Role, User]]:
    """For each role the first account of the demo that holds it."""
    first = Post.objects.filter(user__username__endswith="1").select_related("user").order_by("-user__username", "-pk")
    posts = {post.role: post for post in first}
    for role in Role:
        if role in posts:
            yield role, posts[role].user
