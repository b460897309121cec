"""The demo county, into an empty database only. Called by script/server."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.children.demo import staff
from cases.models import Case
from documents.models import Document
from organisation.models import Division, User


class Command(BaseCommand):
    help = "Fill an empty database with the demo county. Does nothing when it is there already"

    def handle(self, **options: Any) -> str:
        if not settings.DEMO:
            raise CommandError("This is not a demo installation. Set TONGXIN_DEMO=1 to try the demo.")
        if staff.is_loaded():
            return "demo: present"
        if User.objects.exists() or Case.objects.exists():
            return "demo: not loaded, because this database is in use. Choose another one to try the demo."
        if not Division.objects.exists():
            raise CommandError("There are no divisions yet. Run `manage.py seed` first.")
        from cases.children.demo.loading import load  # imports that only a first start needs

        load()
        return f"demo: {Case.objects.count()} cases, {Document.objects.count()} papers to be rendered in the background"
