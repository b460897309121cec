"""Every text of the interface has a Chinese translation, and it fits its source."""

import ast
import shutil

import pytest

from script._messages import CATALOGUE, HEADER, extract, gettext_tool, merged, message_ids
from tests.house.source import files

pytestmark = [
    pytest.mark.house,
    pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed"),
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The project's translations, for the strings that are in code and templates now."""
    folder = tmp_path_factory.mktemp("messages")
    nothing = folder / "nothing.po"
    nothing.write_text(HEADER, encoding="utf-8")
    return merged(folder, extract(folder), nothing)


def test_every_string_is_translated(catalogue):
    assert message_ids(catalogue, "--untranslated") == []


def test_no_string_hides_from_extraction_inside_an_f_string():
    """xgettext does not look into f-strings: what stands there would never be translated."""
    for path in files(".py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts = [node for node in nodes if isinstance(node, ast.JoinedStr)]
        hidden = [call.lineno for text in texts for call in ast.walk(text) if is_gettext(call)]
        assert hidden == [], f"{path}: {hidden}"


def is_gettext(node):
    names = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def test_no_translation_is_a_guess(catalogue):
    assert message_ids(catalogue, "--only-fuzzy") == []


def test_placeholders_of_translations_match_their_sources():
    gettext_tool("msgfmt", "--check-format", "--check-header", "-o", "/dev/null", CATALOGUE)


def test_strings_are_found_at_all(catalogue):
    assert len(message_ids(catalogue)) > 20
