"""Run the measurements: all, or those of the modules named. Exit code 1 when a target is missed.

With --json, one object a line: name, ours, reference, ratio, target, holds, unit.
"""

import argparse
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import asdict

import bench


def modules() -> list[str]:
    """Names of the modules that measure something."""
    return sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))


def measure(names: list[str]) -> Iterator[bench.Result]:
    """The results of the named modules as they come."""
    for name in names:
        yield from importlib.import_module(f"bench.{name}").run()


def main() -> int:
    """Print each result; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(modules()))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(modules()):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(modules())}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    importlib.import_module("django").setup()
    missed = False
    for result in measure(arguments.names or modules()):
        missed |= not result.holds
        print(json.dumps(asdict(result), ensure_ascii=False) if arguments.json else line(result), flush=True)
    return int(missed)


def line(result: bench.Result) -> str:
    """One result for people."""
    mark = "ok    " if result.holds else "MISSED"
    figures = f"{result.ours:g} against {result.reference:g} {result.unit}, ratio {result.ratio:g}"
    return f"{mark} {result.name}: {figures}, target {result.target}"


if __name__ == "__main__":
    sys.exit(main())
