"""What the slips of a child's case say beyond states and reason: agreement, service, review, correction."""

from typing import Any

from cases.children import queries
from cases.children.letters import words
from cases.children.letters.registration import OPTIONAL
from cases.children.letters.rounds import plan_on, review_on
from cases.letters.people import SEX, day_of
from cases.letters.slip import Lines, tells
from cases.registry.masking import mask_id_number, mask_phone
from documents.issuing import cn_date
from documents.models import Event

FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "ethnic_group": "民族",
    "id_number": "公民身份号码",
    "phone": "联系电话",
    "hukou_division": "户籍地",
    "hukou_division_id": "户籍地",
    "hukou_address": "户籍地址",
    "residence_address": "现居住地址",
    "health": "健康状况",
    "found_by": "发现途径",
    "told_to": "被告知的监护人",
    "told_on": "告知日期",
    "schooling": "就学状况",
    "guardianship_type": "监护类型",
    "income_sources": "家庭收入来源",
    "aid_received": "已享受的救助",
    "allergies": "过敏史及紧急医疗信息",
    "may_collect": "可接送人员",
    "contact_times": "方便联系时间",
    "languages": "常用语言",
    "rural_override": "按农村户籍认定的理由",
    "status": "去向",
    "place": "务工地点",
    "since": "外出起始日期",
    "capacity": "监护能力",
}
HIDDEN = {"id_number": mask_id_number, "phone": mask_phone}
CHOICES = {
    "sex": SEX,
    "status": words.WHEREABOUTS,
    "capacity": words.CAPACITY,
    "found_by": words.FOUND_BY,
    "schooling": words.SCHOOLING,
    "guardianship_type": words.GUARDIANSHIP,
}
PARENTS = {"father": "父亲", "mother": "母亲"}


@tells("case.register_agreement")
def agreement_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """Carer and term of the agreement that was registered."""
    made = subject.agreements.select_related("carer").order_by("-pk").first()
    return _agreement(made) if made else []


def _agreement(made: Any) -> Lines:
    return [
        ("受委托人", made.carer.name),
        ("签订日期", cn_date(made.signed_on)),
        ("有效期至", cn_date(made.valid_until)),
        ("存档方式", "纸质协议签字后扫描存入本案卷宗"),
    ]


@tells("case.suspend_agreement")
def suspension_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """Which agreement holds no more, and what follows."""
    made = subject.agreements.filter(suspended_on=day_of(event)).select_related("carer").first()
    return [*(_agreement(made) if made else []), ("后续工作", "立即另行安排照护，重新签订委托照护协议")]


@tells("case.start_service")
def service_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """On which agreement the service begins, and how often the family is visited."""
    made = queries.agreement_in_force(subject, day_of(event))
    lines = _agreement(made) if made else [("委托照护协议", "紧急情形，尚未签订")]
    plan = plan_on(subject, day_of(event))
    if plan:
        lines += [("走访间隔", f"{plan.visit_interval_days}日"), ("下次复核", cn_date(plan.review_on))]
    return lines


@tells("case.continue_service")
def review_result(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """Which review led back to the service."""
    review = review_on(subject, day_of(event))
    if review is None:
        return []
    return [
        ("复核日期", cn_date(review.reviewed_on)),
        ("复核人", review.reviewed_by.name),
        ("复核建议", words.RECOMMENDATIONS[review.recommendation]),
    ]


@tells("case.record_consent")
def consent_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """For what, by whom, given or not, until when."""
    until = cn_date(data["valid_to"]) if data.get("valid_to") else "撤回时止"
    return [
        ("同意事项", {code: title for code, title, _use in OPTIONAL}.get(data["purpose"], data["purpose"])),
        ("表示人", data["given_by"]),
        ("意见", "同意" if data["given"] else "不同意"),
        *([("有效期至", until)] if data["given"] else []),
    ]


@tells("case.correct")
def corrected_lines(subject: Any, event: Event, data: dict[str, Any]) -> Lines:
    """Each mended fact, before and after. Numbers that identify a person are masked."""
    before = data.get("before", {})
    person = data.get("person", {})
    lines = [(label(name), _change(name, before.get(name, ""), value)) for name, value in person.items()]
    for parent, values in data.get("whereabouts", {}).items():
        told = "，".join(f"{label(name)}：{shown(name, value)}" for name, value in values.items())
        lines.append((PARENTS.get(parent, parent), f"原{shown('status', before.get(parent, ''))}，更正为{told}"))
    change = event.details.get("change", {})
    for name, value in data.get("case", {}).items():
        lines.append((label(name), _change(name, change.get(name, [""])[0], value)))
    return lines


def label(name: str) -> str:
    """The field as the form calls it."""
    return FIELDS.get(name, "其他事项")


def shown(name: str, value: Any) -> str:
    """The value in words; empty values as such, secrets masked."""
    if value in ("", None):
        return "（空）"
    if name in HIDDEN:
        return HIDDEN[name](str(value))
    if hasattr(value, "year"):
        return cn_date(value)
    return CHOICES.get(name, {}).get(value, str(value))


def _change(name: str, before: Any, after: Any) -> str:
    return f"{shown(name, before)} → {shown(name, after)}"
