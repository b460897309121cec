"""Matching over a county's children and proxy parents, against asking the rules pair by pair with the ORM.

Both run on a fresh SQLite database in a process of its own. The reference judges a sample of the proxy parents; its
time is taken for each, as is ours for the whole list. Queries are counted for a page of children and all candidates.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from bench import Result, at_most
from bench.imports import COUNTY, below, prepared
from bench.reminders import seconds

CHILDREN, PROXIES, SAMPLE, PAGE = 3_000, 2_000, 100, 30
TOWN = "410883100000"  # where all proxy parents live, so that every one of them is judged


def run() -> Iterator[Result]:
    """The list of children who wait and the candidates for one of them: seconds, and queries that do not grow."""
    found = measured()
    yield below(f"the order of {CHILDREN} children who wait", found["order"], found["one_by_one"] * CHILDREN, 1, "s")
    yield below(f"{PROXIES} candidates for a child", found["candidates"], found["one_by_one"] * PROXIES, 1.5, "s")
    yield at_most("judging a candidate", found["candidates"] / PROXIES * 1000, found["one_by_one"] * 1000, 0.2, "ms")
    yield below("queries for a page of children", found["page_queries"], found["queries"] * PAGE, 12, "queries")
    yield below("queries for all candidates", found["candidate_queries"], found["queries"] * PROXIES, 16, "queries")


def measured() -> dict[str, float]:
    """What a process of its own found out."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "TONGXIN_VAR": folder}
        environment.pop("TONGXIN_DATABASE_URL", None)
        code = "import bench.matching as b; b.measure()"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> None:
    """Fill a database, judge a sample pair by pair, then all of them; print seconds and queries."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cases.models import Case
    from organisation.models import User
    from volunteers import matching
    from volunteers.views.matching import children

    prepared()
    fill()
    user = User.objects.get(username="coordinator")
    case = Case.objects.select_related("person", "division", "leftbehindcase").filter(division__parent__code=TOWN)[0]
    with CaptureQueriesContext(connection) as reference:
        one_by_one = seconds(lambda: pair_by_pair(case)) / SAMPLE
    order: list[int] = []
    ordering = seconds(lambda: order.extend(matching.in_order(matching.waiting(user))))
    with CaptureQueriesContext(connection) as page:
        children(order[:PAGE], user)
    with CaptureQueriesContext(connection) as candidates:
        judging = seconds(lambda: matching.candidates(case, user))
    found = {"order": ordering, "candidates": judging, "one_by_one": one_by_one, "queries": len(reference) / SAMPLE}
    print(json.dumps({**found, "page_queries": len(page), "candidate_queries": len(candidates)}))


def pair_by_pair(case: Any) -> None:
    """Judge a sample as the guard of a proposal does: everything asked anew for each pair."""
    from volunteers.models import Pairing, Volunteer
    from volunteers.queries import child_facts, pair_facts, proxy_facts
    from volunteers.rules import against_pair, against_proxy

    today = dt.date.today()
    for volunteer in Volunteer.objects.select_related("person", "program_version")[:SAMPLE]:
        pairing = Pairing(case_id=case.pk, volunteer=volunteer, dossier_id=case.dossier_id)
        list(against_proxy(proxy_facts(volunteer, today), today, min_age=25))
        list(against_pair(child_facts(pairing, today), pair_facts(pairing, second_adult="")))


def fill() -> None:
    """A coordinator, children in every village of the county, and proxy parents in every village of one town."""
    from organisation.models import Division, Post, User
    from programs.models import ProgramVersion

    county = Division.objects.get(code=COUNTY)
    user = User.objects.create(username="coordinator", name="管理员", password="!")
    Post.objects.create(user=user, role="volunteer_coordinator", division=county, valid_from=dt.date(2020, 1, 1))
    villages = list(Division.objects.filter(code__startswith=COUNTY[:6], level="village"))
    fill_children(villages, ProgramVersion.objects.get(program__code="LBC"))
    near = [village for village in villages if village.code.startswith(TOWN[:9])]
    fill_proxies(near, ProgramVersion.objects.get(program__code="PXP"), user)


def people(count: int, born: int) -> list[Any]:
    """So many persons born in that year, half of them women."""
    from cases.registry.models import Person

    rows = [
        Person(name=f"测速{n}", name_masked="测**", sex="FM"[n % 2], birth_date=dt.date(born, n % 12 + 1, n % 27 + 1))
        for n in range(count)
    ]
    return Person.objects.bulk_create(rows, batch_size=1000)


def fill_children(villages: list[Any], version: Any) -> None:
    """Children in service without a proxy parent, whose guardians agreed."""
    from cases.children.models import LeftBehindCase
    from cases.registry.models import Consent, Household
    from documents.models import Dossier

    today = dt.date.today()
    for n, child in enumerate(people(CHILDREN, today.year - 10)):
        village = villages[n % len(villages)]
        dossier = Dossier.objects.create(kind="case", division_code=village.code)
        LeftBehindCase.objects.create(
            dossier=dossier,
            kind="LBC",
            number=f"B{n}",
            program_version=version,
            person=child,
            household=Household.objects.create(division=village),
            division=village,
            status="in_service",
            risk_level=("low", "medium", "high")[n % 3],
            opened_on=today - dt.timedelta(days=n % 400),
        )
        Consent.objects.create(child=child, purpose="pairing", given=True, given_by="监护人")


def fill_proxies(villages: list[Any], version: Any, by: Any) -> None:
    """People in service, with referees and home visit."""
    from documents.models import Dossier
    from volunteers.models import Referee, Suitability, Volunteer

    today = dt.date.today()
    held = {"vetted_until": today + dt.timedelta(days=99), "trained_until": today + dt.timedelta(days=99)}
    for n, person in enumerate(people(PROXIES, today.year - 40)):
        village = villages[n % len(villages)]
        volunteer = Volunteer.objects.create(
            dossier=Dossier.objects.create(kind="volunteer", division_code=village.code),
            program_version=version,
            person=person,
            division=village,
            status="registered",
            pledged_on=today,
            **held,
        )
        Referee.objects.bulk_create(
            Referee(volunteer=volunteer, name="证明人", relation="邻居", heard_on=today) for _twice in range(2)
        )
        Suitability.objects.create(volunteer=volunteer, kind="home", held_on=today, passed=True, words="适合", by=by)
