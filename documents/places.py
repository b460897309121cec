"""The places a user may choose in a list: those of their posts and the ones directly inside.

The one invariant: nothing is offered that lies outside the user's posts. Called by filters and print jobs.
"""

from collections.abc import Iterator

from django.db.models import Q

from organisation.models import Division, User, code_range
from organisation.rights import rights_of
from organisation.roles import READS_DIVISION, Level

SHOWN = {Level.PREFECTURE: Level.COUNTY, Level.COUNTY: Level.TOWN, Level.TOWN: Level.VILLAGE}


def places_of(user: User) -> list[tuple[str, str]]:
    """Significant digits and name: the divisions of the reading posts, each followed by what lies directly inside."""
    own = {right.division.code: right.division for right in rights_of(user) if right.role in READS_DIVISION}
    return list(dict.fromkeys(_choices(list(own.values()))))


def _choices(divisions: list[Division]) -> Iterator[tuple[str, str]]:
    for division in divisions:
        yield division.significant, division.short_name
        if Level(division.level) in SHOWN:
            for inside in Division.objects.filter(parent=division).order_by("code"):
                yield inside.significant, f"　{inside.short_name}"


def inside(significant: str, *, field: str = "dossier__division_code") -> Q:
    """A filter for everything in the place with these leading digits."""
    lower, upper = code_range(significant)
    return Q(**{f"{field}__gte": lower, f"{field}__lt": upper})
