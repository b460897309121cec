"""Correcting a paper: nothing is edited, a new paper with a new number takes the place of the wrong one and both stay.

The one invariant: a paper is superseded once, by a paper of the same act. Called by the paper page.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from documents.clerks import WORKS_ON_PAPERS
from documents.issuing import Again, frozen_context, issue
from documents.keys import first_time
from documents.letters import get_letter
from documents.models import Document, Dossier, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.trail import append
from documents.transitions import locked
from documents.typed_texts import TypedText, corrected, leaves, on_paper
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
        if earlier := first_time(dossier, key, "paper.reissue"):
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
    if get_letter(document.kind).final:
        raise NotAllowed(_("This paper is never corrected. Add what is missing to the file as a note of its own."))
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


def act_of(document: Document, path: str) -> Event:
    """The act into which the text at `path` was typed."""
    if not path.startswith("@"):
        return first_event(document)
    return Event.objects.get(dossier=document.dossier_id, sequence=int(path[1:].partition(".")[0]))


def first_event(document: Document) -> Event:
    """The act that the paper speaks of, through all its corrections."""
    first = document
    while first.supersedes_id:
        first = Document.objects.select_related("event").get(pk=first.supersedes_id)
    return first.event


def correctable(document: Document) -> list[TypedText]:
    """The texts that stand on the paper and were typed into its act or an earlier one, as they are now."""
    return on_paper(_now(document), document.opened_context)


def _behind(document: Document) -> dict[str, Any]:
    """Path → value as typed: of the paper's own act, and as `@7.path` of the last earlier act of each kind.

    Earlier acts count because a paper also tells what stands in the records, such as the plan on the decision.
    """
    act = first_event(document)
    earlier = Event.objects.filter(dossier=document.dossier_id, sequence__lt=act.sequence).exclude(
        action__endswith=".refused"
    )
    last_of_each = {event.action: event for event in earlier.select_related("dossier").order_by("sequence")}
    last_of_each.pop(act.action, None)
    values = {
        f"@{event.sequence}.{path}": value
        for event in last_of_each.values()
        for path, value in leaves(event.details.get("data", {}))
    }
    return dict(leaves(act.details.get("data", {}))) | values


def _corrections_of(document: Document) -> dict[str, str]:
    """All corrections that led to this paper, later ones over earlier ones."""
    if not document.supersedes_id:
        return {}
    before = Document.objects.select_related("event__dossier").get(pk=document.supersedes_id)
    return _corrections_of(before) | document.event.details.get("corrections", {})


def _now(document: Document) -> dict[str, Any]:
    return _behind(document) | _corrections_of(document)


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
    data = _data(document, corrections)
    return frozen_context(get_letter(document.kind), document, _subject(again.act), again.act, None, data, again)


def _issued_again(old: Document, event: Event, right: Right, corrections: dict[str, str]) -> Document:
    again = _again(old, corrections)
    data = _data(old, corrections)
    return issue([old.kind], subject=_subject(again.act), event=event, right=right, data=data, again=again)[0]


def _data(document: Document, corrections: dict[str, str]) -> dict[str, Any]:
    """The data of the paper's act as it would have come in, with all corrections."""
    data = first_event(document).details.get("data", {})
    final: dict[str, Any] = corrected(data, _corrections_of(document) | corrections)
    return final


def _again(document: Document, corrections: dict[str, str]) -> Again:
    """The texts are mended in the context too: a paper may take them from a record and not from the act's data."""
    final = _now(document) | corrections
    places: dict[str, list[str]] = {}
    for path, text in _behind(document).items():
        if isinstance(text, str) and len(text) > 1:
            places.setdefault(text, []).append(final[path])
    texts = {text: finals for text, finals in places.items() if set(finals) != {text}}
    return Again(document, first_event(document), texts)


def _subject(act: Event) -> Any:
    """What the act was done to, as it is now but in the state in which the act left it. Never saved."""
    subject = apps.get_model(act.subject_label)._default_manager.get(pk=act.subject_id)
    change = act.details.get("change", {})
    for column in {"status"} & set(change):
        setattr(subject, column, change[column][1])  # a paper speaks of its own act, not of later ones
    return subject
