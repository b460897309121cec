"""What every test may use. Small on purpose: a fixture that one folder needs lives in that folder's conftest."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands.flush import Command as Flush
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from cases.children.models import LeftBehindCase
from organisation.models import User
from tests import seeded
from tests.cases.stages import imported_child
from tests.cast import hire_everyone

hypothesis_settings.register_profile(
    "quick", max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("long", max_examples=1000, deadline=None, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("TONGXIN_HYPOTHESIS", "quick"))


def on_postgresql() -> bool:
    """True when this run tests on PostgreSQL (TONGXIN_DATABASE_URL)."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")


def pytest_configure(config: pytest.Config) -> None:
    """Tests speak English, the language of the source: a better Chinese wording must not break them."""
    settings.LANGUAGE_CODE = "en"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one is not what is tested
    settings.ALLOW_SYNTHETIC = True


@pytest.fixture
def chinese(settings: Settings) -> Iterator[None]:
    """Texts and pages as the county office sees them."""
    settings.LANGUAGE_CODE = "zh-hans"
    with translation.override("zh-hans"):
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what touches the database; on SQLite skip what means something only there."""
    if not on_postgresql():
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="only means something on PostgreSQL"))
        return
    config.hook.pytest_deselected(items=[item for item in items if not _touches_database(item)])
    items[:] = filter(_touches_database, items)


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Divisions, organs, calendar and programs are in every test's database, as on a real machine."""
    with django_db_blocker.unblock():
        seeded.enter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flush, "handle", seeded.flush_to_seed)
        yield


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    """Everyone of tests/cast.py by user name."""
    return hire_everyone()


@pytest.fixture
def child(cast: dict[str, User]) -> LeftBehindCase:
    """毋小满, 12, both parents away, grandmother carer: a case to be registered."""
    return imported_child()
