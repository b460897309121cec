"""A bank's answer to practise with, for a batch of the demo that was sent. Reads only; refuses outside of a demo."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from finance.demo.practice import answer_to, every_kind
from finance.models import Batch


class Command(BaseCommand):
    help = "Write the bank's answer to a batch of the demo: all paid but one for each reason of a return"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="number of the batch, such as STP-410883-2026A")
        parser.add_argument("--out", type=Path, help="where to write it (default: the number of the batch)")
        parser.add_argument("--each", type=int, default=1, help="how many come back for each reason")

    def handle(self, *, number: str, out: Path | None, each: int, **options: Any) -> str:
        if not settings.DEMO:
            raise CommandError("This is not a demo installation. Set TONGXIN_DEMO=1 to try the demo.")
        batch = Batch.objects.filter(number=number).first()
        if batch is None:
            raise CommandError("There is no batch of this number. Copy it from the list of batches.")
        if batch.sent_on is None:
            raise CommandError("This batch has not been sent to the bank yet. Release it first.")
        suffix = Path(batch.files.all()[0].name).suffix
        path = out or Path(f"{number}-answer{suffix}")
        failures = every_kind(batch.line_count, each)
        path.write_bytes(answer_to(batch, failures, day=timezone.localdate()))
        return f"{path}: {batch.line_count} payments, {len(failures)} of them returned"
