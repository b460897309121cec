"""FLW-01: the slip for a step that has no paper of its own: what was done, from where to where, why, and its facts.

What a kind of case wants to see printed of one of its steps it registers with @tells; what has no child, or speaks of
it in another way, says with @describes what stands at the head of its slips.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from cases.letters.bases import DUTY
from cases.letters.people import child_lines, day_of, doer, iso
from documents.declarations import declared
from documents.issuing import VEILED
from documents.letters import letter
from documents.models import Event
from documents.transitions import label_of
from documents.veils import veiled
from organisation.roles import Role

Lines = list[tuple[str, str]]
Teller = Callable[[Any, Event, dict[str, Any]], Lines]
Describer = Callable[[Any, dt.date], dict[str, Any]]
_tellers: dict[str, Teller] = {}
_describers: dict[str, Describer] = {}
_offices: dict[str, str] = {}


def tells(action: str) -> Callable[[Teller], Teller]:
    """Register the decorated function: the (label, text) lines of `action` beyond states and reason."""

    def register(teller: Teller) -> Teller:
        _tellers[action] = teller
        return teller

    return register


def describes(model_label: str, *, office: str = "") -> Callable[[Describer], Describer]:
    """Register the decorated function: the head of the slips of that model (`volunteers.volunteer`) on a day.

    It gives `name` and `village`, and where the slip is not about a child `title`, `number_title` and `basis`. `office`
    is the kind of organ that issues them, whoever acts.
    """

    def register(describer: Describer) -> Describer:
        _describers[model_label], _offices[model_label] = describer, office
        return describer

    return register


def acting_office(subject: Any, event: Event) -> str:
    """The office whose person acted, as the post on the event says; the town for the village and for the system."""
    if office := _offices.get(subject._meta.label_lower):
        return office
    _role, _at, code = event.post.partition("@")
    return "county" if code.endswith("000000") else "town"


@letter("FLW-01", "个案流转单", word="案流", organ=acting_office, basis=DUTY)
def transition_slip(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The slip of any step of a case or of one of its visits."""
    change = event.details.get("change", {}).get("status")
    before, after = change or (subject.status, subject.status)
    on, secret = day_of(event), veiled(event, "FLW-01")
    head = _describers.get(subject._meta.label_lower, _child)(subject, on)
    return {
        "child": head,
        "basis": head.pop("basis", ""),
        "act": act_words(subject, event),
        "from": state_words(subject, before),
        "to": state_words(subject, after),
        "moved": before != after,
        "reason": data.get("reason") or data.get("words") or data.get("opinion") or "",
        "facts": [list(line) for line in _tellers.get(event.action, _nothing)(subject, event, data)],
        "by": VEILED if secret else doer(event),
        "post": "" if secret else role_words(event),
        "on": iso(on),
    }


def _child(subject: Any, on: dt.date) -> dict[str, Any]:
    return child_lines(getattr(subject, "case", subject), on)


def _nothing(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    return []


def act_words(subject: Any, event: Event) -> str:
    """The step's label as declared."""
    names = {name: str(each.step.label) for name, each in declared(type(subject)).items()}
    return names.get(event.action.rpartition(".")[2], "") or label_of(event.action)


def state_words(subject: Any, status: str) -> str:
    """The label of a state, as the subject's kind calls it."""
    return str(type(subject)(status=status).get_status_display())


def role_words(event: Event) -> str:
    """The post in which the person acted."""
    role = event.post.partition("@")[0]
    return str(Role(role).label) if role in Role.values else ""
