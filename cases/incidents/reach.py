"""Whom a report of danger can be about, and who answers for it.

Invariant: everybody with an account may report about any child they may see, in full or reduced, and about a child that
nobody knows; where it lands is decided by the place, never by the one who reports.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.finding import reads_masked, shown_name
from cases.models import Case
from cases.registry.names import given_name, normalise
from cases.search import by_number, by_person
from documents.models import Dossier
from organisation.models import SIGNIFICANT_DIGITS, Delegation, Division, Organ, Post, User, in_force
from organisation.rights import rights_of
from organisation.roles import Level, Role

MOST_FOUND = 12
COUNTY_DIGITS, CITY_DIGITS = 6, 4


def reportable(user: User) -> Any:
    """The cases of the children whom this user may see, in full or as a proxy parent does."""
    seen = Q(dossier__in=Dossier.objects.visible_to(user)) | Q(dossier__in=Dossier.objects.reduced_for(user))
    return Case.objects.visited().filter(seen).for_page()


def candidates(user: User, text: str) -> list[Case]:
    """Children the user may see whom a typed name or number meets, at most twelve.

    Whom the user sees only reduced is met by the given name alone: nobody finds out a surname or number by trying.
    """
    numbers, people = by_number(text), by_person(text)
    met = Q(pk__in=[])
    if numbers is not None:
        met |= numbers
    if people is not None:
        met |= Q(person__in=people)
    whole = Q(dossier__in=Dossier.objects.visible_to(user))
    found = reportable(user).filter((whole & met) | Q(pk__in=_called_so(user, text)))
    return list(found.order_by("person__pinyin_sort", "pk")[:MOST_FOUND])


def _called_so(user: User, text: str) -> list[int]:
    """Cases of children seen only reduced whose given name is typed, with any surname before it or none."""
    typed = normalise(text)
    reduced = Case.objects.visited().filter(dossier__in=Dossier.objects.reduced_for(user))
    unseen = reduced.exclude(dossier__in=Dossier.objects.visible_to(user))
    names = unseen.values_list("pk", "person__name") if typed else ()
    return [pk for pk, name in names if given_name(name) in typed or typed in given_name(name)]


def child_names(cases: Iterable[Case], user: User) -> dict[int, str]:
    """Case → what this user may call the child: the given name, unless the file is open to them. One query."""
    cases, masked = list(cases), reads_masked(user)
    files = Dossier.objects.visible_to(user).filter(pk__in=[case.dossier_id for case in cases])
    whole = set(files.values_list("pk", flat=True))
    return {
        case.pk: shown_name(case.person, masked=masked) if case.dossier_id in whole else given_name(case.person.name)
        for case in cases
    }


def home_of(user: User) -> Division | None:
    """Where the user works, if that lies in one county: there an unknown child is taken to be."""
    place = next((right.division for right in rights_of(user)), None)
    return place if place and place.level in (Level.COUNTY, Level.TOWN, Level.VILLAGE) else None


def county_office(place: Division | None) -> Organ | None:
    """The county's office for the place, whose telephone stands beside 110; nothing where none is entered."""
    if place is None:
        return None
    try:
        return Organ.objects.issuing("county", place.code, timezone.localdate())
    except Organ.DoesNotExist:
        return None


def places_for(user: User) -> Any:
    """Counties and towns to choose from as the place: those of the user's county, for a city's people the city's."""
    prefixes = {right.division.code[: _digits(right.division)] for right in rights_of(user)}
    inside = Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(code__startswith=prefix)
    levels = [Level.COUNTY, Level.TOWN]
    return Division.objects.filter(inside, level__in=levels, valid_to=None).select_related("parent").order_by("code")


def _digits(division: Division) -> int:
    return CITY_DIGITS if division.level in (Level.PREFECTURE, Level.PROVINCE) else COUNTY_DIGITS


def answerable_for(division_code: str, *, without: Sequence[int] = ()) -> list[User]:
    """The child protection officers who answer for the place today, and who stands in for one on leave.

    Without those who are named themselves; where nobody is left, the privacy officers see to it that somebody is.
    """
    for role in (Role.CHILD_PROTECTION_OFFICER, Role.PRIVACY_OFFICER):
        holders = User.objects.holding(role, division_code, timezone.localdate())
        people = {*holders.values_list("pk", flat=True), *_delegations(role, division_code)} - set(without)
        if people:
            return list(User.objects.filter(pk__in=people, is_active=True).order_by("name"))
    return []


def _delegations(role: str, division_code: str) -> Any:
    """Keys of those who hold such a post for somebody else today."""
    today = timezone.localdate()
    codes = [division_code[:digits].ljust(12, "0") for digits in SIGNIFICANT_DIGITS.values()]
    posts = Post.objects.filter(in_force(today), role=role, division__code__in=codes)
    standing_in = Delegation.objects.filter(post__in=posts, valid_from__lte=today, valid_to__gte=today)
    return standing_in.values_list("to_id", flat=True)
