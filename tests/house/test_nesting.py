"""Apps nested in cases: a kind of case knows the case, the case knows the registry, never the other way round."""

import ast

import pytest

from tests.house.source import texts

pytestmark = pytest.mark.house
KINDS = ("cases.children", "cases.incidents", "cases.stipends", "cases.hardship")


def imported(source: str) -> set[str]:
    """The dotted names that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def imports_of(*, inside: tuple[str, ...], outside: tuple[str, ...]) -> dict[str, set[str]]:
    modules = {path.removesuffix(".py").replace("/", "."): source for path, source in texts(".py")}
    return {
        module: imported(source)
        for module, source in modules.items()
        if within(module, *inside) and not within(module, *outside)
    }


def test_the_case_does_not_know_its_kinds():
    modules = imports_of(inside=("cases",), outside=KINDS)
    assert {m: n for m, names in modules.items() for n in names if within(n, *KINDS)} == {}


def test_the_registry_does_not_know_the_case():
    modules = imports_of(inside=("cases.registry",), outside=())
    known = {(m, n) for m, names in modules.items() for n in names if within(n, "cases")}
    assert [pair for pair in known if not within(pair[1], "cases.registry")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_kinds_do_not_know_each_other(kind):
    others = tuple(other for other in KINDS if other != kind)
    modules = imports_of(inside=(kind,), outside=())
    assert {m: n for m, names in modules.items() for n in names if within(n, *others)} == {}


def test_an_import_inside_a_function_counts():
    assert imported("def f():\n    from cases.children import models\n") == {"cases.children.models"}
