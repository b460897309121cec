"""Contacts on the phone: what a proxy parent takes along of each child, and how a contact written there is logged.

The one invariant: what leaves here is the reduced view and nothing else, and every entry asks for access anew.
Registered when the app is ready; called by documents.drafts.
"""

import datetime as dt
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

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
from documents.refusals import NotVisible
from organisation.models import User
from organisation.rights import has_role
from organisation.roles import Role
from volunteers.actions import record_contact
from volunteers.forms.contacts import ContactForm, flat
from volunteers.hours import served
from volunteers.models import Contact, Pairing, Volunteer
from volunteers.reduced import ReducedChild, note_reading, own_children

THANKS_DAYS = 30


def offer_contacts() -> None:
    """Put the contact form and the children on the phone."""
    contact = Kind(
        name="contact",
        title=gettext_lazy("Log a contact"),
        deliver=deliver_contact,
        template="phone/_contact.html",
        context=lambda: {"ways": Contact.How.choices, "topics": Contact.Topic.choices},
        day_field="done_on",
    )
    register_kind(contact)
    register_section("children", children_of)
    register_desk_form("contact.page")


def deliver_contact(user: User, entry: Entry, photos: Photos) -> Delivered:
    """Log a contact written on the phone. Raises NotDeliverable or a Refused, NotVisible for a child of others."""
    code = entry.code
    pairing = Pairing.objects.own_of(user).filter(code=code).first() if code else None
    if pairing is None:
        raise NotVisible
    receipt = next(iter(photos.values()), None)
    form = ContactForm(_told(entry.payload), {"aid.receipt": receipt} if receipt else {}, pairing=pairing)
    if not form.is_valid():
        fields = {name: [str(error) for error in errors] for name, errors in form.errors.items() if name != "__all__"}
        raise NotDeliverable(fields, *map(str, form.non_field_errors()))
    contact = record_contact(
        pairing, by=user, client_uuid=entry.uuid, entered_at=entry.written_at, **form.contact_data()
    )
    return Delivered(str(contact.pk), _label(contact), _address("my-contacts"))


def _told(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload as the form reads it. A topic that was ticked and not described says that it was spoken about."""
    told = flat(payload)
    ticked = payload.get("about")
    for code in ticked if isinstance(ticked, list) else []:
        if isinstance(code, str) and not told.get(f"topics.{code}", "").strip():
            told[f"topics.{code}"] = pgettext("topic", "spoken about")
    return told


def _label(contact: Contact) -> str:
    day = {"day": contact.done_on.isoformat()}
    return _("Contact on %(day)s logged") % day if contact.made else _("Attempt on %(day)s logged") % day


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def children_of(user: User) -> dict[str, Any] | None:
    """The children of a proxy parent in the reduced view, with hours and thanks. Nothing for everybody else."""
    if not has_role(user, Role.PROXY_PARENT):
        return None
    codes = {}
    for pairing in Pairing.objects.own_of(user).select_related("dossier"):
        note_reading(pairing, user)  # what the phone takes along has been read
        codes[str(pairing.code)] = str(pairing.dossier.code)
    cards = [_card(child, codes[child.code]) for child in own_children(user) if child.code in codes]
    empty = {
        "title": _("No child yet"),
        "text": _("As soon as a pairing with you is active, the child appears here. Your coordinator knows more."),
    }
    return {"title": _("My children"), "cards": cards, "empty": empty, "notes": _thanks(user), **_service(user)}


def _card(child: ReducedChild, dossier_code: str) -> dict[str, Any]:
    report = {"kind": "report", "about": dossier_code, "label": _("Report danger"), "icon": "exclamation-octagon"}
    log = {"kind": "contact", "about": child.code, "label": _("Log a contact"), "icon": "pencil-square"}
    years = (
        [ngettext("%(years)d year old", "%(years)d years old", child.age) % {"years": child.age}] if child.age else []
    )
    return {
        "about": child.code,
        "title": child.given_name,
        "subtitle": " · ".join([*years, *filter(None, (child.school, child.grade))]),
        "badges": list(_badges(child)),
        "facts": list(_facts(child)),
        "acts": [{**log, "primary": True}, report],
    }


def _badges(child: ReducedChild) -> Any:
    if child.last_contact:
        yield {"text": _("Last contact"), "day": child.last_contact.isoformat(), "icon": "chat-dots"}
    else:
        yield {"text": _("No contact yet"), "icon": "chat-dots"}
    if child.next_contact:
        yield {"text": _("Contact due"), "day": child.next_contact.isoformat(), "due": True, "icon": "telephone"}
    if child.next_visit:
        yield {"text": _("Visit due"), "day": child.next_visit.isoformat(), "due": True, "icon": "house-door"}


def _facts(child: ReducedChild) -> Any:
    if child.question:
        yield {"label": _("Your supervisor asks"), "value": child.question.text}
    if child.carer_phone:
        yield {"label": _("Carer"), "tel": child.carer_phone}
    told = {
        _("Birthday"): child.birthday,
        _("Allergies"): child.allergies,
        _("Agreed goals"): child.goals,
        _("From the proxy parent before you"): child.summary,
    }
    yield from ({"label": label, "value": value} for label, value in told.items() if value)


def _thanks(user: User) -> list[dict[str, str]]:
    """What supervisors said lately."""
    since = timezone.localdate() - dt.timedelta(days=THANKS_DAYS)
    thanked = Contact.objects.own_of(user).filter(thanked=True, status="reviewed", done_on__gte=since)
    words = [contact.review_words for contact in thanked.order_by("-done_on")[:3]]
    text = _("Your supervisor says thanks for your last contacts.")
    said = [_("Thanks from your supervisor: %(words)s") % {"words": each} for each in words if each]
    return [{"tone": "good", "icon": "hand-thumbs-up", "text": each} for each in (said or [text] if words else [])]


def _service(user: User) -> dict[str, Any]:
    """Contacts and hours of this year, and where the certificate is asked for."""
    volunteer = Volunteer.objects.filter(user=user).first()
    if volunteer is None:
        return {}
    today = timezone.localdate()
    years = served(volunteer, today.replace(month=1, day=1), today)
    contacts, minutes = sum(year.contacts for year in years), sum(year.minutes for year in years)
    value = _("%(contacts)d contacts, %(hours).1f hours") % {"contacts": contacts, "hours": minutes / 60}
    address = _address("my-hours")
    links = [{"url": address, "text": _("My hours and certificate")}] if address else []
    return {"facts": [{"label": _("This year"), "value": value}], "links": links}
