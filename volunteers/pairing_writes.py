"""What the data of a pairing's transitions becomes: rows beside it and who may see the child, in its transaction.

Invariant: `open_child` and `close_child` are the one place that lets a proxy parent see a child, or no longer. Each
function takes (pairing, by, data) and returns what the transition's body gets.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from cases.registry.models import Consent
from documents.models import Access
from organisation.models import User
from volunteers import queries

if TYPE_CHECKING:
    from volunteers.models import Pairing


def proposal(pairing: "Pairing", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """What the last proxy parent of this child handed over goes to the next one."""
    before = queries.last_of([pairing.case_id]).get(pairing.case_id)
    return {**data, "follows_id": before.pk if before else None}


def consents(pairing: "Pairing", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The guardian's and the child's word on this pairing, with the signed form."""
    signed = {"purpose": Consent.Purpose.PAIRING, "given": True, "valid_from": data["consented_on"]}
    child, giver = pairing.case.person_id, data["consented_by"]
    Consent.objects.create(child_id=child, given_by=giver, evidence_id=data["scan"], **signed)
    return {name: data[name] for name in ("consented_by", "consented_on", "child_view", "child_consents")}


def activation(pairing: "Pairing", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Open the child's reduced page to the proxy parent until the agreement or the vetting ends."""
    open_child(pairing, data["valid_until"])
    return {"started_on": data["started_on"], "valid_until": data["valid_until"]}


def renewal(pairing: "Pairing", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The child's page stays open until the new term or the vetting ends."""
    open_child(pairing, data["valid_until"])
    return {"valid_until": data["valid_until"]}


def access_begins(pairing: "Pairing", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Open the page again after a suspension."""
    open_child(pairing, cast(dt.date, pairing.valid_until))
    return data


def access_ends(pairing: "Pairing", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Close the child's page at once."""
    close_child(pairing)
    return data


def open_child(pairing: "Pairing", until: dt.date) -> None:
    """Let the proxy parent see the child until that day, but never longer than the vetting holds."""
    close_child(pairing)
    today, volunteer = timezone.localdate(), pairing.volunteer
    if volunteer.user_id is None or volunteer.vetted_until is None:
        return
    last = min(until, volunteer.vetted_until)
    if last >= today:
        of_child = {"dossier_id": pairing.dossier_id, "user_id": volunteer.user_id}
        Access.objects.create(**of_child, capacity=Access.Capacity.PAIRED, reduced=True, valid_to=last)


def close_child(pairing: "Pairing") -> None:
    """Revoke what a pairing opened."""
    of_child = Access.objects.filter(dossier_id=pairing.dossier_id, capacity=Access.Capacity.PAIRED)
    of_child.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


def evaluation(pairing: "Pairing", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The yearly evaluation, with the figures of the time since the last one counted from the contacts."""
    from volunteers.models import Evaluation

    since, until = period_to_evaluate(pairing)
    Evaluation.objects.create(
        pairing=pairing, since=since, until=until, **queries.figures(pairing, since, until), **data
    )
    return {}


def period_to_evaluate(pairing: "Pairing") -> tuple[dt.date, dt.date]:
    """From the day after the last evaluation, or the beginning, until today."""
    last = pairing.evaluations.first()
    today = timezone.localdate()
    begins = last.until + dt.timedelta(days=1) if last else cast(dt.date, pairing.started_on)
    return min(begins, today), today
