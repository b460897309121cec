"""News for proxy parents and their supervisors: a question, thanks, an answer, a certificate that is asked for.

Invariant: what is told names nobody and says nothing of a child; it leads to the page. Hung behind the acts in
config/wiring.py, so each is told in the transaction of the act or not at all.
"""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.due_dates import Place
from documents.models import DueDate, Event
from documents.reminders.ladder import People
from documents.reminders.telling import tell
from documents.trail import append
from documents.transitions import locked
from organisation.models import User
from organisation.roles import Role
from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing, Volunteer

TEXTS = {
    "contact.thanked": _("Your supervisor thanks you for a contact."),
    "contact.words": _("Your supervisor has read a contact and left words for you."),
    "flag.asked": _("Your supervisor asks you something."),
    "flag.answered": _("A proxy parent has answered your question."),
    "aid.questioned": _("Your coordinator doubts an aid item that you entered."),
    "certificate.asked": _("A proxy parent asks for the certificate of service."),
    "work.handed_over": _("Work of a colleague was handed to you."),
    "supervision.digest": _("The month with the proxy parents: the figures are there."),
}

ACTIONS = {
    "child.read_reduced": _("Opened the child's card"),
    "contact.reveal_note": _("Showed a private note"),
    "volunteer.ask_certificate": _("Asked for the certificate of service"),
    "visit.hand_over": _("Handed over a planned visit"),
    "step.hand_over": _("Handed over a claimed step"),
    "flag.hand_over": _("Handed over a question"),
}


def _contact_place(due: DueDate, user: User) -> str:
    """A proxy parent logs a contact; supervisors look at who is silent."""
    own = Pairing.objects.own_of(user).filter(dossier=due.dossier_id).first()
    return reverse("my-contact", args=[own.code]) if own else f"{reverse('supervision')}?show=silent"


def _answer_place(due: DueDate, user: User) -> str:
    """A proxy parent answers; supervisors look at the open questions."""
    own = FollowUpFlag.objects.own_of(user).filter(dossier=due.dossier_id, status=FollowUpFlag.Status.OPEN).first()
    return reverse("my-answer", args=[own.code]) if own else f"{reverse('supervision')}?show=questions"


def _aid_place(due: DueDate, user: User) -> str:
    return f"{reverse('supervision')}?show=aid"


PLACES: dict[str, Place] = {
    "pairing_contact": _contact_place,
    "pairing_visit": _contact_place,
    "answer_flag": _answer_place,
    "confirm_aid": _aid_place,
}


def thanks(contact: Contact, event: Event) -> None:
    """After a review: the proxy parent hears of thanks or words. A mere tick is seen on the page."""
    if contact.thanked or contact.review_words:
        key = "contact.thanked" if contact.thanked else "contact.words"
        _tell_proxy(contact, key, reverse("my-contacts"), event)


def question(flag: FollowUpFlag, event: Event) -> None:
    """After a question: it goes to the proxy parent's phone."""
    _tell_proxy(flag, "flag.asked", reverse("my-answer", args=[flag.code]), event)


def answered(flag: FollowUpFlag, event: Event) -> None:
    """After an answer: whoever waits for it hears of it, unless they settled it themselves."""
    if flag.kept_by and flag.kept_by_id != event.by_id:
        tell([flag.kept_by], "flag.answered", reverse("flag-detail", args=[flag.code]), flag.dossier, by=event.by)


def doubted(item: AidItem, event: Event) -> None:
    """After a doubt: the proxy parent looks at what they entered."""
    _tell_proxy(item, "aid.questioned", reverse("my-contacts"), event)


def ask_certificate(volunteer: Volunteer, *, by: User) -> None:
    """Tell the coordinators that this person asks for a certificate. Asked twice a day, they hear of it once."""
    acting = People.on(timezone.localdate()).holding(Role.VOLUNTEER_COORDINATOR, volunteer.dossier.division_code)
    once = f"certificate:{volunteer.pk}:{timezone.localdate():%Y%m%d}"
    with locked(volunteer.dossier_id) as dossier:
        link = reverse("volunteer-act", args=[volunteer.code, "certify"])
        if tell(User.objects.filter(pk__in=acting), "certificate.asked", link, dossier, by=by, once=once):
            append(dossier, "volunteer.ask_certificate", by=by, subject=volunteer)


def _tell_proxy(subject: Any, key: str, link: str, event: Event) -> None:
    user = subject.pairing.volunteer.user
    if user is not None and user.pk != event.by_id:
        tell([user], key, link, subject.dossier, by=event.by)
