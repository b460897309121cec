"""The proxy parents of the demo: twenty invented people of four counties, and where each stands today.

Invariant: practice numbers only (domain report §5.2); the same person has the same number whenever the demo is made.
"""

import datetime as dt
from dataclasses import dataclass

from cases.registry.id_numbers import check_character


@dataclass(frozen=True)
class Story:
    """Who it is, where they live (a village of the demo), and how far they came.

    `state` as in VolunteerStatus; `since` days ago the last step was done, after `served` days of service. `ends` says
    what happened then: `vetting` the check lapsed, `unclear` the police's reply was not clear.
    """

    name: str
    sex: str
    born: str
    village: str
    state: str
    since: int = 3
    served: int = 0
    ends: str = ""
    account: str = ""
    work: str = "农民"
    online: bool = False
    hosts: bool = False
    most: int = 2


STORIES = (
    Story("潘晓霞", "F", "19790412", "410883100201", "registered", served=200, account="daili1", work="示例超市"),
    Story("古丽敏", "F", "19860915", "410883100202", "registered", served=90, account="shouli3", work="镇政府", most=1),
    Story("尤淑贞", "F", "19640203", "410883100203", "registered", served=325, work="退休教师", hosts=True),
    Story("褚明亮", "M", "19720718", "410883100201", "registered", served=95),
    Story("舒雅琴", "F", "19811130", "410883101201", "registered", served=60, work="示例卫生室"),
    Story("鲁巧玲", "F", "19750621", "410883101202", "suspended", since=9, served=372, ends="vetting"),
    Story("房建国", "M", "19680809", "410883101203", "rejected", since=12, ends="unclear"),
    Story("阿依拉·示例", "F", "19830317", "410883105201", "trained", since=4, online=True),
    Story("毕桂荣", "F", "19700125", "410883105202", "home_checked", since=6),
    Story("解玉梅", "F", "19780802", "410883105203", "interviewed", since=5, online=True),
    Story("裘丽华", "F", "19850514", "410883100202", "vetting", since=6, online=True),
    Story("温志刚", "M", "19740427", "410883101201", "pledged", since=2),
    Story("郭䶮", "M", "19900106", "410883100203", "applied", since=1, online=True, work="示例中学"),
    Story("郗春梅", "F", "19871019", "410883101202", "applied", since=13),
    Story("蒲秀云", "F", "19660911", "410823107201", "registered", served=260, work="退休干部"),
    Story("欧阳静", "F", "19821208", "410823107202", "registered", served=120),
    Story("水莲", "F", "19770530", "410823203200", "registered", served=40),
    Story("曲爱民", "M", "19690216", "410823108203", "retired", since=20, served=300),
    Story("端木兰", "F", "19910722", "410802009200", "rejected", since=30, ends="home"),
    Story("荀小燕", "F", "19800404", "410811008200", "registered", served=75),
)


def id_number(story: Story, place: int) -> str:
    """4199, the county's last two digits, birth, a serial with the digit of the sex, check digit."""
    serial = 800 + 2 * place + (story.sex == "M")
    first_17 = f"4199{story.village[4:6]}{story.born}{serial:03d}"
    return first_17 + check_character(first_17)


def phone(place: int, of: int = 0) -> str:
    """The telephone of the person at that place of the table, or of referee number `of`."""
    return f"12039{150 + of}{place:03d}"


def lead(story: Story) -> int:
    """Days from the application to today, so that the last step was `since` days ago."""
    until = {"applied": 0, "pledged": 3, "vetting": 5, "interviewed": 14, "home_checked": 18, "trained": 28}
    reached = until.get(story.state, 5 + 6 if story.ends == "unclear" else 22 if story.ends == "home" else 33)
    return reached + story.since + story.served


def appointed_on(story: Story, today: dt.date) -> dt.date:
    """About the day of the appointment of somebody who serves or served."""
    return today - dt.timedelta(days=story.since + story.served)
