"""Issuing: freeze what a paper says, give it its number, and see that it gets rendered after commit.

A paper is a pure function of template version and frozen context; the context is written once and never again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from documents.letters import Letter, get_letter
from documents.models import Document, Event
from documents.numbering import form_number, take_numbers
from documents.sealing import trail_head
from documents.trail import canonical
from documents.typed_texts import replaced
from organisation.encryption import seal
from organisation.models import Organ
from organisation.rights import Right

VEILED = "（身份保密）"  # in place of a name that the law protects


@dataclass(frozen=True)
class Again:
    """A paper issued anew: which one it replaces, the act it speaks of, and old text → new texts, a place each."""

    paper: Document
    act: Event
    texts: dict[str, list[str]] = field(default_factory=dict)


def issue(
    codes: Sequence[str],
    *,
    subject: Any,
    event: Event,
    right: Right | None,
    data: dict[str, Any],
    again: Again | None = None,
) -> list[Document]:
    """Freeze and number the papers that a transition declares, in the transition's transaction.

    `again` when a paper is corrected: then `event` is the correction and the paper speaks of an earlier act.
    Raises Organ.DoesNotExist when no organ has been entered that could issue one today.
    """
    today = timezone.localdate()
    letters = [get_letter(code) for code in codes]
    kinds = {x.code: x.organ_for(subject, again.act if again else event) for x in letters}
    code = event.dossier.division_code
    organs = {kind: Organ.objects.issuing(kind, code, today) for kind in set(kinds.values())}
    pairs = sorted(((organs[kinds[x.code]], x) for x in letters), key=lambda pair: (pair[0].pk, pair[1].code))
    documents = [_freeze(x, organ, subject, event, right, data, again) for organ, x in pairs]
    ordered = sorted(documents, key=lambda document: codes.index(document.kind))
    render_after_commit(ordered)
    return ordered


def render_after_commit(documents: Sequence[Document]) -> None:
    """Nudge a worker for each paper. The row is the truth: a sweep finds what a lost nudge forgot."""
    from documents.tasks import (
        render_paper,  # tasks import the renderer, which imports the models of this app
    )

    for document in documents:
        transaction.on_commit(partial(render_paper.enqueue, document.pk))


def _freeze(
    letter: Letter,
    organ: Organ,
    subject: Any,
    event: Event,
    right: Right | None,
    data: dict[str, Any],
    again: Again | None,
) -> Document:
    day = timezone.localdate(event.at)
    serial = take_numbers(organ, letter.code, day.year)[0]
    document = Document(
        dossier=event.dossier,
        event=event,
        kind=letter.code,
        title=letter.title,
        organ=organ,
        year=day.year,
        serial=serial,
        number=form_number(organ, letter.word, day.year, serial),
        template_version=letter.version,
        issued_on=day,
        supersedes=again.paper if again else None,
    )
    document.context = seal_context(document, frozen_context(letter, document, subject, event, right, data, again))
    document.save()
    return document


def frozen_context(
    letter: Letter,
    document: Document,
    subject: Any,
    event: Event,
    right: Right | None,
    data: dict[str, Any],
    again: Again | None = None,
) -> dict[str, Any]:
    """Everything the template may use, as plain JSON in Chinese: the common block `paper` and the letter's own."""
    with translation.override("zh-hans"), timezone.override(settings.TIME_ZONE):
        own = letter.build(subject, again.act if again else event, data)
        paper = _head_block(letter, document, subject, event, right)
    plain = json.loads(canonical(own))
    return {**(replaced(plain, again.texts) if again else plain), "paper": json.loads(canonical(paper))}


def seal_context(document: Document, context: dict[str, Any]) -> bytes:
    """The context as it is stored: canonical JSON under the dossier's key, bound to the paper."""
    return seal(canonical(context), key=document.dossier.data_key, bound_to=document.code.bytes)


def _head_block(letter: Letter, document: Document, subject: Any, event: Event, right: Right | None) -> dict[str, Any]:
    organ, at = document.organ, timezone.localtime(event.at)
    veiled = _is_veiled(subject, event, letter)
    return {
        "title": letter.title,
        "kind": letter.code,
        "number": document.number,
        "organ": organ.name,
        "phone": organ.phone,
        "address": organ.address,
        "complaint_phone": organ.complaint_phone,
        "review_organ": organ.review_organ,
        "court": organ.court,
        "basis": letter.basis,
        "case_number": getattr(subject, "number", "") or "",
        "handler": VEILED if veiled else event.by.name if event.by else "系统",
        "issuer": VEILED if veiled else issuer(event, right),
        "issued_on": cn_date(document.issued_on),
        "issued_at": f"{cn_date(at.date())}{at:%H:%M}",
        "verify_code": " ".join(document.verify_code[i : i + 4] for i in range(0, 16, 4)),
        "verify_url": settings.PUBLIC_URL + reverse("verify", args=[document.verify_code]),
        "trail_head": trail_head()[:16],
        "replaces": document.supersedes.number if document.supersedes else "",
    }


def _is_veiled(subject: Any, event: Event, letter: Letter) -> bool:
    """True when the subject keeps secret on this paper who acted: a model that does so has `veils(event, code)`."""
    return hasattr(subject, "veils") and bool(subject.veils(event, letter.code))


def issuer(event: Event, right: Right | None) -> str:
    """Who issued it, in which post, and for whom, in Chinese."""
    if not event.by:
        return "系统"
    post = f"（{right.division.short_name}{right.role.label}）" if right else ""
    stands_in = f"代{right.on_behalf_of.name}" if right and right.on_behalf_of else ""
    return f"{event.by.name}{post}{stands_in}"


def cn_date(day: Any) -> str:
    """2026年11月23日, without padding (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
