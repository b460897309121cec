"""The shell and its worker: the same for everybody, nobody's data in them, one version at a time."""

import json
import re

from django.contrib.staticfiles import finders
from django.test import Client

from documents.drafts import shell


def kept(client):
    return json.loads(re.search(r"const KEPT = (.*);", client.get("/phone/sw.js").content.decode())[1])


def test_the_shell_is_the_same_for_everybody(phone, wen):
    other = Client()
    other.force_login(wen)

    assert phone.client.get("/phone/").content == other.get("/phone/").content == Client().get("/phone/").content


def test_the_shell_names_nobody(phone):
    page = phone.client.get("/phone/").content.decode()

    assert "卫村官" not in page and "csrfmiddlewaretoken" not in page


def test_the_shell_needs_no_inline_script(phone):
    answer = phone.client.get("/phone/")

    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", answer.content.decode()) == []
    assert "nonce" not in answer.headers["Content-Security-Policy"]


def test_the_shell_is_kept_by_no_cache_but_the_worker_s(phone):
    assert phone.client.get("/phone/").headers["Cache-Control"] == "no-cache"
    assert phone.client.get("/phone/sw.js").headers["Cache-Control"] == "no-cache"


def test_the_worker_governs_the_phone_only(phone):
    answer = phone.client.get("/phone/sw.js")

    assert answer.headers["Service-Worker-Allowed"] == "/phone/"
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_everything_the_worker_keeps_is_a_file_of_the_program(phone):
    names = [url.removeprefix("/static/") for url in kept(phone.client)["files"]]

    assert [name for name in names if not finders.find(name)] == []


def test_every_module_the_scripts_import_is_kept(phone):
    sources = [path.read_text() for path in shell.SCRIPTS.glob("*.js") if path.name not in shell.NOT_IN_THE_SHELL]
    imported = {name for source in sources for name in re.findall(r'from "\./([\w.-]+)"', source)}

    assert {f"/static/js/phone/{name}" for name in imported} <= set(kept(phone.client)["files"])


def test_every_word_the_scripts_ask_for_is_in_the_shell():
    sources = "".join(path.read_text() for path in shell.SCRIPTS.glob("*.js"))
    asked = set(re.findall(r'word\("(\w+)"', sources))

    assert asked - set(shell.words()) == set()


def test_no_word_is_in_the_shell_that_nobody_asks_for():
    sources = "".join(path.read_text() for path in shell.SCRIPTS.glob("*.js"))

    assert [name for name in shell.words() if f'"{name}"' not in sources] == []


def test_the_version_changes_with_what_is_kept(phone, monkeypatch):
    monkeypatch.setattr(shell, "version", shell._version)
    before = shell.version()
    monkeypatch.setattr(shell, "STYLES", shell.STYLES[:-1])

    assert shell.version() != before


def test_the_page_and_the_worker_agree_about_the_version(phone):
    assert phone.client.get("/phone/").headers["X-Shell-Version"] == kept(phone.client)["version"]


def test_the_manifest_opens_the_phone(phone):
    answer = phone.client.get("/phone/manifest.webmanifest")

    assert answer.json()["start_url"] == "/phone/"
    assert answer.headers["Content-Type"] == "application/manifest+json"


def test_what_was_taken_along_is_one_event_a_day_with_the_codes(phone, monkeypatch):
    from documents.drafts import kinds
    from documents.models import Event

    card = {"about": "11111111-1111-4111-8111-111111111111", "title": "毋小满"}
    monkeypatch.setattr(kinds, "_sections", {})
    kinds.register_section("test", lambda user: {"title": "T", "cards": [card]})
    for _each in range(2):
        phone.client.get("/phone/data/")

    event = Event.objects.get(action="phone.data")
    assert event.details == {"codes": [card["about"]], "count": 1}
