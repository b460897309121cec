"""The county of the newspaper page: its left-behind children are taken over, and put on the roll of the stipend.

Invariant: exactly so many girls and boys, in all towns and villages. Called by the story of the demo (finance.demo).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from cases.models import Case
from cases.stipends.demo.people import Children
from cases.stipends.demo.roll import enrol
from cases.stipends.demo.taking_over import take_over
from organisation.models import Division, User
from organisation.roles import Level

GIRLS, BOYS = 389, 1514  # the page: 389 × 5 × 50 + 1,514 × 5 × 40 = 400,050 yuan
COUNTY = "410883"
Acts = Iterator[tuple[int, Callable[[], object]]]


class County:
    """Its children, and the acts by which they come onto the roll from `first_month` on."""

    def __init__(self, first_month: dt.date, *, girls: int = GIRLS, boys: int = BOYS) -> None:
        self.first_month, self.girls, self.boys = first_month, girls, boys
        self.cases: list[Case] = []

    @property
    def size(self) -> int:
        """How many children."""
        return self.girls + self.boys

    def acts(self, people: Mapping[str, User]) -> Acts:
        """Days since the act before, and the act."""
        yield 0, lambda: self.take_over(people["jingban1"])
        yield 10, lambda: enrol(self.cases, first_month=self.first_month)

    def take_over(self, by: User) -> None:
        """From the paper lists into the registry."""
        villages = Division.objects.filter(code__startswith=COUNTY, level=Level.VILLAGE, valid_to__isnull=True)
        children = Children(self.first_month).of(list(villages.order_by("code")), girls=self.girls, boys=self.boys)
        self.cases = take_over(children, county=Division.objects.get(code=COUNTY.ljust(12, "0")), by=by)
