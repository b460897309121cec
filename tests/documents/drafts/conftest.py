"""Fixtures for the phone: a form that only tests have, and who writes in it."""

import pytest
from django.core.cache import cache

from documents.drafts import kinds
from documents.drafts.kinds import Kind
from organisation.models import User
from tests.cast import hire_everyone
from tests.documents.drafts.phones import ARRIVED, Phone, take


@pytest.fixture(autouse=True)
def note(monkeypatch: pytest.MonkeyPatch, db: None) -> Kind:
    """The kind `note`, and nothing arrived yet."""
    ARRIVED.clear()
    cache.clear()
    kind = Kind("note", "Note", take, "phone/_yes_no.html", day_field="done_on")
    monkeypatch.setitem(kinds._kinds, "note", kind)
    return kind


@pytest.fixture
def wei(db: None) -> User:
    """Who writes."""
    return hire_everyone()["wei"]


@pytest.fixture
def wen(wei: User) -> User:
    """Somebody else on the same phone."""
    return User.objects.get(username="wen")


@pytest.fixture
def phone(wei: User) -> Phone:
    """The phone of 卫村官."""
    return Phone(wei)
