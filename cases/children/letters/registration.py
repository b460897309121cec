"""LBC-01, the registration form of 2016, and LBC-02, what the guardian was told and chose (domain report §2.18)."""

from typing import Any

from django.utils import timezone

from cases.children.letters import words
from cases.children.letters.family import absence, addressee_of, carer_of, parents_of, relatives_of, school_of
from cases.letters.bases import DUTY, PRIVACY
from cases.letters.people import child_lines, day_of, doer, iso
from cases.registry.models import Consent
from documents.letters import letter
from documents.models import Event
from organisation.models import Organ

OWN_CONSENT_AGE = 14  # from this age the child signs for consent-based uses (PIPL art. 31; domain report §3.4)
OPTIONAL = (
    ("pairing", "帮扶结对", "与代理家长结对帮扶；仅向结对人提供儿童名字、年龄、学校年级、照护人电话和约定目标"),
    ("referral", "对外转介", "需要医疗、教育、法律等其他单位帮助时，向接收单位提供办理该事项所必需的信息"),
    ("photo", "照片", "走访、活动中拍摄并在档案内保存儿童照片；不公开发布"),
    ("messages", "短信", "向登记的手机号码发送走访、活动、办理进度等提醒"),
)


@letter("LBC-01", "农村留守儿童基本情况登记表", word="留登", organ="town", basis=DUTY, signed=True)
def registration_form(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """All fields of the national form of 2016 and what the program adds."""
    on = day_of(event)
    parents, carer, school = parents_of(subject), carer_of(subject), school_of(subject)
    photo = Consent.objects.filter(child_id=subject.person_id, purpose="photo", valid_to__isnull=True).first()
    return {
        "child": child_lines(subject, on) | {"in_register": bool(subject.person.hukou_division_id) or ""},
        "health": health_boxes(subject.person.health),
        "schooling": words.schooling_words(subject.schooling, school.get("name", ""), school.get("grade", "")),
        "school": school,
        "parents": parents,
        **absence(parents),
        "carer": carer,
        "guardianship": guardianship_box(subject.guardianship_type, carer),
        "income": boxes(subject.income_sources, words.INCOME),
        "aid": boxes(subject.aid_received, words.AID),
        **relatives_of(subject),
        "found_by": words.FOUND_BY.get(subject.found_by or ("roster" if subject.imported_by_id else ""), ""),
        "contact_times": subject.contact_times,
        "language": subject.languages,
        "allergies": subject.allergies,
        "may_collect": subject.may_collect,
        "photo": photo.given if photo else False,
        "told_to": subject.told_to,
        "told_on": iso(subject.told_on),
        "filled_in_by": doer(event),
        "filled_in_on": iso(on),
    }


def boxes(text: str, options: dict[str, str]) -> dict[str, Any]:
    """Ticked boxes and the words for 其他."""
    chosen, rest = words.ticked(text, options)
    if chosen == [] and rest in ("无", "没有"):
        return {"ticked": ["无"], "other": "", "has_other": False}
    return {"ticked": chosen, "other": "" if rest == "其他" else rest.removeprefix("其他、"), "has_other": bool(rest)}


def health_boxes(text: str) -> dict[str, str]:
    """健康, 残疾 or 患病, with the words for kind and grade."""
    stripped = text.strip()
    if stripped in ("", "健康", "良好", "healthy", "good"):
        return {"box": "健康" if stripped else "", "words": ""}
    box = "残疾" if "残" in stripped else "患病"
    return {"box": box, "words": stripped.removeprefix(box).lstrip("：:（( ").rstrip("）)")}


def guardianship_box(entered: str, carer: dict[str, Any]) -> str:
    """The type of guardianship, as entered, else as far as the carer's capacity tells."""
    chosen, rest = words.ticked(entered, words.GUARDIANSHIP)
    if chosen or rest:
        return (chosen or [rest])[0]
    return words.GUARDIANSHIP.get(f"carer_{carer.get('capacity', '')}", "")


@letter("LBC-02", "个人信息处理告知同意书", word="留告", organ="town", basis=PRIVACY, signed=True)
def privacy_notice(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Who uses the data, which, why, how long, for whom, with what rights; and a choice for each optional use."""
    given = dict(
        Consent.objects.filter(child_id=subject.person_id, valid_to__isnull=True).values_list("purpose", "given")
    )
    text = notice_text(subject, event)
    return text | {
        "addressee": addressee_of(subject, text["child"]),
        "optional": [[title, use, given.get(code, "")] for code, title, use in OPTIONAL],
        "told_to": subject.told_to,
        "told_on": iso(subject.told_on),
        "by": doer(event),
    }


def notice_text(subject: Any, event: Event | None) -> dict[str, Any]:
    """What stands in every notice, signed or blank: the child, whether it signs itself, and the responsible office."""
    on = day_of(event)
    child = child_lines(subject, on)
    county = Organ.objects.issuing("county", subject.dossier.division_code, timezone.localdate())
    return {
        "child": child,
        "signs_itself": child["age"] != "" and child["age"] >= OWN_CONSENT_AGE,
        "responsible": {
            "name": county.name,
            "phone": county.phone,
            "address": county.address,
            "complaint_phone": county.complaint_phone,
        },
        "optional": [[title, use, ""] for _code, title, use in OPTIONAL],
    }
