"""Where the phone delivers: photos first, each for itself, then the entry. The answer names what the entry became."""

import json
from uuid import UUID

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.drafts.api import (
    BadRequest,
    answer,
    body_of,
    check_writer,
    moment_of,
    object_of,
    phone_api,
    refusal,
    text_of,
    uuid_of,
)
from documents.drafts.delivering import ArrivedDifferently, deliver
from documents.drafts.kinds import Entry, kind_named
from documents.drafts.models import Delivery
from documents.drafts.photos import MOST_BYTES, MOST_PHOTOS, keep_photo
from organisation.requests import StaffRequest


@phone_api("POST")
def outbox(request: StaffRequest) -> JsonResponse:
    """Deliver one entry. 201 when this request did it, 200 when an earlier one had; both name the record."""
    body = body_of(request)
    check_writer(body, request.user)
    entry = _entry(body)
    try:
        delivery, new = deliver(request.user, entry)
    except ArrivedDifferently as arrived:
        sentence = _("An earlier version of this record has arrived already. Compare the two.")
        return refusal("arrived_differently", [sentence], status=409, server=_compared(arrived.delivery))
    return answer(_shown(delivery), status=201 if new else 200)


@phone_api("PUT")
def photo(request: StaffRequest, uuid: UUID, number: int) -> JsonResponse:
    """Keep one photo of an entry that is about to come."""
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdecimal()) or int(length) > MOST_BYTES:
        raise BadRequest(_("The photo is larger than 10 MB. Take it again with a smaller picture size."))
    keep_photo(request.user, uuid, number, request.body)
    return answer({"client_uuid": str(uuid), "photo": number})


def _entry(body: dict[str, object]) -> Entry:
    kind = kind_named(text_of(body, "kind", most=20))
    photos = body.get("photos") or []
    if kind is None or not isinstance(photos, list) or not all(type(n) is int and 0 <= n < MOST_PHOTOS for n in photos):
        raise BadRequest(_("This form is not known here. Load the page again; what you wrote is kept."))
    now, clock, written = timezone.now(), moment_of(body, "clock"), moment_of(body, "written")
    return Entry(
        uuid_of(body, "client_uuid"),
        kind,
        text_of(body, "about", most=36),
        object_of(body, "payload"),
        tuple(photos),
        clock,
        min(now, written + (now - clock)) if written and clock else None,
    )


def _shown(delivery: Delivery) -> dict[str, object]:
    return {
        "client_uuid": str(delivery.uuid),
        "server_id": delivery.server_id,
        "label": delivery.label,
        "url": delivery.url,
        "at": timezone.localtime(delivery.at).isoformat(timespec="seconds"),
    }


def _compared(delivery: Delivery) -> dict[str, object]:
    """What arrived earlier, to stand beside the version that did not."""
    return {**_shown(delivery), "payload": json.loads(delivery.payload or "{}")}
