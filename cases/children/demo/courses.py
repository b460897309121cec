"""Where the cases of the demo stand: fifteen at high, twenty-five at medium and twenty at low risk, and some before.

Invariant: every state of the machine occurs, with due dates that are over, near and far.
"""

import random
from collections.abc import Iterator

from cases.children.demo.lives import Course

# The first town has something to do for everyone who logs in first.
FIRST_TOWN = (
    Course("high", "assessed", since=9),
    Course("medium", "assessed", since=2),
    Course("medium", "verified", since=3, sent_back=True),
    Course("medium", "opened", since=6),
    Course("high", "opened", since=4),
    Course("high", "in_service", served=25, silent=20),
    Course("high", "under_review", served=90, since=2),
    Course("medium", "under_review", served=190, since=3),
    Course("low", "monitored", since=95),
    Course("low", "assessed", since=1),
    Course("medium", "in_service", served=420),
    Course("low", "closed", served=200, since=10, ground="parent_returned"),
)
NOT_ASSESSED = (
    Course("low", "registered", since=2),
    Course("medium", "registered", since=20),
    Course("medium", "verified", since=3),
    Course("low", "registered", since=6),
    Course("low", "not_eligible", since=10),
    Course("low", "not_eligible", since=40),
)


def courses() -> list[Course]:
    """The sixty that were assessed: first those of the first town, then the others, well mixed."""
    others = [*_high(), *_medium(), *_low()]
    random.Random(7).shuffle(others)  # noqa: S311 - not a secret
    return [*FIRST_TOWN, *others]


def _high() -> Iterator[Course]:
    yield Course("high", "assessed", since=1)
    yield Course("high", "opened", since=20)
    for served in (60, 90, 120, 200, 400, 720):
        yield Course("high", "in_service", served=served)
    yield Course("high", "under_review", served=150, since=9)
    yield Course("high", "closed", served=240, since=60)
    yield Course("high", "terminated", served=70, since=30)


def _medium() -> Iterator[Course]:
    yield Course("medium", "assessed", since=12)
    yield Course("medium", "verified", since=15, sent_back=True)
    yield Course("medium", "opened", since=2)
    yield Course("medium", "opened", since=18, sent_back=True)
    yield Course("medium", "in_service", served=80, silent=45)
    for served in (20, 45, 110, 150, 200, 260, 330, 600, 1075):
        yield Course("medium", "in_service", served=served)
    yield Course("medium", "under_review", served=100, since=1)
    yield Course("medium", "under_review", served=280, since=11)
    yield Course("medium", "closed", served=200, since=20, ground="parent_returned")
    yield Course("medium", "closed", served=400, since=90)
    yield Course("medium", "closed", served=700, since=200, ground="moved_with_parents")
    yield Course("medium", "terminated", served=60, since=100)


def _low() -> Iterator[Course]:
    yield Course("low", "assessed", since=10)
    for since in (5, 20, 45, 60, 70, 130):
        yield Course("low", "monitored", since=since)
    for served in (40, 120, 250, 500, 1080):
        yield Course("low", "in_service", served=served)
    yield Course("low", "under_review", served=190, since=4)
    yield Course("low", "closed", served=365, since=30)
    yield Course("low", "closed", served=500, since=120)
    yield Course("low", "closed", served=720, since=300, ground="moved_with_parents")
    yield Course("low", "closed", served=300, since=5)
