"""What every installation starts with. Safe to run again: what the office changed stays. Called by script/server."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import import_string

from documents.reminders.seeding import load_ladder
from organisation.calendar import forget_calendar
from organisation.divisions import load_divisions
from organisation.models import WorkCalendarDay
from organisation.organs import load_organs
from organisation.working_days import chinese_calendar_rows
from programs.seeding import load_programs


class Command(BaseCommand):
    help = "Enter divisions, organs, the working-day calendar, programs and the ladder of reminders that are missing"

    @transaction.atomic
    def handle(self, **options: Any) -> str:
        divisions = load_divisions()
        organs = load_organs()
        rows = (WorkCalendarDay(date=day, working=works, name=name) for day, works, name in chinese_calendar_rows())
        WorkCalendarDay.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
        forget_calendar()
        load_ladder()
        programs = load_programs()
        for path in import_module(settings.WIRING).SEEDS:
            import_string(path)()
        return f"divisions {divisions}, organs {organs}, programs {programs}"
