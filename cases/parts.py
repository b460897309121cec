"""The parts of the case page that every kind of case has: family, visits, papers, timeline. Each is a function
(case, user) → context for its template, with a fixed number of queries.
"""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.addresses import address
from cases.finding import reads_masked, shown_name
from cases.kinds import Part
from cases.models import Visit
from cases.registry.consents import newest_consents
from cases.registry.masking import mask_name
from cases.registry.models import HouseholdMember
from cases.timeline import paper_chip, timeline
from cases.visit_pages import dress, recordable_visits
from documents.clerks import may_handle
from documents.models import Attachment, Document
from organisation.models import User


def reveal_url(case: Any, user: User) -> str:
    """Where masked values are asked for; nothing for those who only read."""
    return reverse("case-reveal", args=[case.code]) if may_handle(user, case.dossier) else ""


def family(case: Any, user: User) -> dict[str, Any]:
    """Household, carer, parents and where they are, school, account, consents."""
    masked = reads_masked(user)
    child = case.person
    members = HouseholdMember.objects.filter(household=case.household_id).exclude(person=case.person_id)
    return {
        "masked": masked,
        "reveal_url": reveal_url(case, user),
        "members": [_member(each, masked) for each in members.select_related("person").order_by("pk")],
        "carers": [_carer(each, masked) for each in child.guardianships.select_related("carer")],
        "parents": [_parent(each, masked) for each in child.whereabouts.all()],
        "enrolments": list(child.enrolments.select_related("school")),
        "accounts": [(each, f"account-{each.pk}-number") for each in child.accounts.all()],
        "consents": newest_consents(child.pk),
    }


def _member(member: HouseholdMember, masked: bool) -> dict[str, Any]:
    return {
        "person": member.person,
        "secrets": secrets_of(member.person),
        "name": shown_name(member.person, masked=masked),
        "relation": member.relation_words or member.get_relation_display(),
    }


def secrets_of(person: Any) -> list[dict[str, str]]:
    """The masked values of a person that have something behind the mask, with the name a reveal asks by."""
    named = [("id_number", _("ID number"), person.id_masked), ("phone", _("Telephone"), person.phone_masked)]
    return [
        {"label": label, "value": value, "name": f"person-{person.pk}-{name}"} for name, label, value in named if value
    ]


def _carer(guardianship: Any, masked: bool) -> dict[str, Any]:
    return {
        "name": shown_name(guardianship.carer, masked=masked),
        "relation": guardianship.relation_words or guardianship.get_relation_display(),
        "row": guardianship,
        "now": guardianship.valid_to is None,
    }


def _parent(row: Any, masked: bool) -> dict[str, Any]:
    return {"row": row, "name": shown_name(row.person, masked=masked), "now": row.valid_to is None}


def visits(case: Any, user: User) -> dict[str, Any]:
    """Recorded, planned and void visits with what was seen of this child, newest first."""
    rows = Visit.objects.filter(case=case.pk).select_related("visitor", "follow_up", "talk")
    found = list(rows.prefetch_related("children", "amendments__by", "photos__attachment").order_by("-done_on", "-id"))
    for visit in found:
        visit.dossier = case.dossier
        dress(visit, user)
    return {"visits": found, "recordable": recordable_visits(case, user)}


def papers(case: Any, user: User) -> dict[str, Any]:
    """Issued papers, newest first, and scans."""
    documents = Document.objects.filter(dossier=case.dossier_id).order_by("-id")
    found = Attachment.objects.filter(dossier=case.dossier_id).select_related("uploaded_by", "document").order_by("-id")
    scans = list(found)
    if reads_masked(user):
        for scan in scans:
            scan.signed_by = mask_name(scan.signed_by)
    return {
        "documents": [(each, paper_chip(each)) for each in documents],
        "scans": [(each, address("attachment-file", each.code)) for each in scans],
        "file_url": address("case-file", case.code),
        "blanks_url": address("case-blanks", case.code),
        "attach_url": address("attachment-add", case.code) if may_handle(user, case.dossier) else "",
    }


def history(case: Any, user: User, query: QueryDict | None = None) -> dict[str, Any]:
    """Who changed and who saw: one page of events. `query` says which (`who`) and which page."""
    asked = query or QueryDict()
    who = asked.get("who", "changed")
    shown, days = timeline(case.dossier, who, asked.get("page"), masked=reads_masked(user))
    filters = [("changed", _("Who changed")), ("seen", _("Who saw")), ("all", _("Everything"))]
    return {"days": days, "page": shown, "who": who, "filters": filters}


FAMILY = Part("family", gettext_lazy("Family"), "cases/_family.html", family)
VISITS = Part("visits", gettext_lazy("Visits"), "cases/_visits.html", visits)
PAPERS = Part("papers", gettext_lazy("Papers"), "cases/_papers.html", papers)
TIMELINE = Part("timeline", gettext_lazy("Timeline"), "cases/_timeline.html", history)
