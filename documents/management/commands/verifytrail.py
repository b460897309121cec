"""The proof that the trail is whole, for auditors and for cron. Reads only."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from documents.models import Event, SealBlock
from documents.proof_of_papers import verify_papers
from documents.sealing import trail_head, verify_trail


class Command(BaseCommand):
    help = (
        "Prove that no event, paper or scan was changed, removed, inserted or moved; "
        "exit status 1 names the first that was"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", metavar="HEX", help="a head printed on a paper or kept elsewhere")

        parser.add_argument("--files", action="store_true", help="also read every stored paper and scan: takes long")

    def handle(self, *, head: str | None, files: bool, **options: Any) -> str | None:
        fault = verify_trail((head or "").replace(" ", "").lower() or None) or verify_papers(files=files)
        if fault:
            self.stdout.write(f"FAULT {fault}")
            sys.exit(1)
        return f"OK {Event.objects.count()} events, {SealBlock.objects.count()} blocks, head {trail_head()}"
