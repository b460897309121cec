"""What must hold before a fund moves, and what a grant writes. Called by the declarations of models.funds."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text
from finance.wording import yuan_words
from organisation.models import User

if TYPE_CHECKING:
    from finance.models import Fund

FIGURES = ("granted_fen", "reserved_fen", "paid_fen")


def grant_names_its_paper(attempt: Attempt) -> Text | None:
    """An amount that is not nothing, and the paper that it rests on."""
    if not attempt.complete:
        return None
    if not attempt.data.get("fen"):
        return _("Enter the amount that was granted.")
    if not str(attempt.data.get("words", "")).strip():
        return _("Name the paper by which the money was granted.")
    return None


def nothing_is_committed(attempt: Attempt) -> Text | None:
    """Batches that are on their way are paid from the fund they were approved for."""
    fund = attempt.subject
    if fund.reserved_fen:
        return _("%(yuan)s yuan are still committed to batches. Close these batches first.") % {
            "yuan": yuan_words(fund.reserved_fen)
        }
    return None


def book_grant(fund: "Fund", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The entry of the ledger; the fund at hand gets the figures that it made."""
    from finance.ledger import grant

    grant(fund.pk, data["fen"], by=by, words=data["words"].strip())
    fund.refresh_from_db(fields=FIGURES)
    return {}
