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
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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
PHONE, DESK, HEIGHT = 360, 1280, 740
OpenPage = Callable[..., Page]
Windows = dict[Any, list[BrowserContext]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Browser windows that are free: what one test fetched of scripts and styles the next need not fetch again."""
    return {}


@pytest.fixture
def open_page(browser: Browser, live_server: Any, windows: Windows) -> Iterator[OpenPage]:
    """A function that opens an address of the live server: open_page(path, width=…, user=…, javascript=…, touch=…).

    Pages of one person with the same settings stand in one window; nobody else's do, and the next test finds it empty.
    """
    cache.clear()
    taken: list[tuple[Any, int | None, BrowserContext]] = []
    errors: list[str] = []

    def window(user: User | None, width: int, javascript: bool, touch: bool) -> BrowserContext:
        kind = (live_server.url, width, javascript, touch, settings.LANGUAGE_CODE)
        for known, owner, context in taken:
            if user and (known, owner) == (kind, user.pk):
                return context
        free = windows.setdefault(kind, [])
        context = free.pop() if free else browser.new_context(**_options(*kind))
        taken.append((kind, user.pk if user else None, context))
        return context

    def open_(
        path: str, *, width: int = DESK, user: User | None = None, javascript: bool = True, touch: bool | None = None
    ) -> Page:
        context = window(user, width, javascript, width < 768 if touch is None else touch)
        if user:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for kind, _owner, context in taken:
        if _emptied(context, live_server.url):
            windows[kind].append(context)
    assert [error for error in errors if "Failed to load resource" not in error] == []


def _options(url: str, width: int, javascript: bool, touch: bool, language: str) -> dict[str, Any]:
    return {
        "base_url": url,
        "viewport": {"width": width, "height": HEIGHT},
        "has_touch": touch,
        "is_mobile": touch,
        "java_script_enabled": javascript,
        "locale": "zh-CN" if language == "zh-hans" else "en-US",
    }


def _emptied(context: BrowserContext, url: str) -> bool:
    """No page, session, draft or lost network is left over. False when the window is closed for a worker in it."""
    if context.service_workers or not context.pages:
        context.close()
        return False
    context.set_offline(False)
    storage = context.new_cdp_session(context.pages[0])
    storage.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
    for page in context.pages:
        page.close()
    context.clear_cookies()
    return True


def session_of(user: User) -> str:
    """The key of a session in which the user is logged in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def look(page: Page, name: str) -> None:
    """The page is whole on a phone and at a desk: everything open, nothing found by axe, nothing sticking out."""
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        picture(page, f"{name}-{width}")
        found += [(name, width, fault) for fault in violations(page)]
        found += [(name, width, "is too wide")] if overflow(page) > 0 else []
    assert found == [], found


def violations(page: Page) -> list[str]:
    """What axe finds, one line each: rule, help and the first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window. A phone's window would grow with it, the root does not."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the page as it stands in the window, for eyes and for docs."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path
