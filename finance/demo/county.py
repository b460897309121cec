"""The county of the newspaper page: its children are taken over and certified in a round, and come onto the roll.

Invariant: exactly so many girls and boys, in all towns and villages, by the acts of the pages. Called by term.py,
under the clock of the demo.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from django.utils import timezone

from cases.models import Case, Objection, PublicNotice
from cases.notices import register_objection
from cases.stipends.models import CertificationRound
from cases.stipends.rounds import draw_up_all, open_round
from cases.stipends.taking_in import Shown
from documents.transitions import perform
from finance.demo.people import Children
from finance.demo.roll import CERTIFICATE, version_2013
from finance.demo.taking_over import take_over
from organisation.models import Division, User
from organisation.roles import Level, Role
from programs.months import plus_months

GIRLS, BOYS = 389, 1514  # the page: 389 × 5 × 50 + 1,514 × 5 × 40 = 400,050 yuan
MONTHS = 5
COUNTY = "410883"
WHERE, PHONE = "各村（社区）公示栏、学校公告栏", "0391-0000000"
NOT_SO = "该户情况已由儿童督导员入户核实，符合《办法》规定，异议不成立。"
Acts = Iterator[tuple[int, Callable[[], object]]]


class County:
    """Its children, and the acts by which they come onto the roll from `first_month` on."""

    round: CertificationRound
    notice: PublicNotice

    def __init__(self, first_month: dt.date, last_month: dt.date, *, girls: int = GIRLS, boys: int = BOYS) -> None:
        """They are entitled in every month from `first_month` to `last_month`."""
        self.first_month, self.last_month, self.girls, self.boys = first_month, last_month, girls, boys
        self.place = Division.objects.get(code=COUNTY.ljust(12, "0"))
        self.cases: list[Case] = []

    @property
    def size(self) -> int:
        """How many children."""
        return self.girls + self.boys

    def acts(self, people: Mapping[str, User]) -> Acts:
        """Days since the act before, and the act."""
        caseworker, reviewer = people["jingban1"], people["fuhe1"]
        yield 0, lambda: self.take_over(caseworker)
        yield 10, lambda: self.begin_round(caseworker)
        yield 2, lambda: self.certify("certify_town", "经初审，情况属实")
        yield 3, lambda: self.certify("certify_county", "符合条件，同意认定", reviewer)
        yield 1, lambda: self.publish(caseworker)
        yield 2, lambda: self.answer_objection(caseworker, reviewer)
        yield 12, lambda: perform(self.notice, "take_down", by=caseworker, words="公示期间收到异议1件，已办结")
        yield 1, lambda: perform(self.round, "confirm", by=people["shenpi1"])

    def take_over(self, by: User) -> None:
        """From the paper lists into the registry."""
        villages = Division.objects.filter(code__startswith=COUNTY, level=Level.VILLAGE, valid_to__isnull=True)
        children = Children(self.last_month).of(list(villages.order_by("code")), girls=self.girls, boys=self.boys)
        self.cases = take_over(children, county=self.place, by=by)

    def begin_round(self, by: User) -> None:
        """A round under the 2013 rule, with the lists of all towns; every family showed its certificate."""
        first, last = self.first_month, plus_months(self.first_month, MONTHS - 1)
        name = f"{first.year}年{first.month}月至{last.month}月资格认定"
        version = version_2013()
        self.round = open_round(version, self.place, name=name, first_month=first, last_month=last, by=by)
        since = first - dt.timedelta(days=400)
        shown = {case.person_id: Shown(CERTIFICATE.format(place), since) for place, case in enumerate(self.cases, 1)}
        draw_up_all(self.round, by=by, certificates=shown)

    def certify(self, act: str, opinion: str, by: User | None = None) -> None:
        """Every list, by its own town or by the county."""
        today = timezone.localdate()
        for listed in self.round.lists.select_related("division"):
            code = listed.division.code
            town = User.objects.holding(Role.TOWN_CHILD_SUPERVISOR, code, today)
            perform(listed, act, by=by or town[0], opinion=opinion)

    def publish(self, by: User) -> None:
        """By village, without a name."""
        self.round.refresh_from_db()
        perform(self.round, "publish", by=by, first_day=timezone.localdate(), where=WHERE, phone=PHONE)
        self.notice = PublicNotice.objects.get(dossier=self.round.dossier_id)

    def answer_objection(self, by: User, reviewer: User) -> None:
        """Somebody objects, and is answered."""
        objection = register_objection(
            self.notice,
            by=by,
            how=Objection.How.CALL,
            by_name="孟守田",
            words="听说有一户母亲已经返乡，请核实。",
            received_on=timezone.localdate(),
        )
        perform(objection, "dismiss", by=reviewer, answer=NOT_SO, findings="母亲仍在外务工，邻居证实。")
        self.notice.refresh_from_db()
