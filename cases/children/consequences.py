"""What a report of danger does to the care of a child: the agreement of whoever is named holds no more.

Invariant: in the report's own transaction, by the system, from nowhere, without a word of who or why. Named in
config/wiring.py; the report tells its files and the persons named, and nothing else of it is known here.
"""

from typing import Any

from django.utils import timezone

from cases.children.models import CareAgreement, LeftBehindCase
from documents.declarations import declared
from documents.models import Event
from documents.surroundings import Surroundings, within
from documents.transitions import perform


def suspend_care(report: Any, event: Event) -> None:
    """Suspend each agreement in force by which a named person looks after a child of this household."""
    sources = declared(LeftBehindCase)["suspend_agreement"].targets
    today = timezone.localdate()
    held = CareAgreement.objects.filter(
        case__in=report.files().values("pk"),
        carer__in=report.persons_named(),
        suspended_on__isnull=True,
        signed_on__lte=today,
        valid_until__gte=today,
    )
    for agreement in held.select_related("case__dossier").order_by("case__dossier_id", "pk"):
        if agreement.case.status in sources:
            with within(Surroundings()):
                perform(agreement.case, "suspend_agreement", by=None, agreement=agreement.pk)
