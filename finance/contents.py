"""What a batch or the roll of a town says, as one keyed hash (invariant I7 of the design).

Invariant: two contents have one hash only if every payment agrees in number, person, account, holder, amount and
months, and the totals do, too. The key lies outside the database, so whoever can write there cannot make a hash that
fits. Rows are length-prefixed and the same on both engines. Called when a batch is compiled, before each of its steps,
and by the nightly verifier.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from finance.models import Batch, TownRoll
from organisation.encryption import derived_key

FORM = "1"  # of the canonical rows: a change of them needs another one
CHUNK = 5000

# One row a line, in the order of their numbers; its items as text, sorted by the reader because SQLite's 3.40 cannot.
_LINES = """
SELECT line.town_roll_id, line.sequence, line.person_id, account.number_index, account.holder, line.fen, line.months,
       SUM(item.fen), {concatenated}
FROM finance_line line
JOIN registry_payeeaccount account ON account.id = line.account_id
LEFT JOIN finance_lineitem item ON item.line_id = line.id
LEFT JOIN finance_adjustment adjustment ON adjustment.id = item.adjustment_id
LEFT JOIN finance_accrual accrual ON accrual.id = COALESCE(item.accrual_id, adjustment.accrual_id)
WHERE line.{scope} = %s AND line.round = %s
GROUP BY line.id, account.id
ORDER BY line.sequence
"""
_ITEM = (
    "CAST(accrual.month AS text) || ':' || COALESCE(CAST(item.accrual_id AS text), '') || ':' || "
    "COALESCE(CAST(item.adjustment_id AS text), '') || ':' || CAST(item.fen AS text)"
)


@dataclass
class Content:
    """Figures and hash of what was read. `figures` are payments, months and fen as the lines have them."""

    mac: Any = field(default_factory=lambda: hmac.new(derived_key("batch-content"), digestmod=hashlib.sha256))
    lines: int = 0
    months: int = 0
    fen: int = 0

    def add(self, sequence: int, person: int, index: str, holder: str, fen: int, months: int, items: str) -> None:
        """One payment. Its items may come in any order."""
        self.lines, self.months, self.fen = self.lines + 1, self.months + months, self.fen + fen
        ordered = ",".join(sorted(items.split(",")))
        self.mac.update(packed(sequence, person, index, holder, fen, months, ordered))

    def sealed(self, *head: object) -> str:
        """The hash over everything added and the `head`: of what it is the content, and its figures elsewhere."""
        self.mac.update(packed(FORM, *head))
        return str(self.mac.hexdigest())


def packed(*values: object) -> bytes:
    """The values as text, each after its length in bytes, so that no two rows look alike."""
    texts = [str(value).encode() for value in values]
    return b"".join(b"%d:%b" % (len(text), text) for text in texts)


def content_hash(batch: Batch) -> str:
    """The hash of the present round as the database has it now, with the batch's own totals."""
    content = Content()
    for _roll, *line in _lines("batch_id", batch.pk, batch.round):
        content.add(*line)
    return seal_batch(content, batch, batch.line_count, batch.month_count, batch.total_fen)


def roll_hash(roll: TownRoll) -> str:
    """The hash of one town's roll as the database has it now, with the roll's own totals."""
    content = Content()
    for _roll, *line in _lines("town_roll_id", roll.pk, roll.round):
        content.add(*line)
    return seal_roll(content, roll, roll.line_count, roll.total_fen)


def read_contents(batch: Batch) -> tuple[Content, dict[int, Content]]:
    """What has just been compiled, read once: the whole batch, and each roll by its id. Not yet sealed."""
    whole: Content = Content()
    rolls: dict[int, Content] = {}
    for roll, *line in _lines("batch_id", batch.pk, batch.round):
        whole.add(*line)
        rolls.setdefault(roll, Content()).add(*line)
    return whole, rolls


def seal_batch(content: Content, batch: Batch, lines: int, months: int, fen: int) -> str:
    """The hash of the batch's content, which the figures that stand on the batch are part of."""
    term = (batch.first_month.isoformat(), batch.last_month.isoformat())
    return content.sealed("batch", batch.pk, batch.number, batch.round, *term, lines, months, fen)


def seal_roll(content: Content, roll: TownRoll, lines: int, fen: int) -> str:
    """The hash of a roll's content, which the figures that stand on the roll are part of."""
    return content.sealed("roll", roll.batch_id, roll.division_id, roll.round, lines, fen)


def short_hash(digest: str) -> str:
    """The first 16 characters in groups of four, as papers print them."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def _lines(scope: str, pk: int, batch_round: int) -> Iterator[tuple[Any, ...]]:
    """Roll and then what `Content.add` takes. Items that do not add up to their line are part of what is hashed."""
    joined = "group_concat" if connection.vendor == "sqlite" else "string_agg"
    statement = _LINES.format(scope=scope, concatenated=f"{joined}({_ITEM}, ',')")
    with connection.chunked_cursor() as cursor:  # any number of lines, and PostgreSQL keeps them until asked
        cursor.execute(statement, [pk, batch_round])
        while rows := cursor.fetchmany(CHUNK):
            for roll, sequence, person, index, holder, fen, months, items_fen, words in rows:
                yield roll, sequence, person, index, holder, fen, months, f"{words or ''},{items_fen}"
