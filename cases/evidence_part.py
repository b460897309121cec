"""The part of the case page with checklist, one-time notices and pauses. Kinds of applications add it to theirs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.addresses import address
from cases.evidence import may_mark
from cases.finding import reads_masked
from cases.kinds import Part
from cases.models import ClockPause, EvidenceItem, Objection, OneTimeNotice
from cases.notice_pages import ANSWERS, reads_notices
from cases.timeline import paper_chip
from organisation.models import User
from programs.models import EvidenceRule


def evidence(case: Any, user: User) -> dict[str, Any]:
    """Every line of the checklist with its scan, what was told, and when the clock stood still."""
    items = list(EvidenceItem.objects.filter(case=case.pk).select_related("rule", "attachment"))
    notices = list(OneTimeNotice.objects.filter(case=case.pk).select_related("told_by", "document"))
    names = dict(EvidenceRule.objects.filter(version=case.program_version_id).values_list("code", "name"))
    opens_scans = not reads_masked(user)
    return {
        "items": [(each, _scan_url(each) if opens_scans else "") for each in items],
        "lacking": sum(each.state == EvidenceItem.State.MISSING and each.rule.required for each in items),
        "mark_url": address("case-evidence", case.code) if items and may_mark(user, case) else "",
        "notices": [_told(each, names) for each in notices],
        "pauses": list(ClockPause.objects.filter(case=case.pk)),
        "objections": _objections(case, user),
        "deemed": getattr(case, "deemed", False),
        "accepted_on": getattr(case, "accepted_on", None),
    }


def _objections(case: Any, user: User) -> list[tuple[Objection, str]]:
    """What was said against the case on a public notice, for whoever reads that notice."""
    if not reads_notices(user):
        return []
    rows = Objection.objects.visible_to(user).filter(case=case.pk).exclude(status=Objection.Status.NEW)
    return [(each, ANSWERS.get(each.status, "")) for each in rows]


def _scan_url(item: EvidenceItem) -> str:
    return address("attachment-file", item.attachment.code) if item.attachment else ""


def _told(notice: OneTimeNotice, names: dict[str, str]) -> dict[str, Any]:
    return {
        "row": notice,
        "items": [names.get(code, code) for code in notice.items],
        "chip": paper_chip(notice.document) if notice.document else None,
    }


EVIDENCE = Part("evidence", _("Evidence"), "cases/_evidence.html", evidence)
