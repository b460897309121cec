"""Builds the demo: all lives side by side in the order of their moments, so that numbers run with the dates.

Which lives there are, those of other apps too, says DEMO in config/wiring.py.

Invariant: one transaction, so that a demo is either whole or not there. Called by `manage.py loaddemo`.
"""

import datetime as dt
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from importlib import import_module
from itertools import count

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cases.children.demo.clock import Clock, turned_back
from cases.children.demo.courses import NOT_ASSESSED, courses
from cases.children.demo.lives import Course, Life
from cases.children.demo.pace import CHINA, Moments
from cases.children.demo.people import Family, Registry
from cases.children.demo.places import VILLAGES
from cases.children.demo.roster import import_roster
from cases.children.demo.staff import Team, hire_everyone
from documents.sealing import seal_events
from documents.surroundings import Surroundings, within
from organisation.models import Division

FAMILIES = {"410883": 20, "410823": 12, "410802": 4, "410811": 4}  # half of them with two children
IMPORTED_DAYS_AGO = 4
SEAL_EVERY = 20  # acts


def load() -> None:
    """Make accounts, families and cases up to the present moment."""
    today = timezone.localdate()
    with transaction.atomic(), within(Surroundings(request_id="demo")):
        teams = hire_everyone()
        with turned_back() as clock:
            paths: list[str] = import_module(settings.WIRING).DEMO
            run([life for path in paths for life in import_string(path)(teams, today)], clock)


def run(lives: list[Moments], clock: Clock) -> None:
    """Let each life do its next act when its moment has come; what lies in the future does not happen."""
    present, ticket, acts = clock.moment, count(), count(1)
    waiting = [(moment, next(ticket), life) for life in lives for moment in (next(life),)]
    heapify(waiting)
    while waiting:
        moment, _ticket, life = heappop(waiting)
        if moment > present:
            continue
        clock.moment = moment
        if not next(acts) % SEAL_EVERY:
            seal_events()  # as the ticker does, so that papers print a head of the trail
        following = next(life, None)
        if following is not None:
            heappush(waiting, (following, next(ticket), life))


def lives(teams: dict[str, Team], today: dt.date) -> Iterator[Moments]:
    """The cases of children and the import of a roster."""
    registry, places = Registry(today), _villages()
    homes = list(_families(registry, places))
    for number, (course, family) in enumerate(zip(courses(), homes, strict=True)):
        yield _life(registry, course, family, teams, today, number)
    first = places["410883"]
    for number, course in enumerate(NOT_ASSESSED, 100):
        family = registry.family(first[number % 6], mother_home=course.state == "not_eligible")
        yield _life(registry, course, family, teams, today, number)
    day = today - dt.timedelta(days=IMPORTED_DAYS_AGO)
    moment = dt.datetime.combine(day, dt.time(9, 12), CHINA)
    yield import_roster(registry, first[:6], teams["410883100"], moment)


def _life(
    registry: Registry, course: Course, family: Family, teams: dict[str, Team], today: dt.date, number: int
) -> Moments:
    begins = today - dt.timedelta(days=course.lead)
    entry = registry.child(family, registry.dice.randint(6, 13 - course.lead // 365), on=begins)
    return Life(entry, family.carer_age, course, teams[family.village.code[:9]], begins, number).live()


def _villages() -> dict[str, list[Division]]:
    codes = [code for villages in VILLAGES.values() for code in villages]
    divisions = Division.objects.select_related("parent").in_bulk(codes, field_name="code")
    found: dict[str, list[Division]] = {}
    for code in codes:
        found.setdefault(code[:6], []).append(divisions[code])
    return found


def _families(registry: Registry, places: dict[str, list[Division]]) -> Iterator[Family]:
    """Sixty homes for sixty children, town after town; every other family appears twice in a row."""
    for county, families in FAMILIES.items():
        villages = places[county]
        for number in range(families):
            family = registry.family(villages[number * len(villages) // families])
            yield family
            if number % 2 == 0:
                yield family
