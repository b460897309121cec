"""What a proxy parent sees of a child: given name, age, school, the carer's telephone, allergies, goals (domain §2.3).

Invariant: nothing else leaves here, and nothing at all for a child whose page is not open to this user today. Read by
the proxy parent's pages and by what a phone takes along.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, Prefetch, Subquery
from django.utils import timezone

from cases.registry.models import Enrolment, Guardianship
from cases.registry.names import given_name
from documents.models import DueDate, Event
from documents.trail import record
from organisation.models import User
from volunteers.models import Contact, FollowUpFlag, Pairing

READ = "child.read_reduced"
ONE_READING = dt.timedelta(minutes=10)
PERIODS = ("pairing_contact", "pairing_visit")


@dataclass(frozen=True)
class Question:
    """A supervisor's question that waits for the proxy parent."""

    code: str
    text: str


@dataclass(frozen=True)
class ReducedChild:
    """One child as its proxy parent may know it. `summary` is what the one before wrote for whoever follows."""

    code: str  # of the pairing
    given_name: str
    age: int | None
    birthday: str  # month and day, 05-06
    school: str
    grade: str
    carer_phone: str
    allergies: str
    goals: str
    summary: str
    last_contact: dt.date | None
    next_contact: dt.date | None
    next_visit: dt.date | None
    question: Question | None

    @property
    def days_since(self) -> int | None:
        """Days since the last contact that reached the child; nothing when there was none."""
        return (timezone.localdate() - self.last_contact).days if self.last_contact else None


def own_children(user: User) -> list[ReducedChild]:
    """The children of this proxy parent's running pairings, whoever waits longest first. Constant queries."""
    pairings = list(_whole(Pairing.objects.own_of(user)))
    dues = _dues(pairings)
    found = [_reduced(pairing, dues.get(pairing.dossier_id, {})) for pairing in pairings]
    return sorted(found, key=lambda child: (child.next_contact or dt.date.max, child.code))


def own_child(user: User, code: Any) -> tuple[Pairing, ReducedChild]:
    """One of them with its pairing. Raises Pairing.DoesNotExist when it is not theirs, or not any more."""
    pairing = _whole(Pairing.objects.own_of(user)).get(code=code)
    return pairing, _reduced(pairing, _dues([pairing]).get(pairing.dossier_id, {}))


def note_reading(pairing: Pairing, by: User) -> None:
    """Write down that the proxy parent opened the child's page, unless they did so less than ten minutes ago."""
    since = timezone.now() - ONE_READING
    if not Event.objects.filter(dossier=pairing.dossier_id, by=by, action=READ, at__gte=since).exists():
        record(pairing.dossier, READ, by=by, subject=pairing)


def _whole(pairings: Any) -> Any:
    made = Contact.objects.counted().filter(pairing=OuterRef("pk")).order_by().values("pairing")
    carers = Prefetch(
        "case__person__guardianships", Guardianship.objects.filter(valid_to__isnull=True).select_related("carer")
    )
    schools = Prefetch(
        "case__person__enrolments", Enrolment.objects.filter(valid_to__isnull=True).select_related("school")
    )
    asked = Prefetch("flags", FollowUpFlag.objects.filter(status="open"))
    return (
        pairings.annotate(last_contact=Subquery(made.annotate(last=Max("done_on")).values("last")))
        .select_related("dossier", "case__person", "case__leftbehindcase", "follows", "volunteer")
        .prefetch_related(carers, schools, asked)
    )


def _dues(pairings: list[Pairing]) -> dict[int, dict[str, dt.date]]:
    dossiers = [pairing.dossier_id for pairing in pairings]
    rows = DueDate.objects.open().filter(dossier__in=dossiers, name__in=PERIODS)
    found: dict[int, dict[str, dt.date]] = {}
    for dossier, name, day in rows.values_list("dossier_id", "name", "due_on"):
        found.setdefault(dossier, {})[name] = day
    return found


def _reduced(pairing: Any, dues: dict[str, dt.date]) -> ReducedChild:
    child = pairing.case.person
    carer = next(iter(child.guardianships.all()), None)
    enrolment = next(iter(child.enrolments.all()), None)
    flag = next(iter(pairing.flags.all()), None)
    return ReducedChild(
        code=str(pairing.code),
        given_name=given_name(child.name),
        age=child.age(),
        birthday=f"{child.birth_date:%m-%d}" if child.birth_date else "",
        school=enrolment.school.name if enrolment else "",
        grade=enrolment.grade if enrolment else "",
        carer_phone=carer.carer.phone if carer else "",
        allergies=getattr(pairing.case.as_kind(), "allergies", ""),
        goals=pairing.goals,
        summary=pairing.follows.handover if pairing.follows else "",
        last_contact=pairing.last_contact,
        next_contact=dues.get("pairing_contact"),
        next_visit=dues.get("pairing_visit"),
        question=Question(str(flag.code), flag.question) if flag else None,
    )
