"""Fetching a case for a page: visible to the user or a 404, with everything its head and its conditions ask."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404

from cases.models import Case
from cases.models.cases import KIND_ACCESSORS
from cases.registry.models import Whereabouts
from documents.models import Dossier
from documents.refusals import NotVisible, remember
from organisation.models import User
from organisation.rights import reads_masked

__all__ = ["places_of", "reads_masked", "shown_name", "visible_case"]

PARENTS = Prefetch("person__whereabouts", Whereabouts.objects.select_related("person"))


def visible_case(user: User, code: UUID) -> Any:
    """The case of that code as its kind. Raises Http404 when it is not there for this user, and keeps the attempt."""
    cases = Case.objects.visible_to(user).for_page()
    related = ("household", "division__parent__parent", "person__hukou_division", *KIND_ACCESSORS.values())
    whole = cases.select_related(*related).prefetch_related(PARENTS)
    case = whole.filter(dossier__code=code).first()
    if case is None:
        note_attempt(user, code)
        raise Http404
    return case.as_kind()


def note_attempt(user: User, code: UUID) -> None:
    """Somebody asked for a case that is not theirs: its trail says so."""
    dossier = Dossier.objects.filter(kind=Dossier.Kind.CASE, code=code).first()
    if dossier:
        remember(NotVisible(), dossier=dossier, action="case.read", by=user)


def shown_name(person: Any, *, masked: bool) -> str:
    """The name as this reader may see it. Nothing for nobody."""
    return "" if person is None else person.name_masked if masked else person.name


def places_of(division: Any) -> list[Any]:
    """County, town and village, from large to small, as far as they are loaded with the division."""
    chain = [division]
    while chain[0].level not in ("county", "prefecture") and chain[0].parent_id:
        chain.insert(0, chain[0].parent)
    return chain
