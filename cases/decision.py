"""What a transition would do, told before it is done: new state, papers, who is told, which deadlines start."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from documents.declarations import Declared, Due
from documents.due_dates import period_of
from documents.letters import get_letter
from organisation.models import User
from organisation.roles import Role

MOST_NAMES = 3


def what_will_happen(
    subject: Any, declaration: Declared, state_label: Callable[[Any, str], str], *, deadlines: bool = True
) -> dict[str, Any]:
    """The context of the decision panel for a subject in the state it has now. `state_label` words a state of it."""
    step = declaration.step
    target = declaration.targets.get(subject.status) or subject.status
    dues = step.opens_for(subject) if deadlines else ()
    return {
        "effect": step.effect,
        "new_state": target,
        "new_state_label": state_label(subject, target),
        "same_state": target == subject.status,
        "papers": [{"code": code, "title": get_letter(code).title} for code in step.papers_for(subject)],
        "told": [words for due in dues for words in [_who(subject, due)] if words],
        "deadlines": [_deadline(subject, due) for due in dues],
    }


def _role(subject: Any, due: Due) -> Role:
    return Role(due.role(subject) if callable(due.role) else due.role)


def _deadline(subject: Any, due: Due) -> dict[str, Any]:
    _begins, day = period_of(due, subject, timezone.localdate())
    return {"label": due.label, "due_on": day, "who": _role(subject, due).label}


def _who(subject: Any, due: Due) -> str:
    role = _role(subject, due)
    holders = User.objects.holding(role, subject.dossier.division_code, timezone.localdate())
    names = list(holders.values_list("name", flat=True)[: MOST_NAMES + 1])
    shown = "、".join(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else "")
    return f"{role.label} {shown}".strip()
