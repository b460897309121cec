"""The page of a batch and the list of its payments at 100,000 lines, against the same pages at 1,000.

Both batches lie in one fresh SQLite database, in a process of its own; the county's caseworker opens each page several
times. Queries must not differ, and the large batch may take half as long again.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from bench import Result, at_most
from bench.imports import COUNTY, prepared

FEW, MANY = 1_000, int(os.environ.get("BENCH_LINES", "100000"))
TIMES = 5
PAGES = {"the page of a batch": "batch-detail", "the list of its payments": "line-list", "its bank part": "bank"}
TERM = (dt.date(2026, 3, 1), dt.date(2026, 7, 1))


def run() -> Iterator[Result]:
    """Queries and time of each page at both sizes."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "TONGXIN_VAR": folder}
        environment.pop("TONGXIN_DATABASE_URL", None)
        code = "import bench.pages as b; b.measure()"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    for name in PAGES:
        few_queries, few, many_queries, many = found[name]
        yield at_most(f"queries of {name} at {MANY} lines", many_queries, few_queries, 1, "queries")
        yield at_most(f"{name} at {MANY} lines", many, few, 1.5, "s")


def measure() -> None:
    """Fill both batches, open the pages; print queries and CPU seconds."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    by = prepared()
    type(by).objects.filter(pk=by.pk).update(must_change_password=False)
    client = Client()
    client.force_login(by)
    batches = {FEW: fill(FEW, "A"), MANY: fill(MANY, "B")}
    found = {}
    for name, page in PAGES.items():
        figures = []
        for size in (FEW, MANY):
            opened(client, page, batches[size])  # what is asked once a process is asked now
            figures += opened(client, page, batches[size])
        found[name] = figures
    print(json.dumps(found))


def opened(client: Any, page: str, batch: Any) -> list[float]:
    """Queries of a page and the least seconds that it took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    name, query = ("batch-detail", "?part=bank") if page == "bank" else (page, "")
    url = reverse(name, args=[batch.code]) + query
    took = []
    for _again in range(TIMES):
        began = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        took.append(time.process_time() - began)
        assert answer.status_code == 200, answer.status_code
    return [len(queries), min(took)]


def fill(count: int, letter: str) -> Any:
    """A batch of so many paid lines in the towns of the county, some of them returned, with an entry for each child."""
    from django.db import transaction

    from finance.models import Line, RollEntry
    from organisation.models import Division

    villages = list(Division.objects.filter(code__startswith=COUNTY[:6], level="village").select_related("parent"))
    with transaction.atomic():
        batch = _batch(count, letter)
        rolls = _rolls(batch, villages, count)
        people, cases = _children(count, letter, villages)
        account = _account(people[0])
        shared = {"batch": batch, "round": 1}
        lines = (
            Line(
                **shared,
                dossier=batch.dossier,
                town_roll=rolls[case.division.parent_id],
                sequence=n,
                case=case,
                person=person,
                division=case.division,
                account=account,
                fen=25000,
                months=5,
                status="failed" if n % 500 == 0 else "paid",
                failure="account_closed" if n % 500 == 0 else "",
            )
            for n, (person, case) in enumerate(zip(people, cases, strict=True), start=1)
        )
        Line.objects.bulk_create(lines, batch_size=1000)
        entries = (
            RollEntry(**shared, town_roll=rolls[case.division.parent_id], case=case, outcome="counted")
            for case in cases
        )
        RollEntry.objects.bulk_create(entries, batch_size=1000)
    return batch


def _dossiers(kind: str, codes: list[str]) -> list[Any]:
    from documents.models import Dossier

    return Dossier.objects.bulk_create([Dossier.begin(kind, code) for code in codes], batch_size=1000)


def _batch(count: int, letter: str) -> Any:
    from finance.models import BankAdapter, Batch, Fund
    from organisation.models import Division
    from programs.models import Program

    county, program = Division.objects.get(code=COUNTY), Program.objects.get(code="STP")
    of_fund, of_batch = _dossiers("money", [COUNTY, COUNTY])
    fund = Fund.objects.create(
        dossier=of_fund, division=county, program=program, status="open", name=letter, year=2026, granted_fen=10**12
    )
    return Batch.objects.create(
        dossier=of_batch,
        program=program,
        division=county,
        fund=fund,
        adapter=BankAdapter.objects.all()[0],
        number=f"STP-{COUNTY[:6]}-2026{letter}",
        first_month=TERM[0],
        last_month=TERM[1],
        status="returned",
        content_hash="0" * 64,
        line_count=count,
        month_count=5 * count,
        total_fen=25000 * count,
        sent_on=TERM[1],
    )


def _rolls(batch: Any, villages: list[Any], count: int) -> dict[int, Any]:
    """A roll for each town; the stored figures are only shown."""
    from finance.models import TownRoll

    towns = list({village.parent_id: village.parent for village in villages}.values())
    files = _dossiers("money", [town.code for town in towns])
    share = count // len(towns)
    return {
        town.pk: TownRoll.objects.create(
            dossier=file,
            batch=batch,
            division=town,
            round=1,
            status="signed",
            line_count=share,
            total_fen=25000 * share,
        )
        for town, file in zip(towns, files, strict=True)
    }


def _children(count: int, letter: str, villages: list[Any]) -> tuple[list[Any], list[Any]]:
    """So many children with a case each."""
    from cases.models import Case
    from cases.registry.models import Household, Person
    from programs.models import ProgramVersion

    people = [
        Person(name=f"{letter}{n}", name_masked=f"{letter}*", pinyin_sort=f"{n:07d}", sex="FM"[n % 2])
        for n in range(count)
    ]
    people = Person.objects.bulk_create(people, batch_size=1000)
    places = [villages[n % len(villages)] for n in range(count)]
    home = Household.objects.create(division=villages[0])
    version = ProgramVersion.objects.in_force("STP", TERM[0])
    files = _dossiers("case", [place.code for place in places])
    shared = {"kind": "STP", "program_version": version, "household": home}
    cases = (
        Case(**shared, dossier=file, person=person, division=place)
        for file, person, place in zip(files, people, places, strict=True)
    )
    return people, Case.objects.bulk_create(cases, batch_size=1000)


def _account(child: Any) -> Any:
    from cases.registry.models import PayeeAccount

    return PayeeAccount.objects.create(child=child, holder=child.name, number="6222020000000000000", bank="示例银行")
