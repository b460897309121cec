"""The stipends of the newspaper page, into a demo only. Called by script/server and by hand; safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.children.demo import staff
from finance.demo.county import BOYS, GIRLS
from finance.models import Batch, Line


class Command(BaseCommand):
    help = "Add 1,903 children with two terms of stipends to the demo. Does nothing when they are there already"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--girls", type=int, default=GIRLS, help="how many girls")
        parser.add_argument("--boys", type=int, default=BOYS, help="how many boys")

    def handle(self, *, girls: int, boys: int, **options: Any) -> str:
        if not settings.DEMO:
            raise CommandError("This is not a demo installation. Set TONGXIN_DEMO=1 to try the demo.")
        if not staff.is_loaded():
            raise CommandError("The demo is not here yet. Run `manage.py loaddemo` first.")
        if Batch.objects.exists():
            return "stipends: present"
        from finance.demo.loading import load  # imports that only a first start needs

        load(girls=girls, boys=boys)
        return f"stipends: {Line.objects.count()} payments in {Batch.objects.count()} batches"
