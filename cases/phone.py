"""Household visits on the phone: what a caseworker takes along, and how a visit that was written there is recorded.

The one invariant: every entry goes through the forms and the action of the visit page, with the access of this moment.
Registered when the app is ready; called by documents.drafts.
"""

import datetime as dt
import re
from typing import Any

from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.actions import record_household_visit
from cases.household_visits import HouseholdVisit
from cases.models import Case, ChildSeen, Visit
from cases.models.visits.visit import VISITORS
from documents.drafts.kinds import (
    Delivered,
    Entry,
    Kind,
    NotDeliverable,
    Photos,
    register_desk_form,
    register_kind,
    register_section,
)
from organisation.models import User
from organisation.rights import has_role, scope

MOST_HOUSEHOLDS = 200
DUE = ("visit", "contact", "visit_again")
CHILD = re.compile(r"child-(?P<code>[0-9a-f-]{36})-(?P<field>\w+)")
PHOTO = re.compile(r"photo-(?P<place>\d+)-(?P<field>\w+)")


def offer_visits() -> None:
    """Put the visit form and the households on the phone."""
    visit = Kind(
        name="visit",
        title=gettext_lazy("Household visit"),
        deliver=deliver_visit,
        template="phone/_visit.html",
        context=lambda: {"results": Visit.Result.choices, "moods": ChildSeen.Mood.choices},
        day_field="done_on",
    )
    register_kind(visit)
    register_section("visits", visits_of)
    register_desk_form("visit.page")


def deliver_visit(user: User, entry: Entry, photos: Photos) -> Delivered:
    """Record a household visit written on the phone. Raises NotDeliverable, or a Refused."""
    files = {f"photo-{place}-file": photos[number] for place, number in _listed(entry.payload) if number in photos}
    payload = {**entry.payload, "client_uuid": str(entry.uuid), "case": entry.about}
    visit = HouseholdVisit.from_json(payload, user, files)
    if not visit.is_valid():
        raise _not_valid(visit.errors(), entry.payload)
    events = record_household_visit(by=user, **visit.told())
    return Delivered(
        str(events[0].pk),
        _("Household visit on %(day)s recorded") % {"day": entry.payload.get("done_on", "")},
        reverse("case-detail", args=[entry.about]) + "?part=visits",
    )


def _listed(payload: dict[str, Any]) -> list[tuple[int, int]]:
    """Place in the form and number of the photo, for each photo that the payload names."""
    photos = payload.get("photos")
    rows = photos if isinstance(photos, list) else []
    return [
        (place, row["photo"])
        for place, row in enumerate(rows)
        if isinstance(row, dict) and isinstance(row.get("photo"), int)
    ]


def _not_valid(errors: dict[str, list[str]], payload: dict[str, Any]) -> NotDeliverable:
    told = payload.get("children")
    children = told if isinstance(told, list) else []
    places = {str(child.get("case")): place for place, child in enumerate(children) if isinstance(child, dict)}
    fields = {_path(name, places): sentences for name, sentences in errors.items() if name}
    return NotDeliverable(fields, *errors.get("", []))


def _path(name: str, places: dict[str, int]) -> str:
    """The name of a form's field as the path of the phone's control."""
    if (child := CHILD.fullmatch(name)) and child["code"] in places:
        return f"children.{places[child['code']]}.{child['field']}"
    if photo := PHOTO.fullmatch(name):
        return f"photos.{photo['place']}.{photo['field']}" if photo["field"] == "face" else "photos"
    return name


def visits_of(user: User) -> dict[str, Any] | None:
    """The households whose children this user visits, most urgent first. Nothing for who makes no visits."""
    if not has_role(user, *VISITORS):
        return None
    today = timezone.localdate()
    households: dict[int, list[Case]] = {}
    for case in _running(user):
        households.setdefault(case.household_id, []).append(case)
    cards = [_card(cases, today) for cases in list(households.values())[:MOST_HOUSEHOLDS]]
    empty = {"title": _("No visits"), "text": _("No child in your places has a running case.")}
    return {"title": _("My visits"), "cards": cards, "empty": empty}


def _running(user: User) -> list[Case]:
    """Running cases where the user makes visits; those with the earliest due visit first."""
    due = Min("dossier__duedate__due_on", filter=Q(dossier__duedate__name__in=DUE, dossier__duedate__state="open"))
    where = scope(user, frozenset(VISITORS), field="dossier__division_code")
    cases = Case.objects.visible_to(user).visited().open().filter(where).annotate(due_on=due)
    related = ("dossier", "person", "household", "division__parent")
    ordered = cases.select_related(*related).order_by(F("due_on").asc(nulls_last=True), "person__pinyin_sort", "pk")
    return list(ordered[: MOST_HOUSEHOLDS * 3])


def _card(cases: list[Case], today: dt.date) -> dict[str, Any]:
    first = cases[0]
    code = str(first.code)
    due_on: dt.date | None = getattr(first, "due_on", None)
    cases = sorted(cases, key=lambda case: case.person.birth_date or today)
    badges = [{"text": _("Visit"), "day": due_on.isoformat(), "due": True, "icon": "calendar-event"}] if due_on else []
    places = f"{first.division.parent.short_name} {first.division.short_name}" if first.division.parent else ""
    facts = [{"label": _("Village"), "value": places}]
    if address := first.person.residence_address or first.person.hukou_address:
        facts.append({"label": _("Address"), "value": address})
    return {
        "about": code,
        "title": "、".join(case.person.name for case in cases),
        "subtitle": first.division.short_name,
        "find": " ".join(case.person.pinyin_search for case in cases),
        "badges": badges,
        "facts": facts,
        "groups": [_child(case, today) for case in cases],
        "children": [{"code": str(case.code), "name": case.person.name} for case in cases],
        "acts": [
            {"kind": "visit", "about": code, "label": _("Record a visit"), "icon": "pencil-square", "primary": True},
            {"kind": "report", "about": code, "label": _("Report danger"), "icon": "exclamation-octagon"},
        ],
    }


def _child(case: Case, today: dt.date) -> dict[str, Any]:
    facts = []
    if (age := case.person.age(today)) is not None:
        years = ngettext("%(years)d year old", "%(years)d years old", age) % {"years": age}
        facts.append({"label": _("Age"), "value": years})
    if case.risk_level:
        facts.append({"label": _("Risk"), "value": str(case.get_risk_level_display())})
    return {"title": case.person.name, "facts": facts}
