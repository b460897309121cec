"""Who has been silent for how long, what waits for a supervisor, and who carries how much (the supervisor's lists).

Invariant: a number is the length of the list it opens, and of its export: all three come from the same function here.
Void contacts and attempts count nowhere as contacts. Each list costs the same few queries whatever its length.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.finding import shown_name
from cases.models import Case, Visit
from cases.registry.names import given_name
from documents.models import Dossier, DueDate
from organisation.models import Division, Post, User, in_force
from organisation.rights import has_role, reads_masked, scope
from organisation.roles import Role
from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing, PairingStatus, Volunteer, VolunteerStatus
from volunteers.models.contacts import SUPERVISORS, in_charge

OF_WORKERS = frozenset({Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER})
WORKERS = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR)


def may_supervise(user: User) -> bool:
    """True for those whose post looks after proxy parents."""
    return has_role(user, *SUPERVISORS)


def supervised(user: User) -> "QuerySet[Any]":
    """Active pairings in this user's charge, with the last contact and what is due; the longest silence first."""
    counted = Contact.objects.counted().filter(pairing=OuterRef("pk")).order_by().values("pairing")
    visits = counted.filter(how=Contact.How.VISIT)
    due = DueDate.objects.open().filter(dossier=OuterRef("dossier_id"), name="pairing_contact")
    rows: Any = Pairing.objects.filter(in_charge(user, "volunteer"), status=PairingStatus.ACTIVE)
    return (
        rows.annotate(
            last_contact=Subquery(counted.annotate(last=Max("done_on")).values("last")),
            last_visit=Subquery(visits.annotate(last=Max("done_on")).values("last")),
            contact_due=Subquery(due.values("due_on")[:1]),
            contact_due_id=Subquery(due.values("pk")[:1]),
        )
        .annotate(quiet_since=Coalesce("last_contact", "started_on"))
        .select_related("dossier", "case__person", "case__division__parent", "volunteer__person", "volunteer__user")
        .order_by("quiet_since", "pk")
    )


def silent(user: User, today: dt.date) -> "QuerySet[Any]":
    """Pairings whose contact is overdue."""
    return supervised(user).filter(contact_due__lt=today)


def to_review(user: User) -> "QuerySet[Contact]":
    """Contacts and attempts that nobody has reviewed, the oldest first."""
    return Contact.objects.visible_to(user).for_page().filter(status=Contact.Status.RECORDED).order_by("done_on", "pk")


def open_questions(user: User) -> "QuerySet[FollowUpFlag]":
    """Questions without an answer, the oldest first."""
    flags = FollowUpFlag.objects.visible_to(user).for_page().filter(status=FollowUpFlag.Status.OPEN)
    return flags.select_related("kept_by", "raised_by").order_by("raised_on", "pk")


def aid_to_confirm(user: User) -> "QuerySet[AidItem]":
    """Aid items above the limit that wait for the coordinator, the oldest first."""
    return AidItem.objects.visible_to(user).for_page().to_confirm().order_by("given_on", "pk")


def name_children(rows: Iterable[Any], user: User) -> None:
    """Set `child_name`: in full where the child's file is open to the user, else the given name; stars for auditors."""
    rows, masked = list(rows), reads_masked(user)
    whole = set(
        Dossier.objects.visible_to(user).filter(pk__in={row.dossier_id for row in rows}).values_list("pk", flat=True)
    )
    for row in rows:
        child = row.case.person
        row.child_name = shown_name(child, masked=masked) if row.dossier_id in whole else given_name(child.name)


@dataclass
class Worker:
    """A village child officer or town supervisor with what they carry.

    `overdue` counts cases of the place with anything overdue, as the case list does; `overdue_since` and `due` are of
    what the worker owes.
    """

    user: User
    role: Role
    division: Division
    cases: int = 0
    overdue: int = 0
    overdue_since: dt.date | None = None
    due: int | None = None
    last_visit: dt.date | None = None

    @property
    def place(self) -> str:
        """Town and village."""
        parent = self.division.parent
        return f"{parent.short_name if parent else ''}{self.division.short_name}"


def workers(user: User, today: dt.date) -> list[Worker]:
    """Everybody who works in the user's divisions, the most overdue first, then whoever has visited least lately."""
    posts = Post.objects.filter(in_force(today), scope(user, OF_WORKERS, field="division__code"), role__in=WORKERS)
    posts = posts.exclude(user=user).filter(user__is_active=True).select_related("user", "division__parent")
    carried = _Carried.of(user, today)
    found = [carried.by(post) for post in posts]
    return sorted(found, key=lambda each: (each.overdue_since or dt.date.max, each.last_visit or dt.date.min))


def silent_workers(user: User, today: dt.date) -> list[Worker]:
    """Those who owe something that is overdue."""
    return [each for each in workers(user, today) if each.overdue_since]


@dataclass(frozen=True)
class _Carried:
    """What lies in each village, in four queries: open cases, cases with something overdue, what is owed, visits."""

    cases: dict[str, int]
    overdue: dict[str, int]
    owed: dict[tuple[str, str], tuple[dt.date, int]]
    visits: dict[int, dt.date]

    @classmethod
    def of(cls, user: User, today: dt.date) -> "_Carried":
        visible = Case.objects.visible_to(user).visited()
        late = DueDate.objects.visible_to(user).overdue(today).order_by()
        owed = late.filter(dossier__kind=Dossier.Kind.CASE, role__in=WORKERS).values("role", "dossier__division_code")
        visits = Visit.objects.visible_to(user).recorded().order_by().values("visitor").annotate(last=Max("done_on"))
        return cls(
            cases=_by_village(visible.open()),
            overdue=_by_village(visible.filter(dossier__in=late.values("dossier"))),
            owed={
                (row["role"], row["dossier__division_code"]): (row["since"], row["due"])
                for row in owed.annotate(since=Min("due_on"), due=Min("pk"))
            },
            visits={row["visitor"]: row["last"] for row in visits},
        )

    def by(self, post: Post) -> Worker:
        """What the holder of this post carries. `due` is what has been owed there longest."""
        inside = post.division.significant
        owed = [what for (role, code), what in self.owed.items() if role == post.role and code.startswith(inside)]
        since, due = min(owed, default=(None, None))
        return Worker(
            user=post.user,
            role=Role(post.role),
            division=post.division,
            cases=sum(count for code, count in self.cases.items() if code.startswith(inside)),
            overdue=sum(count for code, count in self.overdue.items() if code.startswith(inside)),
            overdue_since=since,
            due=due,
            last_visit=self.visits.get(post.user_id),
        )


def _by_village(cases: "QuerySet[Case]") -> dict[str, int]:
    rows = cases.order_by().values("division__code").annotate(count=Count("pk"))
    return {row["division__code"]: row["count"] for row in rows}


def load_of_proxies(user: User) -> "QuerySet[Volunteer]":
    """Proxy parents in service with their live pairings and last contact; the fullest first."""
    counted = (
        Contact.objects.counted().filter(pairing__volunteer=OuterRef("pk")).order_by().values("pairing__volunteer")
    )
    live = Pairing.objects.live().filter(volunteer=OuterRef("pk")).order_by().values("volunteer")
    rows = Volunteer.objects.visible_to(user).filter(status=VolunteerStatus.REGISTERED)
    return (
        rows.annotate(
            children=Coalesce(Subquery(live.annotate(n=Count("pk")).values("n")), 0),
            last_contact=Subquery(counted.annotate(last=Max("done_on")).values("last")),
        )
        .select_related("dossier", "person", "division__parent")
        .order_by(-F("children"), "pk")
    )


def in_month(month: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a month written 2026-10; of the last whole month for anything else."""
    try:
        first = dt.datetime.strptime(month, "%Y-%m").date()
    except ValueError:
        first = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


ONLY: dict[str, dict[str, Any]] = {
    "made": {"made": True, "status__in": ("recorded", "reviewed")},
    "visits": {"made": True, "how": "visit", "status__in": ("recorded", "reviewed")},
    "attempts": {"made": False, "status__in": ("recorded", "reviewed")},
    "late": {"entered_late": True, "status__in": ("recorded", "reviewed")},
    "worried": {"worried": True, "status__in": ("recorded", "reviewed")},
    "void": {"status": "void"},
}


def contacts_of(user: User, *, only: str = "made", days: Sequence[dt.date] = ()) -> "QuerySet[Contact]":
    """Contacts in the user's charge, newest first: only some kinds, only between two days."""
    rows = Contact.objects.visible_to(user).for_page().filter(**ONLY.get(only, ONLY["made"]))
    return rows.filter(done_on__range=days) if days else rows


def aid_of(user: User, days: Sequence[dt.date] = ()) -> Any:
    """Aid items that count, newest first."""
    rows = AidItem.objects.visible_to(user).for_page().counted()
    return rows.filter(given_on__range=days) if days else rows


def questions_of(user: User, days: Sequence[dt.date] = ()) -> "QuerySet[FollowUpFlag]":
    """Questions that were asked, newest first."""
    rows = FollowUpFlag.objects.visible_to(user).for_page()
    return rows.filter(raised_on__range=days) if days else rows
