"""What the data of a stipend's transition becomes: rows beside the case, in the transition's own transaction.

Each function takes (case, by, data) and returns what the transition's body gets.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from documents.numbering import take_numbers
from organisation.models import Organ, User

if TYPE_CHECKING:
    from cases.stipends.models import StipendCase

FAMILY_CERTIFICATE = "family_certificate"  # its line of the checklist
OWN_FIELDS = ("applicant", "relation", "applied_on")


def application(case: "StipendCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The case number and the checklist of the version."""
    from cases.applications import begin_checklist

    year, county = timezone.localdate().year, case.dossier.division_code[:6]
    organ = Organ.objects.issuing("county", case.dossier.division_code, timezone.localdate())
    case.number = f"{case.kind}-{county}-{year}-{take_numbers(organ, case.kind, year)[0]:05d}"
    begin_checklist(case, received=data.get("received", ()), received_on=data["applied_on"])
    return {name: data[name] for name in OWN_FIELDS if name in data}


def one_time_notice(case: "StipendCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The notice with everything that is missing; the clock stands still from today."""
    from cases.applications import tell_once

    tell_once(case, by=cast(User, by), reason=data.get("reason", ""))
    return {}


def supplement(case: "StipendCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """What the family brought; the clock goes on."""
    from cases.applications import receive_supplement

    receive_supplement(case, received=data.get("received", ()), received_on=data["received_on"])
    return {}


def certificate(case: "StipendCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The certificate, and its line of the checklist."""
    from cases.applications import mark_received
    from cases.stipends.models import FamilyCertificate

    FamilyCertificate.objects.create(
        case=case,
        number=data["number"].strip(),
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        shown_to=by,
    )
    mark_received(case, (FAMILY_CERTIFICATE,), timezone.localdate())
    return {}


def hold(case: "StipendCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Months held from `first_month` on."""
    from cases.stipends.models import Hold

    Hold.objects.create(
        case=case, first_month=data["first_month"], reason=data["why"], words=data["reason"], placed_by=by
    )
    return {"reason": data["reason"]}


def lift_hold(case: "StipendCase", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The open hold ends with `last_month`; without one it is lifted from its beginning, and the months are owed."""
    last: dt.date | None = data.get("last_month")
    held = case.holds.get(last_month__isnull=True)
    held.lifted_by = by
    held.last_month = last or held.first_month
    if last is None:
        held.lifted = True
    held.save(update_fields=["lifted_by", "last_month", "lifted"])
    return {"reason": data["reason"]}
