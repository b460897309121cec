"""The shell of the phone: one page without anybody's data, the same for all users, and the list of files it needs.

The one invariant: the version is a hash of everything a phone keeps, so a phone has either all of one version or all of
another. Called by the shell's views.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

from documents.drafts.kinds import kinds
from documents.drafts.words import words

STYLES = ("vendor/bootstrap-5.3.9/bootstrap.min.css", "css/site.css", "css/components.css", "css/phone.css")
PICTURES = ("img/mark.svg", "img/mark-192.png", "vendor/bootstrap-icons-1.13.2/sprite.svg")
SCRIPTS = settings.BASE_DIR / "static" / "js" / "phone"
NOT_IN_THE_SHELL = {"count.js", "desk.js"}  # for pages that need the network anyway


def files() -> list[str]:
    """The static files that a phone keeps, by their name under static/."""
    scripts = sorted(f"js/phone/{path.name}" for path in SCRIPTS.glob("*.js") if path.name not in NOT_IN_THE_SHELL)
    return [*STYLES, *PICTURES, *scripts]


def page(language: str) -> str:
    """The shell in that language."""
    with translation.override(language):
        return _page(language, version())


def worker() -> str:
    """The service worker's script: what it keeps, under which version."""
    kept = {"version": version(), "files": [static(name) for name in files()]}
    return render_to_string("phone/worker.js", {"kept": json.dumps(kept)})


def version() -> str:
    """What tells one state of shell and files from another."""
    return _version() if settings.DEBUG else _version_once()


@lru_cache(maxsize=1)
def _version_once() -> str:
    return _version()


def _version() -> str:
    found = hashlib.sha256()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update(_page(language, "").encode())
    for name in files():
        path = finders.find(name)
        found.update(Path(path).read_bytes() if isinstance(path, str) else name.encode())
    found.update(render_to_string("phone/worker.js", {"kept": ""}).encode())
    return found.hexdigest()[:16]


def _page(language: str, mark: str) -> str:
    context: dict[str, Any] = {
        "language": language,
        "version": mark,
        "words": words(),
        "styles": STYLES,
        "forms": [{"kind": kind, **kind.context()} for kind in kinds()],
    }
    return render_to_string("phone/shell.html", context)
