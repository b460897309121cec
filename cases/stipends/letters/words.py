"""Lines that several papers of the stipend print: the applicant, the school, the reason codes. Chinese only."""

import datetime as dt
from typing import Any

from cases.letters.people import child_lines, iso
from cases.models import Case
from cases.registry.models import Enrolment, PayeeAccount
from cases.stipends.facts import RUNNING_CASES
from cases.stipends.models import StipendCase

RIGHTS = "《中华人民共和国未成年人保护法》第八十三条"
REASONS = {
    "before_award": "尚未到核定的起始月份",
    "after_award": "已超过核定的终止月份",
    "no_birth_date": "出生日期缺失",
    "sex_unknown": "性别缺失",
    "sex_differs": "登记性别与公民身份号码不一致",
    "stage_unknown": "年级填写不明，无法判断就读学段",
    "too_old": "已年满十六周岁",
    "not_left_behind": "当月一日不属于农村留守儿童",
    "no_school": "当月一日没有在校就读信息",
    "other_stage": "不在小学、初中阶段就读",
    "other_county": "就读学校不在本县（市、区）",
    "no_certificate": "未出示所要求的家庭证明",
    "other_program": "同一月份已由其他项目发放",
}


def month_words(month: dt.date | str | None) -> str:
    """2026年9月; empty when unknown."""
    if isinstance(month, str):
        month = dt.date.fromisoformat(month) if month else None
    return f"{month.year}年{month.month}月" if month else ""


def application_lines(case: StipendCase, on: dt.date) -> dict[str, Any]:
    """Child, applicant, school, left-behind case, account and term, as every paper of one application says them."""
    school = Enrolment.objects.filter(child=case.person_id, valid_to__isnull=True).select_related("school").first()
    account = PayeeAccount.objects.filter(child=case.person_id, valid_to__isnull=True).first()
    number = Case.objects.filter(RUNNING_CASES, person=case.person_id).values_list("number", flat=True).first()
    return {
        "child": child_lines(case, on),
        "number": case.number or "",
        "applicant": case.applicant,
        "relation": case.relation,
        "applied_on": iso(case.applied_on),
        "school": school.school.name if school else "",
        "grade": school.grade if school else "",
        "left_behind_case": number or "",
        "account": account.number_masked if account else "",
        "holder": account.holder if account else "",
        "bank": account.bank if account else "",
        "version": case.program_version.name,
        "program": case.program_version.program.name,
        "rule_basis": case.program_version.basis,
    }
