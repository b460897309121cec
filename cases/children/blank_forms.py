"""Blank forms for the visit bag: the papers' own templates with the child's identity filled in and nothing else.

A blank form has no number and no verification code and is not a paper: what is written on it is entered afterwards.
Called by the document centre and the case page.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from cases.children.letters.assessment import blank_assessment
from cases.children.letters.registration import notice_text
from cases.children.models import LeftBehindCase
from cases.letters.people import child_lines, day_of
from documents.letters import get_letter
from documents.rendering import render_template
from organisation.models import Organ

MARK = "空白表　未编号"
BLANK_DAY = "　　　　年　　月　　日"
NO_PARENTS: list[tuple[str, dict[str, Any]]] = [("父亲", {}), ("母亲", {})]
NAMESPACE = uuid.UUID("6d1f3c52-6a0e-4f3b-9a53-6f0b7a1d5c11")


def _child(case: LeftBehindCase) -> dict[str, Any]:
    return {"child": child_lines(case, day_of(None))}


def _visit(case: LeftBehindCase) -> dict[str, Any]:
    return _child(case) | {"kind": "home_visit", "seen": {}}


def _verification(case: LeftBehindCase) -> dict[str, Any]:
    return _child(case) | {"parents": NO_PARENTS, "visit": {}}


def _notice(case: LeftBehindCase) -> dict[str, Any]:
    text = notice_text(case, None)
    return text | {"addressee": f"{text['child']['name']}的监护人"}


def _assessment(case: LeftBehindCase) -> dict[str, Any]:
    return blank_assessment(case) | {"carer": {}}


def _agreement(case: LeftBehindCase) -> dict[str, Any]:
    return _child(case) | {"parents": NO_PARENTS, "witness": case.division.name}


BLANKS: dict[str, Callable[[LeftBehindCase], dict[str, Any]]] = {
    "VIS-01": _visit,
    "LBC-02": _notice,
    "LBC-03": _verification,
    "LBC-05": _assessment,
    "LBC-20": _agreement,
}


def blank_context(code: str, case: LeftBehindCase) -> dict[str, Any]:
    """The template's context with only the child's identity. Raises KeyError for a paper that has no blank form."""
    with translation.override("zh-hans"), timezone.override(settings.TIME_ZONE):
        return {**BLANKS[code](case), "paper": _head_block(code, case)}


def render_blank(code: str, case: LeftBehindCase) -> bytes:
    """The PDF of the blank form. Raises KeyError for a paper that has no blank form."""
    identifier = uuid.uuid5(NAMESPACE, f"{code} {case.dossier.code}").bytes
    return render_template(get_letter(code).template, blank_context(code, case), identifier=identifier)


def _head_block(code: str, case: LeftBehindCase) -> dict[str, Any]:
    letter = get_letter(code)
    organ = Organ.objects.issuing("town", case.dossier.division_code, timezone.localdate())
    known = f"个案编号：{case.number}　" if case.number else ""
    return {
        "title": letter.title,
        "kind": letter.code,
        "number": MARK,
        "organ": organ.name,
        "phone": organ.phone,
        "complaint_phone": organ.complaint_phone,
        "review_organ": organ.review_organ,
        "court": organ.court,
        "basis": letter.basis,
        "case_number": case.number or "",
        "handler": "　　　　　　",
        "issued_on": BLANK_DAY,
        "blank": f"{MARK}　{known}供入户时填写，由填写人签名；录入系统后出具正式文书",
    }
