"""Browser tests use the fixtures of tests/browser.py."""

from tests.browser import browser, open_page, windows  # noqa: F401 - fixtures
