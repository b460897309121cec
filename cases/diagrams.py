"""State diagrams drawn from the declarations, as Markdown with Mermaid. docs/states.md is this and nothing else."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils import translation

from documents.declarations import declared
from organisation.roles import Role
from programs.due_rules import RulesOf


def machines() -> list[type[Any]]:
    """Every model of every app that declares transitions, in the order of the apps."""
    return [model for model in apps.get_models() if declared(model)]


def document(models: list[type[Any]]) -> str:
    """The whole of docs/states.md: for each model its diagram and the table of its transitions."""
    with translation.override("en"):
        parts = ["# State machines\n\nDrawn from the code by `manage.py drawstates`; do not edit.\n"]
        parts += ["\n".join(_section(model)) for model in models]
    return "\n".join(parts) + "\n"


def _section(model: type[Any]) -> Iterator[str]:
    yield f"## {str(model._meta.verbose_name).capitalize()}\n"
    yield "```mermaid\nstateDiagram-v2"
    for name, each in declared(model).items():
        moves = [(source, target or source) for source, target in each.targets.items()]
        for source, target in moves:
            if source != target:
                yield f"    {source} --> {target}: {name}"
    yield "```\n"
    yield "| act | from | to | by | papers | opens | reason |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    yield from (_row(name, each) for name, each in declared(model).items())
    yield ""


def _row(name: str, each: Any) -> str:
    step = each.step
    actors = (
        "depends on the case" if callable(step.actors) else ", ".join(str(Role(actor).value) for actor in step.actors)
    )
    papers = "depends on the case" if callable(step.papers) else ", ".join(step.papers)
    opens = _opens(step.opens)
    targets = sorted({target or "(same)" for target in each.targets.values()})
    reason = "yes" if step.reason_required else ""
    cells = [f"`{name}` {step.label}", ", ".join(each.targets), ", ".join(targets), actors, papers, opens, reason]
    return f"| {' | '.join(cells)} |"


def _opens(opens: Any) -> str:
    if isinstance(opens, RulesOf):
        return str(opens)
    return "depends on the case" if callable(opens) else ", ".join(due.name for due in opens)
