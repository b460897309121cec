"""How each case of the demo went, as acts of its officers one after the other.

A life is a generator: it yields the moment of its next act and is resumed when the clock of the demo stands there.
Invariant: every act goes through the same functions as the pages'. Called by loading.py.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cases.actions import record_visit
from cases.children import risk
from cases.children.actions import register_agreement, register_new_child
from cases.children.demo import sentences as say
from cases.children.demo.pace import Moments, Pace
from cases.children.demo.scans import scanned_agreement
from cases.children.demo.staff import Team
from cases.children.models import LeftBehindCase
from cases.models import Visit
from cases.registry.actions import ChildEntry
from cases.registry.models import Person
from documents.transitions import perform
from organisation.models import User

VISIT_DAYS = {"high": 14, "medium": 30, "low": 90}
LEAVING: set[int] = set()  # cases whose story ends: nobody is paired with these children
REVIEW_DAYS = {"high": 30, "medium": 90, "low": 180}
AIMS = {"schooling": say.SCHOOLING_NEEDS, "guardianship": say.CARE_NEEDS, "affection": say.BOND_NEEDS}


@dataclass(frozen=True)
class Course:
    """Where a case stands today: its state, since how many days, and after how many days of service.

    `silent` is how many days before today the visits stop, so that some are overdue.
    """

    level: str
    state: str
    since: int = 2
    served: int = 0
    silent: int = 0
    ground: str = "goals_met"
    sent_back: bool = False

    @property
    def lead(self) -> int:
        """Days from the registration to today."""
        until = {"registered": 0, "not_eligible": 6, "verified": 5, "assessed": 10, "opened": 13, "monitored": 13}
        again = 6 if self.sent_back else 0
        return until.get(self.state, 20) + again + self.served + self.since


class Life(Pace):
    """One child's case on its way."""

    def __init__(
        self, entry: ChildEntry, carer_age: int, course: Course, team: Team, begins: dt.date, seed: int
    ) -> None:
        super().__init__(begins, seed)
        self.entry, self.carer_age, self.course, self.team = entry, carer_age, course, team
        self.case: LeftBehindCase

    def live(self) -> Moments:
        """All acts until the case stands where its course says."""
        yield self.after(0)
        self.register()
        if self.course.state == "registered":
            return
        yield self.after(4)
        self.visit(self.team.supervisor, second=self.team.officer.name)
        if self.course.state == "not_eligible":
            yield self.after(2)
            perform(self.case, "refuse", by=self.team.supervisor, reason=say.REFUSED)
            return
        yield self.after(1)
        self.verify()
        if self.course.state == "verified" and not self.course.sent_back:
            return
        yield from self.decided()

    def decided(self) -> Moments:
        """From the assessment to the decision, with one more round when it is sent back."""
        yield self.after(5)
        self.assess()
        if self.course.sent_back:
            yield self.after(2)
            perform(self.case, "send_back", by=self.decider, reason=self.choose(say.SENT_BACK))
            if self.course.state == "verified":
                return
            yield self.after(4)
            self.assess()
        if self.course.state == "assessed":
            return
        yield self.after(3)
        if self.course.state == "monitored":
            perform(self.case, "monitor", by=self.decider, opinion=self.choose(say.WATCH_OPINIONS))
            return
        perform(self.case, "open", by=self.decider, opinion=self.choose(say.OPINIONS))
        if self.course.state != "opened":
            yield from self.served()

    def served(self) -> Moments:
        """The service with visits, reviews and yearly agreements, and how it ends."""
        yield self.after(5)
        self.agree()
        yield self.after(2)
        perform(self.case, "start_service", by=self.team.supervisor)
        yield from self.routine(self.day + dt.timedelta(days=self.course.served - self.course.silent))
        state = self.course.state
        if state == "in_service":
            return
        yield self.after(1)
        if state == "terminated":
            perform(self.case, "terminate", by=self.team.county_approver, ground="declined", reason=say.DECLINED)
            return
        self.review(close=state == "closed" or self.random.random() < 0.3)
        if state == "closed":
            yield self.after(2)
            perform(self.case, "close", by=self.decider, opinion=say.CLOSING[self.course.ground])

    def routine(self, until: dt.date) -> Moments:
        """What comes again and again, in the order of its days."""
        level = self.course.level
        steps = {"visit": VISIT_DAYS[level], "review": REVIEW_DAYS[level], "agree": 358}
        next_on = {act: self.day + dt.timedelta(days=days) for act, days in steps.items()}
        while (day := min(next_on.values())) <= until:
            act = min(next_on, key=next_on.__getitem__)
            yield self.on(day)
            if act == "visit":
                yield from self.visit_by_officer()
            elif act == "agree":
                self.agree()
            else:
                self.review(close=False)
                yield self.after(1)
                perform(self.case, "continue_service", by=self.team.reviewer)
            next_on[act] = day + dt.timedelta(days=steps[act])

    @property
    def decider(self) -> User:
        """High risk is decided by the county."""
        return self.team.county_approver if self.course.level == "high" else self.team.approver

    def register(self) -> None:
        """The village officer enters the child after telling the carer."""
        facts = {
            "found_by": self.choose(["search", "school", "request"]),
            "schooling": "小学" if self.entry.grade[:1] in "一二三四五六" else "初中",
            "guardianship_type": "受委托监护人监护能力一般" if self.carer_age >= 70 else "受委托监护人监护能力较好",
            "income_sources": self.choose(["打工", "打工、种养殖"]),
            "aid_received": "低保" if self.course.level == "high" else "无",
            "allergies": self.choose(["", "", "青霉素过敏"]),
            "contact_times": self.choose(["周末全天", "晚上7点以后", "中午12点至2点"]),
            "languages": "普通话、本地方言",
            "may_collect": self.entry.carer.name if self.entry.carer else "",
        }
        consents: dict[str, Any] = {
            "consent_pairing": self.random.random() < 0.7,
            "consent_referral": True,
            "consent_photo": False,
        }
        self.case = register_new_child(
            self.entry,
            by=self.team.officer,
            told_to=self.entry.carer.name if self.entry.carer else "",
            told_on=self.moment.date(),
            **facts,
            **consents,
        )
        if self.course.state in ("closed", "terminated"):
            LEAVING.add(self.case.pk)

    def verify(self) -> None:
        """The town has seen the papers."""
        checked: dict[str, Any] = {"id_checked": True, "schooling_checked": True}
        perform(self.case, "verify", by=self.team.supervisor, findings=self.choose(say.FINDINGS), **checked)

    def visit_by_officer(self) -> Moments:
        """A home visit of routine; the town reviews every third record."""
        missed = self.random.random() < 0.05
        self.visit(self.team.officer, second=self.choose(say.COMPANIONS), result="nobody_home" if missed else "done")
        if self.random.random() < 0.3:
            latest = Visit.objects.filter(case_id=self.case.pk).order_by("-id")[:1].get()
            yield self.after(1)
            perform(latest, "review", by=self.team.supervisor, words=self.choose(say.REVIEWED))

    def visit(self, by: User, *, second: str, result: str = "done") -> None:
        """Record a home visit of this day."""
        met = result == "done"
        found: dict[str, Any] = {"dwelling": self.choose(say.DWELLINGS), "needs": self.choose(say.NEEDS)} if met else {}
        record_visit(
            self.case,
            by=by,
            child={"seen": True, "spoken_alone": True, "mood": self.choose(say.MOODS), "school": self.entry.grade},
            result=result,
            done_on=self.moment.date(),
            second_visitor=second,
            carer_present=met,
            woman_present=met,
            actions=self.choose(say.ACTIONS) if met else "家中无人，留下联系卡，改日再访。",
            **found,
        )

    def assess(self) -> None:
        """Score until the points give the level of this case, with a plan for whoever needs one."""
        answers = self.answers()
        needs_plan = self.course.state != "monitored"
        perform(
            self.case,
            "assess",
            by=self.team.supervisor,
            answers=answers,
            triggers=[],
            child_view=self.choose(say.CHILD_VIEWS),
            notes="",
            village_officer=self.team.officer.pk,
            measures=self.measures() if needs_plan else [],
        )

    def answers(self) -> dict[str, int]:
        """An answer for each factor; drawn again until the level is right."""
        instrument = risk.INSTRUMENTS[risk.CURRENT]
        most = {"low": 1, "medium": 2, "high": 3}[self.course.level]
        while True:
            drawn = {each.code: self.random.randint(0, min(most, len(each.options) - 1)) for each in instrument.factors}
            drawn["G1"], drawn["S1"] = (2 if self.carer_age >= 70 else 0), min(drawn["S1"], 1)
            if risk.score(instrument, drawn, set()).level == self.course.level:
                return drawn

    def measures(self) -> list[dict[str, object]]:
        """One measure for each of the three aims."""
        plan = []
        for aim, needs in AIMS.items():
            need, measure = self.random.choice(needs)
            by_when = self.moment.date() + dt.timedelta(days=self.random.choice([60, 90, 150]))
            row = {"aim": aim, "need": need, "measure": measure, "who": say.WHO[aim], "success": say.SUCCESS[aim]}
            plan.append({**row, "by_when": by_when})
        return plan

    def agree(self) -> None:
        """Register the signed care agreement with its scan; it holds for a year."""
        carer = Person.objects.get(cares_for__child=self.case.person_id, cares_for__valid_to__isnull=True)
        signed = self.moment.date()
        parents = (self.entry.father.name, self.entry.mother.name)
        register_agreement(
            self.case,
            by=self.team.supervisor,
            scan=scanned_agreement(self.entry.name, carer.name, parents, signed),
            carer=carer.pk,
            signed_on=signed,
            valid_until=signed + dt.timedelta(days=364),
        )

    def review(self, *, close: bool) -> None:
        """The county reviews; `close` recommends the end."""
        found: dict[str, Any] = {aim: self.choose(words) for aim, words in say.REVIEWS.items()}
        recommended: dict[str, Any] = (
            {"recommendation": "close", "ground": self.course.ground} if close else {"recommendation": "continue"}
        )
        said = self.choose(say.CHILD_VIEWS)
        perform(self.case, "start_review", by=self.team.reviewer, child_view=said, **found, **recommended)
