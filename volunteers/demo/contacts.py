"""A quarter of contacts of one pairing, as the proxy parent logged them and the supervisors judged them.

A life as in `cases.children.demo.pace`: it yields the moment of its next act and is resumed when the clock of the demo
stands there. Invariant: every act goes through the same functions as the pages'. Called by the loader of the demo.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Any
from uuid import UUID

from cases.children.demo.pace import CHINA, Moments
from documents.transitions import perform
from organisation.models import User
from volunteers.actions import ask_proxy, record_contact
from volunteers.demo.receipts import scanned_receipt
from volunteers.models import Contact, Pairing

TOPICS = {
    "schooling": (
        "作业能按时完成，数学有进步",
        "默写错得多，约好每天听写十个词",
        "老师夸他字写得认真",
        "期中考试前有些紧张",
    ),
    "mood": ("心情不错，和同桌和好了", "有点闷，问了才说想爸爸", "爱笑了，主动讲学校的事"),
    "health": ("吃饭香，个子长了", "前两天感冒，已经好了", "早饭常不吃，跟奶奶说好了"),
    "family_call": ("上周和妈妈视频了两次", "爸爸工地忙，十天没打电话", "妈妈说过年一定回来"),
    "safety": ("讲了不去坑塘边玩", "提醒骑车走边上", "会背家里的电话和110"),
    "wishes": ("想要一本科普书", "想学画画", "想让妈妈来开家长会"),
}
NOTES = (
    "一起写了作业，帮着收拾了书桌。",
    "陪着读了一章书。",
    "打电话聊了学校的事。",
    "送去了换季的衣服，试了合身。",
    "",
)
PRIVATE = ("奶奶腿疼，走路不便，自己不愿意说。", "孩子说夜里害怕，奶奶睡得沉。")
GIFTS = (("文具一套", 4500), ("棉衣一件", 15800), ("课外书三本", 7200), ("儿童自行车一辆", 42000), ("台灯一盏", 9900))
THANKS = ("辛苦了，记录很细。", "谢谢您一直惦记着孩子。", "")
QUESTION = "孩子最近和父母多久没有通话了？"
ANSWER = "十天左右，已和奶奶说好这周末打视频。"


@dataclass(frozen=True)
class Regularity:
    """How somebody keeps contact: days between contacts, and for how many days up to today they have been silent."""

    every: int = 6
    silent: int = 0


def side_by_side(lives: Iterable[Moments]) -> Moments:
    """Several lives as one, act after act in the order of their moments."""
    waiting = [(moment, number, life) for number, life in enumerate(lives) for moment in islice(life, 1)]
    heapify(waiting)
    while waiting:
        moment, number, life = heappop(waiting)
        yield moment
        for following in islice(life, 1):
            heappush(waiting, (following, number, life))


def quarter(
    pairing: Pairing,
    *,
    supervisor: User,
    coordinator: User,
    first: dt.date,
    today: dt.date,
    regularity: Regularity,
    seed: int,
) -> Moments:
    """Contacts from `first` on, reviewed weekly; now and then an attempt, a gift, a question."""
    dice = random.Random(seed)  # noqa: S311 - not a secret
    user = pairing.volunteer.user
    day, number = first, 0
    while user and day <= today - dt.timedelta(days=regularity.silent):
        yield _at(day, dice)
        contact = record_contact(pairing, by=user, client_uuid=_uuid(dice), done_on=day, **_told(dice, number, day))
        yield _at(day + dt.timedelta(days=1), dice)
        _judge(contact, number, supervisor, coordinator, dice)
        number += 1
        day += dt.timedelta(days=regularity.every + dice.randint(-1, 2))
    if user and number and seed % 3 == 0:
        yield _at(today - dt.timedelta(days=3), dice)
        ask_proxy(pairing, by=supervisor, question=QUESTION)
        yield from _answer(pairing, user, today, dice, answered=seed % 2 == 0)


def _told(dice: random.Random, number: int, day: dt.date) -> dict[str, Any]:
    made = dice.random() > 0.12
    how = "visit" if number % 2 else dice.choice(["phone", "phone", "video", "message"])
    codes = dice.sample(sorted(TOPICS), 2) if made else []
    gift = dice.choice(GIFTS) if made and how == "visit" and dice.random() < 0.2 else None
    receipt = scanned_receipt(*gift, day) if gift and gift[1] > 7000 else None
    return {
        "made": made,
        "how": how,
        "minutes": dice.choice([15, 20, 30, 45, 60, 90]) if how == "visit" else dice.choice([5, 10, 15]),
        "topics": {code: dice.choice(TOPICS[code]) for code in codes},
        "note": dice.choice(NOTES) if made else "没有人接。",
        "private_note": dice.choice(PRIVATE) if made and dice.random() < 0.1 else "",
        "aid": {"what": gift[0], "amount_fen": gift[1], "receipt": receipt} if gift else None,
    }


def _judge(contact: Contact, number: int, supervisor: User, coordinator: User, dice: random.Random) -> None:
    """All but the newest are read; large gifts are confirmed."""
    if dice.random() < 0.75:
        words = dice.choice(THANKS) if number % 3 == 0 else ""
        perform(contact, "review", by=supervisor, words=words, thanked=number % 3 == 0)
    for item in contact.aid_items.to_confirm():
        if dice.random() < 0.7:
            perform(item, "confirm", by=coordinator, words="票据与物品相符。")


def _answer(
    pairing: Pairing, user: User, today: dt.date, dice: random.Random, *, answered: bool
) -> Iterator[dt.datetime]:
    if answered:
        yield _at(today - dt.timedelta(days=1), dice)
        perform(pairing.flags.get(status="open"), "settle", by=user, answer=ANSWER)


def _at(day: dt.date, dice: random.Random) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(dice.choice([10, 15, 19, 20]), dice.randint(0, 59)), CHINA)


def _uuid(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
