"""STP-20: the final account of a batch by town: planned, arrived, returned, paid again, dropped, recovered.

Invariant: planned = arrived + returned, and returned = paid again + dropped, in persons, months and fen of every town,
because a batch is closed only when every payment has come to its end.
"""

from typing import Any

from django.db.models import Count, Q, Sum

from documents.letters import letter
from documents.models import Event
from finance.letters.batch_head import PAYMENT, head_of, signatures
from finance.letters.sums import ARRIVED, BACK, by_town, lines_of
from finance.models import Batch, FundEntry, Recovery, RecoveryPayment
from finance.recovery_rules import outstanding

ASKED_BACK = ("pending", "recovered", "offset", "written_off")
COLUMNS = [
    {"title": "乡镇（街道）", "width": 14},
    {"title": "应发\n人数", "width": 5, "kind": "count"},
    {"title": "应发\n人月", "width": 6, "kind": "count"},
    {"title": "应发金额", "width": 11, "kind": "fen"},
    {"title": "到账\n人数", "width": 5, "kind": "count"},
    {"title": "到账\n人月", "width": 6, "kind": "count"},
    {"title": "到账金额", "width": 11, "kind": "fen"},
    {"title": "退票\n人数", "width": 5, "kind": "count"},
    {"title": "退票金额", "width": 10, "kind": "fen"},
    {"title": "重发\n人数", "width": 5, "kind": "count"},
    {"title": "重发金额", "width": 10, "kind": "fen"},
    {"title": "不再发\n放人数", "width": 6, "kind": "count"},
    {"title": "不再发放\n金额", "width": 10, "kind": "fen"},
    {"title": "追回\n人数", "width": 5, "kind": "count"},
    {"title": "追回金额", "width": 10, "kind": "fen"},
]
NOTHING = (0, 0, 0)


@letter("STP-20", "发放决算表", word="助决", organ="county", basis=PAYMENT, signed=True)
def final_account(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """A row for each town; the totals with fund and recoveries stand before them."""
    rows = rows_of(subject)
    return {
        "batch": head_of(subject),
        "sent_on": subject.sent_on,
        "closed_on": subject.closed_on,
        "planned": subject.total_fen,
        "arrived": sum(row[6] for row in rows),
        "persons": sum(row[4] for row in rows),
        "months": sum(row[5] for row in rows),
        "again": arrived_again(subject),
        "ledger": ledger_of(subject),
        "recovered": recovered(subject),
        "signed_by": signatures(subject),
        "table": {"columns": COLUMNS, "rows": rows},
    }


def rows_of(batch: Batch) -> list[list[Any]]:
    """The figures of each town in the order of the towns' codes."""
    lines = lines_of(batch)
    planned, arrived = by_town(lines), by_town(lines.filter(status__in=ARRIVED))
    back, again = by_town(lines.filter(status__in=BACK)), by_town(lines.filter(status="reissued"))
    dropped, recovered_ = by_town(lines.filter(status="cancelled")), _recovered_by_town(batch)
    rolls = batch.rolls.filter(round=batch.round).order_by("division__code")
    rows = []
    for code, name in rolls.values_list("division__code", "division__short_name"):
        parts = [each.get(code, NOTHING) for each in (back, again, dropped)]
        pairs = [figure for n, _months, fen in parts for figure in (n, fen)]
        rows.append(
            [name, *planned.get(code, NOTHING), *arrived.get(code, NOTHING), *pairs, *recovered_.get(code, (0, 0))]
        )
    return rows


def _recovered_by_town(batch: Batch) -> dict[str, tuple[int, int]]:
    """Persons who paid something back, and how much, by the town's code."""
    town = "recovery__line__town_roll__division__code"
    payments = RecoveryPayment.objects.filter(recovery__line__batch=batch).order_by()
    sums = payments.values(town).annotate(n=Count("recovery__line__person", distinct=True), total=Sum("fen"))
    return {row[town]: (row["n"], row["total"]) for row in sums}


def arrived_again(batch: Batch) -> int:
    """Fen of returned payments that have arrived through another batch."""
    arrived = lines_of(batch).filter(status="reissued", reissued_as__status__in=ARRIVED)
    return int(arrived.aggregate(fen=Sum("reissued_as__fen"))["fen"] or 0)


def ledger_of(batch: Batch) -> dict[str, int]:
    """What the fund's ledger says of this batch: committed, paid and released fen."""
    kinds = ("reserve", "pay", "release")
    sums = {kind: Sum("fen", filter=Q(kind=kind), default=0) for kind in kinds}
    return dict(FundEntry.objects.filter(batch=batch).aggregate(**sums))


def recovered(batch: Batch) -> dict[str, int]:
    """Fen asked back, paid back, and what of it is neither: written off, or still open."""
    asked = list(Recovery.objects.filter(line__batch=batch, status__in=ASKED_BACK))
    paid = RecoveryPayment.objects.filter(recovery__in=asked).aggregate(fen=Sum("fen", default=0))["fen"]
    rests = {recovery: outstanding(recovery) for recovery in asked}
    written_off = sum(rest for recovery, rest in rests.items() if recovery.status == "written_off")
    total, rest = sum(recovery.fen for recovery in asked), sum(rests.values())
    return {
        "asked": total,
        "paid": paid,
        "offset": total - paid - rest,
        "written_off": written_off,
        "open": rest - written_off,
    }
