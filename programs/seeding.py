"""The programs that ship, with their versions (domain report §2.1, §3.1). Offices may change the parameters."""

import datetime as dt
from typing import Any

from programs.models import Program, ProgramVersion

LBC_BASIS = (
    "《中华人民共和国未成年人保护法》第四十三条；《国务院关于加强农村留守儿童关爱保护工作的意见》（国发〔2016〕13号）"
)
LBC_PARAMETERS: dict[str, Any] = {
    "rule": "v2016",
    "max_age": 16,
    "min_absence_days": 0,
    "verify_working_days": 10,
    "assess_working_days": 10,
    "decide_working_days": 5,
    "decide_high_working_days": 3,
    "start_working_days": 10,
    "monitored_contact_days": 90,
    "visit_high_days": 14,
    "visit_medium_days": 30,
    "visit_low_days": 90,
    "review_high_days": 30,
    "review_medium_days": 90,
    "review_low_days": 180,
    "instrument": "2026-1",
}


def load_programs() -> int:
    """Enter the programs and versions that are missing; returns how many versions. What exists is left alone."""
    program, _made = Program.objects.get_or_create(code="LBC", defaults={"name": "农村留守儿童关爱服务"})
    _version, made = ProgramVersion.objects.get_or_create(
        program=program,
        effective_from=dt.date(2016, 2, 4),
        defaults={"name": "2016", "basis": LBC_BASIS, "parameters": LBC_PARAMETERS},
    )
    return int(made)
