"""Where the due dates that visits leave are done: the form of the right kind of visit, or the visits of the case."""

from typing import Any

from django.urls import reverse

from documents.due_dates import Place


def _form(name: str) -> Place:
    return lambda due, user: reverse(name, args=[due.dossier.code])


def _visits(due: Any, user: Any) -> str:
    return f"{reverse('case-detail', args=[due.dossier.code])}?part=visits"


VISIT_PLACES: dict[str, Place] = {
    "visit_again": _form("visit-record"),
    **dict.fromkeys(("follow_up", "checkup"), _form("visit-follow-up")),
    "return_visit": _form("visit-return"),
    **dict.fromkeys(("nobody_home_twice", "family_refused", "family_moved"), _visits),
}
