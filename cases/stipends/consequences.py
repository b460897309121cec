"""What an act on a round, a list, an objection or a left-behind child's case causes for stipends (config/wiring.py).

Invariant: each runs in the transaction of its cause and moves cases only through perform and perform_many, so that the
set stands where its list stands, or nothing has happened.
"""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils import timezone

from cases.models import Award, Case
from cases.stipends import taking_in
from cases.stipends.models import CertificationRound, Hold, Status, StipendCase, TownList
from cases.stipends.rules import effective
from documents.models import DueDate, Event
from documents.sets import perform_many
from documents.transitions import perform
from organisation.models import User
from programs.months import plus_months

CASE_ENDED = "该儿童的留守儿童关爱个案已结案或终止，自次月起暂停发放，待核定。"
UPHELD = "公示期间收到异议，经核实异议成立：{}"


def take_children(listed: TownList, event: Event) -> None:
    """A list was drawn up: the children that the rule holds for apply and are accepted, with the accepted ones."""
    shown = {int(person): taking_in.Shown(**of_event(each)) for person, each in _certificates(event).items()}
    taking_in.join_accepted(listed)
    if taking_in.enter_applications(listed, shown, event.by):
        today = timezone.localdate()
        perform_many(_new(listed), "submit", by=event.by, within=listed, applied_on=today)
        perform_many(_in_state(listed, Status.SUBMITTED), "accept", by=event.by, within=listed, accepted_on=today)


def _certificates(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = event.details["data"].get("certificates", {})
    return found


def of_event(shown: dict[str, Any]) -> dict[str, Any]:
    """A certificate as the event keeps it, with its dates as dates again."""
    days = {name: dt.date.fromisoformat(shown[name]) for name in ("valid_from", "valid_to") if shown.get(name)}
    return {"number": shown["number"], **days}


def certified_by_town(listed: TownList, event: Event) -> None:
    """The town certified its list."""
    _move(listed, Status.ACCEPTED, "certify_town", event, due="certify_town", opinion=listed.opinion_town)
    listed.cases.update(opinion_town=listed.opinion_town)


def certified_by_county(listed: TownList, event: Event) -> None:
    """The county certified the list."""
    _move(listed, Status.CERTIFIED_TOWN, "certify_county", event, due="certify_county", opinion=listed.opinion_county)
    listed.cases.update(opinion_county=listed.opinion_county)


def sent_back(listed: TownList, event: Event) -> None:
    """The county sent the list back."""
    reason = event.details["data"].get("reason", "")
    _move(listed, Status.CERTIFIED_TOWN, "send_back", event, due="certify_county", reason=reason)


def _move(listed: TownList, state: Status, name: str, event: Event, *, due: str, **data: Any) -> None:
    rows = _in_state(listed, state)
    dossiers = list(rows.values_list("dossier_id", flat=True))
    if dossiers:
        perform_many(rows, name, by=event.by, within=listed, **data)
        close_of(dossiers, due, event)


def close_of(dossiers: list[int], due: str, event: Event) -> None:
    """Cases that had applied one by one owe nothing more of that name."""
    for start in range(0, len(dossiers), taking_in.CHUNK):
        part = dossiers[start : start + taking_in.CHUNK]
        owed = DueDate.objects.filter(dossier__in=part, name=due, state=DueDate.State.OPEN)
        owed.update(state=DueDate.State.DONE, closed_by=event)


def _new(listed: TownList) -> Any:
    return _in_state(listed, Status.NEW)


def _in_state(listed: TownList, state: Status) -> Any:
    return StipendCase.objects.filter(
        round=listed.round_id, division__code__startswith=listed.division.significant, status=state
    )


def children_published(round: CertificationRound, event: Event) -> None:
    """The notice hangs: every certified case of the round is in public notice."""
    perform_many(round.cases.filter(status=Status.CERTIFIED_COUNTY), "publish", by=event.by, within=round)


def round_cancelled(round: CertificationRound, event: Event) -> None:
    """Its applications wait for another round."""
    round.cases.update(round=None)


def children_enrolled(round: CertificationRound, event: Event) -> None:
    """The roll is confirmed: every child still in public notice goes on it, with an award from the round's term on."""
    waiting = round.cases.filter(status=Status.IN_PUBLICITY)
    if not waiting.exists():
        return
    perform_many(waiting, "confirm", by=event.by, within=round)
    confirmed = round.cases.filter(status=Status.CONFIRMED)
    grant(round, confirmed)
    perform_many(confirmed, "enrol", by=event.by, within=round)


def grant(round: CertificationRound, cases: Any) -> None:
    """Monthly awards from the first month of the round, or after an earlier award of the child."""
    earlier = Award.objects.filter(
        kind="monthly", program__exclusivity_group=round.program_version.program.exclusivity_group
    ).exclude(case__in=cases.values("pk"))
    ended = earlier.filter(case__person__in=cases.values("person_id")).order_by()
    last = dict(ended.values("case__person").annotate(last=Max("last_month")).values_list("case__person", "last"))
    awards = [
        Award(
            dossier_id=dossier,
            case_id=pk,
            program=round.program_version.program,
            kind=Award.Kind.MONTHLY,
            first_month=max(round.first_month, plus_months(last[person], 1)) if last.get(person) else round.first_month,
        )
        for pk, dossier, person in cases.order_by("pk").values_list("pk", "dossier_id", "person_id")
    ]
    Award.objects.bulk_create(awards)
    cases.update(enrolled_from=round.first_month)
    Case.objects.filter(pk__in=cases.values("pk")).update(opened_on=timezone.localdate())
    for award in awards:
        if award.first_month != round.first_month:
            StipendCase.objects.filter(pk=award.case_id).update(enrolled_from=award.first_month)


def end_award(case: StipendCase, event: Event) -> None:
    """A child was taken off the roll: its award ends with the same month."""
    last = dt.date.fromisoformat(str(event.details["data"]["last_month"]))
    for award in Award.objects.filter(case=case.pk, kind="monthly", status="granted"):
        perform(award, "end", by=event.by, last_month=last, reason=event.details["data"]["reason"])
    Hold.objects.filter(case=case.pk, last_month__isnull=True, first_month__gt=last).update(lifted=True)


def objection_upheld(objection: Any, event: Event) -> None:
    """The case that a justified objection is about leaves the round, or, once on the roll, is stopped from now on."""
    case = StipendCase.objects.select_related("dossier").filter(pk=objection.case_id).first()
    if case is None:
        return
    reason = UPHELD.format(objection.answer)[:300]
    if case.status == Status.IN_PUBLICITY:
        perform(case, "refuse", by=event.by, reason=reason)
    elif case.status == Status.ON_ROLL:
        stop(case, by=event.by, why=Hold.Reason.OBJECTION, reason=reason)


def child_left_the_program(case: Any, event: Event) -> None:
    """A left-behind child's case ended: the stipend is held from the next month, and the county decides what follows.

    Held rather than removed: nothing is paid meanwhile and nothing is lost, and a person signs the notice of the end.
    """
    running = StipendCase.objects.select_related("dossier").filter(person=case.person_id, status=Status.ON_ROLL)
    for stipend in running:
        stop(stipend, by=None, why=Hold.Reason.UNCLEAR, reason=CASE_ENDED)


def stop(case: StipendCase, *, by: User | None, why: str, reason: str, on: dt.date | None = None) -> Event:
    """Hold the months from the next one on (or from this one, when today is its first)."""
    day = on or timezone.localdate()
    return perform(case, "suspend", by=by, first_month=effective(day), why=why, reason=reason)
