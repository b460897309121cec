"""How lists call a case (child, number, village, page) and the office of a place.

The one invariant: whoever sees a file only reduced (a proxy parent, a coordinator) gets the given name and the village.
"""

from collections.abc import Collection

from cases.addresses import address
from cases.finding import reads_masked, shown_name
from cases.models import Case
from cases.registry.names import given_name
from documents.models import Access, Dossier
from documents.naming import DossierName
from organisation.models import Division, User
from organisation.rights import has_role
from organisation.roles import READS_REDUCED


def case_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """Names of the cases with these dossiers; masked for those who only supervise, shortened for reduced readers."""
    masked, reduced = reads_masked(reader), _reduced(dossiers, reader)
    cases = Case.objects.filter(dossier__in=dossiers).select_related("dossier", "person", "division")
    return {
        case.dossier_id: DossierName(name=given_name(case.person.name), place=case.division.short_name)
        if case.dossier_id in reduced
        else DossierName(
            name=shown_name(case.person, masked=masked),
            number=case.number or "",
            place=case.division.short_name,
            url=address("case-detail", case.code),
        )
        for case in cases
    }


def _reduced(dossiers: Collection[int], reader: User) -> set[int]:
    """Which of these dossiers the reader sees only reduced. Asked only of those to whom that can happen."""
    granted = Access.objects.in_force(reader).filter(reduced=True)
    if not has_role(reader, *READS_REDUCED) and not granted.exists():
        return set()
    full = Dossier.objects.visible_to(reader).filter(pk__in=dossiers).values_list("pk", flat=True)
    return set(dossiers) - set(full)


def place_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """The county, town or village whose office wrote something down that belongs to no case."""
    codes = dict(Dossier.objects.filter(pk__in=dossiers).values_list("pk", "division_code"))
    names = dict(Division.objects.filter(code__in=codes.values()).values_list("code", "short_name"))
    return {pk: DossierName(name=names.get(code, "")) for pk, code in codes.items()}
