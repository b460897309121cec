"""Due dates from rules: what a state asks for, under the version that a case, a volunteer or a pairing rests on.

Invariant: a due date knows the rule it came from, so that a changed rule moves exactly its own. Called by the
declarations of transitions (`opens=`) and by the page on which rules are edited.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from documents.declarations import Due, Text
from documents.due_dates import due_date_label
from organisation.working_days import Unit
from programs.models import DueRule, ProgramVersion

# What the codes of states and risks mean in the rules of a program: (program, code) → words.
_words: dict[tuple[str, str], Text] = {}


def name_states(program: str, words: Mapping[str, Text]) -> None:
    """Tell what the states and risks in the rules of a program are called. Called when an app is ready."""
    _words.update({(program, code): text for code, text in words.items()})


def state_label(program: str, code: str) -> str:
    """A state or risk of a rule in the reader's language; else the code itself."""
    return str(_words.get((program, code), code))


def dues_of(
    version: ProgramVersion,
    state: str,
    *,
    risk: str = "",
    names: tuple[str, ...] = (),
    since: Callable[[Any], dt.date | None] | None = None,
) -> tuple[Due, ...]:
    """What must happen by when in `state`: all of it, or only what is named. Rules for the risk go before general ones.

    `since` says on which day the periods begin when that is not the day of the act.
    """
    rules = DueRule.objects.filter(version=version, state=state, risk__in={risk, ""}).order_by("risk", "pk")
    found = {rule.name: rule for rule in rules if not names or rule.name in names}  # the one with a risk comes last
    return tuple(as_due(rule, since) for rule in found.values())


@dataclass(frozen=True)
class RulesOf:
    """For `opens=`: everything the rules of a case's version ask for in `state`, at its risk."""

    state: str

    def __call__(self, case: Any) -> tuple[Due, ...]:
        """The due dates that begin now."""
        return dues_of(case.program_version, self.state, risk=case.risk_level or "low")

    def __str__(self) -> str:
        return f"rules of `{self.state}`"


def as_due(rule: DueRule, since: Callable[[Any], dt.date | None] | None = None) -> Due:
    """The rule as the declaration of a due date."""
    return Due(
        name=rule.name,
        label=due_date_label(rule.name),
        role=rule.role,
        n=rule.n,
        unit=cast(Unit, rule.unit),
        since=since,
        rule=rule.pk,
    )


def days_of(version: ProgramVersion, state: str, name: str, *, risk: str = "") -> int:
    """How many days the rule of that name gives, for plans and letters. Raises DueRule.DoesNotExist."""
    found = DueRule.objects.filter(version=version, state=state, name=name, risk__in={risk, ""})
    rule = found.order_by("-risk").first()
    if rule is None:
        raise DueRule.DoesNotExist
    return rule.n
