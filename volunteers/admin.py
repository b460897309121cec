"""Which towns border on each other, among the settings: matching asks it. A pair is taken out of use, never deleted."""

from django.contrib import admin

from documents.admin import RecordedAdmin
from volunteers.models import NeighbourTown


@admin.register(NeighbourTown)
class NeighbourTownAdmin(RecordedAdmin):
    """One entry for two towns, whichever way round."""

    list_display = ("town", "neighbour", "in_use")
    list_select_related = ("town", "neighbour")
    autocomplete_fields = ("town", "neighbour")
    search_fields = ("town__name", "neighbour__name")
    settled = ("town", "neighbour")
