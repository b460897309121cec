"""Compiling a batch: 20,000 lines on SQLite, and a million months on PostgreSQL against bare INSERT … SELECTs.

Each runs on a fresh database in a process of its own. The program's answer is ready before the clock starts, as is the
table from which the bare statements read; the reference writes the same rows, in their final state, and asks nothing:
no rule, account, earlier month, correction, roll, sum or hash. Both commit into the same tables, with all their keys,
indexes and triggers. The reference comes first: the program finds the tables already filled by it.
"""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from typing import Any

from bench import Result, at_most
from bench.imports import COUNTY, below, prepared

LINES = 20_000
CHILDREN = int(os.environ.get("BENCH_CHILDREN", "200000"))  # five months each
BASE = 10_000_000  # ids of what is filled in by statements
REFERENCE_TERM = (dt.date(2026, 1, 1), dt.date(2026, 5, 1))
TERM = (dt.date(2026, 7, 1), dt.date(2026, 11, 1))


def run() -> Iterator[Result]:
    """Seconds of both sizes, and statements that do not grow."""
    found = measured(LINES)
    yield below(f"a batch of {LINES} lines on SQLite", found["ours"], found["bare"], 3, "s")
    yield below("statements for this batch", found["statements"], found["lines"], 90, "statements")
    if not shutil.which("pg_virtualenv"):
        return
    found = measured(CHILDREN, "pg_virtualenv", "-t", "-o", "synchronous_commit=off")
    yield at_most(f"{CHILDREN * 5} months with lines on PostgreSQL", found["ours"], found["bare"], 2, "s")


def measured(children: int, *inside: str) -> dict[str, float]:
    """What a process of its own found out; `inside` is the command that gives it a PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "TONGXIN_VAR": folder}
        environment.pop("TONGXIN_DATABASE_URL", None)
        code = f"import bench.payments as b; b.measure({children})"
        command = [*inside, sys.executable, "-c", code]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    answers = [line for line in done.stdout.splitlines() if line.startswith("{")]  # pg_virtualenv talks, too
    found: dict[str, float] = json.loads(answers[-1])
    return found


def measure(children: int) -> None:
    """Fill a database, write the lines with bare statements, then compile as a batch does; print seconds."""
    if "PGHOST" in os.environ:
        login = "{PGUSER}:{PGPASSWORD}@{PGHOST}:{PGPORT}/{PGDATABASE}".format_map(os.environ)
        os.environ["TONGXIN_DATABASE_URL"] = f"postgresql://{login}"
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from cases import entitlements
    from finance.compiling import compile_batch

    prepared()
    people = fill(children)
    entitlements._sources["STP"] = lambda *asked: answer(people, *asked)
    _gather_statistics()
    bare = seconds(lambda: write_bare(new_batch(REFERENCE_TERM)))
    _gather_statistics()
    batch = new_batch(TERM)
    began = clock()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        totals = compile_batch(batch, timezone.now())
    ours = clock() - began
    assert totals["month_count"] == children * 5, totals
    print(json.dumps({"ours": ours, "bare": bare, "statements": len(queries), "lines": totals["line_count"]}))


def clock() -> float:
    """CPU seconds of this process, in which SQLite works; on PostgreSQL, another process, seconds on the wall."""
    return time.perf_counter() if _on_postgresql() else time.process_time()


def seconds(work: Any) -> float:
    """How long it took."""
    began = clock()
    work()
    return clock() - began


def answer(
    people: list[Any], program: Any, county: Any, first: dt.date, last: dt.date, cases: Collection[int] | None
) -> Iterator[Any]:
    """What the program says: everybody is entitled to every month."""
    return iter(people if cases is None else ())


def fill(children: int) -> list[Any]:
    """That many children with files, cases, accounts and awards, spread over the villages; what is said of them."""
    from cases.entitlements import Entitled, Span
    from cases.models import Award, Case
    from cases.registry.models import Household, PayeeAccount, Person
    from documents.models import Dossier
    from organisation.models import Division
    from programs.models import ProgramVersion, RateSeries

    version = ProgramVersion.objects.in_force("STP", dt.date(2026, 6, 1))
    village = Division.objects.filter(code__startswith=COUNTY[:6], level="village").first()
    assert village is not None
    person = Person.objects.create(name="测速")
    account = PayeeAccount.objects.create(child=person, holder="测速", number="6222020000000000000")
    dossier = Dossier.begin("case", village.code)
    dossier.save()
    home = Household.objects.create(division=village)
    case = Case.objects.create(
        dossier=dossier, kind="STP", program_version=version, person=person, household=home, division=village
    )
    month = dt.date(2026, 1, 1)
    award = Award.objects.create(
        dossier=dossier, case=case, program=version.program, kind="monthly", first_month=month, status="ended"
    )
    own = f"{BASE} + series.n"
    code = "gen_random_uuid()" if _on_postgresql() else "lower(hex(randomblob(16)))"
    repeat(person, children, {})
    repeat(account, children, {"child_id": own, "number_index": "'bench' || series.n"})
    repeat(dossier, children, {"code": code})
    repeat(case, children, {"dossier_id": own, "person_id": own, "division_id": "village.id"})
    repeat(award, children, {"dossier_id": own, "case_id": own, "status": "'granted'"})
    series = RateSeries.objects.get(version=version, sex="").pk
    span = (Span(dt.date(2025, 1, 1), dt.date(2027, 1, 1), "counted", "", series),)
    rows = Case.objects.filter(pk__gt=BASE).order_by("division__code", "pk")
    return [
        Entitled(pk, pk, pk, pk, place, town or place, pk, span)
        for pk, place, town in rows.values_list("pk", "division_id", "division__parent_id").iterator()
    ]


def repeat(row: Any, times: int, changes: dict[str, str]) -> None:
    """Copy one row many times, with ids from BASE on and `changes` as SQL."""
    from django.db import connection

    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields]
    values = {column: f"one.{column}" for column in columns} | changes | {"id": f"{BASE} + series.n"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {times}) "
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values[column] for column in columns)} "
            f"FROM series JOIN {table} one ON one.id = {row.pk} "
            f"JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place, COUNT(*) OVER () AS places "
            f"FROM organisation_division WHERE level = 'village' AND code LIKE '{COUNTY[:6]}%') village "
            f"ON village.place = series.n * village.places / {times + 1}"
        )


def _on_postgresql() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _gather_statistics() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if _on_postgresql() else "ANALYZE")


def new_batch(term: tuple[dt.date, dt.date]) -> Any:
    """An open batch for five months."""
    from documents.models import Dossier
    from finance.models import BankAdapter, Batch, Fund
    from organisation.models import Division
    from programs.models import Program

    county, program = Division.objects.get(code=COUNTY), Program.objects.get(code="STP")
    files = [Dossier.begin("money", COUNTY) for _each in range(2)]
    Dossier.objects.bulk_create(files)
    number = f"BENCH-{term[0]}"
    fund = Fund.objects.create(dossier=files[0], division=county, program=program, name=number, year=2026)
    return Batch.objects.create(
        dossier=files[1],
        program=program,
        division=county,
        fund=fund,
        adapter=BankAdapter.objects.get(code="csv"),
        number=number,
        first_month=term[0],
        last_month=term[1],
        status="open",
    )


def write_bare(batch: Any) -> None:
    """Rolls, accruals, lines, items and entries of the batch with four statements that ask nothing."""
    from django.db import connection, transaction

    from documents.models import Dossier
    from finance.models import TownRoll
    from organisation.models import Division
    from programs.models import Rate
    from programs.months import months_between

    rate = Rate.objects.get(series__version__name="2022", series__version__program=batch.program)
    term = batch.first_month, batch.last_month
    months = " UNION ALL ".join(f"SELECT {_date(month)} AS month" for month in months_between(*term))
    within = "month BETWEEN {} AND {}".format(*map(_date, term))
    with transaction.atomic(), connection.cursor() as cursor:
        for town in Division.objects.filter(parent=batch.division):
            dossier = Dossier.begin("money", town.code)
            dossier.save()
            TownRoll.objects.create(batch=batch, division=town, round=1, dossier=dossier)
        empty = "'[]'::jsonb" if _on_postgresql() else "'[]'"
        for statement in BARE:
            cursor.execute(
                statement.format(
                    batch=batch.pk,
                    dossier=batch.dossier_id,
                    rate=rate.pk,
                    fen=rate.fen,
                    months=months,
                    within=within,
                    empty=empty,
                )
            )


def _date(month: dt.date) -> str:
    return f"DATE '{month}'" if _on_postgresql() else f"'{month}'"


BARE = (
    """INSERT INTO finance_accrual
       (dossier_id, case_id, award_id, person_id, exclusivity_group, month, rate_id, fen, status, made_at)
       SELECT award.dossier_id, award.case_id, award.id, kase.person_id, 'child_stipend', term.month, {rate}, {fen},
              'listed', CURRENT_TIMESTAMP
       FROM cases_award award JOIN cases_case kase ON kase.id = award.case_id CROSS JOIN ({months}) term
       WHERE award.status = 'granted'""",
    """INSERT INTO finance_line
       (dossier_id, batch_id, town_roll_id, round, sequence, case_id, person_id, division_id, account_id, fen, months,
        status, failure, paid_on, reissue_of_id)
       SELECT {dossier}, {batch}, roll.id, 1, row_number() OVER (ORDER BY village.code, kase.id), kase.id,
              kase.person_id, kase.division_id, account.id, net.fen, net.months, 'listed', '', NULL, NULL
       FROM (SELECT case_id, SUM(fen) AS fen, COUNT(*) AS months FROM finance_accrual WHERE {within}
             GROUP BY case_id) net
       JOIN cases_case kase ON kase.id = net.case_id
       JOIN organisation_division village ON village.id = kase.division_id
       JOIN finance_townroll roll ON roll.batch_id = {batch} AND roll.division_id = village.parent_id
       JOIN registry_payeeaccount account ON account.child_id = kase.person_id AND account.valid_to IS NULL""",
    """INSERT INTO finance_lineitem (line_id, accrual_id, adjustment_id, fen, live)
       SELECT line.id, accrual.id, NULL, accrual.fen, true
       FROM finance_line line JOIN finance_accrual accrual ON accrual.case_id = line.case_id AND accrual.{within}
       WHERE line.batch_id = {batch}""",
    """INSERT INTO finance_rollentry (batch_id, town_roll_id, round, case_id, outcome, reason, months)
       SELECT batch_id, town_roll_id, round, case_id, 'counted', '', {empty} FROM finance_line
       WHERE batch_id = {batch}""",
)
