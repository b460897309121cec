"""All background work in one process tree. Called by script/server and by the service of an installation."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from documents.workers import run_all


def tell_starts(stream: Any) -> None:
    """Say which processes are started, one a line."""
    logger = logging.getLogger("documents.workers")
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler(stream))


class Command(BaseCommand):
    help = "Do the background work: recurring jobs and the queues of papers and of long tasks. Ctrl-C ends it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--papers", type=int, default=1, metavar="N", help="processes that render papers")
        parser.add_argument("--long", type=int, default=1, metavar="N", help="processes for imports and print jobs")
        parser.add_argument("--no-ticker", action="store_true", help="leave the recurring jobs to another machine")

    def handle(self, *, papers: int, long: int, no_ticker: bool, **options: Any) -> None:
        if options["verbosity"] > 1:
            tell_starts(self.stdout)
        run_all(ticker=not no_ticker, workers={"papers": papers, "long": long})
