"""How lists of papers call a case: the child's name, the case number, the village, the case page."""

from collections.abc import Collection

from cases.addresses import address
from cases.finding import reads_masked, shown_name
from cases.models import Case
from documents.naming import DossierName
from organisation.models import User


def case_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """Names of the cases with these dossiers, in one query; masked for those who only supervise."""
    masked = reads_masked(reader)
    cases = Case.objects.filter(dossier__in=dossiers).select_related("dossier", "person", "division")
    return {
        case.dossier_id: DossierName(
            name=shown_name(case.person, masked=masked),
            number=case.number or "",
            place=case.division.short_name,
            url=address("case-detail", case.code),
        )
        for case in cases
    }
