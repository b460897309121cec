"""PXP-10 to PXP-13: asking the family, approving, the agreement of three parties, telling school and village (§2.3)."""

import datetime as dt
from typing import Any

from cases.letters.people import day_of, doer, iso, place
from documents.letters import letter
from documents.models import Event
from organisation.models import User
from volunteers.letters.bases import INSURED, LAW, SERVICE
from volunteers.letters.pairs import (
    addressee_of,
    child_in_short,
    guardian_of,
    proxy_in_short,
    reasons_of,
    rhythm,
)
from volunteers.letters.persons import INSURANCE
from volunteers.models import Pairing
from volunteers.rules import ASKED_FROM

HEARD = f"{LAW}第四条、第四十三条，《中华人民共和国民法典》第十九条"


def deciding_office(subject: Any, event: Event) -> str:
    """The county where it decides (high risk), else the town."""
    return "county" if event.post.endswith("000000") else "town"


@letter("PXP-10", "结对征询意见书", word="代询", organ="town", basis=HEARD, signed=True)
def asking(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """To guardian and child: who the proxy parent is, what they do and may know, and both answers by hand."""
    on = day_of(event)
    child = child_in_short(subject, on)
    return {
        "addressee": addressee_of(subject),
        "child": child,
        "child_name": subject.case.person.name,
        "must_agree": child["age"] == "" or child["age"] >= ASKED_FROM,
        "proxy": proxy_in_short(subject, on),
        "second_adult": subject.second_adult,
        "goals": subject.goals,
        **rhythm(subject),
    }


@letter("PXP-11", "结对帮扶审批表", word="代结", organ=deciding_office, basis=SERVICE, signed=True)
def approval(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The child masked, the proxy parent, why these two, the consents, and the opinions."""
    on = day_of(event)
    proposed = _last(event, "pairing.propose")
    by_county = deciding_office(subject, event) == "county"
    decided = {"said": data.get("opinion", ""), "signer": doer(event), "on": iso(on)}
    spared = {"said": "中、低风险儿童的结对由乡镇（街道）审批，县级存查。", "signer": "", "on": "", "spared": True}
    asked = {
        "said": "监护人和儿童意见已征询，材料齐全，提请县级民政部门审批。",
        **_signed(_last(event, "pairing.consent")),
    }
    return {
        "child": child_in_short(subject, on) | {"name": subject.case.person.name_masked},
        "proxy": proxy_in_short(subject, on),
        "paired_now": subject.volunteer.pairings.running().count(),
        "most": subject.volunteer.max_children,
        "reasons": reasons_of(subject),
        "second_adult": subject.second_adult,
        "goals": subject.goals,
        "consented_by": subject.consented_by,
        "consented_on": iso(subject.consented_on),
        "child_view": subject.child_view,
        "child_consents": subject.child_consents,
        "coordinator": {"said": "经匹配，建议结对。", **_signed(proposed)},
        "town": asked if by_county else decided,
        "county": decided if by_county else spared,
    }


def _last(event: Event, action: str) -> Event | None:
    """The last act of that name on the same pairing up to this event."""
    same = Event.objects.filter(dossier=event.dossier, subject_label=event.subject_label, subject_id=event.subject_id)
    return same.filter(action=action).select_related("by").order_by("sequence").last()


def _signed(made: Event | None) -> dict[str, str]:
    return {"signer": doer(made), "on": iso(day_of(made)) if made else ""}


@letter("PXP-12", "结对帮扶协议书", word="代协", organ="town", basis=INSURED, signed=True)
def agreement(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Guardian, proxy parent and village committee. Of the child only given name and school (§2.18)."""
    begins = subject.valid_until + dt.timedelta(days=1) if subject.valid_until else None
    return {
        "child": child_in_short(subject, day_of(event)),
        "guardian": guardian_of(subject),
        "committee": committee(place(subject.case.division)),
        "proxy": proxy_in_short(subject, day_of(event)),
        "insurance": INSURANCE[subject.volunteer.insurance],
        "insured_until": iso(subject.volunteer.insured_until),
        "second_adult": subject.second_adult,
        "goals": subject.goals,
        "begins": iso(begins),
        "valid_until": iso(data.get("valid_until")),
        "again": begins is not None,
        **rhythm(subject),
    }


@letter("PXP-13", "结对通知书", word="代通", organ="town", basis=SERVICE)
def told(subject: Pairing, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """One sheet for the school and one for the village committee, each with its receipt."""
    on = day_of(event)
    child = child_in_short(subject, on)
    return {
        "child": child,
        "proxy": proxy_in_short(subject, on),
        "school": child["school"] or "儿童就读学校（幼儿园）",
        "committee": committee(child["village"]),
        "started_on": iso(subject.started_on),
        "valid_until": iso(subject.valid_until),
        "supervisor": _supervisor(subject, on),
        **rhythm(subject),
    }


def committee(village: str) -> str:
    """The committee of a village or community: 谢庄村民委员会, 东关社区居民委员会."""
    if village.endswith("村"):
        return f"{village}民委员会"
    return f"{village}居民委员会" if village.endswith("社区") else f"{village}村（居）民委员会"


def _supervisor(subject: Pairing, on: dt.date) -> dict[str, str]:
    """The town supervisor, whom school and village call."""
    holders = User.objects.holding("town_child_supervisor", subject.dossier.division_code, on)
    found = holders.order_by("pk").first()
    return {"name": found.name, "phone": found.phone} if found else {"name": "", "phone": ""}
