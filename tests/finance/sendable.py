"""A batch that waits for its release: children with accounts, months, lines and a fund. Set-based, for any n."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from cases.children.demo.people import account_number
from cases.models import Award, Case
from cases.registry.models import Household, PayeeAccount, Person
from documents.models import Dossier
from documents.transitions import perform
from finance.contents import content_hash
from finance.models import Accrual, BankAdapter, Batch, Fund, FundEntry, Line, LineItem, TownRoll
from organisation.models import Division, User
from programs.models import Program, ProgramVersion
from programs.months import months_between
from tests.cast import HENGSHAN, HUAGONG, MENGZHOU

TERM = months_between(dt.date(2026, 2, 1), dt.date(2026, 6, 1))
NAMES = ("毋小满", "毋小年", "原知夏", "职安", "程翀")
MONTHLY = 5000


def sendable(n: int = 3, *, adapter: str = "csv", number: str = "STP-410883-2026A", first_child: int = 0) -> Batch:
    """A batch of n lines over five months whose funds are requested. Nobody has signed but the state says so."""
    program, county = Program.objects.get(code="STP"), Division.objects.get(code=MENGZHOU)
    total = n * len(TERM) * MONTHLY
    batch = Batch.objects.create(
        dossier=_dossier(MENGZHOU),
        program=program,
        division=county,
        fund=_fund(program, county, total),
        adapter=BankAdapter.objects.get(code=adapter),
        number=number,
        first_month=TERM[0],
        last_month=TERM[-1],
        status=Batch.Status.FUNDING_REQUESTED,
        line_count=n,
        month_count=n * len(TERM),
        total_fen=total,
    )
    FundEntry.objects.create(
        fund=batch.fund, kind="reserve", fen=total, batch=batch, booked_on=timezone.localdate(), at=timezone.now()
    )
    _fill(batch, range(first_child, first_child + n))
    Batch.objects.filter(pk=batch.pk).update(content_hash=content_hash(batch))
    batch.refresh_from_db()
    return batch


def _dossier(code: str) -> Dossier:
    dossier = Dossier.begin(Dossier.Kind.MONEY, code)
    dossier.save()
    return dossier


def _fund(program: Program, county: Division, total: int) -> Fund:
    name = f"助学金{Fund.objects.count()}"
    return Fund.objects.create(
        dossier=_dossier(MENGZHOU),
        division=county,
        program=program,
        status="open",
        name=name,
        year=2026,
        granted_fen=2 * total,
        reserved_fen=total,
    )


def _fill(batch: Batch, serials: Sequence[int]) -> None:
    roll = TownRoll.objects.create(
        dossier=_dossier(HUAGONG),
        batch=batch,
        division=Division.objects.get(code=HUAGONG),
        round=1,
        status="signed",
        line_count=len(serials),
        total_fen=batch.total_fen,
    )
    cases = _cases(serials)
    of_cases = PayeeAccount.objects.filter(child__in=[case.person_id for case in cases])
    accounts = {account.child_id: account for account in of_cases}
    lines = Line.objects.bulk_create(
        (
            Line(
                dossier=batch.dossier,
                batch=batch,
                town_roll=roll,
                round=1,
                sequence=place,
                case=case,
                person_id=case.person_id,
                division=case.division,
                account=accounts[case.person_id],
                fen=len(TERM) * MONTHLY,
                months=len(TERM),
            )
            for place, case in enumerate(cases, start=1)
        ),
        batch_size=2000,
    )
    _itemise(lines)


def _cases(serials: Sequence[int]) -> list[Case]:
    village = Division.objects.get(code=HENGSHAN)
    version = ProgramVersion.objects.in_force("STP", dt.date(2026, 6, 1))
    people = [Person(name=NAMES[serial % len(NAMES)], sex="FM"[serial % 2]) for serial in serials]
    accounts = []
    for person in people:
        person.fill_search_columns()
    Person.objects.bulk_create(people, batch_size=2000)
    for serial, person in zip(serials, people, strict=True):
        account = PayeeAccount(
            child=person, holder=person.name, number=account_number(serial, "410883"), bank="示例农商银行"
        )
        account.bank_line_number = "123456789012"
        account.fill_search_columns()
        accounts.append(account)
    PayeeAccount.objects.bulk_create(accounts, batch_size=2000)
    dossiers = Dossier.objects.bulk_create(
        [Dossier.begin(Dossier.Kind.CASE, HENGSHAN) for _serial in serials], batch_size=2000
    )
    household = Household.objects.create(division=village)
    return Case.objects.bulk_create(
        (
            Case(
                dossier=dossier,
                kind="STP",
                program_version=version,
                person=person,
                household=household,
                division=village,
            )
            for dossier, person in zip(dossiers, people, strict=True)
        ),
        batch_size=2000,
    )


def _itemise(lines: Sequence[Line]) -> None:
    """Accruals of five months for each line, and the items that carry them."""
    now = timezone.now()
    awards = Award.objects.bulk_create(
        (
            Award(
                dossier=line.case.dossier,
                case=line.case,
                program=line.batch.program,
                kind="monthly",
                first_month=TERM[0],
            )
            for line in lines
        ),
        batch_size=2000,
    )
    accruals = Accrual.objects.bulk_create(
        (
            Accrual(
                dossier=line.case.dossier,
                case=line.case,
                award=award,
                person_id=line.person_id,
                exclusivity_group="child_stipend",
                month=month,
                fen=MONTHLY,
                status="listed",
                made_at=now,
            )
            for line, award in zip(lines, awards, strict=True)
            for month in TERM
        ),
        batch_size=2000,
    )
    carried = [line for line in lines for _month in TERM]
    LineItem.objects.bulk_create(
        (LineItem(line=line, accrual=accrual, fen=MONTHLY) for line, accrual in zip(carried, accruals, strict=True)),
        batch_size=2000,
    )


def released(cast: dict[str, User], n: int = 3, **how: str) -> Batch:
    """The same, sent to the bank."""
    batch = sendable(n, **how)  # type: ignore[arg-type]
    perform(batch, "send", by=cast["fu"])
    batch.refresh_from_db()
    return batch
