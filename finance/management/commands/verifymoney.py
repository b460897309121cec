"""The proof that every fen agrees, for auditors and for cron. Reads only."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from finance.models import Accrual, Batch, Line
from finance.verifying import PARTS, disagreements


class Command(BaseCommand):
    help = (
        "Re-add all payments from the months up and compare them with lines, files, answers, ledger, recoveries and "
        "papers; exit status 1 names everything that does not agree"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--first", action="store_true", help="stop at the first disagreement")
        parser.add_argument("--part", action="append", choices=PARTS, default=[], help="only this part")

    def handle(self, *, first: bool, part: list[str], **options: Any) -> str | None:
        faulty = False
        for each in disagreements(*part):
            faulty = True
            self.stdout.write(f"DISAGREES {each}")
            if first:
                break
        if faulty:
            sys.exit(1)
        return f"OK {Accrual.objects.count()} months, {Line.objects.count()} lines, {Batch.objects.count()} batches"
