"""The ledger of the funds: every fen that is granted, committed, released, paid or paid back goes through here.

Invariant: a fund's three figures are moved together with the entry that says why, under the lock of the fund's file
and row; reserved and paid never exceed what was granted (invariant I10). Called by what batches, recoveries and funds
do, inside their transaction: first their own file is locked, then the fund's, never the other way round.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Dossier, Event
from documents.refusals import NotPossible
from documents.trail import append
from finance.models import Fund, FundEntry
from finance.wording import yuan_words
from organisation.models import User

if TYPE_CHECKING:
    from finance.models import Batch, Recovery

Kind = FundEntry.Kind
# How a kind of entry moves the figures: (granted, reserved, paid) by so many times its amount.
MOVES: dict[str, tuple[int, int, int]] = {
    Kind.GRANT: (1, 0, 0),
    Kind.RESERVE: (0, 1, 0),
    Kind.RELEASE: (0, -1, 0),
    Kind.PAY: (0, -1, 1),
    Kind.RECOVER: (0, 0, -1),
}


def grant(fund_id: int, fen: int, *, by: User | None, words: str) -> FundEntry:
    """Money for the fund, or, with a negative amount, less of it. `words` names the paper that says so."""
    return _book(fund_id, Kind.GRANT, fen, by=by, words=words, told=True)


def reserve(fund_id: int, fen: int, *, batch: "Batch", by: User | None) -> FundEntry:
    """Commit so much for a batch. Raises NotPossible when the fund is closed or short of it."""
    return _book(fund_id, Kind.RESERVE, fen, by=by, batch=batch)


def release(fund_id: int, fen: int, *, batch: "Batch", by: User | None) -> FundEntry:
    """Take a commitment back: the batch was returned for correction or cancelled, or a payment came back."""
    return _book(fund_id, Kind.RELEASE, fen, by=by, batch=batch)


def pay(fund_id: int, fen: int, *, batch: "Batch", by: User | None) -> FundEntry:
    """What was committed has arrived at the payees."""
    return _book(fund_id, Kind.PAY, fen, by=by, batch=batch)


def recover(
    fund_id: int,
    fen: int,
    *,
    by: User | None,
    recovery: "Recovery | None" = None,
    batch: "Batch | None" = None,
    words: str = "",
) -> FundEntry:
    """What was paid too much has come back."""
    return _book(fund_id, Kind.RECOVER, fen, by=by, batch=batch, recovery=recovery, words=words)


def figures(fund_id: int) -> dict[str, int]:
    """Granted, reserved and paid fen as the entries add up to them: what the nightly verifier compares."""
    sums = {"granted": 0, "reserved": 0, "paid": 0}
    for kind, fen in FundEntry.objects.filter(fund=fund_id).values_list("kind", "fen"):
        for name, times in zip(sums, MOVES[kind], strict=True):
            sums[name] += times * fen
    return sums


def _book(
    fund_id: int,
    kind: str,
    fen: int,
    *,
    by: User | None,
    batch: "Batch | None" = None,
    recovery: "Recovery | None" = None,
    words: str = "",
    told: bool = False,
) -> FundEntry:
    """Move the figures and append the entry. `told`: the act that calls writes the event itself."""
    if fen == 0 or (fen < 0 and kind != Kind.GRANT):
        raise ValueError("an entry of the ledger has a positive amount")
    dossier = Dossier.objects.locked_for_work(Fund.objects.values_list("dossier_id", flat=True).get(pk=fund_id))
    fund = Fund.objects.select_for_update().get(pk=fund_id)
    _check(fund, kind, fen)
    granted, reserved, paid = (times * fen for times in MOVES[kind])
    Fund.objects.filter(pk=fund_id).update(
        granted_fen=F("granted_fen") + granted,
        reserved_fen=F("reserved_fen") + reserved,
        paid_fen=F("paid_fen") + paid,
    )
    now = timezone.now()
    return FundEntry.objects.create(
        fund=fund,
        kind=kind,
        fen=fen,
        batch=batch,
        recovery=recovery,
        event=None if told else _event(dossier, fund, kind, fen, by, batch or recovery),
        by=by,
        words=words or str(batch or ""),
        booked_on=timezone.localdate(now),
        at=now,
    )


def _check(fund: Fund, kind: str, fen: int) -> None:
    """Raise NotPossible, in words, when the figures do not allow it; the database holds the same."""
    if kind == Kind.RESERVE and fund.status != Fund.Status.OPEN:
        raise NotPossible(_("The fund is closed. Open another one, or return the batch for correction."))
    there, sentence = _limit(fund, kind)
    if (-fen if kind == Kind.GRANT else fen) > there:
        raise NotPossible(sentence % {"yuan": yuan_words(there)})


def _limit(fund: Fund, kind: str) -> tuple[int, str]:
    """How much there is for an entry of that kind to take, and the sentence for more."""
    if kind == Kind.GRANT:
        return fund.available_fen, _("Only %(yuan)s yuan are neither committed nor paid. Take back less.")
    if kind == Kind.RESERVE:
        return fund.available_fen, _(
            "The fund has only %(yuan)s yuan available. Have more granted, or return the batch for correction."
        )
    if kind == Kind.RECOVER:
        return fund.paid_fen, _("Only %(yuan)s yuan were paid from this fund. Compare the amount.")
    return fund.reserved_fen, _("Only %(yuan)s yuan are committed in this fund. Compare the amount.")


def _event(dossier: Dossier, fund: Fund, kind: str, fen: int, by: User | None, of: Any) -> Event:
    details = {"fen": fen, "for": of._meta.label_lower if of else "", "id": of.pk if of else None}
    return append(dossier, f"fund.{kind}", by=by, subject=fund, details=details)
