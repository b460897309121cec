"""Finds what is to be translated and brings translations together, with the gettext tools.

Used by script/merge-translations and tests/house/test_translations.py. Invariant: only `main` writes into the project.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
FRAGMENTS = ROOT / "locale" / "fragments"
PACKAGES = ("config", "organisation", "documents", "programs", "cases", "volunteers", "finance")
KEYWORDS = [
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
]
NOISE = ('"POT-Creation-Date:', '"Report-Msgid-Bugs-To:')  # would change the file on every run
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def gettext_tool(*command: str | Path) -> str:
    """Output of xgettext and its family; their complaints become the message of the exit."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{command[0]}: {result.stderr.strip()}")
    return result.stdout


def extract(folder: Path) -> Path:
    """Every gettext string of code and templates as a template catalogue in `folder`. Needs configured settings."""
    from django.utils.translation.template import templatize

    sources = folder / "sources"
    modules = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    pages = sorted((ROOT / "templates").rglob("*.html"))
    for path in modules + pages:
        copy = sources / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        copy.write_text(templatize(text) if path.suffix == ".html" else text, encoding="utf-8")
    names = [str(path.relative_to(ROOT)) for path in modules + pages if "migrations" not in path.parts]
    pot = folder / "django.pot"
    (folder / "names").write_text("\n".join(names))
    flags = ["--from-code=UTF-8", "--language=Python", "--add-location=file", "--no-wrap", "--force-po"]
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    gettext_tool("xgettext", *flags, *keywords, f"--directory={sources}", f"--files-from={folder / 'names'}", "-o", pot)
    pot.write_text(pot.read_text(encoding="utf-8").replace("charset=CHARSET", "charset=UTF-8"), encoding="utf-8")
    return pot


def fragments(folder: Path) -> Path:
    """All of locale/fragments as one catalogue; where two differ, the first by name wins."""
    parts = []
    for path in sorted(FRAGMENTS.glob("*.po")):
        part = folder / path.name
        part.write_text(HEADER + _headless(path.read_text(encoding="utf-8")), encoding="utf-8")
        gettext_tool("msguniq", "--use-first", "-o", part, part)
        parts.append(part)
    together = folder / "fragments.po"
    together.write_text(HEADER, encoding="utf-8")
    if parts:
        gettext_tool("msgcat", "--use-first", "--no-wrap", "-o", together, *parts)
    return together


def _headless(text: str) -> str:
    """A fragment without the header that it may have of its own."""
    return text.partition("\n\n")[2] if text.lstrip().startswith('msgid ""\nmsgstr') else text


def merged(folder: Path, pot: Path, first: Path) -> Path:
    """The catalogue for `pot`: translations of `first`, else those of the project's catalogue, else empty."""
    known = folder / "known.po"
    known.write_text(CATALOGUE.read_text(encoding="utf-8") if CATALOGUE.exists() else HEADER, encoding="utf-8")
    result = folder / "merged.po"
    options = ["--no-fuzzy-matching", "--no-wrap", "--add-location=file", "--quiet"]
    gettext_tool("msgmerge", *options, f"--compendium={known}", "-o", result, first, pot)
    gettext_tool("msgattrib", "--no-obsolete", "--no-wrap", "--add-location=file", "-o", result, result)
    return result


def message_ids(catalogue: Path, *which: str) -> list[str]:
    """The source strings that msgattrib selects with `which`, for example --untranslated."""
    listing = gettext_tool("msgattrib", "--no-obsolete", "--no-wrap", "--no-location", *which, catalogue)
    entries = [entry for entry in listing.split("\n\n") if "msgid " in entry and 'msgid ""\nmsgstr ""' not in entry]
    return [
        "\n".join(line for line in entry.splitlines() if line[:4] in {"msgi", "msgc"} or line[0] == '"')
        for entry in entries
    ]


def main() -> None:
    """Write the catalogue, say what is still missing and which fragments belong to no string."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pot, extra = extract(folder), fragments(folder)
        result = merged(folder, pot, extra)
        unknown = set(message_ids(extra)) - set(message_ids(result))
        missing = message_ids(result, "--untranslated")
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        lines = result.read_text(encoding="utf-8").splitlines(keepends=True)
        CATALOGUE.write_text("".join(line for line in lines if not line.startswith(NOISE)), encoding="utf-8")
    for title, messages in (("Translated, but in no source:", unknown), ("Not translated yet:", missing)):
        if messages:
            print(title, *sorted(messages), sep="\n  ")
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(missing)} missing, {len(unknown)} fragments without a source")


if __name__ == "__main__":
    main()
