"""The two terms of the demo: one sent, returned, reissued and closed, and one that is open to practise with.

Invariant: every act goes through the same functions as the pages', by the people who may do it. A story is a generator
of moments (cases.children.demo.pace). Called by `manage.py loadstipends`.
"""

import datetime as dt
from collections.abc import Callable

from cases.children.demo.pace import Moments, Pace
from documents.transitions import perform
from finance.actions import grant_money, open_batch, open_fund
from finance.bank.receiving import Answer, receive
from finance.demo.accounts import correct
from finance.demo.county import County
from finance.demo.practice import answer_to, every_kind
from finance.models import BankAdapter, Batch, Fund
from finance.reissuing import approve_reissue
from organisation.models import Division, User
from organisation.roles import Role
from programs.models import Program
from programs.months import month_of, plus_months

COUNTY = "410883000000"
MONTHS = 5
GRANTED = 1_000_000_00
NUMBER_OF_GRANT = "孟财社〔{}〕8号"


class Story(Pace):
    """How 孟州 paid last term, and stands before this one."""

    def __init__(self, today: dt.date, *, girls: int, boys: int) -> None:
        self.today, self.last = today, month_of(today)
        self.first = plus_months(self.last, 1 - MONTHS)
        self.before = plus_months(self.first, -MONTHS), plus_months(self.first, -1)
        self.county = County(self.before[0], self.last, girls=girls, boys=boys)
        super().__init__(self.before[0] - dt.timedelta(days=75), 1903)
        self.people = User.objects.in_bulk(field_name="username")
        self.place = Division.objects.get(code=COUNTY)
        self.program = Program.objects.get(code="STP")
        self.fund: Fund

    def live(self) -> Moments:
        """Everything in its order, up to the open batch of this term."""
        for days, act in self.county.acts(self.people):
            yield self.after(days)
            act()
        yield self.on(max(self.before[0], self.day))
        self.open_fund()
        yield self.on(plus_months(self.before[1], 1) + dt.timedelta(days=3))
        batch = self.open("regular", *self.before)
        yield from self.paid(batch, every_kind(self.county.size))
        yield from self.corrected(batch)
        again = self.open("reissue", *self.before)
        yield from self.paid(again, {})
        for each in (batch, again):
            yield self.after(1)
            perform(each, "reconcile", by=self.by("caiwu1"))
        for each in (batch, again):
            yield self.after(1)
            perform(each, "close", by=self.by("shenpi1"))
        yield self.on(max(self.today - dt.timedelta(days=2), self.day))
        self.open("regular", self.first, self.last)

    def by(self, username: str) -> User:
        """An account of the demo (cases.children.demo.staff)."""
        return self.people[username]

    def open_fund(self) -> None:
        """The budget line of the year, with money."""
        year = self.moment.year
        preparer = self.by("zhidan1")
        self.fund = open_fund(self.program, self.place, year, "留守儿童助学金", source="县级财政预算安排", by=preparer)
        grant_money(self.fund, GRANTED, words=NUMBER_OF_GRANT.format(year), by=preparer)

    def open(self, kind: str, first: dt.date, last: dt.date) -> Batch:
        """A batch for these months."""
        adapter = BankAdapter.objects.get(code="csv")
        return open_batch(
            self.program,
            self.place,
            kind=kind,
            first_month=first,
            last_month=last,
            fund=self.fund,
            adapter=adapter,
            by=self.by("jingban1"),
        )

    def paid(self, batch: Batch, failures: dict[int, str]) -> Moments:
        """From the roll to the bank's answer; `failures` come back."""
        steps: tuple[tuple[int, Callable[[], object]], ...] = (
            (1, lambda: perform(batch, "compile", by=self.by("jingban1"))),
            (2, lambda: self.sign_rolls(batch)),
            (1, lambda: perform(batch, "review", by=self.by("fuhe1"), opinion="名册、变动和抽查情况属实")),
            (1, lambda: perform(batch, "approve", by=self.by("shenpi1"), opinion="同意发放")),
            (1, lambda: perform(batch, "request_funds", by=self.by("zhidan1"), opinion="预算充足，请拨付")),
            (1, lambda: perform(batch, "send", by=self.by("caiwu1"), opinion="同意代发")),
            (3, lambda: self.answer(batch, failures)),
        )
        for days, act in steps:
            yield self.after(days)
            act()
            batch.refresh_from_db()

    def sign_rolls(self, batch: Batch) -> None:
        """Each town its own."""
        for roll in batch.rolls.filter(round=batch.round).select_related("division"):
            perform(roll, "sign", by=self.supervisor(roll.division.code), opinion="本乡镇名册属实")

    def supervisor(self, code: str) -> User:
        """Who looks after the children of a town. Raises IndexError where nobody does."""
        return User.objects.holding(Role.TOWN_CHILD_SUPERVISOR, code, self.moment.date())[0]

    def answer(self, batch: Batch, failures: dict[int, str]) -> None:
        """The bank has booked it on this day."""
        content = answer_to(batch, failures, day=self.moment.date())
        receive(batch, by=self.by("zhidan1"), answer=Answer(f"{batch.number}回盘.csv", content))

    def corrected(self, batch: Batch) -> Moments:
        """The families bring new cards; the county lets the payments be made again."""
        yield self.after(2)
        failed = batch.lines.filter(status="failed").select_related("town_roll__division", "account", "person", "case")
        for line in failed:
            correct(line, proposed_by=self.supervisor(line.town_roll.division.code), confirmed_by=self.by("fuhe1"))
        yield self.after(2)
        approve_reissue(batch, batch.lines.filter(status="failed"), by=self.by("fuhe1"))
        yield self.after(1)
