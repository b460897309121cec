"""How a transition is declared: once, on the model, with everything a reader needs.

Buttons, disabled reasons, state diagrams, the role matrix and `perform` itself all read these declarations.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise

from organisation.models import User
from organisation.rights import Right
from organisation.working_days import Unit

Text = str | Promise


@dataclass(frozen=True)
class Due:
    """A due date that a transition opens: its name, who owes it, and how long they have.

    The period begins on the day of the act, or on the day `since` says (the day of a visit, of a vetting; with the unit
    `days_before` the day on which something runs out). `rule` is the row of programs.DueRule that it comes from, so
    that a changed rule finds it again.
    """

    name: str
    label: Text
    role: str | Callable[[Any], str]
    n: int | Callable[[Any], int]
    unit: Unit = "working_day"
    since: Callable[[Any], dt.date | None] | None = None
    rule: int | None = None


@dataclass(frozen=True)
class Attempt:
    """What a guard is asked about: the subject as it is now, who wants what, and the data that came with it."""

    subject: Any
    by: User | None
    right: Right | None
    data: dict[str, Any]
    today: dt.date
    complete: bool = True  # False when only a button is drawn: data has not been typed yet
    answers: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, question: str, ask: Callable[[], Any]) -> Any:
        """The answer to a question that several buttons of one bar ask of the database: asked once."""
        if question not in self.answers:
            self.answers[question] = ask()
        return self.answers[question]


Guard = Callable[[Attempt], Text | None]


@dataclass(frozen=True)
class Step:
    """One declared transition.

    `actors` are role codes, or a function of the subject that returns them. `writes` turns the data that came with the
    act into rows, after the guards and in the same transaction, and returns what the transition's body gets.
    `other_than` names transitions of this round whose person must be someone else. `same_as`
    names those whose person alone may do it. `weight` says how the button looks. `reduced` acts are open to whoever
    sees the child only as a proxy parent does, too. Subjects that it never `fits` are not offered it; a guard refuses.
    """

    label: Text
    actors: tuple[str, ...] | Callable[[Any], tuple[str, ...]]
    papers: tuple[str, ...] | Callable[[Any], tuple[str, ...]]
    guards: tuple[Guard, ...] = ()
    writes: Callable[[Any, User | None, dict[str, Any]], dict[str, Any]] | None = None
    opens: tuple[Due, ...] | Callable[[Any], tuple[Due, ...]] = ()
    closes: tuple[str, ...] | Callable[[Any], tuple[str, ...]] = ()
    reason_required: bool = False
    other_than: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    effect: Text = ""
    reduced: bool = False
    weight: Literal["main", "side", "grave"] = "main"
    fits: Callable[[Any], bool] = lambda subject: True

    def actors_for(self, subject: Any) -> tuple[str, ...]:
        return self.actors(subject) if callable(self.actors) else self.actors

    def papers_for(self, subject: Any) -> tuple[str, ...]:
        return self.papers(subject) if callable(self.papers) else self.papers

    def closes_for(self, subject: Any) -> tuple[str, ...]:
        return self.closes(subject) if callable(self.closes) else self.closes

    def opens_for(self, subject: Any) -> tuple[Due, ...]:
        return self.opens(subject) if callable(self.opens) else self.opens


def step(label: Text, **declaration: Any) -> dict[str, Step]:
    """The `custom=` argument of a django-fsm transition. See Step for what may be declared."""
    return {"step": Step(label=label, **declaration)}


@dataclass(frozen=True)
class Declared:
    """A transition as declared on a model: its name, its step and, for each state it leads from, where to."""

    name: str
    step: Step
    targets: dict[str, str]
    parameters: tuple[str, ...] = ()


def declared(model: type[models.Model]) -> dict[str, Declared]:
    """Every transition of the model, by name, in the order of declaration."""
    found: dict[str, Declared] = {}
    for name in _names_in_order(model):
        method = getattr(model, name)
        transitions = method._django_fsm.transitions
        targets = {source: transition.target for source, transition in transitions.items()}
        code = method.__wrapped__.__code__
        parameters = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
        found[name] = Declared(name, next(iter(transitions.values())).custom["step"], targets, parameters)
    return found


def _names_in_order(model: type[models.Model]) -> Iterator[str]:
    seen = set()
    for cls in reversed(model.__mro__):
        for name, value in vars(cls).items():
            if hasattr(value, "_django_fsm") and name not in seen:
                seen.add(name)
                yield name


def action_of(subject: models.Model, name: str) -> str:
    """The plain string an event carries, such as `case.approve`."""
    return f"{getattr(subject, 'action_prefix', subject._meta.model_name)}.{name}"
