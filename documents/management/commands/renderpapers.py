"""Papers without workers: renders in this process what waits. Safe to run twice. Called by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from documents.models import Document


class Command(BaseCommand):
    help = "Render issued papers that have no PDF yet, in this process"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=1000, help="stop after this many")
        parser.add_argument("--failed", action="store_true", help="also those whose next attempt is not due yet")

    def handle(self, *, limit: int, failed: bool, **options: Any) -> str:
        from documents.papers import render  # WeasyPrint takes two seconds to import

        todo = Document.objects.filter(sha256="").order_by("id") if failed else Document.objects.waiting()
        for pk in list(todo.values_list("pk", flat=True)[:limit]):
            render(pk)
        left = Document.objects.filter(sha256="")
        return f"waiting {left.filter(error='').count()}, failed {left.exclude(error='').count()}"
