"""The log helps to find a fault and tells nothing of a person."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import connection, transaction

from config.reticence import Reticent


def logged(act):
    try:
        act()
    except Exception:  # whatever it is
        record = logging.LogRecord("x", logging.ERROR, "", 1, "Internal Server Error: /cases/", None, sys.exc_info())
    return Reticent().format(record)


def fail_over_a_row():
    try:
        int("毋小满")
    except ValueError as error:
        raise KeyError("12039100018") from error


def test_types_and_places_are_told_and_no_message():
    text = logged(fail_over_a_row)

    assert "Internal Server Error: /cases/" in text and "fail_over_a_row" in text
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert "invalid literal" not in text and "'12039100018'" not in text.splitlines()[-1]


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_repeated(child):
    def write():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE registry_person SET sex = NULL WHERE id = %s", [child.person_id])

    text = logged(write)
    assert "IntegrityError" in text and child.person.name not in text and "Failing row" not in text


def test_the_log_of_an_installation_is_reticent():
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "reticent"
