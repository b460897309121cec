"""What every paper of a batch says at its head, and how amounts and months are put into rows.

Invariant: every value is a text, a number or a list of such; amounts are integer fen. Called by the builders here.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils import timezone

from cases.letters.people import iso
from finance.batch_rules import version_of
from finance.contents import short_hash
from finance.models import Approval, Batch

KINDS = {"regular": "正常发放", "supplement": "补发", "reissue": "退票重发"}

PAYMENT = "《关于进一步加强惠民惠农财政补贴资金“一卡通”管理的指导意见》（财办〔2020〕37号）"


def head_of(batch: Batch) -> dict[str, Any]:
    """Number, program, county, months, kind, round and the hash of the batch's content."""
    return {
        "number": batch.number,
        "program": batch.program.name,
        "county": batch.division.short_name,
        "first_month": iso(batch.first_month),
        "last_month": iso(batch.last_month),
        "term": term_words(batch.first_month, batch.last_month),
        "kind": KINDS[batch.kind],
        "round": batch.round,
        "basis": version_of(batch).basis,
        "hash": short_hash(batch.content_hash),
    }


def month_words(month: dt.date) -> str:
    """2026年9月."""
    return f"{month.year}年{month.month}月"


def term_words(first: dt.date, last: dt.date) -> str:
    """2026年9月至2027年1月; one month alone stands for itself."""
    return month_words(first) if first == last else f"{month_words(first)}至{month_words(last)}"


def months_in_words(months: Collection[dt.date], term: Collection[dt.date]) -> str:
    """Which months a payment is for: 全部 for the whole term, else a line for each run of months in a year."""
    if set(months) == set(term):
        return "全部"
    runs: list[list[dt.date]] = []
    for month in sorted(set(months)):
        if runs and (runs[-1][-1].year, runs[-1][-1].month + 1) == (month.year, month.month):
            runs[-1].append(month)
        else:
            runs.append([month])
    return "\n".join(f"{run[0].year}.{run[0].month}" + (f"-{run[-1].month}" if len(run) > 1 else "") for run in runs)


def yuan(fen: int) -> str:
    """50.00, with grouped thousands."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def signatures(batch: Batch) -> dict[str, dict[str, str]]:
    """Who signed which step of the current round, what they said and on which day, by step."""
    rows = Approval.objects.filter(batch=batch, round=batch.round).select_related("actor")
    return {
        row.step: {"name": row.actor.name, "said": row.opinion, "on": iso(timezone.localdate(row.at))} for row in rows
    }
