"""What is told of a row of an import: what is wrong, what to do, and why a known child was left as it is.

Invariant: every code of an outcome has its sentence, in the reader's language. Called by the pages and the export.
"""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import FINISHED
from cases.registry.id_numbers import MESSAGES
from cases.registry.models import ImportRow
from cases.registry.roster.outcomes import OK, SENTENCES

GRADES = {
    "ok": (gettext_lazy("Can be imported"), "check-circle", "good"),
    "warning": (gettext_lazy("Imported, but look at it"), "exclamation-triangle", "attention"),
    "error": (gettext_lazy("Wrong: correct the row"), "x-octagon", "danger"),
    "not_eligible": (gettext_lazy("Not left behind"), "dash-circle", "quiet"),
    "refer": (gettext_lazy("To be referred"), "box-arrow-up-right", "action"),
}
EFFECTS = {
    "created": ("person-plus", "good"),
    "updated": ("pencil-square", "action"),
    "unchanged": ("check-circle", "quiet"),
    "kept": ("lock", "attention"),
    "refused": ("x-octagon", "danger"),
    "waiting": ("hourglass-split", "attention"),
}
END_OF_A_SENTENCE = re.compile(r"(?<=[。：])|(?<=[.:;])\s+")


def grade_of(code: str) -> str:
    """The first part of an outcome: ok, warning, error, not_eligible or refer."""
    return code.split(":")[0]


def sentence(code: str, values: dict[str, Any] | None = None) -> str:
    """The sentences of one finding; empty for ok."""
    if code == OK:
        return ""
    told = SENTENCES.get(code) or MESSAGES.get(code.removeprefix("error:id_"))
    return str(told).format(**(values or {})) if values else str(told or code)


def in_two(text: str) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    first, *rest = END_OF_A_SENTENCE.split(text, maxsplit=1)
    return first.rstrip("：:;"), " ".join(rest)


def problem(code: str) -> str:
    """What is wrong in a row of that outcome, without the places it names; “in order” for ok."""
    if code == OK:
        return _("In order")
    first, _advice = in_two(sentence(code).replace("{row}", "…").replace("{sheet}", "…"))
    return first.rstrip("。.")


def told(row: ImportRow) -> list[tuple[str, str]]:
    """All that was found in a row, the gravest first: pairs of what is wrong and what to do."""
    found = [in_two(sentence(code, values)) for code, _field, values in row.findings]
    if kept := why_kept(row):
        found.insert(0, in_two(kept))
    return found


def why_kept(row: Any) -> str:
    """Why a known child was left as it is. `case_status` and `case_here` are annotated: see listing."""
    if row.effect != ImportRow.Effect.KEPT:
        return ""
    if grade_of(row.outcome) not in (OK, "warning"):
        return _("There is a case of this child, and it was left as it is. Look whether it should go on.")
    if not row.case_here:
        return _("Another place has a case of this child. Ask that office whether the child has moved.")
    if row.case_status in FINISHED:
        return _("The case of this child is finished. If the child is left behind again, register it by hand.")
    return _("The child is registered already and no longer follows the roster. Correct it in the case.")
