"""The trail: events are appended in the transaction they tell about, in a canonical form with an HMAC.

The hash covers `header ‖ H(salted payload)`, so a dossier can be erased (its key destroyed) and the chain still holds.
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from documents.models import BatchEntry, Dossier, Event
from documents.models.events import SALT_BYTES
from documents.surroundings import here
from organisation.encryption import mac, seal
from organisation.models import User
from organisation.rights import Right


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no blanks, the same on both engines; dates in ISO form, times in UTC microseconds."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    return str(value)


def header(event: Event, dossier_code: str) -> bytes:
    """What is readable of an event and covered by its hash."""
    return canonical(
        {
            "form": 1,
            "dossier": dossier_code,
            "sequence": event.sequence,
            "action": event.action,
            "subject": [event.subject_label, event.subject_id],
            "by": event.by_id,
            "on_behalf_of": event.on_behalf_of_id,
            "post": event.post,
            "at": event.at,
            "address": event.address,
            "request": event.request_id,
            "key": event.key,
        }
    )


def event_mac(event: Event, dossier_code: str) -> str:
    """The HMAC of header and payload hash under a key that belongs to this dossier alone."""
    message = header(event, dossier_code) + bytes.fromhex(event.payload_hash)
    return mac(message, purpose=f"event:{dossier_code}").hex()


def append(
    dossier: Dossier,
    action: str,
    *,
    by: User | None,
    subject: models.Model | None = None,
    right: Right | None = None,
    details: dict[str, Any] | None = None,
    key: str | None = None,
) -> Event:
    """Add an event to a dossier whose row the caller has locked. Bumps the dossier's event count."""
    around = here()
    dossier.event_count += 1
    event = Event(
        dossier=dossier,
        sequence=dossier.event_count,
        action=action,
        subject_label=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        by=by,
        on_behalf_of=right.on_behalf_of if right else None,
        post=f"{right.role}@{right.division.code}" if right else "",
        at=timezone.now(),
        address=around.address,
        request_id=around.request_id,
        key=key,
    )
    plain = os.urandom(SALT_BYTES) + canonical(details or {})
    event.payload = seal(plain, key=dossier.data_key, bound_to=str(event.sequence).encode())
    event.payload_hash = hashlib.sha256(plain).hexdigest()
    event.mac = event_mac(event, str(dossier.code))
    event.save()
    Dossier.objects.filter(pk=dossier.pk).update(event_count=dossier.event_count)
    return event


@transaction.atomic
def record(
    dossier: Dossier,
    action: str,
    *,
    by: User | None,
    subject: models.Model | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
    right: Right | None = None,
) -> Event:
    """Write down an act that changes no state: a read, reveal, export, print, download or refused attempt."""
    locked = Dossier.objects.locked_for_work(dossier.pk)
    content = {**(details or {}), **({"reason": reason} if reason else {})}
    return append(locked, action, by=by, subject=subject, details=content, right=right)


def enter_batch(event: Event, dossiers: Iterable[int]) -> None:
    """Note that a batch event moved these dossiers too, so that each one's history shows it."""
    BatchEntry.objects.bulk_create((BatchEntry(event=event, dossier_id=pk) for pk in dossiers), batch_size=2000)
