"""Correcting a paper: nothing is edited, a new paper with a new number takes the place of the wrong one and both stay.

The one invariant: a paper is superseded once, by a paper of the same act. Called by the paper page.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from documents.clerks import WORKS_ON_PAPERS
from documents.issuing import Again, frozen_context, issue
from documents.letters import get_letter
from documents.models import Document, Dossier, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.trail import append, canonical
from documents.transitions import locked
from documents.typed_texts import TypedText, corrected, leaves, typed_texts
from organisation.models import User
from organisation.rights import Right, right_for
from organisation.roles import Role


@dataclass(frozen=True)
class Change:
    """One difference between the paper as it is and as it would be."""

    path: str
    before: str
    after: str


def reissue(
    document: Document, *, by: User, reason: str, corrections: dict[str, str], key: str | None = None
) -> Document:
    """Issue the paper again from the present records and the corrected texts. Returns the new paper.

    `corrections` maps the path of a typed text (see `correctable`) to what it should say. Raises NotVisible,
    NotAllowed, or NotPossible when the paper was replaced before, the reason is missing or nothing would change.
    """
    with locked(document.dossier_id) as dossier:
        if key and (earlier := Event.objects.filter(dossier=dossier, key=key).first()):
            return Document.objects.get(event=earlier)
        old = _current(document, dossier)
        right = right_to_reissue(by, old)
        if not reason.strip():
            raise NotPossible(_("Say why the paper is corrected: the reason stays in the file."))
        changes = differences(old, corrections)
        if not changes:
            raise NotPossible(_("The paper would say the same as before. Correct a text, or the records, first."))
        data = {"corrections": corrections, "changes": [[c.path, c.before, c.after] for c in changes]}
        details = {"reason": reason.strip(), "supersedes": old.number, **data}
        event = append(dossier, "paper.reissue", by=by, subject=old, right=right, details=details, key=key)
        new = _issued_again(old, event, right, corrections)
        Document.objects.filter(pk=old.pk).update(status=Document.Status.SUPERSEDED)
    return new


def _current(document: Document, dossier: Dossier) -> Document:
    """The paper as it is now, if it can still be corrected."""
    old = Document.objects.select_related("event", "organ").get(pk=document.pk, dossier=dossier)
    old.dossier = dossier
    if successor := Document.objects.filter(supersedes=old).first():
        raise NotPossible(
            _("This paper was replaced by %(number)s already. Correct that one instead.") % {"number": successor.number}
        )
    if old.status == Document.Status.VOID:
        raise NotPossible(_("This paper is void and cannot be corrected. Do the act again."))
    return old


def right_to_reissue(by: User, document: Document) -> Right:
    """The right in the role that issued the paper. Raises NotVisible or NotAllowed."""
    if not Dossier.objects.visible_to(by).filter(pk=document.dossier_id).exists():
        raise NotVisible
    roles = issuing_roles(document)
    right = right_for(by, roles, document.dossier.division_code)
    if right is None:
        names = _(" or ").join(str(Role(role).label) for role in sorted(roles))
        raise NotAllowed(_("A paper is corrected by the role that issued it: %(roles)s. Ask them.") % {"roles": names})
    return right


def issuing_roles(document: Document) -> set[str]:
    """The role in which the paper was issued; for one of the system itself, everyone who works on papers."""
    role = document.event.post.partition("@")[0]
    return {role} if role else set(WORKS_ON_PAPERS)


def first_event(document: Document) -> Event:
    """The act that the paper speaks of, through all its corrections."""
    first = document
    while first.supersedes_id:
        first = Document.objects.select_related("event").get(pk=first.supersedes_id)
    return first.event


def correctable(document: Document) -> list[TypedText]:
    """The texts of the act that stand on the paper, as they are now (earlier corrections included)."""
    return typed_texts(present_data(document), document.opened_context)


def present_data(document: Document) -> dict[str, Any]:
    """The data of the act with every correction that led to this paper."""
    line = [document]
    while line[-1].supersedes_id:
        line.append(Document.objects.select_related("event__dossier").get(pk=line[-1].supersedes_id))
    data: dict[str, Any] = line[-1].event.details.get("data", {})
    for corrected_paper in reversed(line[:-1]):
        data = json.loads(canonical(corrected(data, corrected_paper.event.details.get("corrections", {}))))
    return data


def differences(document: Document, corrections: dict[str, str]) -> list[Change]:
    """What would change on the paper, apart from number, date and issuer."""
    known = {text.path for text in correctable(document)}
    if unknown := set(corrections) - known:
        raise NotPossible(
            _("These texts do not stand on the paper: %(paths)s.") % {"paths": ", ".join(sorted(unknown))}
        )
    old = dict(leaves({**document.opened_context, "paper": {}}))
    new = dict(leaves({**_rebuilt(document, corrections), "paper": {}}))
    paths = [*old, *(path for path in new if path not in old)]
    return [
        Change(path, str(old.get(path, "")), str(new.get(path, "")))
        for path in paths
        if path != "paper" and old.get(path, "") != new.get(path, "")
    ]


def _rebuilt(document: Document, corrections: dict[str, str]) -> dict[str, Any]:
    """The letter's own context as it would be frozen now."""
    again = _again(document, corrections)
    data = corrected(present_data(document), corrections)
    return frozen_context(get_letter(document.kind), document, _subject(again.act), again.act, None, data, again)


def _issued_again(old: Document, event: Event, right: Right, corrections: dict[str, str]) -> Document:
    again = _again(old, corrections)
    data = corrected(present_data(old), corrections)
    return issue([old.kind], subject=_subject(again.act), event=event, right=right, data=data, again=again)[0]


def _again(document: Document, corrections: dict[str, str]) -> Again:
    """The texts are mended in the context too: a paper may take them from a record and not from the act's data."""
    act = first_event(document)
    original = dict(leaves(act.details.get("data", {})))
    present = dict(leaves(present_data(document)))
    final = present | corrections
    texts = {
        text: final[path]
        for known in (original, present)
        for path, text in known.items()
        if isinstance(text, str) and len(text) > 1 and final.get(path, text) != text
    }
    return Again(document, act, texts)


def _subject(act: Event) -> Any:
    """What the act was done to, as it is now but in the state in which the act left it. Never saved."""
    subject = apps.get_model(act.subject_label)._default_manager.get(pk=act.subject_id)
    change = act.details.get("change", {})
    for column in {"status"} & set(change):
        setattr(subject, column, change[column][1])  # a paper speaks of its own act, not of later ones
    return subject
