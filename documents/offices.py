"""The dossier of an office: where acts are written down that belong to no case, such as an exported list.

The one invariant: one such dossier for each county (or city), and one for a town or village that has visit plans or
outreach rounds, made when it is first needed.
"""

from django.db import IntegrityError, transaction

from documents.models import Dossier
from organisation.models import User
from organisation.rights import rights_of


def office_dossier(division_code: str) -> Dossier:
    """The dossier of the county or city in whose code range `division_code` lies."""
    return place_dossier(office_code(division_code))


def place_dossier(code: str) -> Dossier:
    """The dossier of exactly this place, so that whoever works in the place reads it."""
    found = Dossier.objects.filter(kind=Dossier.Kind.OFFICE, division_code=code).first()
    if found:
        return found
    dossier = Dossier.begin(Dossier.Kind.OFFICE, code)
    try:
        with transaction.atomic():
            dossier.save()
    except IntegrityError:  # somebody else was first
        return Dossier.objects.get(kind=Dossier.Kind.OFFICE, division_code=code)
    return dossier


def office_of(user: User) -> Dossier:
    """The office where the user works, by their first post. Raises ValueError for somebody without any."""
    rights = rights_of(user)
    if not rights:
        raise ValueError("this user holds no post today")
    return office_dossier(rights[0].division.code)


def office_code(division_code: str) -> str:
    """The code of the county, or of the city where the code names no county."""
    county = division_code[:6]
    return county.ljust(12, "0") if not county.endswith("00") else division_code[:4].ljust(12, "0")
