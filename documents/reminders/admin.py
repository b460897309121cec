"""The ladder of reminders among the settings. A rung is taken out of use, never deleted."""

from django.contrib import admin

from documents.admin import RecordedAdmin
from documents.reminders.models import ReminderRung


@admin.register(ReminderRung)
class RungAdmin(RecordedAdmin):
    """Who is told how many days before or after the last day."""

    list_display = ("offset", "to", "in_use")
