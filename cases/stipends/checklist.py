"""What the office finds out itself for an application's checklist, and how a list of a town marks its evidence.

Invariant: what is marked for a whole list is what the roster vouches for; a paper that nobody has is never "received".
"""

import datetime as dt
from collections.abc import Callable, Sequence

from cases.models import Case, EvidenceItem
from cases.registry.models import Enrolment, PayeeAccount
from cases.stipends.facts import RUNNING_CASES
from programs.models import EvidenceRule, ProgramVersion

WITH_THE_LIST = "随名册一并提交"
ACCOUNT_LATER = "一卡通账号尚未登记，发放前补录"
State = EvidenceItem.State


def is_enrolled(case: Case) -> bool:
    """Whether the registry knows the school of the child."""
    return Enrolment.objects.filter(child=case.person_id, valid_to__isnull=True).exists()


def has_running_case(case: Case) -> bool:
    """Whether the child's case of left-behind children runs."""
    return Case.objects.filter(RUNNING_CASES, person=case.person_id).exists()


# Code of the evidence → how the office knows.
HAS: dict[str, Callable[[Case], bool]] = {"enrolment": is_enrolled, "left_behind_case": has_running_case}


def mark_of_list(cases: Sequence[Case], version: ProgramVersion, on: dt.date) -> None:
    """The checklists of cases that a list brings: one statement for all."""
    rules = list(EvidenceRule.objects.filter(version=version))
    people = [case.person_id for case in cases]
    with_account = set(
        PayeeAccount.objects.filter(child__in=people, valid_to__isnull=True).values_list("child", flat=True)
    )
    EvidenceItem.objects.bulk_create(
        (_line(case, rule, on, case.person_id in with_account) for case in cases for rule in rules), batch_size=5000
    )


def _line(case: Case, rule: EvidenceRule, on: dt.date, has_account: bool) -> EvidenceItem:
    item = EvidenceItem(case_id=case.pk, rule=rule)
    if rule.code == "one_card" and not has_account:
        item.state, item.note = State.WAIVED, ACCOUNT_LATER
    elif rule.obtainable_by_office:
        item.state, item.received_on = State.OBTAINED, on
    else:
        item.state, item.received_on, item.note = State.RECEIVED, on, WITH_THE_LIST
    return item
