"""PXP-14, the record of one contact, and PXP-15, the register of what was given (domain report §2.3).

The private note is never printed. Both lie in the child's file; the child's number and parents are on neither.
"""

from typing import Any

from cases.letters.people import day_of, iso, place, sex_of
from cases.letters.slip import Lines, tells
from documents.letters import letter
from documents.models import Event
from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing

VOLUNTEERING = (
    "《中华人民共和国未成年人保护法》第四十三条、第六十二条，《志愿服务条例》第十九条，"
    "《志愿服务记录与证明出具办法（试行）》（民政部令第67号）"
)
HOW = {
    Contact.How.VISIT: "上门看望",
    Contact.How.PHONE: "电话",
    Contact.How.VIDEO: "视频通话",
    Contact.How.MESSAGE: "文字、语音消息",
    Contact.How.OTHER: "其他",
}
TOPICS = {
    Contact.Topic.SCHOOLING: "学习与作业",
    Contact.Topic.MOOD: "情绪与同伴",
    Contact.Topic.HEALTH: "身体与饮食",
    Contact.Topic.FAMILY_CALL: "与父母联系",
    Contact.Topic.SAFETY: "安全",
    Contact.Topic.WISHES: "愿望与需要",
}


def pair_lines(pairing: Pairing, event: Event | None) -> dict[str, Any]:
    """The child and the proxy parent as these papers name them."""
    child, volunteer = pairing.case.person, pairing.volunteer
    age = child.age(day_of(event))
    return {
        "child": {"name": child.name, "sex": sex_of(child), "age": "" if age is None else age},
        "village": place(pairing.case.division),
        "proxy": volunteer.person.name,
        "proxy_number": volunteer.number or "",
        "paired_on": iso(pairing.started_on),
    }


@letter("PXP-14", "代理家长帮扶活动记录", word="代帮", organ="town", basis=VOLUNTEERING)
def contact_record(subject: Contact, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """One contact or attempt: when, how, how long, what was spoken about."""
    told = subject.told
    return {
        **pair_lines(subject.pairing, event),
        "done_on": iso(subject.done_on),
        "made": subject.made,
        "how": HOW[Contact.How(subject.how)],
        "ways": list(HOW.values()),
        "minutes": subject.minutes,
        "topics": [[words, told.get(topic, "")] for topic, words in TOPICS.items()],
        "note": subject.note,
        "worried": subject.worried,
        "late": subject.entered_late,
        "written_on": iso(day_of(event)),
    }


@letter("PXP-15", "帮扶物品（资金）登记表", word="代物", organ="town", basis=VOLUNTEERING, signed=True)
def aid_register(subject: AidItem, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What was given, with the receipt, and everything that counted in this pairing in the same year before it."""
    earlier = subject.pairing.aid_items.counted().exclude(pk=subject.pk).filter(given_on__year=subject.given_on.year)
    items = [*earlier.select_related("receipt").order_by("given_on", "pk"), subject]
    return {
        **pair_lines(subject.pairing, event),
        "rows": [_line(number, item) for number, item in enumerate(items, start=1)],
        "year": subject.given_on.year,
        "this": _line(len(items), subject),
        "total_fen": sum(item.amount_fen for item in items),
        "confirmed_by": event.by.name if event.action == "aid.confirm" and event.by else "",
        "words": subject.words,
        "limit": event.action == "aid.give",
    }


def _line(number: int, item: AidItem) -> dict[str, Any]:
    receipt = item.receipt
    return {
        "number": number,
        "on": iso(item.given_on),
        "what": item.what,
        "fen": item.amount_fen,
        "receipt": f"影像{receipt.pk}号（{receipt.sha256[:8]}）" if receipt else "未附",
    }


@tells("contact.review")
def reviewed(subject: Contact, event: Event, data: dict[str, Any]) -> Lines:
    """Which contact was reviewed."""
    return _which(subject)


@tells("contact.void")
def voided(subject: Contact, event: Event, data: dict[str, Any]) -> Lines:
    """Which contact does not count."""
    return _which(subject)


def _which(contact: Contact) -> Lines:
    made = f"{contact.minutes}分钟" if contact.made else "未联系上"
    day = f"{contact.done_on.year}年{contact.done_on.month}月{contact.done_on.day}日"
    who = contact.pairing.volunteer
    return [("帮扶活动", f"{day}，{HOW[Contact.How(contact.how)]}，{made}"), ("代理家长", who.person.name)]


@tells("aid.submit")
def submitted(subject: AidItem, event: Event, data: dict[str, Any]) -> Lines:
    """What waits for the coordinator."""
    return _aid(subject)


@tells("aid.question")
def questioned(subject: AidItem, event: Event, data: dict[str, Any]) -> Lines:
    """What is doubted."""
    return _aid(subject)


def _aid(item: AidItem) -> Lines:
    return [
        ("帮扶物品", item.what),
        ("折合金额", f"{item.amount_fen / 100:,.2f}元"),
        ("代理家长", item.pairing.volunteer.person.name),
    ]


@tells("flag.ask")
def asked(subject: FollowUpFlag, event: Event, data: dict[str, Any]) -> Lines:
    """What was asked, and of whom."""
    return [("代理家长", subject.pairing.volunteer.person.name), ("询问事项", subject.question)]


@tells("flag.settle")
def settled(subject: FollowUpFlag, event: Event, data: dict[str, Any]) -> Lines:
    """Question and answer."""
    return [*asked(subject, event, data), ("答复（处理）", subject.answer)]
