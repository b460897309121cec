"""Invented families of the demo: names from tables, practice ID numbers, telephones and accounts (domain report §5.2).

Invariant: the same seed gives the same people; nobody real can hold these numbers.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from cases.registry.actions import CarerEntry, ChildEntry, ParentEntry
from cases.registry.id_numbers import check_character
from organisation.models import Division

SEED = 20261123
NAMES = """
毋 原 程 郭 职 买 翟 单 范 秦 靳 宋 苗 冯 乔 薛 汤 卢 席 闫 赵 郑 许 吕 孔 韩 崔 任 姚 邱 侯 孟 阎 慕容
小雨 欣妍 梓萱 语桐 思琪 诗涵 可馨 若曦 知夏 佳宁 雨薇 静怡 玥彤 清禾 一诺 念慈 书瑶 安然 晓彤 祎晨
子轩 浩然 宇航 梓睿 明哲 俊熙 天翼 博文 一鸣 嘉树 景行 文昊 翀宇 喆轩 沐阳 致远 铭泽 承志 家齐 远航
建军 志强 国庆 海波 永刚 红旗 新民 卫东 小伟 振宇 长顺 保国
秀兰 桂花 春霞 红梅 小芳 玉枝 巧云 海燕 爱芹 彩霞 会玲 俊萍
秋菊 桂英 秀珍 玉兰 素梅 改花 荣华 喜凤
德厚 满囤 守田 福来 长根 永年 保忠 天成
一年级 二年级 三年级 四年级 五年级 六年级 七年级 八年级 九年级
"""
TABLE = [line.split() for line in NAMES.strip().splitlines()]
SURNAMES, GIRLS, BOYS, FATHERS, MOTHERS, GRANDMOTHERS, GRANDFATHERS, GRADES = TABLE
PLACES = [
    "广东省深圳市",
    "广东省东莞市",
    "浙江省台州市",
    "江苏省苏州市",
    "上海市",
    "北京市",
    "河南省郑州市",
    "福建省泉州市",
]
HEALTH = ["健康", "健康", "健康", "轻度近视", "哮喘（缓解期）", "肢体残疾四级"]
BANK = "示例农村商业银行"


@dataclass
class Family:
    """Parents and carer, whom brothers and sisters share."""

    surname: str
    village: Division
    father: ParentEntry
    mother: ParentEntry
    carer: CarerEntry
    carer_age: int


@dataclass
class Registry:
    """Makes people. `today` only decides the years of birth."""

    today: dt.date
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - not a secret
    serial: Iterator[int] = field(default_factory=lambda: count(11))

    def family(self, village: Division, *, mother_home: bool = False, unable: bool = False) -> Family:
        """A family of which both parents are away; or the mother is at home, able or `unable` to look after a child."""
        surname = self.dice.choice(SURNAMES)
        since = dt.date(self.today.year - self.dice.randint(4, 6), self.dice.choice([2, 3, 8, 9]), 1)
        father = self._parent(surname + self.dice.choice(FATHERS), "away", since)
        other = self._other_surname(surname) + self.dice.choice(MOTHERS)
        mother = self._parent(other, "home" if mother_home else "away", since)
        if mother_home:
            mother.place, mother.since, mother.capacity = "", None, "none" if unable else "good"
        age = self.dice.choice([58, 61, 63, 66, 68, 71, 74])
        return Family(surname, village, father, mother, self._carer(surname, village, age), age)

    def _parent(self, name: str, status: str, since: dt.date) -> ParentEntry:
        return ParentEntry(status, name, self._phone(), self.dice.choice(PLACES), since)

    def _other_surname(self, surname: str) -> str:
        return self.dice.choice([each for each in SURNAMES if each != surname])

    def _carer(self, surname: str, village: Division, age: int) -> CarerEntry:
        woman = self.dice.random() < 0.6
        given, words = (GRANDMOTHERS, "祖母") if woman else (GRANDFATHERS, "祖父")
        name = (self._other_surname(surname) if woman else surname) + self.dice.choice(given)
        number = self.id_number(village, self._birthday(age, self.today), "F" if woman else "M")
        return CarerEntry(name, "grandparent", words, number, self._phone())

    def child(self, family: Family, age: int, *, on: dt.date) -> ChildEntry:
        """A child of the family who is of that age on that day, at the school that fits."""
        sex = self.dice.choice(["F", "M"])
        birth = self._birthday(age, on)
        return ChildEntry(
            name=family.surname + self.dice.choice(GIRLS if sex == "F" else BOYS),
            id_number=self.id_number(family.village, birth, sex),
            sex=sex,
            birth_date=birth,
            division=family.village,
            father=family.father,
            mother=family.mother,
            carer=family.carer,
            school=self.school(age),
            grade=grade_of(age),
            boards=age >= 12 and self.dice.random() < 0.5,
            ethnic_group="回族" if family.surname == "买" else "汉族",
            health=self.dice.choice(HEALTH),
            address=f"{family.village.short_name}{self.dice.randint(1, 9)}组{self.dice.randint(1, 60)}号",
            account_number=account_number(next(self.serial), family.village.code[:6]),
            account_holder=family.carer.name,
            bank=BANK,
        )

    def school(self, age: int) -> str:
        """An invented school of the right kind."""
        if age < 6:
            return "示例第一幼儿园"
        return self.dice.choice(
            ["示例第一小学", "示例中心小学"] if age < 12 else ["示例第一初级中学", "示例第二初级中学"]
        )

    def _birthday(self, age: int, on: dt.date) -> dt.date:
        """A day that makes somebody `age` years old on the day `on`."""
        day = on - dt.timedelta(days=self.dice.randint(30, 330))
        return day.replace(year=day.year - age, day=min(day.day, 28))

    def id_number(self, village: Division, birth: dt.date, sex: str) -> str:
        """4199, the last two digits of the county, birth date, serial with the digit of the sex, check digit."""
        serial = 2 * next(self.serial) + (sex == "M")
        first_17 = f"4199{village.code[4:6]}{birth:%Y%m%d}{serial % 1000:03d}"
        return first_17 + check_character(first_17)

    def _phone(self) -> str:
        return f"12039{400000 + next(self.serial):06d}"


def account_number(serial: int, county: str) -> str:
    """Nineteen digits that begin with 990000 and end with the check digit of Luhn."""
    first = f"990000{county}{serial:06d}"
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in first[::-1][::2]]
    total = sum(doubled) + sum(int(digit) for digit in first[::-1][1::2])
    return f"{first}{-total % 10}"


def grade_of(age: int) -> str:
    """The grade a child of that age is usually in."""
    return "大班" if age < 6 else GRADES[min(age - 6, 8)]
