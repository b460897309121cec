"""What the steps of a batch write, in the transition's own transaction. Called by the declarations of models.batches.

Each function takes (batch, by, data) and returns what the transition's body gets.
"""

from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from organisation.models import User

if TYPE_CHECKING:
    from finance.models import Batch


def compile_roll(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Accruals, lines, items and the rolls of the towns; the maker's signature; then the towns get their rolls."""
    from finance.compiling import compile_batch
    from finance.signing import sign_step

    made = compile_batch(batch, now=timezone.now())
    batch.content_hash = made["content_hash"]
    sign_step(batch, "compile", cast(User, by))
    _hand_out(batch)
    return made


def _hand_out(batch: "Batch") -> None:
    """Each town its roll, which names the maker."""
    from documents.transitions import perform

    for roll in batch.rolls.filter(round=batch.round, status="new").order_by("division__code"):
        perform(roll, "hand_out", by=None)


def sign(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The signature of this step."""
    from finance.signing import STEP_AFTER, sign_step

    sign_step(batch, STEP_AFTER[batch.status], cast(User, by), opinion=data.get("opinion", ""))
    return {"opinion": data.get("opinion", "")}


def approve(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The signature, and the total committed in the fund under its lock."""
    from finance.ledger import reserve

    arguments = sign(batch, by, data)
    reserve(batch.fund_id, batch.total_fen, batch=batch, by=by)
    return arguments


def send(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The signature, the files for the bank, and every line moved to `sent`."""
    from finance.bank.sending import send_lines

    sign(batch, by, data)
    return send_lines(batch, cast(User, by))


def read_answer(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """What the answer says, line by line; all of it or a refusal with an annotated copy."""
    from finance.bank.receiving import take

    take(batch, cast(User, by), data["answer"])
    return {}


def void_round(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Lines are void, months open again, rolls of the towns void, the commitment released."""
    from finance.compiling import void_lines
    from finance.ledger import release

    if batch.status in ("approved", "funding_requested"):
        release(batch.fund_id, batch.total_fen, batch=batch, by=by)
    void_lines(batch)
    return data


def approve_reissue(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The chosen lines wait for a reissue batch; their months are open again."""
    from finance.reissuing import open_again

    open_again(batch, data["lines"])
    return {}


def drop_payments(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The chosen lines end; their months are not owed any more."""
    from finance.reissuing import give_up

    give_up(batch, data["lines"])
    return {}


def today(batch: "Batch", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The batch is closed on the day of the act, whatever a form says."""
    return {"closed_on": timezone.localdate()}
