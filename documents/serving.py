"""Service of papers (送达): when, how and to whom a paper was handed. What makes a period run against somebody.

The one invariant: only a paper that holds can be served; what was registered is never changed. Called by its page.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.clerks import right_to_handle
from documents.keys import first_time
from documents.models import Document, Event
from documents.refusals import NotPossible
from documents.trail import append
from documents.transitions import locked
from organisation.models import User


class Method(models.TextChoices):
    """The five ways of service (domain report §2.0)."""

    DIRECT = "direct", gettext_lazy("handed over")
    LEFT = "left", gettext_lazy("left behind with witnesses")
    POST = "post", gettext_lazy("by post")
    ELECTRONIC = "electronic", gettext_lazy("electronically")
    PUBLIC = "public", gettext_lazy("by public notice")


@dataclass(frozen=True)
class Service:
    """What was registered about the service of a paper."""

    on: dt.date
    method: str
    receiver: str
    proof: str
    by: str

    @property
    def method_label(self) -> str:
        """The way of service in the reader's language."""
        return str(Method(self.method).label)


def serve(
    document: Document, *, by: User, on: dt.date, method: str, receiver: str, proof: str = "", key: str | None = None
) -> Event:
    """Register that the paper was served. Raises NotVisible, NotAllowed or NotPossible."""
    with locked(document.dossier_id) as dossier:
        right = right_to_handle(by, dossier)
        if earlier := first_time(dossier, key, "paper.serve"):
            return earlier
        current = Document.objects.get(pk=document.pk)
        if current.status not in (Document.Status.ISSUED, Document.Status.SIGNED):
            raise NotPossible(
                _("The paper is “%(state)s”: only an issued or signed paper can be served.")
                % {"state": current.get_status_display()}
            )
        if not current.issued_on <= on <= timezone.localdate():
            raise NotPossible(
                _("The date of service must lie between the date of the paper and today. Check the receipt.")
            )
        details = {"on": on, "method": Method(method).value, "receiver": receiver, "proof": proof}
        event = append(dossier, "paper.serve", by=by, subject=current, right=right, details=details, key=key)
        Document.objects.filter(pk=current.pk).update(status=Document.Status.SERVED)
    return event


def service_of(document: Document) -> Service | None:
    """What was registered about the service of this paper, or nothing."""
    events = Event.objects.filter(dossier=document.dossier_id, action="paper.serve", subject_id=document.pk)
    event = events.select_related("by", "dossier").order_by("-sequence").first()
    if event is None or not (details := event.details):
        return None
    on = parse_date(details["on"])
    return Service(on, details["method"], details["receiver"], details["proof"], str(event.by)) if on else None
