"""Where the towns of a round stand: figures for its page, in a fixed number of statements."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cases.stipends.candidates import running_cases
from cases.stipends.models import CertificationRound, TownList
from cases.stipends.round_pages import LIST_LOOKS
from organisation.models import Division


@dataclass
class Town:
    """One town: children with a running case, and its list, if it has been drawn up, with how many stand on it."""

    division: Division
    running: int
    listed: TownList | None = None
    children: int = 0
    certified: int = 0

    @property
    def look(self) -> str:
        """How the state of the list is shown."""
        return LIST_LOOKS.get(self.listed.status, "") if self.listed else ""


CERTIFIED = ("certified_county", "in_publicity", "confirmed", "on_roll", "suspended", "removed")


def towns_of(round: CertificationRound) -> list[Town]:
    """The towns of the county that have children, by code."""
    running = _by_town(running_cases(round.division))
    on_list = _by_town(round.cases.exclude(status__in=("new", "rejected", "withdrawn")))
    certified = _by_town(round.cases.filter(status__in=CERTIFIED))
    lists = {each.division.code: each for each in round.lists.select_related("division", "dossier")}
    codes = running.keys() | on_list.keys() | lists.keys()
    return [
        Town(
            division=town,
            running=running.get(town.code, 0),
            listed=lists.get(town.code),
            children=on_list.get(town.code, 0),
            certified=certified.get(town.code, 0),
        )
        for town in Division.objects.filter(code__in=codes).order_by("code")
    ]


def _by_town(cases: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, count in cases.order_by().values_list("division__code").annotate(count=Count("pk")):
        town = code[:9] + "000"
        found[town] = found.get(town, 0) + count
    return found


def tiles_of(towns: list[Town]) -> list[dict[str, Any]]:
    """The sums of all towns."""
    return [
        {"number": sum(town.running for town in towns), "label": _("children with a running case"), "icon": "people"},
        {"number": sum(town.children for town in towns), "label": _("on the lists"), "icon": "list-check"},
        {"number": sum(town.certified for town in towns), "label": _("certified"), "icon": "patch-check"},
    ]
