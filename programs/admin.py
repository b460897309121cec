"""Pages for programs and their versions. A version that a case rests on is only read."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from documents.admin import RecordedAdmin
from programs.models import Program, ProgramVersion


@admin.register(Program)
class ProgramAdmin(RecordedAdmin):
    """The programs by their codes."""

    list_display = ("code", "name")
    settled = ("code",)


@admin.register(ProgramVersion)
class ProgramVersionAdmin(RecordedAdmin):
    """Parameters, basis and period of each version."""

    list_display = ("program", "name", "effective_from", "effective_to")
    list_select_related = ("program",)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Once a case rests on a version, only its end may still be set."""
        if isinstance(obj, ProgramVersion) and rests_on(obj):
            return ("program", "name", "effective_from", "basis", "parameters")
        return super().get_readonly_fields(request, obj)


def rests_on(version: ProgramVersion) -> bool:
    """True when any row of any app refers to the version."""
    return any(
        relation.field.model._default_manager.filter(**{relation.field.name: version}).exists()
        for relation in version._meta.related_objects
    )
