"""Rows of a kind's own table for many root cases at once. The one place that reaches behind Django for it."""

from collections.abc import Sequence
from typing import Any

from cases.models import Case

CHUNK = 2000  # rows a statement


def insert_child_rows(rows: Sequence[Case]) -> None:
    """Insert what each row of one kind (made with `case_ptr=`) adds to its root case, which is there already.

    Django's bulk_create refuses inherited models, although the root rows need no writing.
    """
    if not rows:
        return
    model: Any = type(rows[0])
    for start in range(0, len(rows), CHUNK):
        fields = model._meta.local_concrete_fields
        model._base_manager.all()._insert(rows[start : start + CHUNK], fields=fields, using=None)
