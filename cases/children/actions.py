"""What is done to a left-behind child's case that is more than one transition of one row."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.registry.actions import ChildEntry, enter_child
from documents.models import Dossier
from documents.transitions import perform
from organisation.models import User
from programs.models import ProgramVersion


@transaction.atomic
def begin_case(entry: ChildEntry) -> LeftBehindCase:
    """Enter a child typed in by hand and begin a case in state `new`. The caller registers it in the same transaction."""
    child, household = enter_child(entry)
    dossier = Dossier.begin(Dossier.Kind.CASE, entry.division.code)
    dossier.save()
    return LeftBehindCase.objects.create(
        dossier=dossier,
        kind="LBC",
        program_version=ProgramVersion.objects.in_force("LBC", timezone.localdate()),
        person=child,
        household=household,
        division=entry.division,
    )


@transaction.atomic
def register_new_child(entry: ChildEntry, *, by: User, key: str | None = None, **registration: Any) -> LeftBehindCase:
    """Enter and register a child in one go. Raises a Refused, and then nothing has been entered."""
    case = begin_case(entry)
    perform(case, "register", by=by, key=key, **registration)
    case.refresh_from_db()
    return case
