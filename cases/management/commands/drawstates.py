"""The state machines as the code has them, for docs/states.md. Called by whoever changed a transition."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.diagrams import document, machines

PATH = Path(settings.BASE_DIR) / "docs" / "states.md"


class Command(BaseCommand):
    help = "Draw the state machines into docs/states.md"

    def handle(self, **options: Any) -> str:
        PATH.parent.mkdir(exist_ok=True)
        PATH.write_text(document(machines()), encoding="utf-8")
        return f"wrote {PATH.relative_to(settings.BASE_DIR)}"
