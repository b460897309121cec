"""What a transition would do, told before it is done: new state, papers, who is told, which deadlines start."""

from typing import Any

from django.utils import timezone

from cases.kinds import kind_of
from documents.declarations import Declared, Due
from documents.due_dates import period_of
from documents.letters import get_letter
from organisation.models import User
from organisation.roles import Role

MOST_NAMES = 3


def what_will_happen(case: Any, declaration: Declared, *, deadlines: bool = True) -> dict[str, Any]:
    """The context of the decision panel for a case in the state it has now."""
    step = declaration.step
    target = declaration.targets.get(case.status) or case.status
    dues = step.opens_for(case) if deadlines else ()
    return {
        "effect": step.effect,
        "new_state": target,
        "new_state_label": kind_of(case.kind).state_label(target),
        "same_state": target == case.status,
        "papers": [{"code": code, "title": get_letter(code).title} for code in step.papers_for(case)],
        "told": [words for due in dues for words in [_who(case, due)] if words],
        "deadlines": [_deadline(case, due) for due in dues],
    }


def _role(case: Any, due: Due) -> Role:
    return Role(due.role(case) if callable(due.role) else due.role)


def _deadline(case: Any, due: Due) -> dict[str, Any]:
    _begins, day = period_of(due, case, timezone.localdate())
    return {"label": due.label, "due_on": day, "who": _role(case, due).label}


def _who(case: Any, due: Due) -> str:
    role = _role(case, due)
    holders = User.objects.holding(role, case.dossier.division_code, timezone.localdate())
    names = list(holders.values_list("name", flat=True)[: MOST_NAMES + 1])
    shown = "、".join(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else "")
    return f"{role.label} {shown}".strip()
