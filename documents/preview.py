"""What an act would put on paper, before it is done: the act runs and is undone, its papers are shown with a mark.

The one invariant: no number is taken, no event and no trace remains. Called by the decision panel of the case page.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from documents.binding import marked
from documents.letters import get_letter
from documents.models import Document
from documents.rendering import render_template
from documents.surroundings import Surroundings, within
from documents.transitions import perform
from organisation.models import User

MARK = "预览　未编号"
UNNUMBERED = {"number": "（预览 未编号）", "verify_code": "预览件无验证码", "trail_head": ""}


@dataclass(frozen=True)
class Draft:
    """One paper as it would be issued."""

    kind: str
    title: str
    context: dict[str, Any]


def drafts(subject: Any, name: str, *, by: User, **data: Any) -> list[Draft]:
    """The papers of an act that was done and undone; what it would refuse is refused. Renders nothing: it locks."""
    with within(Surroundings()), transaction.atomic():  # refusals of a preview are no attempts: their trace is dropped
        event = perform(subject, name, by=by, **data)
        papers = Document.objects.filter(event=event).select_related("dossier").order_by("id")
        found = [Draft(paper.kind, paper.title, paper.opened_context) for paper in papers]
        transaction.set_rollback(True)
    return found


def rendered(draft: Draft) -> bytes:
    """The PDF without number and verification code, and with a mark across every page."""
    paper = {**draft.context["paper"], **UNNUMBERED}
    context = {**draft.context, "paper": paper}
    pdf = render_template(get_letter(draft.kind).template, context, identifier=draft.kind.encode().ljust(16, b"."))
    return marked(pdf, MARK)
