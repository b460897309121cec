"""What a user can do now with a case, a proxy parent or a pairing, what not and why, and what is due by when.

Invariant: everything is read from the declarations. Called by the pages of whatever has a dossier and declared acts.
"""

from typing import Any

from documents.due_dates import due_date_label
from documents.models import DueDate
from documents.transitions import Offer, offers
from organisation.models import User
from organisation.rights import right_for
from organisation.roles import Role

HELPS_NOTHING = ("correct", "take_back", "add_photo")


def next_acts(subject: Any, user: User, *, else_first: str = "") -> dict[str, Any]:
    """Open acts, closed ones with their reasons, those of others, and the one that stands out.

    `else_first` names what stands out when nothing else can be done, such as a visit.
    """
    offered = offers(subject, user)
    mine = [offer for offer in offered if _is_mine(offer, subject, user)]
    return {
        "open_acts": sorted((offer for offer in mine if offer.open), key=_weight),
        "closed_acts": [offer for offer in mine if not offer.open],
        "acts_of_others": [(offer, _roles(offer, subject)) for offer in offered if offer not in mine],
        "primary": _primary(mine, else_first),
    }


def due_now(dossier_id: int) -> list[tuple[DueDate, str, Any]]:
    """The open due dates with what they are called and who owes them."""
    dues = DueDate.objects.filter(dossier=dossier_id).open()
    return [(due, due_date_label(due.name), Role(due.role).label) for due in dues]


def _primary(mine: list[Offer], else_first: str) -> str:
    """The open main act, else what may open the closed one, else `else_first`; nothing where no main act is mine."""
    main = [offer for offer in mine if offer.declaration.step.weight == "main"]
    if opened := [offer.name for offer in main if offer.open]:
        return opened[0]
    helpful = [offer.name for offer in mine if offer.open and offer.name not in HELPS_NOTHING]
    return "" if not main else helpful[0] if helpful else else_first


def _is_mine(offer: Offer, subject: Any, user: User) -> bool:
    return right_for(user, set(offer.declaration.step.actors_for(subject)), subject.dossier.division_code) is not None


def _weight(offer: Offer) -> int:
    return ["main", "side", "grave"].index(offer.declaration.step.weight)


def _roles(offer: Offer, subject: Any) -> list[str]:
    return [str(Role(actor).label) for actor in offer.declaration.step.actors_for(subject)]
