"""Who is told about a due date on which rung: the holders of a role there today, or those who stand in for them.

The one invariant: a rung that finds nobody goes up at once, so that nobody's absence keeps a due date quiet. Everything
is read in a few queries for a whole day or chunk; the questions themselves ask the database nothing.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from documents.models import Access, Dossier, DueDate
from documents.models.dossiers import KEEPS_AWAY
from documents.reminders.models import OWNER, ReminderRung
from organisation.models import SIGNIFICANT_DIGITS, Delegation, Post, User, in_force
from organisation.roles import READS_DIVISION, READS_INCIDENTS, READS_VOLUNTEERS, Level, Role

READERS = {Dossier.Kind.VOLUNTEER: READS_VOLUNTEERS, Dossier.Kind.INCIDENT: READS_INCIDENTS}


@dataclass(frozen=True)
class People:
    """Who acts in which post on one day: (role, significant digits of the division) → users."""

    acting: dict[tuple[str, str], set[int]]

    @classmethod
    def on(cls, day: dt.date) -> "People":
        """Active holders of posts in force; while a post is delegated its stand-in takes the holder's place."""
        posts = Post.objects.filter(in_force(day)).values_list(
            "pk", "role", "division__code", "division__level", "user_id", "user__is_active"
        )
        away = Delegation.objects.filter(valid_from__lte=day, valid_to__gte=day)
        stand_ins: dict[int, set[int]] = {}
        for post_id, to_id, active in away.values_list("post_id", "to_id", "to__is_active"):
            stand_ins.setdefault(post_id, set()).update({to_id} if active else ())
        acting: dict[tuple[str, str], set[int]] = {}
        for pk, role, code, level, user_id, active in posts:
            place = (role, code[: SIGNIFICANT_DIGITS[Level(level)]])
            acting.setdefault(place, set()).update(stand_ins.get(pk, {user_id}) if active else stand_ins.get(pk, ()))
        return cls(acting)

    def holding(self, role: str, division_code: str) -> set[int]:
        """Users who act in that role with a post that covers the division."""
        return {
            user
            for digits in SIGNIFICANT_DIGITS.values()
            for user in self.acting.get((role, division_code[:digits]), ())
        }


@dataclass(frozen=True)
class Doors:
    """Whom the files let in or keep away today: dossier → users."""

    paired: dict[int, set[int]] = field(default_factory=dict)
    recused: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, dossiers: Collection[int], day: dt.date) -> "Doors":
        """Pairings, recusals and bars in force on these dossiers, in one query."""
        doors = cls()
        rows = Access.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            dossier__in=dossiers,
            valid_from__lte=day,
            revoked_at__isnull=True,
            capacity__in=(Access.Capacity.PAIRED, *KEEPS_AWAY),
        )
        for dossier, user, capacity in rows.values_list("dossier_id", "user_id", "capacity"):
            into = doors.paired if capacity == Access.Capacity.PAIRED else doors.recused
            into.setdefault(dossier, set()).add(user)
        return doors


@dataclass(frozen=True)
class Ladder:
    """The rungs and the people of one day."""

    rungs: Sequence[ReminderRung]
    people: People
    day: dt.date

    @classmethod
    def on(cls, day: dt.date) -> "Ladder":
        """The ladder as it is set, with whoever is at work on that day."""
        return cls(list(ReminderRung.objects.filter(in_use=True).order_by("offset", "pk")), People.on(day), day)

    def passed(self, due: DueDate) -> list[ReminderRung]:
        """The rungs whose day has come."""
        return [rung for rung in self.rungs if due.due_on + dt.timedelta(days=rung.offset) <= self.day]

    def told(self, rung: ReminderRung, due: DueDate, doors: Doors) -> set[int]:
        """Who hears of it: the rung's people, else those of the next rung that has any, else nobody."""
        above = [each for each in self.rungs if each.offset >= rung.offset and each.to != rung.to]
        for each in (rung, *above):
            if found := self._people(each.to, due, doors):
                return found
        return set()

    def _people(self, to: str, due: DueDate, doors: Doors) -> set[int]:
        if to == OWNER:
            return owners(due, self.people, doors)
        if not may_be_told(to, due.dossier):
            return set()
        return self.people.holding(to, due.dossier.division_code) - away(due, doors)


def owners(due: DueDate, people: People, doors: Doors) -> set[int]:
    """Who owes it: the proxy parents of this child, or whoever holds the role there and is not kept away."""
    if due.role == Role.PROXY_PARENT:
        paired = doors.paired.get(due.dossier_id, set())
        return paired - doors.recused.get(due.dossier_id, set())
    return people.holding(due.role, due.dossier.division_code) - away(due, doors)


def away(due: DueDate, doors: Doors) -> set[int]:
    """Who must keep away from the dossier: recused, or paired with the child."""
    return doors.recused.get(due.dossier_id, set()) | doors.paired.get(due.dossier_id, set())


def may_be_told(role: str, dossier: Dossier) -> bool:
    """True when posts of the role read dossiers of this kind: nobody hears of a file that is closed to them."""
    if dossier.kind != Dossier.Kind.INCIDENT and dossier.confidentiality == Dossier.Confidentiality.LOCKED:
        return False
    return role in READERS.get(Dossier.Kind(dossier.kind), READS_DIVISION)


def owners_of(due: DueDate) -> list[User]:
    """Whoever owes one due date today, by name. Asks three queries; for many use a Ladder."""
    return owners_of_all([due])[due.pk]


def owners_of_all(dues: Iterable[DueDate]) -> dict[int, list[User]]:
    """Whoever owes each due date today. The dossiers must be loaded with them."""
    dues, day = list(dues), timezone.localdate()
    people, doors = People.on(day), Doors.of([due.dossier_id for due in dues], day)
    found = {due.pk: owners(due, people, doors) for due in dues}
    users = {user.pk: user for user in User.objects.filter(pk__in=set().union(*found.values()), is_active=True)}
    return {
        pk: sorted((users[user] for user in ids if user in users), key=lambda user: user.name)
        for pk, ids in found.items()
    }
