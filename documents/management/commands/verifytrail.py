import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from documents.models import Event, SealBlock
from documents.sealing import trail_head, verify_trail


class Command(BaseCommand):
    help = "Prove that no event was changed, removed, inserted or moved; exit status 1 names the first that was"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", metavar="HEX", help="a head printed on a paper or kept elsewhere")

    def handle(self, *, head: str | None, **options: Any) -> str | None:
        fault = verify_trail((head or "").replace(" ", "").lower() or None)
        if fault:
            self.stdout.write(f"FAULT {fault}")
            sys.exit(1)
        return f"OK {Event.objects.count()} events, {SealBlock.objects.count()} blocks, head {trail_head()}"
