"""Choosing a division by typing: villages of one name are told apart by their town and county (domain report §5.1)."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet

from organisation.models import Division


def place_of(division: Division) -> str:
    """County, town and village, as far as the division lies in them."""
    chain = [division]
    while (parent := chain[0].parent) and parent.level in ("county", "town"):
        chain.insert(0, parent)
    return " ".join(each.short_name for each in chain)


class FindDivision(AutocompleteJsonView):
    """What the field gets while somebody types."""

    def get_queryset(self) -> QuerySet[Division]:
        found: QuerySet[Division] = super().get_queryset()
        return found.select_related("parent__parent")

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, Any]:
        return {**super().serialize_result(obj, to_field_name), "text": place_of(obj)}


class DivisionSelect(AutocompleteSelect):
    """The field itself."""

    url_name = "%s:organisation_division_find"
