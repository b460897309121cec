"""How lists of papers call a case (child, number, village, page) and the office of a place."""

from collections.abc import Collection

from cases.addresses import address
from cases.finding import reads_masked, shown_name
from cases.models import Case
from documents.models import Dossier
from documents.naming import DossierName
from organisation.models import Division, User


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


def place_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """The county, town or village whose office wrote something down that belongs to no case."""
    codes = dict(Dossier.objects.filter(pk__in=dossiers).values_list("pk", "division_code"))
    names = dict(Division.objects.filter(code__in=codes.values()).values_list("code", "short_name"))
    return {pk: DossierName(name=names.get(code, "")) for pk, code in codes.items()}
