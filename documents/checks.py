"""Deploy checks of what the papers need from the machine. They look at files and libraries and never load WeasyPrint.

Run by `manage.py check --deploy`; registered when the app loads this module.
"""

import ctypes.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

FONTS = Path(__file__).resolve().parent / "fonts"
FAMILIES = ("Fang", "Grid", "Hei", "KaiF", "Latin", "Song", "SongL", "XiaoBiaoSong")
RARE_NAMES = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-serif-cjk-fonts"),
)
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


@register(Tags.compatibility, deploy=True)
def papers_can_be_rendered(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Errors for missing fonts and libraries. Without libharfbuzz-subset0 a page takes seconds, not milliseconds."""
    return missing_libraries() + missing_fonts()


def missing_libraries() -> list[CheckMessage]:
    """One error for each shared library that the linker does not find."""
    return [
        Error(f"Papers cannot be rendered: {library} is missing.", hint=f"Install {package}.", id="documents.E001")
        for library, package in LIBRARIES.items()
        if ctypes.util.find_library(library) is None
    ]


def missing_fonts() -> list[CheckMessage]:
    """One error for each font file of the papers, and one for the font of rare names."""
    errors: list[CheckMessage] = [
        Error(f"The font GW{family}.ttf is missing.", hint="Restore documents/fonts.", id="documents.E002")
        for family in FAMILIES
        if not (FONTS / f"GW{family}.ttf").is_file()
    ]
    if not any((folder / "NotoSerifCJK-Regular.ttc").is_file() for folder in RARE_NAMES):
        hint = "Install fonts-noto-cjk, then run script/font-cache."
        errors.append(Error("Rare characters of names have no font.", hint=hint, id="documents.E003"))
    return errors
