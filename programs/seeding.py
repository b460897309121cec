"""The programs that ship, with versions, parameters and periods (domain report §2.1, §2.3). Offices may change them.

The one invariant: what exists is left alone, so that `seed` may run again at any time. Called by `manage.py seed`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.offices import office_dossier
from organisation.roles import Role
from programs.models import DueRule, EvidenceRule, Program, ProgramVersion, Rate, RateSeries

WORKING, CALENDAR, BEFORE = DueRule.Unit.WORKING, DueRule.Unit.CALENDAR, DueRule.Unit.BEFORE


@dataclass(frozen=True)
class Period:
    """One due rule as shipped: in this state, at this risk, so many days for that role.

    `was` names the parameter in which earlier databases keep the length.
    """

    state: str
    name: str
    n: int
    unit: str
    role: str
    risk: str = ""
    was: str = ""
    pausable: bool = False


@dataclass(frozen=True)
class Shipped:
    """One version of one program."""

    code: str
    title: str
    name: str
    effective_from: dt.date
    basis: str
    parameters: Mapping[str, Any]
    periods: tuple[Period, ...]
    group: str = ""
    ends: dt.date | None = None
    evidence: tuple["Evidence", ...] = ()
    rates: tuple[tuple[str, int, dt.date], ...] = ()  # sex, fen a month, from the month


@dataclass(frozen=True)
class Evidence:
    """One line of a checklist as shipped."""

    code: str
    name: str
    where: str = ""
    required: bool = True
    by_office: bool = False


LBC = Shipped(
    "LBC",
    "农村留守儿童关爱服务",
    "2016",
    dt.date(2016, 2, 4),
    "《中华人民共和国未成年人保护法》第四十三条；《国务院关于加强农村留守儿童关爱保护工作的意见》（国发〔2016〕13号）",
    {"rule": "v2016", "max_age": 16, "min_absence_days": 0, "instrument": "2026-1"},
    (
        Period("registered", "verify", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR, was="verify_working_days"),
        Period("verified", "assess", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR, was="assess_working_days"),
        Period("assessed", "decide", 5, WORKING, Role.TOWN_APPROVER, was="decide_working_days"),
        Period("assessed", "decide", 3, WORKING, Role.COUNTY_APPROVER, "high", "decide_high_working_days"),
        Period("opened", "start", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR, was="start_working_days"),
        Period("monitored", "contact", 90, CALENDAR, Role.VILLAGE_CHILD_OFFICER, was="monitored_contact_days"),
        Period("in_service", "visit", 14, CALENDAR, Role.VILLAGE_CHILD_OFFICER, "high", "visit_high_days"),
        Period("in_service", "visit", 30, CALENDAR, Role.VILLAGE_CHILD_OFFICER, "medium", "visit_medium_days"),
        Period("in_service", "visit", 90, CALENDAR, Role.VILLAGE_CHILD_OFFICER, "low", "visit_low_days"),
        Period("in_service", "review", 30, CALENDAR, Role.COUNTY_REVIEWER, "high", "review_high_days"),
        Period("in_service", "review", 90, CALENDAR, Role.COUNTY_REVIEWER, "medium", "review_medium_days"),
        Period("in_service", "review", 180, CALENDAR, Role.COUNTY_REVIEWER, "low", "review_low_days"),
        Period("in_service", "checkup", 365, CALENDAR, Role.VILLAGE_CHILD_OFFICER),
        Period("under_review", "decide", 5, WORKING, Role.COUNTY_REVIEWER),
        Period("closed", "return_visit", 90, CALENDAR, Role.VILLAGE_CHILD_OFFICER),
        Period("care_suspended", "other_care", 1, CALENDAR, Role.TOWN_CHILD_SUPERVISOR),
        Period("nobody_home", "visit_again", 2, WORKING, Role.VILLAGE_CHILD_OFFICER),
        Period("nobody_home", "nobody_home_twice", 1, CALENDAR, Role.TOWN_CHILD_SUPERVISOR, "high"),
        Period("refused", "family_refused", 3, WORKING, Role.TOWN_CHILD_SUPERVISOR),
        Period("moved", "family_moved", 3, WORKING, Role.TOWN_CHILD_SUPERVISOR),
        Period("consented", "consent", 30, BEFORE, Role.VILLAGE_CHILD_OFFICER),
    ),
)
PXP = Shipped(
    "PXP",
    "代理家长结对关爱",
    "2020",
    dt.date(2020, 1, 1),
    "《中华人民共和国未成年人保护法》第六十二条；《志愿服务条例》第十七条、第十九条；《志愿服务记录与证明出具办法（试行）》",
    {
        "min_age": 25,
        "vetting_days": 365,
        "training_score": 80,
        "training_days": 365,
        "max_children": 2,
        "pairing_days": 365,
        "aid_limit_fen": 20000,
    },
    (
        Period("applied", "pledge", 10, WORKING, Role.VOLUNTEER_COORDINATOR),
        Period("pledged", "start_vetting", 5, WORKING, Role.VOLUNTEER_COORDINATOR),
        Period("vetting", "vetting_result", 10, WORKING, Role.COUNTY_CASEWORKER),
        Period("vetting", "interview", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR),
        Period("interviewed", "check_home", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR),
        Period("home_checked", "train", 30, CALENDAR, Role.VOLUNTEER_COORDINATOR),
        Period("trained", "appoint", 10, WORKING, Role.COUNTY_APPROVER),
        Period("registered", "vetting_renewal", 335, CALENDAR, Role.VOLUNTEER_COORDINATOR),
        Period("registered", "training", 365, CALENDAR, Role.VOLUNTEER_COORDINATOR),
        Period("proposed", "consent_pairing", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR),
        Period("consented", "decide_pairing", 5, WORKING, Role.TOWN_APPROVER),
        Period("consented", "decide_pairing", 5, WORKING, Role.COUNTY_APPROVER, "high"),
        Period("approved", "activate", 10, WORKING, Role.VOLUNTEER_COORDINATOR),
        Period("active", "pairing_contact", 7, CALENDAR, Role.PROXY_PARENT),
        Period("active", "pairing_visit", 15, CALENDAR, Role.PROXY_PARENT),
        Period("active", "health_record", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR),
        Period("active", "evaluate", 365, CALENDAR, Role.TOWN_CHILD_SUPERVISOR),
        Period("active", "pairing_end", 30, BEFORE, Role.VOLUNTEER_COORDINATOR),
        Period("suspended", "tell_child", 1, WORKING, Role.VILLAGE_CHILD_OFFICER),
        Period("active", "confirm_aid", 5, WORKING, Role.VOLUNTEER_COORDINATOR),
        Period("active", "answer_flag", 7, CALENDAR, Role.PROXY_PARENT),
    ),
)
PRO = Shipped(
    "PRO",
    "强制报告与应急处置",
    "2020",
    dt.date(2020, 5, 7),
    "《中华人民共和国未成年人保护法》第十一条、第九十二条、第九十三条、第一百零三条、第一百一十七条；"
    "《关于建立侵害未成年人案件强制报告制度的意见（试行）》",
    {"phone_minutes": 60, "written_minutes": 1440, "follow_up_days": 7, "follow_up_most_days": 30},
    (),
)
STIPEND_PERIODS = (
    Period("submitted", "accept", 5, WORKING, Role.TOWN_INTAKE_CLERK, pausable=True),
    Period("supplement", "supplement", 10, WORKING, Role.TOWN_INTAKE_CLERK),
    Period("accepted", "certify_town", 10, WORKING, Role.TOWN_CHILD_SUPERVISOR, pausable=True),
    Period("certified_town", "certify_county", 10, WORKING, Role.COUNTY_REVIEWER, pausable=True),
    Period("suspended", "decide_stop", 10, WORKING, Role.COUNTY_REVIEWER),
    Period("account_changed", "confirm_account", 3, WORKING, Role.COUNTY_REVIEWER),
    Period("recovery", "decide_recovery", 5, WORKING, Role.COUNTY_APPROVER),
    Period("rate", "decide_rate", 5, WORKING, Role.COUNTY_APPROVER),
    Period("roll", "review_roll", 5, WORKING, Role.TOWN_CHILD_SUPERVISOR),
    Period("disputed", "answer_roll", 3, WORKING, Role.COUNTY_REVIEWER),
    Period("compiled", "review_rolls", 7, WORKING, Role.COUNTY_CASEWORKER),
    Period("town_reviewed", "review_batch", 3, WORKING, Role.COUNTY_REVIEWER),
    Period("county_reviewed", "approve_batch", 3, WORKING, Role.COUNTY_APPROVER),
    Period("approved", "request_funds", 3, WORKING, Role.FINANCE_PREPARER),
    Period("funding_requested", "send_batch", 5, WORKING, Role.FINANCE_REVIEWER),
    Period("sent", "bank_answer", 0, CALENDAR, Role.FINANCE_PREPARER),
    Period("returned", "reconcile_batch", 3, WORKING, Role.FINANCE_REVIEWER),
    Period("reconciled", "close_batch", 30, CALENDAR, Role.COUNTY_APPROVER),
)
STIPEND_EVIDENCE = (
    Evidence("application", "留守儿童助学金申请表", "村（居）委会、乡镇便民服务窗口"),
    Evidence("household_register", "户口簿（儿童本人页、户主页）"),
    Evidence("guardian_id", "监护人居民身份证"),
    Evidence("one_card", "社会保障卡（一卡通）复印件"),
    Evidence("enrolment", "在校就读信息", by_office=True),
    Evidence("left_behind_case", "留守儿童关爱个案编号", by_office=True),
)
STIPEND_PARAMETERS = {
    "max_age": 16,
    "publicity_days": 7,
    "publicity_working_days": 5,
    "repay_days": 30,
    "bank_days": 5,
    "most_children_an_account": 3,
    "merge_checker_and_approver": 0,
}
STP_2013 = Shipped(
    "STP",
    "留守儿童助学金",
    "2013",
    dt.date(2013, 3, 1),
    "《孟州市留守儿童助学金发放办法》",
    {**STIPEND_PARAMETERS, "rule": "v2013"},
    STIPEND_PERIODS,
    group="child_stipend",
    ends=dt.date(2021, 12, 31),
    evidence=(*STIPEND_EVIDENCE, Evidence("family_certificate", "家庭证明（自愿出示）")),
    rates=(("F", 5000, dt.date(2013, 3, 1)), ("M", 4000, dt.date(2013, 3, 1))),
)
STP = Shipped(
    "STP",
    "留守儿童助学金",
    "2022",
    dt.date(2022, 1, 1),
    "《中华人民共和国未成年人保护法》第八十三条；《孟州市留守儿童助学金发放办法》",
    {**STIPEND_PARAMETERS, "rule": "v2022"},
    STIPEND_PERIODS,
    group="child_stipend",
    evidence=STIPEND_EVIDENCE,
    rates=(("", 5000, dt.date(2022, 1, 1)),),
)
COUNTY_OF_RATES = "410883000000"
SHIPPED = (LBC, PXP, PRO, STP_2013, STP)


def load_programs() -> int:
    """Enter the programs, versions and periods that are missing; returns how many versions."""
    return sum(_load(shipped) for shipped in SHIPPED)


def _load(shipped: Shipped) -> int:
    program, _made = Program.objects.get_or_create(
        code=shipped.code, defaults={"name": shipped.title, "exclusivity_group": shipped.group}
    )
    version, made = ProgramVersion.objects.get_or_create(
        program=program,
        effective_from=shipped.effective_from,
        defaults={
            "name": shipped.name,
            "basis": shipped.basis,
            "parameters": dict(shipped.parameters),
            "effective_to": shipped.ends,
        },
    )
    _load_periods(version, shipped.periods)
    _load_evidence(version, shipped.evidence)
    _load_rates(version, shipped)
    return int(made)


def _load_periods(version: ProgramVersion, periods: tuple[Period, ...]) -> None:
    """Rules that are missing. A length that the office had set as a parameter becomes the length of its rule."""
    known = set(DueRule.objects.filter(version=version).values_list("state", "name", "risk"))
    old = {period.was: version.parameters.pop(period.was) for period in periods if period.was in version.parameters}
    DueRule.objects.bulk_create(
        DueRule(
            version=version,
            state=period.state,
            risk=period.risk,
            name=period.name,
            role=period.role,
            n=old.get(period.was, period.n),
            unit=period.unit,
            pausable=period.pausable,
        )
        for period in periods
        if (period.state, period.name, period.risk) not in known
    )
    if old:
        version.save(update_fields=["parameters"])


def _load_evidence(version: ProgramVersion, evidence: tuple[Evidence, ...]) -> None:
    """The lines of the checklist that are missing."""
    EvidenceRule.objects.bulk_create(
        (
            EvidenceRule(
                version=version,
                code=each.code,
                name=each.name,
                where_obtained=each.where,
                required=each.required,
                obtainable_by_office=each.by_office,
                position=position,
            )
            for position, each in enumerate(evidence, start=1)
        ),
        ignore_conflicts=True,
    )


def _load_rates(version: ProgramVersion, shipped: Shipped) -> None:
    """The rates of a version that has none yet. They are in force by the program's own decision, without a maker."""
    if RateSeries.objects.filter(version=version).exists():
        return
    for sex, fen, month in shipped.rates:
        series = RateSeries.objects.create(version=version, sex=sex)
        Rate.objects.create(
            dossier=office_dossier(COUNTY_OF_RATES),
            series=series,
            status=Rate.Status.APPROVED,
            fen=fen,
            from_month=month,
            valid_from=month,
            basis=shipped.basis,
        )
