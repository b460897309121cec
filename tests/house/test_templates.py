"""Templates keep to the policy of the pages: no style attributes, no inline scripts, only icons that exist."""

import re

import pytest

from tests.house.source import ROOT, texts

pytestmark = pytest.mark.house
SPRITE = ROOT / "static" / "vendor" / "bootstrap-icons-1.13.2" / "sprite.svg"
SYMBOLS = set(re.findall(r' id="([^"]+)"', SPRITE.read_text()))
LETTERS = ("documents/letters/", "documents/bound/", "documents/layouts/", "documents/styles/")  # PDFs, not pages
PAGES = [
    (path, text)
    for path, text in texts(".html")
    if path.startswith("templates/") and not any(part in path for part in LETTERS)
]


def found(pattern, sources):
    return [f"{path}: {match}" for path, text in sources for match in re.findall(pattern, text)]


def test_no_page_has_a_style_attribute_or_a_handler():
    assert found(r'<[a-z][^>{]*\s(?:style|on[a-z]+)="', PAGES) == []


def test_no_page_has_a_script_of_its_own():
    inline = r"<script(?![^>]*(?:\bsrc=|nonce=|application/json))[^>]*>"
    assert found(inline, PAGES) == []


def test_every_icon_is_in_the_sprite():
    asked = r'\{% icon "([^"]+)"'
    unknown = [f"{path}: {name}" for path, text in PAGES for name in re.findall(asked, text) if name not in SYMBOLS]
    assert unknown == []


def test_every_place_and_look_has_its_icon():
    sources = [
        (path, text)
        for path, text in texts(".py")
        if path in ("config/navigation.py", "organisation/templatetags/display.py")
    ]
    names = [name for _path, text in sources for name in re.findall(r'(?:Look\("\w+", |_\("\w+"\), )"([^"]+)"', text)]
    assert len(names) > 15
    assert set(names) - SYMBOLS == set()


def test_every_component_says_what_it_expects():
    silent = [path for path, text in PAGES if "/components/" in path and "_page" not in path and "Expects" not in text]
    assert silent == []


def test_every_file_a_page_loads_is_there():
    missing = [
        name
        for _path, text in PAGES
        for name in re.findall(r'\{% static "([^"]+)" %\}', text)
        if not (ROOT / "static" / name).exists() and not name.startswith(("mfa/", "account/", "admin/"))
    ]
    assert missing == []
