"""Saving drafts: the first input makes one, later ones carry the version they began from, and no version is lost.

The one invariant: a draft that changed elsewhere is never overwritten; both versions go back to who typed them. Called
by the phone and by forms of the desk that save themselves.
"""

import json
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.drafts.models import Draft
from documents.refusals import NotPossible
from organisation.models import User

MOST_OPEN = 200
MOST_BYTES = 64 * 2**10


class ChangedElsewhere(Exception):
    """Another tab or phone saved this draft meanwhile; `draft` is what the server has."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft


class AlreadyGone(Exception):
    """The draft was sent or discarded, here or on another phone; `draft` says which and when."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft


def save_draft(user: User, uuid: UUID, *, kind: str, about: str, payload: dict[str, Any], base: int) -> Draft:
    """Keep `payload`; `base` is the version it was typed on, 0 for a new draft.

    The same content again is the same version. Raises ChangedElsewhere, AlreadyGone, or NotPossible when there is too
    much of it.
    """
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    if len(text.encode()) > MOST_BYTES:
        raise NotPossible(_("The text is too long to be saved. Send it in two parts."))
    if (draft := _saved_over(user, uuid, text, base)) is not None:
        return draft
    if Draft.objects.of(user).open().count() >= MOST_OPEN:
        raise NotPossible(_("You have too many unsent drafts. Send or discard some of them first."))
    try:
        with transaction.atomic():
            return Draft.objects.create(user=user, uuid=uuid, kind=kind, about=about, payload=text)
    except IntegrityError:  # another tab was first
        return _saved_over(user, uuid, text, base) or Draft.objects.get(user=user, uuid=uuid)


def _saved_over(user: User, uuid: UUID, text: str, base: int) -> Draft | None:
    """The draft with the new text, or nothing when there is none yet."""
    with transaction.atomic():
        draft = Draft.objects.of(user).select_for_update().filter(uuid=uuid).first()
        if draft is None or (draft.state == Draft.State.OPEN and draft.payload == text):
            return draft
        if draft.state != Draft.State.OPEN:
            raise AlreadyGone(draft)
        if draft.version != base:
            raise ChangedElsewhere(draft)
        draft.payload, draft.version, draft.updated_at, draft.noticed_at = text, base + 1, timezone.now(), None
        draft.save(update_fields=["payload", "version", "updated_at", "noticed_at"])
        return draft


def open_drafts(user: User, *, kind: str = "", about: str | None = None) -> list[Draft]:
    """The user's unsent drafts, last changed first; of one form and about one thing where these are given."""
    drafts = Draft.objects.of(user).open()
    if kind:
        drafts = drafts.filter(kind=kind)
    if about is not None:
        drafts = drafts.filter(about=about)
    return list(drafts)


def content_of(draft: Draft) -> dict[str, Any]:
    """What was typed. Empty once it is sent or discarded."""
    return json.loads(draft.payload) if draft.payload else {}


def close_draft(user: User, uuid: UUID | str | None, state: Draft.State = Draft.State.SENT) -> None:
    """Wipe the text of a draft whose content has arrived, or that its owner has discarded. Nothing for no draft.

    Called in the transaction that keeps the content, so that it is in one of the two places at every moment.
    """
    try:
        wanted = UUID(str(uuid))
    except ValueError:
        return
    own = Draft.objects.of(user).open().filter(uuid=wanted)
    own.update(state=state, payload="", updated_at=timezone.now())
