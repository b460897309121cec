"""The files of the project as the house rules see them: what git tracks, plus what is about to be added."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNTRACKED = {".git", ".venv", "var", "__pycache__"}


def files(*suffixes: str) -> list[Path]:
    """Every file of the project with one of these suffixes (all files without any), sorted."""
    return sorted(path for path in _listed() if path.is_file() and (not suffixes or path.suffix in suffixes))


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Relative path and content of every file that is text."""
    for path in files(*suffixes):
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and number of lines of every function in a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def _listed() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listing.returncode == 0:
        return [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in ROOT.rglob("*") if not UNTRACKED & set(path.relative_to(ROOT).parts)]
