"""The roster that the county of the demo imported lately: its children still wait to be registered."""

import datetime as dt
from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook

from cases.children.demo.people import Registry
from cases.children.demo.staff import Team
from cases.children.importing import runs
from cases.registry.actions import CarerEntry, ChildEntry, ParentEntry
from organisation.models import Division

COLUMNS = """
序号 姓名 性别 身份证号码 出生日期 民族 乡镇（街道） 行政村（社区） 就读学校 年级 是否寄宿 健康状况
父亲姓名 父亲联系电话 父亲务工地 母亲姓名 母亲联系电话 母亲务工地 外出时间
实际照护人 与儿童关系 照护人身份证号 照护人电话 一卡通账号 户名 开户银行
"""
HEAD = COLUMNS.split()


def import_roster(
    registry: Registry, villages: list[Division], team: Team, moment: dt.datetime
) -> Iterator[dt.datetime]:
    """Upload, check and import the roster of one county at that moment. A life like those of lives.py."""
    yield moment
    children = [
        registry.child(registry.family(village), age, on=moment.date())
        for village, age in zip(villages, AGES, strict=True)
    ]
    county = Division.objects.get(code=villages[0].code[:6].ljust(12, "0"))
    run = runs.upload(_workbook(children), "农村留守儿童信息花名册.xlsx", county=county, by=team.caseworker)
    runs.ask_for_check(run, None, by=team.caseworker)
    runs.check(run)
    runs.start(run, by=team.caseworker)
    runs.go_on(run.pk)


AGES = (7, 9, 10, 8, 12, 11)


def _workbook(children: list[ChildEntry]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["孟州市农村留守儿童信息花名册"])
    sheet.append(HEAD)
    for number, child in enumerate(children, 1):
        sheet.append(_row(number, child))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _row(number: int, child: ChildEntry) -> list[object]:
    carer = child.carer or CarerEntry("")
    town = child.division.parent.name if child.division.parent else ""
    return [
        number,
        child.name,
        "女" if child.sex == "F" else "男",
        child.id_number,
        child.birth_date.isoformat(),
        child.ethnic_group,
        town,
        child.division.short_name,
        child.school,
        child.grade,
        "是" if child.boards else "否",
        child.health,
        *_parent(child.father),
        *_parent(child.mother),
        child.father.since.isoformat() if child.father.since else "",
        carer.name,
        carer.relation_words,
        carer.id_number,
        carer.phone,
        child.account_number,
        child.account_holder,
        child.bank,
    ]


def _parent(parent: ParentEntry) -> list[str]:
    return [parent.name, parent.phone, parent.place]
