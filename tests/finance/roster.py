"""Children on the roll of the stipend, with a source that says of each month what a test wants it to say."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from cases import entitlements
from cases.children.demo.people import account_number
from cases.entitlements import Entitled, Span
from cases.models import Award, Case
from cases.registry.models import Household, PayeeAccount, Person
from documents.models import Dossier
from finance.compiling import compile_batch
from finance.models import Accrual, Adjustment, BankAdapter, Batch, Fund, Line
from organisation.models import Division
from programs.models import Program, ProgramVersion, RateSeries
from programs.months import month_of, months_between
from tests.cast import HENGSHAN, MENGZHOU
from tests.finance.stages import JULY, MARCH

NAMES = ("毋小满", "毋小年", "原知夏", "职安", "程翀", "买晨")
IN = ("counted", "")


@dataclass
class Roster:
    """Enrolled children and what holds for their months. `verdicts` is (case, month) → (outcome, reason)."""

    children: list[Entitled] = field(default_factory=list)
    verdicts: dict[tuple[int, dt.date], tuple[str, str]] = field(default_factory=dict)
    series: int | None = None

    def say(self, n: int, months: Collection[dt.date], outcome: str, reason: str = "") -> None:
        """From now on these months of the n-th child have that outcome."""
        self.verdicts |= {(self.children[n].case, month): (outcome, reason) for month in months}

    def account(self, n: int) -> PayeeAccount:
        """The account of the n-th child."""
        return PayeeAccount.objects.get(child=self.children[n].person, valid_to=None)

    def share_account(self, first: int, *others: int) -> None:
        """Let the others be paid to the account of the first one."""
        number = self.account(first).number
        for n in others:
            account = self.account(n)
            account.number = number
            account.save()

    def returned(self, line: Line) -> None:
        """As if the bank had returned this payment and its reissue were approved."""
        Line.objects.filter(pk=line.pk).update(status="reissue_pending")
        line.items.update(live=False)
        Accrual.objects.filter(items__line=line).update(status="open")

    def source(
        self, program: Program, county: Division, first: dt.date, last: dt.date, cases: Collection[int] | None
    ) -> Iterator[Entitled]:
        """What finance asks (cases.entitlements.Source)."""
        accounts = dict(PayeeAccount.objects.filter(valid_to=None).values_list("child_id", "pk"))
        for child in self.children:
            if cases is None or child.case in cases:
                spans = (self._span(child.case, month) for month in months_between(first, last))
                yield Entitled(
                    child.case,
                    child.dossier,
                    child.award,
                    child.person,
                    child.division,
                    child.town,
                    accounts.get(child.person),
                    tuple(spans),
                )

    def _span(self, case: int, month: dt.date) -> Span:
        outcome, reason = self.verdicts.get((case, month), IN)
        return Span(month, month, outcome, reason, self.series if outcome == "counted" else None)  # type: ignore[arg-type]


def roster(monkeypatch: pytest.MonkeyPatch, n: int, *, village: str = HENGSHAN) -> Roster:
    """`n` children of one village with an account each, on the roll since January 2026, at 50 yuan a month."""
    made = Roster(series=RateSeries.objects.get(version=version(), sex="").pk)
    made.children = enrol(n, village)
    monkeypatch.setitem(entitlements._sources, "STP", made.source)
    return made


def version() -> ProgramVersion:
    """The version of the stipend that is in force."""
    return ProgramVersion.objects.in_force("STP", dt.date(2026, 6, 1))


def enrol(n: int, village: str = HENGSHAN, *, start: int = 0) -> list[Entitled]:
    """People, accounts, cases and awards of n children, set-based."""
    place, town = Division.objects.get(code=village), Division.objects.get(code=village[:9] + "000")
    people = [Person(name=NAMES[(start + k) % len(NAMES)], sex="FM"[k % 2]) for k in range(n)]
    for person in people:
        person.fill_search_columns()
    Person.objects.bulk_create(people, batch_size=500)
    accounts = [account_of(person, start + k) for k, person in enumerate(people)]
    PayeeAccount.objects.bulk_create(accounts, batch_size=500)
    files = Dossier.objects.bulk_create([Dossier.begin("case", village) for _k in range(n)], batch_size=500)
    home = Household.objects.create(division=place)
    cases = Case.objects.bulk_create(
        (
            Case(dossier=file, kind="STP", program_version=version(), person=person, household=home, division=place)
            for file, person in zip(files, people, strict=True)
        ),
        batch_size=500,
    )
    awards = Award.objects.bulk_create(
        (
            Award(
                dossier_id=case.dossier_id,
                case=case,
                program=version().program,
                kind="monthly",
                first_month=dt.date(2026, 1, 1),
            )
            for case in cases
        ),
        batch_size=500,
    )
    return [
        Entitled(case.pk, case.dossier_id, award.pk, case.person_id, place.pk, town.pk, None, ())
        for case, award in zip(cases, awards, strict=True)
    ]


def account_of(person: Person, serial: int) -> PayeeAccount:
    """An unsaved account of a child, of its own."""
    account = PayeeAccount(
        child=person, holder=person.name, number=account_number(serial, "410883"), bank="示例农商银行"
    )
    account.fill_search_columns()
    return account


def new_batch(*, kind: str = "regular", first: dt.date = MARCH, last: dt.date = JULY) -> Batch:
    """An open batch with a fund that is rich enough; nobody has opened it but the state says so."""
    county, program = Division.objects.get(code=MENGZHOU), version().program
    number = f"STP-410883-2026-{Batch.objects.count()}"
    fund, _made = Fund.objects.get_or_create(
        name="留守儿童助学金",
        defaults={
            "dossier": _money_dossier(),
            "division": county,
            "program": program,
            "year": 2026,
            "status": "open",
            "granted_fen": 10_000_000_00,
        },
    )
    return Batch.objects.create(
        dossier=_money_dossier(),
        program=program,
        division=county,
        fund=fund,
        adapter=BankAdapter.objects.get(code="csv"),
        kind=kind,
        number=number,
        first_month=first,
        last_month=last,
        status="open",
    )


def _money_dossier() -> Dossier:
    dossier = Dossier.begin(Dossier.Kind.MONEY, MENGZHOU)
    dossier.save()
    return dossier


def compiled(batch: Batch) -> dict[str, Any]:
    """Compile without the way around it: no signature, no state of the batch. Returns hash and totals."""
    batch.refresh_from_db()
    totals = compile_batch(batch, timezone.now())
    batch.rolls.filter(round=batch.round).update(status="open")
    Batch.objects.filter(pk=batch.pk).update(status="compiled", **totals)
    batch.refresh_from_db()
    return totals


def paid(batch: Batch) -> None:
    """As if the bank had paid every line of the batch."""
    lines = Line.objects.filter(batch=batch, round=batch.round)
    for status in ("sent", "paid"):
        lines.update(status=status)
    Accrual.objects.filter(items__line__in=lines).update(status="paid")
    Adjustment.objects.filter(items__line__in=lines).update(status="settled")
    Batch.objects.filter(pk=batch.pk).update(status="closed", sent_on=month_of(timezone.localdate()))
