"""How lists of papers call the file of a proxy parent or of a notice."""

from collections.abc import Collection

from django.urls import reverse

from cases.finding import reads_masked, shown_name
from documents.naming import DossierName
from organisation.models import User
from volunteers.models import Recruitment, Volunteer


def volunteer_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """Names of the files with these dossiers, in two queries; masked for those who only supervise."""
    masked = reads_masked(reader)
    volunteers = Volunteer.objects.filter(dossier__in=dossiers).select_related("dossier", "person", "division")
    notices = Recruitment.objects.filter(dossier__in=dossiers).select_related("dossier", "division")
    return {
        each.dossier_id: DossierName(
            name=shown_name(each.person, masked=masked),
            number=each.number or "",
            place=each.division.short_name,
            url=reverse("volunteer-detail", args=[each.code]),
        )
        for each in volunteers
    } | {
        each.dossier_id: DossierName(
            name=each.season, place=each.division.short_name, url=reverse("recruitment-detail", args=[each.code])
        )
        for each in notices
    }
