"""Drafts of the user who asks: list, read, save, discard. A draft of somebody else does not exist."""

from typing import Any
from uuid import UUID

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.drafts.api import (
    BadRequest,
    answer,
    body_of,
    check_writer,
    number_of,
    object_of,
    phone_api,
    refusal,
    text_of,
)
from documents.drafts.kinds import may_be_saved
from documents.drafts.models import Draft
from documents.drafts.saving import AlreadyGone, ChangedElsewhere, close_draft, content_of, open_drafts, save_draft
from organisation.requests import StaffRequest


@phone_api("GET")
def drafts(request: StaffRequest) -> JsonResponse:
    """My unsent drafts; with `kind` and `about` only those of one form about one thing."""
    kind, about = request.GET.get("kind", ""), request.GET.get("about")
    return answer({"drafts": [_shown(draft) for draft in open_drafts(request.user, kind=kind, about=about)]})


@phone_api("GET", "PUT", "DELETE")
def draft(request: StaffRequest, uuid: UUID) -> JsonResponse:
    """One draft of mine: read it, save it on the version it was typed on, or discard it."""
    if request.method == "PUT":
        return _save(request, uuid)
    if request.method == "DELETE":
        close_draft(request.user, uuid, Draft.State.DISCARDED)
        return answer({"uuid": str(uuid), "state": "discarded"})
    found = Draft.objects.of(request.user).filter(uuid=uuid).first()
    if found is None:
        return refusal("not_there", [_("There is no such draft.")], status=404)
    return answer(_shown(found))


def _save(request: StaffRequest, uuid: UUID) -> JsonResponse:
    body = body_of(request)
    kind = text_of(body, "kind", most=20)
    if not may_be_saved(kind):
        raise BadRequest(_("This form is not known here. Load the page again; what you wrote is kept."))
    about, payload, base = text_of(body, "about", most=36), object_of(body, "payload"), number_of(body, "base")
    check_writer(body, request.user)
    try:
        kept = save_draft(request.user, uuid, kind=kind, about=about, payload=payload, base=base)
    except ChangedElsewhere as changed:
        sentence = _("This draft was changed on another device or in another window. Choose what is to be kept.")
        return refusal("changed_elsewhere", [sentence], status=409, server=_shown(changed.draft))
    except AlreadyGone as gone:
        sentence = (
            _("This record was sent from another device already.")
            if gone.draft.state == Draft.State.SENT
            else _("This draft was discarded on another device.")
        )
        return refusal("already_gone", [sentence], status=410, server=_shown(gone.draft))
    return answer(_shown(kept))


def _shown(draft: Draft) -> dict[str, Any]:
    return {
        "uuid": str(draft.uuid),
        "kind": draft.kind,
        "about": draft.about,
        "payload": content_of(draft),
        "version": draft.version,
        "state": draft.state,
        "at": timezone.localtime(draft.updated_at).isoformat(timespec="seconds"),
        "expires_on": draft.expires_on.isoformat() if draft.noticed_at else None,
    }
