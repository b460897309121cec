"""Headless Chromium for tests: a page on the live server, logged in without the login page, and what axe says of it.

The one invariant: a console error (a broken script, a refused style) fails the test that caused it.
Imported by the conftest of a folder with browser tests.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from organisation.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PICTURES = Path(__file__).parent / "pictures"
PHONE, DESK = 360, 1280
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """A function that opens an address of the live server: open_page(path, width=…, user=…, javascript=…)."""
    cache.clear()
    contexts, errors = [], []

    def open_(path: str, *, width: int = DESK, user: User | None = None, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 740},
            has_touch=width < 768,
            is_mobile=width < 768,
            java_script_enabled=javascript,
            locale="zh-CN" if settings.LANGUAGE_CODE == "zh-hans" else "en-US",
        )
        contexts.append(context)
        if user:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


def session_of(user: User) -> str:
    """The key of a session in which the user is logged in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def violations(page: Page) -> list[str]:
    """What axe finds, one line each: rule, help and the first element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the page as it stands in the window, for eyes and for docs."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path
