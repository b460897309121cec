"""Who is named in a report: from what was ticked and written to persons and accounts that can be kept away.

Invariant: naming is taken at its word. Nobody is asked to prove it first; an officer clears whom it was not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cases.incidents.models import Incident, NamedPerson, Part
from cases.models import Case
from cases.registry.models import Guardianship, Person
from documents.models import Access
from organisation.models import SIGNIFICANT_DIGITS, User


@dataclass(frozen=True)
class Named:
    """Somebody possibly responsible, as far as the one who reports can say."""

    part: str
    user: User | None = None
    person: Person | None = None
    words: str = ""


def write_named(incident: Incident, named: "list[Named]") -> list[NamedPerson]:
    """The rows, before the act that names them: its locks must reach what these people are bound to."""
    found = [whole for each in named for whole in _resolved(incident.case, each)]
    rows = [NamedPerson(incident=incident, part=x.part, user=x.user, person=x.person, words=x.words) for x in found]
    for row in rows:
        row.save()
    return rows


def _resolved(case: Case | None, named: Named) -> Iterator[Named]:
    """`the carer` of a known child is the carer of today, `the proxy parent` everybody who is paired with it."""
    if case is None or named.user or named.person:
        yield named
    elif named.part == Part.CARER:
        yield Named(named.part, person=carer_of(case), words=named.words)
    elif named.part == Part.PROXY and (paired := paired_with(case)):
        yield from (Named(named.part, user=user, words=named.words) for user in paired)
    else:
        yield named


def carer_of(case: Case) -> Person | None:
    """Who looks after the child today."""
    now = Guardianship.objects.filter(child_id=case.person_id, valid_to__isnull=True).select_related("carer").first()
    return now.carer if now else None


def paired_with(case: Case) -> list[User]:
    """The proxy parents to whom the child's file is opened, by name."""
    rows = Access.objects.filter(dossier_id=case.dossier_id, capacity=Access.Capacity.PAIRED, revoked_at=None)
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("name"))


def workers_around(division_code: str, case: Case | None) -> Any:
    """People with an account who may have to do with a child of this place: posts that cover it, and those paired."""
    codes = [division_code[:digits].ljust(12, "0") for digits in SIGNIFICANT_DIGITS.values()]
    paired = [user.pk for user in paired_with(case)] if case else []
    around = Q(post__division__code__in=codes) | Q(pk__in=paired)
    return User.objects.filter(around, is_active=True).distinct().order_by("name")


def is_named(user: User) -> bool:
    """True for somebody named in a report that is still open. Whoever pairs or appoints asks this first."""
    return NamedPerson.objects.in_open_reports().filter(user=user).exists()
