"""The bag for a round of visits: blank forms with the children's identity, for one case or a whole village.

The one invariant: whoever takes blank forms with a child's identity leaves an event in that child's file.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.children.blank_forms import BLANKS, render_blank
from cases.children.models import LeftBehindCase
from cases.models import FINISHED
from documents.clerks import right_to_handle
from documents.letters import get_letter
from documents.places import inside
from documents.refusals import NotPossible
from documents.rendering import join
from documents.trail import record
from organisation.models import User

MOST_FORMS = 80  # about ten seconds of work; a village officer's round is smaller


def blank_choices() -> list[tuple[str, str]]:
    """Code and title of every paper that has a blank form."""
    return [(code, f"{code} {get_letter(code).title}") for code in BLANKS]


def bag_of(cases: Sequence[LeftBehindCase], codes: Sequence[str], *, by: User) -> bytes:
    """Blank forms of the cases, child by child, as one PDF for printing on both sides.

    Raises NotVisible, NotAllowed, or NotPossible when there is nothing to print or too much for one go.
    """
    if not cases:
        raise NotPossible(_("No child of this place has a running case. Choose another village."))
    if len(cases) * len(codes) > MOST_FORMS:
        raise NotPossible(
            _("These are more than %(most)d forms. Choose a smaller place or fewer forms.") % {"most": MOST_FORMS}
        )
    for case in cases:
        right_to_handle(by, case.dossier)
    pdfs = [
        (f"{get_letter(code).title} {case.person.name}", render_blank(code, case)) for case in cases for code in codes
    ]
    for case in cases:
        record(case.dossier, "paper.print", by=by, details={"blank_forms": list(codes)})
    return join(pdfs, duplex=True)


def children_in(place: str, by: User) -> list[LeftBehindCase]:
    """Running cases in the place with these leading digits, by village and name."""
    cases = LeftBehindCase.objects.visible_to(by).filter(inside(place)).exclude(status__in=FINISHED)
    rows = cases.select_related("dossier", "person", "division", "program_version")
    return list(rows.order_by("division__code", "person__pinyin_sort", "pk")[: MOST_FORMS + 1])
