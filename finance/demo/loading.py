"""Tells the story of the stipends under the clock of the demo. Called by `manage.py loadstipends`.

Invariant: one transaction, so that the story is either whole or not there.
"""

from django.db import transaction
from django.utils import timezone

from cases.children.demo.clock import turned_back
from cases.children.demo.loading import run
from documents.surroundings import Surroundings, within
from finance.demo.term import Story


def load(*, girls: int, boys: int) -> None:
    """So many children, and two terms."""
    today = timezone.localdate()
    with transaction.atomic(), within(Surroundings(request_id="demo")), turned_back() as clock:
        run([Story(today, girls=girls, boys=boys).live()], clock)
