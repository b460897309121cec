"""The lock after wrong attempts: whom it locks, for how long, and that it says nothing of anybody."""

import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from organisation.models import User

RIGHT = "Slip-2026-example"


@pytest.fixture(autouse=True)
def people(db):
    """Two people with the same password."""
    cache.clear()
    for username in ("ning", "lou"):
        user = User(username=username, name=username, must_change_password=False)
        user.set_password(RIGHT)
        user.save()


def attempt(client, login, password):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def lock(client, login="ning"):
    for _attempt in range(5):
        attempt(client, login, "wrong")


def logged_in(client):
    return "_auth_user_id" in client.session


def test_four_wrong_attempts_do_not_lock(client):
    for _attempt in range(4):
        attempt(client, "ning", "wrong")
    attempt(client, "ning", RIGHT)
    assert logged_in(client)


def test_the_lock_ends_after_thirty_minutes_and_not_before(client, monkeypatch):
    lock(client)
    began = time.time()
    for minutes, opens in ((29, False), (31, True)):
        monkeypatch.setattr(time, "time", lambda now=began + 60 * minutes: now)
        attempt(client, "ning", RIGHT)
        assert logged_in(client) is opens


def test_the_colleague_next_door_is_not_locked(client):
    lock(client)
    attempt(client, "lou", RIGHT)
    assert logged_in(client)


def test_another_way_of_writing_the_name_is_locked_too(client):
    lock(client)
    attempt(client, "  ning ", RIGHT)
    assert not logged_in(client)


def test_one_address_cannot_try_one_password_on_everybody(client):
    for number in range(10):
        attempt(client, f"user{number}", "wrong")
    assert not logged_in(client)
    attempt(client, "lou", RIGHT)
    assert not logged_in(client)


def test_a_name_that_does_not_exist_is_locked_like_one_that_does(client):
    lock(client, "nobody")
    unknown = attempt(client, "nobody", RIGHT).context["form"].errors
    lock(client, "ning")
    assert attempt(client, "ning", RIGHT).context["form"].errors == unknown
