"""STP-19: the slips by which payees are told what arrived, and sign for it: one slip, or all of a town.

Invariant: a slip exists only for what the bank paid. Called by finance.slips.
"""

from collections.abc import Sequence
from typing import Any

from cases.letters.people import iso
from documents.letters import letter
from documents.models import Event
from finance.bank.judging import ARRIVED
from finance.letters.batch_head import PAYMENT, head_of, months_in_words
from finance.models import Line, LineItem, TownRoll

A_PAGE = 3  # slips, see styles/slips.css


@letter("STP-19", "到账通知（领取凭条）", word="助条", organ="county", basis=PAYMENT, signed=True)
def receipts(subject: TownRoll, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Slips of the lines named in the data (`lines`), in the order of villages and numbers."""
    lines = (
        Line.objects.filter(town_roll=subject, pk__in=data["lines"], status__in=ARRIVED)
        .select_related("person", "account", "division")
        .order_by("division__code", "sequence")
    )
    months = _months([line.pk for line in lines])
    batch = subject.batch
    head = head_of(batch)
    return {
        "batch": head,
        "basis": head["basis"],
        "town": subject.division.short_name,
        "pages": -(-len(lines) // A_PAGE),
        "slips": [
            {
                "number": f"{batch.number}-{line.sequence:05d}",
                "child": line.person.name,
                "place": f"{subject.division.short_name}{line.division.short_name}",
                "months": _words(months.get(line.pk, []), batch.term, head["term"]),
                "count": line.months,
                "fen": line.fen,
                "holder": line.account.holder,
                "account": line.account.number_masked[-4:],
                "bank": line.account.bank,
                "paid_on": iso(line.paid_on),
            }
            for line in lines
        ],
    }


def _months(lines: Sequence[int]) -> dict[int, list[Any]]:
    """The months that each line pays, corrections not counted."""
    found: dict[int, list[Any]] = {}
    items = LineItem.objects.filter(line__in=lines, accrual__isnull=False).order_by("accrual__month")
    for line, month in items.values_list("line_id", "accrual__month"):
        found.setdefault(line, []).append(month)
    return found


def _words(months: Sequence[Any], term: Sequence[Any], whole: str) -> str:
    words = months_in_words(months, term) if months else "补差"
    return whole if words == "全部" else words
