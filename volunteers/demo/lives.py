"""How each proxy parent of the demo came to stand where they stand, as acts of the offices one after the other.

Invariant: every act goes through the same functions as the pages'. Called by the loader of the demo (config/wiring.py).
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from cases.children.demo.pace import Moments, Pace
from cases.children.demo.staff import Team
from documents.transitions import perform
from organisation.models import Division, User
from programs.models import ProgramVersion
from volunteers import applying
from volunteers.consequences import suspend
from volunteers.demo.pairings import together
from volunteers.demo.people import STORIES, Story, id_number, lead, phone
from volunteers.demo.pictures import drawn_face, scanned_sheet
from volunteers.models import Recruitment, Volunteer
from volunteers.suitability import HOME, INTERVIEW
from volunteers.views.recruiting import prepare
from volunteers.writes import NOT_FIT

COUNTIES = ("410883", "410823", "410802", "410811")
WHY = (
    "孩子都在外地工作，村里的留守儿童放学后没人辅导，愿意陪伴他们。",
    "自己小时候也是爷爷奶奶带大的，知道孩子心里想什么。",
    "有时间，也喜欢孩子，想为村里做点事。",
)
ANSWERS = {
    "motivation": "喜欢孩子，愿意长期坚持",
    "upbringing": "多鼓励，讲道理，不打骂",
    "experience": "带大两个孩子，常帮邻居照看孩子",
    "time": "每周六上午和工作日晚上，步行十分钟",
    "limits": "知道不是监护人，不给钱、不接送、不带回家过夜",
    "reporting": "先安抚孩子，马上打110，并报告儿童主任",
    "family": "家人支持",
}


class Service(Pace):
    """One proxy parent on the way."""

    def __init__(self, story: Story, place: int, team: Team, coordinator: User, today: dt.date) -> None:
        super().__init__(today - dt.timedelta(days=lead(story)), 7000 + place)
        self.story, self.place, self.team, self.coordinator, self.today = story, place, team, coordinator, today
        self.volunteer: Volunteer

    def live(self) -> Moments:
        """All acts until the story's state is reached."""
        way = (
            ("pledged", 3, self.pledge),
            ("vetting", 2, self.ask_police),
            ("", 4, self.hear_police),
            ("interviewed", 5, self.interview),
            ("home_checked", 4, self.see_home),
            ("trained", 10, self.train),
            ("registered", 5, self.appoint),
        )
        yield self.after(0)
        self.apply()
        if self.story.state == "applied":
            return
        for reached, days, act in way:
            if self._turned_away(reached):
                break
            yield self.after(days)
            act()
            if self.story.state == reached and self.story.state != "registered":
                return
        yield from self.served() if self.story.state in ("registered", "suspended", "retired") else self.refused()

    def _turned_away(self, coming: str) -> bool:
        """Whether the story ends before this step."""
        ends = {"unclear": "interviewed", "home": "home_checked"}
        return ends.get(self.story.ends) == coming

    def refused(self) -> Moments:
        """The county declines."""
        yield self.after(2)
        unclear = self.story.ends == "unclear"
        ground, reason = ("vetting", NOT_FIT) if unclear else ("home", "住房正在改造，暂不具备条件")
        perform(self.volunteer, "reject", by=self.team.county_approver, ground=ground, reason=reason)

    def served(self) -> Moments:
        """What happened after the appointment."""
        if self.story.ends == "vetting":
            yield self.on(self.today - dt.timedelta(days=self.story.since))
            suspend(self.volunteer, because="vetting")
        elif self.story.state == "retired":
            yield self.on(self.today - dt.timedelta(days=self.story.since + 1))
            until = self.moment.date()
            perform(self.volunteer, "certify", by=self.coordinator, since=self._appointed(), until=until)
            yield self.on(self.today - dt.timedelta(days=self.story.since))
            perform(self.volunteer, "retire", by=self.coordinator, reason="随子女迁往外地居住")
        elif self.story.served >= 60:
            yield from together(self, self.volunteer)

    def _appointed(self) -> dt.date:
        self.volunteer.refresh_from_db()
        return self.volunteer.appointed_on or self.moment.date()

    def apply(self) -> None:
        """On the public page, or at the counter."""
        story, village = self.story, Division.objects.get(code=self.story.village)
        who = applying.Applicant(story.name, id_number(story, self.place), phone(self.place), village, "二组18号")
        account = User.objects.get(username=story.account) if story.account else None
        self.volunteer = applying.take_application(
            who,
            by=None if story.online else self.coordinator,
            client_uuid=UUID(int=0xD0000 + self.place),
            account=account,
            type="cadre" if story.account.startswith("shouli") else "volunteer",
            work_unit=story.work,
            education=self.choose(["初中", "高中", "大专", "本科"]),
            languages="普通话、本地话",
            skills=self.choose(["语文、数学辅导", "手工、绘画", "会做面食，爱运动", ""]),
            availability=self.choose(["周六全天", "周末和工作日晚上", "每天下午"]),
            motivation=self.choose(list(WHY)),
            health_statement="身体健康",
            insurance="office",
            may_host=story.hosts,
            max_children=story.most,
            told_on=self.moment.date(),
            referees=[
                {"name": "毋满囤", "relation": "邻居", "phone": phone(self.place, 1)},
                {"name": "买玉枝", "relation": "村小组长", "phone": phone(self.place, 2)},
            ],
            home_adults=[{"name": "尤长顺", "relation": "丈夫"}] if story.hosts else [],
        )

    def pledge(self) -> None:
        day = self.moment.date()
        scan = scanned_sheet("代理家长承诺书", f"承诺人：{self.story.name}", f"{day.year}年{day.month}月{day.day}日")
        applying.register_pledge(self.volunteer, by=self.coordinator, scan=scan, signed_on=day, id_checked=True)

    def ask_police(self) -> None:
        perform(self.volunteer, "start_vetting", by=self.coordinator, authority=self.police())

    def police(self) -> str:
        return f"{Division.objects.get(code=self.story.village[:6] + '000000').short_name}公安局"

    def hear_police(self) -> None:
        """The reply about the person, and about the other adults of the home."""
        self.reply("", "not_clear" if self.story.ends == "unclear" else "clear")
        for adult in self.volunteer.home_adults.all():
            self.reply(adult.name, "clear")

    def reply(self, of: str, result: str) -> None:
        number = f"公查〔{self.moment.year}〕{100 + self.place}-{1 + bool(of)}号"
        scan = scanned_sheet("犯罪记录查询结果告知函", f"被查询人：{of or self.story.name}", number, "未发现相关记录")
        data: dict[str, Any] = {"of": of, "kind": "unit", "authority": self.police(), "document_no": number}
        data |= {"applied_on": self.moment.date() - dt.timedelta(days=3), "checked_on": self.moment.date()}
        applying.record_vetting(self.volunteer, by=self.team.caseworker, scan=scan, result=result, **data)

    def interview(self) -> None:
        day = self.moment.date()
        heard = [{"pk": each.pk, "opinion": "为人正派，热心，邻里关系好", "heard_on": day}
                 for each in self.volunteer.referees.all()]  # fmt: skip
        answers = {question.code: ANSWERS[question.code] for question in INTERVIEW}
        self._judged("interview", answers, words="谈吐平和，理解职责边界，适合担任", referees=heard)

    def see_home(self) -> None:
        answers = {question.code: "yes" if question.yes_or_no else "村道安静，附近无水塘" for question in HOME}
        self._judged("check_home", answers, words="家庭和睦，环境整洁安全", second_person=self.team.officer.name)

    def _judged(self, name: str, answers: dict[str, str], **data: Any) -> None:
        judged: dict[str, Any] = {"held_on": self.moment.date(), "answers": answers, "passed": True, **data}
        perform(self.volunteer, name, by=self.team.supervisor, **judged)

    def train(self) -> None:
        score = self.random.randint(82, 98)
        held: dict[str, Any] = {"course": "代理家长岗前培训", "held_on": self.moment.date(), "minutes": 360}
        perform(self.volunteer, "train", by=self.coordinator, score=score, **held)

    def appoint(self) -> None:
        face = drawn_face(self.place, self.story.sex)
        applying.add_photo(self.volunteer, by=self.coordinator, photo=face)
        perform(self.volunteer, "appoint", by=self.team.county_approver, user=None)
        self.volunteer.refresh_from_db()


def lives(teams: dict[str, Team], today: dt.date) -> Iterator[Moments]:
    """The notice of the county, and everybody's way."""
    coordinators = {county: User.objects.get(username=f"zhiyuan{n}") for n, county in enumerate(COUNTIES, 1)}
    yield notice(coordinators["410883"], today)
    for place, story in enumerate(STORIES):
        yield Service(story, place, teams[story.village[:9]], coordinators[story.village[:6]], today).live()


def notice(coordinator: User, today: dt.date) -> Moments:
    """孟州 looks for proxy parents until the end of next month."""
    pace = Pace(today - dt.timedelta(days=25), 6999)
    yield pace.after(0)
    county = Division.objects.get(code="410883000000")
    season = f"{pace.moment.year}年{'春季' if pace.moment.month < 7 else '秋季'}"
    draft = Recruitment(
        division=county,
        program_version=ProgramVersion.objects.in_force(applying.PROGRAM, today),
        season=season,
        wanted=40,
        area="化工镇、南庄镇、西虢镇",
        apply_from=pace.moment.date(),
        apply_until=today + dt.timedelta(days=40),
        where="孟州市民政局儿童福利股或者各乡镇便民服务中心",
        contact="志青松",
        phone="0391-0000000",
    )
    perform(prepare(draft, by=coordinator), "publish", by=coordinator)
