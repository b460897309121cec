"""Invented children of a whole county for the stipend: exactly so many girls and boys, in all its villages.

Invariant: the same seed gives the same people; ID numbers, telephones and accounts are nobody's (domain report §5.2).
Called by taking_over.py and tests.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from cases.children.demo.people import BANK, BOYS, GIRLS, Family, Registry, account_number, grade_of
from cases.registry.actions import ChildEntry
from cases.registry.id_numbers import check_character
from organisation.models import Division

FIRST_SERIAL = 100_000  # the accounts and telephones of the demo's other people lie below
SEED = 1903
YOUNGEST, OLDEST = 7, 15
WITH_SIBLING = 0.25
OWN_CARD = 0.4


@dataclass(frozen=True)
class Payee:
    """On whose account the money of a child comes in; `relation` is empty for the child's own card."""

    holder: str
    relation: str


class Children:
    """Makes them. Each has an ID number that no other one of the same maker has."""

    def __init__(self, today: dt.date) -> None:
        """`today` is the day on which they are that old: in its month all of them are still under 16."""
        self.dice = random.Random(SEED)  # noqa: S311 - not a secret
        self.registry = Registry(today, dice=self.dice)
        self.registry.serial = iter(range(FIRST_SERIAL, 10**6))
        self.today, self._numbers = today, set[str]()

    def of(self, villages: Sequence[Division], *, girls: int, boys: int) -> list[tuple[ChildEntry, Payee]]:
        """So many girls and boys, spread over the villages, some of them brothers and sisters."""
        sexes = ["F"] * girls + ["M"] * boys
        self.dice.shuffle(sexes)
        return [self._child(family, sex) for family, sex in zip(self._families(villages), sexes, strict=False)]

    def _families(self, villages: Sequence[Division]) -> Iterator[Family]:
        """Without end: village after village; every fourth family appears twice."""
        for village in cycle(villages):
            family = self.registry.family(village)
            yield family
            if self.dice.random() < WITH_SIBLING:
                yield family

    def _child(self, family: Family, sex: str) -> tuple[ChildEntry, Payee]:
        age = self.dice.randint(YOUNGEST, OLDEST)
        entry = self.registry.child(family, age, on=self.today)
        given = self.dice.choice(GIRLS if sex == "F" else BOYS)
        birth = entry.birth_date
        entry = replace(
            entry,
            name=family.surname + given,
            sex=sex,
            id_number=self._id_number(family.village, birth, sex),
            grade=grade_of(age),
            account_number=account_number(next(self.registry.serial), family.village.code[:6]),
            bank=BANK,
        )
        own = self.dice.random() < OWN_CARD
        payee = Payee(entry.name, "") if own else Payee(family.carer.name, family.carer.relation_words)
        return replace(entry, account_holder=payee.holder), payee

    def _id_number(self, village: Division, birth: dt.date, sex: str) -> str:
        """As that of the registry, drawn until it is new."""
        while True:
            serial = 2 * self.dice.randrange(500) + (sex == "M")
            first_17 = f"4199{village.code[4:6]}{birth:%Y%m%d}{serial:03d}"
            number = first_17 + check_character(first_17)
            if number not in self._numbers:
                self._numbers.add(number)
                return number
