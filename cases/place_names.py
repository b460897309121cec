"""How lists of papers call the office of a county, town or village that wrote down what belongs to no case."""

from collections.abc import Collection

from documents.models import Dossier
from documents.naming import DossierName
from organisation.models import Division, User


def place_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """The names of the places, in two queries."""
    codes = dict(Dossier.objects.filter(pk__in=dossiers).values_list("pk", "division_code"))
    names = dict(Division.objects.filter(code__in=codes.values()).values_list("code", "short_name"))
    return {pk: DossierName(name=names.get(code, "")) for pk, code in codes.items()}
