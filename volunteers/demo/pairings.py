"""How the pairings of the demo began and run: proposed, consented, approved, signed, and a quarter of contacts.

Invariant: whoever may not be paired by the rule is not; then the next child is asked. Called by the lives of proxies.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cases.children.demo.lives import LEAVING
from cases.children.demo.pace import Moments
from cases.children.models import LeftBehindCase
from cases.models import RiskLevel
from documents.refusals import Refused
from documents.transitions import perform
from volunteers import pairing_actions
from volunteers.demo.contacts import Regularity, quarter, side_by_side
from volunteers.demo.pictures import scanned_sheet
from volunteers.models import Pairing, Volunteer

if TYPE_CHECKING:
    from volunteers.demo.lives import Service

GOALS = "每周至少联系一次，每月看望两次，辅导作业，督促与父母通话"
DAYS_TO_SIGN = 21  # days before today after which no pairing is begun that could not be signed
MOST_DAYS = 60  # of contacts, so that the demo does not drown in papers


def together(life: "Service", volunteer: Volunteer) -> Moments:
    """Up to as many children as the proxy parent offers, each from the proposal to the running pairing."""
    running: list[Pairing] = []
    while len(running) < volunteer.max_children and life.day < life.today - dt.timedelta(days=DAYS_TO_SIGN):
        yield life.after(4)
        pairing = _proposed(life, volunteer)
        if pairing is None:  # nobody waits in this town now
            yield life.after(10)
            continue
        yield life.after(4)
        _consented(life, pairing)
        yield life.after(2)
        high = pairing.case.risk_level == RiskLevel.HIGH
        by = life.team.county_approver if high else life.team.approver
        perform(pairing, "approve", by=by, opinion="同意结对，请做好跟踪回访。")
        yield life.after(2)
        _signed(life, pairing)
        running.append(pairing)
    yield from side_by_side(_contacts(life, pairing, number) for number, pairing in enumerate(running))


def _proposed(life: "Service", volunteer: Volunteer) -> Pairing | None:
    """The first child of the town who is waiting and whom the rule allows."""
    served = LeftBehindCase.objects.filter(status__in=("opened", "in_service")).exclude(pk__in=LEAVING)
    town = served.filter(division__code__startswith=volunteer.division.code[:9])
    for case in town.select_related("person", "dossier").order_by("pk"):
        adult = "" if case.person.sex == volunteer.person.sex else life.team.officer.name
        try:
            [event] = pairing_actions.propose([case], volunteer, by=life.coordinator, goals=GOALS, second_adult=adult)
        except Refused:
            continue
        return Pairing.objects.filter(pk__in=[event.subject_id]).first()
    return None


def _consented(life: "Service", pairing: Pairing) -> None:
    carer = pairing.case.person.guardianships.filter(valid_to__isnull=True).select_related("carer").first()
    name = carer.carer.name if carer else "监护人"
    day = life.moment.date()
    scan = scanned_sheet("结对征询意见书", f"监护人：{name}", f"儿童：{pairing.case.person.name}", str(day))
    pairing_actions.register_consents(
        pairing,
        by=life.team.supervisor,
        scan=scan,
        child_consents=True,
        consented_by=name,
        consented_on=day,
        child_view="愿意，喜欢有人一起写作业",
    )


def _signed(life: "Service", pairing: Pairing) -> None:
    day = life.moment.date()
    scan = scanned_sheet("结对帮扶协议书", f"儿童：{pairing.case.person.name}", "三方签名", str(day))
    until = day + dt.timedelta(days=365)
    pairing_actions.register_agreement(pairing, by=life.coordinator, scan=scan, started_on=day, valid_until=until)
    pairing.refresh_from_db()


def _contacts(life: "Service", pairing: Pairing, number: int) -> Iterator[dt.datetime]:
    """The last weeks; every fourth proxy parent has fallen silent."""
    began = pairing.started_on or life.today
    first = max(began, life.today - dt.timedelta(days=MOST_DAYS))
    regularity = Regularity(every=6 + number * 2, silent=16 if life.place % 4 == 3 else 0)
    people = {"supervisor": life.team.supervisor, "coordinator": life.coordinator}
    yield from quarter(pairing, first=first, today=life.today, regularity=regularity, seed=8000 + pairing.pk, **people)
