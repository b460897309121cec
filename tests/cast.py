"""The fixed cast of every test: who works where in Mengzhou, next door, and in another county."""

import datetime as dt

from organisation.models import Division, Post, User
from organisation.roles import Role

HENGSHAN = "410883100204"  # 孟州市 化工镇, a village
NEXT_VILLAGE = "410883100205"
HUAGONG = "410883100000"
NANZHUANG = "410883101000"
MENGZHOU = "410883000000"
QIAOMIAO = "410823107000"
WUZHI = "410823000000"
JIAOZUO = "410800000000"

# user name → (name, role, division)
CAST = {
    "wei": ("卫村官", Role.VILLAGE_CHILD_OFFICER, HENGSHAN),
    "wen": ("文邻村", Role.VILLAGE_CHILD_OFFICER, NEXT_VILLAGE),
    "su": ("苏督导", Role.TOWN_CHILD_SUPERVISOR, HUAGONG),
    "shi": ("史受理", Role.TOWN_INTAKE_CLERK, HUAGONG),
    "an": ("安镇长", Role.TOWN_APPROVER, HUAGONG),
    "nan": ("南督导", Role.TOWN_CHILD_SUPERVISOR, NANZHUANG),
    "kang": ("康经办", Role.COUNTY_CASEWORKER, MENGZHOU),
    "rui": ("芮复核", Role.COUNTY_REVIEWER, MENGZHOU),
    "cao": ("曹审批", Role.COUNTY_APPROVER, MENGZHOU),
    "fang": ("方制单", Role.FINANCE_PREPARER, MENGZHOU),
    "fu": ("傅财务", Role.FINANCE_REVIEWER, MENGZHOU),
    "zhi": ("志管理", Role.VOLUNTEER_COORDINATOR, MENGZHOU),
    "pan": ("潘代理", Role.PROXY_PARENT, HENGSHAN),
    "yi": ("易村医", Role.HEALTH_WORKER, HENGSHAN),
    "xiao": ("肖学校", Role.SCHOOL_CONTACT, HUAGONG),
    "tiao": ("田调解", Role.MEDIATOR, MENGZHOU),
    "shen": ("申督导", Role.CITY_SUPERVISOR, JIAOZUO),
    "ji": ("纪审计", Role.AUDITOR, MENGZHOU),
    "yin": ("尹隐私", Role.PRIVACY_OFFICER, MENGZHOU),
    "guan": ("管系统", Role.SYSADMIN, MENGZHOU),
    "bao": ("鲍保护", Role.CHILD_PROTECTION_OFFICER, MENGZHOU),
    "xiang": ("项保护", Role.CHILD_PROTECTION_OFFICER, MENGZHOU),
    "lu": ("陆保护", Role.CHILD_PROTECTION_OFFICER, WUZHI),
    "wu": ("武督导", Role.TOWN_CHILD_SUPERVISOR, QIAOMIAO),
    "wan": ("万审批", Role.COUNTY_APPROVER, WUZHI),
}


def hire_everyone() -> dict[str, User]:
    """Make the cast with their posts; nobody has to change a password."""
    users = User.objects.bulk_create(
        User(username=username, name=name, must_change_password=False, password="!")
        for username, (name, _role, _code) in CAST.items()
    )
    divisions = {d.code: d for d in Division.objects.filter(code__in={code for _n, _r, code in CAST.values()})}
    Post.objects.bulk_create(
        Post(
            user=user,
            role=CAST[user.username][1],
            division=divisions[CAST[user.username][2]],
            valid_from=dt.date(2020, 1, 1),
        )
        for user in users
    )
    return {user.username: user for user in users}
