"""What must hold before a stipend moves. Each guard takes an Attempt and returns a sentence, or nothing.

For a set (`perform_many`) the Attempt's subject is the list or round, and `data["rows"]` are its cases.
"""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import EvidenceItem
from cases.stipends.rules import WITH_CERTIFICATE
from documents.declarations import Attempt, Text


def _rows(attempt: Attempt) -> Any:
    """The cases asked about: a set, or nothing when it is about one."""
    return attempt.data.get("rows")


def left_behind_case_runs(attempt: Attempt) -> Text | None:
    """A stipend rests on a running left-behind-child case of the same child."""
    from cases.models import Case
    from cases.stipends.facts import RUNNING_CASES

    if _rows(attempt) is not None:
        return None  # lists are drawn from running cases
    if not Case.objects.filter(RUNNING_CASES, person=attempt.subject.person_id).exists():
        return _("The child has no running case of left-behind children. Register the child first.")
    return None


def no_other_program(attempt: Attempt) -> Text | None:
    """No other program of the exclusivity group pays this child."""
    from cases.models import Award

    if _rows(attempt) is not None:
        return None  # lists leave such children out and say so
    case = attempt.subject
    group = case.program_version.program.exclusivity_group
    others = Award.objects.filter(
        case__person=case.person_id, status="granted", kind="monthly", program__exclusivity_group=group
    )
    if group and others.exclude(case=case.pk).exists():
        return _("Another program that excludes this one pays the child already. End that one first.")
    return None


def something_is_missing(attempt: Attempt) -> Text | None:
    """A notice lists what is missing; with nothing missing there is nothing to tell."""
    from cases.applications import to_ask

    if not to_ask(attempt.subject.pk).exists():
        return _("Nothing is missing on the checklist. Accept the application, or mark what is missing first.")
    return None


def told_once(attempt: Attempt) -> Text | None:
    """A second notice only asks for what an answer to the first created, and says so."""
    if not attempt.complete or not attempt.subject.one_time_notices.exists():
        return None
    if not str(attempt.data.get("reason", "")).strip():
        return _("Everything missing was told once already. Say which answer created what is missing now.")
    return None


def evidence_is_complete(attempt: Attempt) -> Text | None:
    """Nothing that is required is missing, unless the office was late and the application counts as accepted."""
    rows = _rows(attempt)
    if attempt.data.get("deemed"):
        return None
    if rows is not None:
        lacking = EvidenceItem.objects.filter(case__in=rows.values("pk"), **MISSING)
        if lacking.exists():
            return _("The evidence of some children of this list is not complete. Ask these families first.")
        return None
    if names := "、".join(item.rule.name for item in missing(attempt.subject.pk)):
        return _("The evidence is not complete: %(names)s. Tell the family what is missing.") % {"names": names}
    return None


def rule_holds(attempt: Attempt) -> Text | None:
    """The entitlement rule of the version holds this month."""
    from cases.stipends.entitling import failing, failing_in

    rows = _rows(attempt)
    if rows is not None:
        count = failing_in(rows, attempt.today)
        if count:
            return _("%(count)d children of the list are not entitled. Take them off the list first.") % {
                "count": count
            }
        return None
    return failing(attempt.subject, attempt.today)


def asks_for_certificates(case: Any) -> bool:
    """Whether the version of the case is one whose rule looks at certificates."""
    return bool(case.program_version.parameters.get("rule") == WITH_CERTIFICATE)


def rule_asks_for_certificates(attempt: Attempt) -> Text | None:
    """Under any other rule nothing about the family's papers is kept."""
    if not asks_for_certificates(attempt.subject):
        return _("This version asks for no certificate. Enter nothing about it and give the paper back to the family.")
    return None


def certificate_is_new(attempt: Attempt) -> Text | None:
    """One certificate with one period is entered once, and ends after it begins."""
    if not attempt.complete:
        return None
    since, until = attempt.data["valid_from"], attempt.data.get("valid_to")
    if until and until < since:
        return _("The certificate ends before it begins. Compare the two days.")
    same = attempt.subject.certificates.filter(valid_from=since, valid_to=until)
    if any(each.number == attempt.data["number"].strip() for each in same):
        return _("This certificate is entered already. Compare number and days with the list.")
    return None


MISSING: dict[str, Any] = {"state": EvidenceItem.State.MISSING, "rule__required": True}


def missing(case_id: int) -> list[EvidenceItem]:
    """What is required and not there, in the order of the checklist."""
    return list(EvidenceItem.objects.filter(case=case_id, **MISSING).select_related("rule"))
