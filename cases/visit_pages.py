"""What pages show of a visit record: child, words, amendments, photos, note, papers, and what can be done with it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.addresses import address
from cases.finding import reads_masked, shown_name
from cases.models import FINISHED, VISITED, VISITORS, Visit, VisitAmendment
from cases.timeline import field_words, paper_chip
from cases.visit_queries import left_open, reads_notes, visited_together
from documents.clerks import may_handle
from documents.due_dates import due_date_label
from documents.models import Document, Event
from documents.transitions import offers
from organisation.models import User
from organisation.rights import right_for

HIDDEN_NOTE = "••••••"
BUTTONS = {"review": "visit-review", "amend": "visit-act", "void": "visit-act", "settle": "visit-act"}


RECORD = {"home_visit": "visit-record", "follow_up_visit": "visit-follow-up", "return_visit": "visit-return"}


def recordable_visits(case: Any, user: User) -> list[dict[str, str]]:
    """The kinds of visit that this user can record in this case, each with its form."""
    if case.kind not in VISITED or right_for(user, set(VISITORS), case.dossier.division_code) is None:
        return []
    kinds = [Visit.Kind.RETURN] if case.status in FINISHED else list(Visit.Kind)
    return [{"label": str(kind.label), "url": reverse(RECORD[kind], args=[case.code])} for kind in kinds]


def found_visit(case: Any, pk: int) -> Visit:
    """The visit of this case with that key. Raises Http404 for one of another case."""
    related = ("visitor", "case__person", "case__dossier", "follow_up", "talk")
    visit = get_object_or_404(Visit.objects.filter(case=case.pk).select_related(*related), pk=pk)
    visit.dossier = case.dossier
    return visit


def record_context(visit: Visit, user: User) -> dict[str, Any]:
    """Everything on the page of one record."""
    together = visited_together(visit, user)
    return {
        "visit": visit,
        **records_context(together, user),
        "acts": buttons(visit, user),
        "left_open": [(due, due_date_label(due.name)) for due in left_open(visit)],
        "papers": papers_of(visit),
    }


def records_context(visits: list[Visit], user: User) -> dict[str, Any]:
    """The records of one visit, each with what was seen of its child. `several` when they name the child."""
    masked = reads_masked(user)
    for visit in visits:
        dress(visit, user)
        visit.child_name = shown_name(visit.case.person, masked=masked)  # type: ignore[attr-defined]
    return {"records": visits, "several": len(visits) > 1}


def dress(visit: Visit, user: User) -> None:
    """Give the visit what its template shows: the child seen, amendments in words, photos, where its note is asked for.

    The rows hanging on the visit should be prefetched.
    """
    children = [each for each in visit.children.all() if each.case_id == visit.case_id]
    own: Any = visit
    own.seen = children[0] if children else None
    own.amended = [amendment_words(each) for each in visit.amendments.all()]
    own.pictures = [(each, address("attachment-file", each.attachment.code)) for each in visit.photos.all()]
    own.note_url = ""
    if visit.private_note and reads_notes(user, visit) and may_handle(user, visit.dossier):
        own.note_url = reverse("visit-note", args=[visit.dossier.code, visit.pk])


def amendment_words(amendment: VisitAmendment) -> dict[str, Any]:
    """One amendment with its field and both values in the reader's language."""
    of_child = amendment.field.startswith("child.")
    label, words = field_words("cases.childseen" if of_child else "cases.visit", amendment.field.removeprefix("child."))
    yes_no = {"yes": _("yes"), "no": _("no")}
    told = {name: yes_no.get(text) or words(text) for name, text in _values(amendment)}
    return {"label": label, **told, "row": amendment}


def _values(amendment: VisitAmendment) -> list[tuple[str, str]]:
    return [("before", amendment.before), ("after", amendment.after)]


def buttons(visit: Visit, user: User) -> list[dict[str, Any]]:
    """What can be done with the record, and what cannot and why."""
    found = []
    for offer in offers(visit, user):
        if offer.name not in BUTTONS or (offer.name == "settle" and offer.reasons):
            continue
        arguments = [visit.dossier.code, visit.pk, *([offer.name] if BUTTONS[offer.name] == "visit-act" else [])]
        found.append(
            {
                "label": offer.declaration.step.label,
                "url": reverse(BUTTONS[offer.name], args=arguments),
                "reasons": offer.reasons,
                "primary": offer.name == "review",
                "stop": offer.name == "void",
            }
        )
    return found


def papers_of(visit: Visit) -> list[dict[str, Any]]:
    """The papers that the acts on this visit issued."""
    events = Event.objects.filter(dossier=visit.dossier_id, subject_label="cases.visit", subject_id=visit.pk)
    return [paper_chip(paper) for paper in Document.objects.filter(event__in=events).order_by("pk")]
