"""One round of the sealer, which the ticker runs by itself. Safe to run anywhere. Called by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from documents.sealing import seal_forgotten_events


class Command(BaseCommand):
    help = "Seal every event that is not sealed yet, as the background work does every few seconds"

    def handle(self, **options: Any) -> str:
        return f"sealed {seal_forgotten_events()}"
