"""The supervisor's first page over 2,000 pairings, against asking for each pairing what its row shows.

Both run on a fresh SQLite database in a process of its own, for the county's caseworker. Queries are counted with few
pairings and with all of them: they must not differ.
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
from bench.imports import COUNTY, below, prepared

FEW, MANY = 60, 2_000  # both more than one page
CONTACTS = 12  # a quarter of weekly contacts


def run() -> Iterator[Result]:
    """Queries of the page with few and many pairings, its time, and that of the whole list."""
    found = measured()
    yield at_most(f"queries of the silent list at {MANY} pairings", found["many"], found["few"], 1, "queries")
    yield below("the silent list, first page", found["page"], found["one_by_one"], 1.5, "s")
    yield at_most("all pairings with what is due", found["whole"], found["one_by_one"], 0.3, "s")


def measured() -> dict[str, float]:
    """What a process of its own found out."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "TONGXIN_VAR": folder}
        environment.pop("TONGXIN_DATABASE_URL", None)
        code = "import bench.supervision as b; b.measure()"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> None:
    """Fill a database in two steps, open the page after each; print queries and seconds of CPU."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    by = prepared()
    type(by).objects.filter(pk=by.pk).update(must_change_password=False)
    client = Client()
    client.force_login(by)
    fill(0, FEW)
    opened(client)  # what is asked once a process is asked now
    few, _seconds = opened(client)
    fill(FEW, MANY)
    many, page = opened(client)
    one_by_one, whole = seconds(lambda: naive()), seconds(lambda: set_based(by))
    print(json.dumps({"few": few, "many": many, "page": page, "one_by_one": one_by_one, "whole": whole}))


def opened(client: Any) -> tuple[int, float]:
    """Queries and seconds of the page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    began = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/volunteers/supervision/")
    assert answer.status_code == 200, answer.status_code
    return len(queries), time.process_time() - began


def seconds(work: Any) -> float:
    """CPU time of `work`."""
    began = time.process_time()
    work()
    return time.process_time() - began


def set_based(by: Any) -> None:
    """Every pairing as the list gives it."""
    from volunteers.supervision import name_children, supervised

    name_children(supervised(by), by)


def naive() -> None:
    """For each pairing its child, last contact and due date."""
    from documents.models import DueDate
    from volunteers.models import Pairing

    for pairing in Pairing.objects.filter(status="active"):
        contacts = pairing.contacts.filter(made=True, status__in=("recorded", "reviewed"))
        _shown = (
            pairing.case.person.name,
            pairing.case.division.short_name,
            pairing.volunteer.person.name,
            contacts.order_by("-done_on").first(),
            contacts.filter(how="visit").order_by("-done_on").first(),
            DueDate.objects.filter(dossier=pairing.dossier_id, name="pairing_contact", state="open").first(),
        )


def fill(first: int, last: int) -> None:
    """Pairings with these numbers: child, case, proxy parent, a quarter of contacts and what is due."""
    from django.db import transaction

    from organisation.models import Division
    from programs.models import ProgramVersion

    villages = list(Division.objects.filter(code__startswith=COUNTY[:6], level="village"))
    versions = {version.program.code: version for version in ProgramVersion.objects.select_related("program")}
    with transaction.atomic():
        places = [villages[number % len(villages)] for number in range(first, last)]
        volunteers = _volunteers(first, places, versions["PXP"])
        pairings = _pairings(_cases(first, places, versions["LBC"]), volunteers)
        _contacts(pairings)
        _due_dates(pairings)


def _people(stem: str, first: int, count: int) -> list[Any]:
    from cases.registry.models import Person

    people = [Person(name=f"{stem}{number}") for number in range(first, first + count)]
    for person in people:
        person.fill_search_columns()
    return Person.objects.bulk_create(people, batch_size=500)


def _dossiers(kind: str, places: list[Any]) -> list[Any]:
    from documents.models import Dossier

    return Dossier.objects.bulk_create([Dossier(kind=kind, division_code=p.code) for p in places], batch_size=500)


def _cases(first: int, places: list[Any], version: Any) -> list[Any]:
    from cases.models import Case
    from cases.registry.models import Household

    homes = Household.objects.bulk_create([Household(division=place) for place in places], batch_size=500)
    rows = zip(_people("测", first, len(places)), _dossiers("case", places), homes, places, strict=True)
    return Case.objects.bulk_create(
        [
            Case(
                dossier=dossier,
                kind="LBC",
                program_version=version,
                person=child,
                household=home,
                division=place,
                status="in_service",
            )
            for child, dossier, home, place in rows
        ],
        batch_size=500,
    )


def _volunteers(first: int, places: list[Any], version: Any) -> list[Any]:
    from volunteers.models import Volunteer

    rows = zip(_people("量", first, len(places)), _dossiers("volunteer", places), places, strict=True)
    return Volunteer.objects.bulk_create(
        [
            Volunteer(dossier=dossier, program_version=version, person=person, division=place, status="registered")
            for person, dossier, place in rows
        ],
        batch_size=500,
    )


def _pairings(cases: list[Any], volunteers: list[Any]) -> list[Any]:
    from volunteers.models import Pairing

    began = dt.date.today() - dt.timedelta(days=100)
    until = began + dt.timedelta(days=365)
    return Pairing.objects.bulk_create(
        [
            Pairing(
                dossier_id=case.dossier_id,
                case=case,
                volunteer=volunteer,
                status="active",
                started_on=began,
                valid_until=until,
            )
            for case, volunteer in zip(cases, volunteers, strict=True)
        ],
        batch_size=500,
    )


def _contacts(pairings: list[Any]) -> None:
    from volunteers.models import Contact

    today = dt.date.today()
    Contact.objects.bulk_create(
        (
            Contact(
                dossier_id=pairing.dossier_id,
                pairing=pairing,
                status="reviewed",
                done_on=today - dt.timedelta(days=7 * week + number % 30),
                made=True,
                how="visit" if week % 2 else "phone",
                minutes=20,
            )
            for number, pairing in enumerate(pairings)
            for week in range(CONTACTS)
        ),
        batch_size=500,
    )


def _due_dates(pairings: list[Any]) -> None:
    from documents.models import Dossier, DueDate
    from documents.trail import record
    from organisation.models import User

    office = Dossier.begin("office", f"{COUNTY[:4]}{pairings[0].pk:08d}")
    office.save()
    event, today = record(office, "list.export", by=User.objects.get(username="bench")), dt.date.today()
    DueDate.objects.bulk_create(
        (
            DueDate(
                dossier_id=pairing.dossier_id,
                name="pairing_contact",
                role="proxy_parent",
                starts_on=today,
                due_on=today + dt.timedelta(days=number % 14 - 10),
                opened_by=event,
            )
            for number, pairing in enumerate(pairings)
        ),
        batch_size=500,
    )
