"""The repository speaks about the program, not about where or by what arrangement it was made."""

import re

import pytest

from tests.house.source import texts

pytestmark = pytest.mark.house
PINS = ("requirements/base.txt", "requirements/dev.txt")
LEAKS = {
    "a package index in the pins": (re.compile(r"https?://|file://|^--|find-links", re.M), PINS),
    "a path of one machine": (re.compile(r"(?<![\w.])/(work|home/\w+|root|opt)/\w"), ()),
    "an issue number": (
        re.compile(r"(?i)\b(issue|ticket|pull request)s? ?#?\d|(?<![\w&/'\"#])#\d{1,4}\b(?![\w;-])"),
        (),
    ),
    "a credential": (
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|://[^/\s:@{$<]+:(?!(?i:password|secret))[^/\s@{$<*]{6,}@"),
        (),
    ),
}
PROSE = (".py", ".md", ".html", ".toml", ".txt", ".po", ".yml", ".yaml", ".cfg", "")


@pytest.mark.parametrize("leak", LEAKS)
def test_no_file_mentions(leak):
    pattern, only = LEAKS[leak]
    found = [
        f"{path}: {match.group()!r}"
        for path, text in texts(*PROSE)
        if (path in only if only else path not in PINS and not path.endswith("test_silence.py"))
        for match in [pattern.search(text)]
        if match
    ]
    assert found == []
