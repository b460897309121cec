"""Entering another account for a child's money, with its proof. Called by the page of the case and by finance's
workbook of returned payments.

Invariant: scan, proposal and paper are written together or not at all; a form sent twice is one proposal.
"""

from dataclasses import dataclass
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.account_rules import in_force
from cases.models import AccountChange
from documents.attachments import AlreadyAttached, attach
from documents.clerks import right_to_handle
from documents.keys import first_time
from documents.models import Attachment, Dossier
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from organisation.models import User

PROOF = "收款账户证明"
LABELS = {"confirm_account": gettext_lazy("Confirm another account")}


def _waiting_change(due: Any, user: Any) -> str:
    """The page of the proposal that waits in that file."""
    change = AccountChange.objects.filter(dossier=due.dossier_id).waiting().first()
    return reverse("payee-change", args=[change.code]) if change else ""


PLACES = {"confirm_account": _waiting_change}


@dataclass(frozen=True)
class AccountEntry:
    """An account as read from card or passbook; `account_number` has digits only."""

    holder: str
    holder_relation: str
    account_number: str
    bank: str
    bank_line_number: str = ""
    name_for_bank: str = ""
    why: str = ""


def propose_account(
    case: Any,
    entry: AccountEntry,
    *,
    by: User,
    proof: IO[bytes] | Attachment,
    expected: int | None = None,
    key: str | None = None,
) -> AccountChange:
    """Propose that the child's money goes to another account. `proof` is a scan, or one that is in the file already.

    Raises a Refused, and then nothing was kept.
    """
    with locked(case.dossier_id) as dossier:
        right_to_handle(by, dossier)
        if earlier := first_time(dossier, key, "account.propose"):
            return AccountChange.objects.get(pk=earlier.subject_id or 0)
        if AccountChange.objects.filter(child=case.person_id).waiting().exists():
            raise NotPossible(
                _("Another account is proposed already and waits for the second person. Decide it first.")
            )
        change = AccountChange.objects.create(
            dossier=dossier,
            case_id=case.pk,
            child_id=case.person_id,
            proof=proof if isinstance(proof, Attachment) else _kept(dossier, proof, by),
            replaces=in_force(case.person_id),
            proposed_by=by,
            **vars(entry),
        )
        perform(change, "propose", by=by, expected=expected, key=key)
        change.refresh_from_db()
    return change


def _entered(**values: Any) -> AccountChange:
    """The row; the database knows whether another one waits, also in another file of the same child."""
    try:
        with transaction.atomic():
            return AccountChange.objects.create(**values)
    except IntegrityError:
        raise NotPossible(
            _("Another account is proposed already and waits for the second person. Decide it first.")
        ) from None


def _kept(dossier: Dossier, scan: IO[bytes], by: User) -> Attachment:
    """The scan in the file; the very same one may prove a second proposal."""
    try:
        return attach(dossier, scan, title=PROOF, by=by)
    except AlreadyAttached as earlier:
        return earlier.attachment
