"""Which periods a contact, an aid item or a question starts and ends (domain report §2.3).

Invariant: a period runs from the newest contact that counts, whatever is entered late or made void; the coordinator's
period runs as long as any aid item of the pairing waits. Read by the declarations in contacts.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from documents.declarations import Due
from documents.models import DueDate
from programs.due_rules import dues_of

if TYPE_CHECKING:
    from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing


def met_child(contact: "Contact") -> tuple[str, ...]:
    """What a contact can fulfil: nothing when nobody was reached, the visit only when it was one."""
    if not contact.made:
        return ()
    return ("pairing_contact", "pairing_visit") if contact.how == "visit" else ("pairing_contact",)


def fulfilled(contact: "Contact") -> tuple[str, ...]:
    """What it does fulfil: an earlier day that is entered after a later one moves nothing."""
    others = contact.pairing.contacts.counted().exclude(pk=contact.pk).filter(done_on__gt=contact.done_on)
    return tuple(name for name in met_child(contact) if not _of(others, name).exists())


def next_contact(contact: "Contact") -> tuple[Due, ...]:
    """The next contact (and visit), counted from the day of this one."""
    return _since(contact.pairing, fulfilled(contact), contact.done_on)


def contact_again(contact: "Contact") -> tuple[Due, ...]:
    """A void contact fulfils nothing: each period that it began goes on from where it was before."""
    found: tuple[Due, ...] = ()
    left = contact.pairing.contacts.counted().exclude(pk=contact.pk)
    for name in met_child(contact):
        of_name = DueDate.objects.filter(dossier=contact.dossier_id, name=name)
        if not of_name.open().filter(**_by_record("opened_by", contact)).exists():
            continue  # the running period rests on something else
        last = _of(left, name).first()
        before = of_name.filter(**_by_record("closed_by", contact)).first()
        days = [day for day in (last and last.done_on, before and before.starts_on) if day]
        found += _since(contact.pairing, (name,), max(days, default=contact.pairing.started_on))
    return found


def _by_record(event: str, contact: "Contact") -> dict[str, Any]:
    return {
        f"{event}__action": "contact.record",
        f"{event}__subject_label": contact._meta.label_lower,
        f"{event}__subject_id": contact.pk,
    }


def _of(contacts: Any, name: str) -> Any:
    return contacts.filter(how="visit") if name == "pairing_visit" else contacts


def _since(pairing: "Pairing", names: tuple[str, ...], day: dt.date | None) -> tuple[Due, ...]:
    if not names or pairing.status != "active":
        return ()
    version, risk = pairing.volunteer.program_version, pairing.case.risk_level
    return dues_of(version, "active", risk=risk, names=names, since=lambda each: day)


def confirm_aid(item: "AidItem") -> tuple[Due, ...]:
    """The coordinator looks at it; what waits already keeps its day."""
    if item.pairing.aid_items.to_confirm().exclude(pk=item.pk).exists():
        return ()
    return dues_of(item.pairing.volunteer.program_version, "active", names=("confirm_aid",))


def aid_is_looked_at(item: "AidItem") -> tuple[str, ...]:
    """Nothing more waits once this was the last one."""
    others = item.pairing.aid_items.to_confirm().exclude(pk=item.pk)
    return () if others.exists() else ("confirm_aid",)


def aid_of_contact(contact: "Contact") -> tuple[str, ...]:
    """What was entered with a void contact waits no longer."""
    waited = contact.aid_items.filter(status="to_confirm").exists()
    others = contact.pairing.aid_items.to_confirm().exclude(contact=contact)
    return ("confirm_aid",) if waited and not others.exists() else ()


def answer_flag(flag: "FollowUpFlag") -> tuple[Due, ...]:
    """The proxy parent answers the supervisor's question."""
    return dues_of(flag.pairing.volunteer.program_version, "active", names=("answer_flag",))
