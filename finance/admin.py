"""The page on which a bank's format is entered. A format by which a file was sent is only read: the answer needs it."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from documents.admin import RecordedAdmin
from finance.forms.bank import AdapterForm
from finance.models import BankAdapter, BankFile


@admin.register(BankAdapter)
class BankAdapterAdmin(RecordedAdmin):
    """Formats by their codes. A bank that changes its format gets a new one, and the old one goes out of use."""

    form = AdapterForm
    list_display = ("code", "name", "active")
    settled = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Once a file was written by it, only whether it is in use may still change."""
        if isinstance(obj, BankAdapter) and BankFile.objects.filter(batch__adapter=obj).exists():
            return ("code", "name", "spec")
        return super().get_readonly_fields(request, obj)
