"""What the acts on reports of danger are called in the trail, and how lists of papers call a report."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from cases.addresses import address
from cases.finding import reads_masked, shown_name
from cases.incidents.models import Incident
from documents.declarations import Text
from documents.naming import DossierName
from organisation.models import User

ACTIONS: dict[str, Text] = {
    "incident.read": _("Read the report of danger"),
    "incident.reveal": _("Asked who reported it"),
    "case.access": _("Changed who may open the case"),
}


def child_called(incident: Incident, *, masked: bool) -> str:
    """The child as this reader may see it; nothing for one that is not known."""
    return shown_name(incident.case.person, masked=masked) if incident.case else ""


def incident_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """Names of the reports with these files, in one query; masked for those who only supervise."""
    masked = reads_masked(reader)
    return {
        incident.dossier_id: DossierName(
            name=child_called(incident, masked=masked),
            number=incident.number or "",
            place=incident.division.short_name,
            url=address("incident-detail", incident.code),
        )
        for incident in Incident.objects.filter(dossier__in=dossiers).for_page()
    }
