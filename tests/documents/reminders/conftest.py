"""A registered child: its verification is due, and owed by the supervisor of its town."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.models import DueDate
from organisation.models import User
from tests.cases.stages import register


@pytest.fixture
def due(child: LeftBehindCase, cast: dict[str, User]) -> DueDate:
    """The verification, due today."""
    register(child, cast["wei"])
    return due_in(0)


def due_in(days: int, **changes: object) -> DueDate:
    """The one due date there is, with its last day so many days from today."""
    DueDate.objects.update(due_on=timezone.localdate() + dt.timedelta(days=days), **changes)
    return DueDate.objects.select_related("dossier").get()


@pytest.fixture
def reachable(cast: dict[str, User], settings: object) -> User:
    """The supervisor has a mail address, and mail is set up here."""
    settings.MESSAGES_BY_MAIL = True  # type: ignore[attr-defined]
    user = cast["su"]
    user.mail = "su@example.cn"
    user.save()
    return user
