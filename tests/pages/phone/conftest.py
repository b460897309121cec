"""The tests of the phone use the fixtures of steps.py."""

from tests.pages.phone.steps import (  # noqa: F401 - fixtures
    family,
    pairing,
    people,
    phone,
    second_pairing,
)
