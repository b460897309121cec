"""From spans to months, from months to accruals and their differences by rate."""

# ruff: noqa: S608 - the texts are our own; whatever varies between two calls is a parameter

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from finance.statements.tables import ids, months_given, rows, run


def spread_months(months: Sequence[dt.date]) -> None:
    """One row a child and month: the outcome, and what the month is worth by the rate that holds on its first.

    No rate is an error, never a default (invariant I4).
    """
    missing = "span.outcome = 'counted' AND span.fen IS NULL AND rate.id IS NULL"
    run(
        f"""
        INSERT INTO compiling_month (ordinal, person_id, month, outcome, reason, rate_id, fen)
        SELECT child.ordinal, child.person_id, term.month,
               CASE WHEN {missing} THEN 'error' ELSE span.outcome END,
               CASE WHEN {missing} THEN 'no_rate' ELSE span.reason END,
               rate.id, COALESCE(span.fen, rate.fen)
        FROM compiling_span span
        JOIN compiling_child child ON child.ordinal = span.ordinal
        JOIN ({months_given()}) term ON term.month BETWEEN span.first_month AND span.last_month
        LEFT JOIN programs_rate rate
            ON span.outcome = 'counted' AND span.fen IS NULL AND rate.series_id = span.series_id
            AND rate.valid_from <= term.month AND (rate.valid_to IS NULL OR rate.valid_to > term.month)
        """,
        [json.dumps([month.isoformat() for month in months])],
    )
    if connection.vendor == "postgresql":
        run("ANALYZE compiling_month")
    else:
        run("CREATE INDEX temp.compiling_month_person ON compiling_month (person_id, month)")


def keep_one_case_a_month() -> None:
    """Where two cases of one person speak of the same month, the better outcome holds; the later case of equals."""
    rank = "CASE {0}.outcome WHEN 'counted' THEN 1 WHEN 'error' THEN 2 WHEN 'held' THEN 3 ELSE 4 END"
    own, other = rank.format("compiling_month"), rank.format("other")
    run(
        f"""
        DELETE FROM compiling_month WHERE EXISTS (
            SELECT 1 FROM compiling_month other
            WHERE other.person_id = compiling_month.person_id AND other.month = compiling_month.month
            AND other.ordinal <> compiling_month.ordinal
            AND ({other} < {own} OR ({other} = {own} AND other.ordinal > compiling_month.ordinal))
        )
        """
    )


def name_problems(most_children: int) -> None:
    """Children who cannot be paid: without an account, or with one that too many children share."""
    run("UPDATE compiling_child SET problem = 'no_account' WHERE account_id IS NULL")
    run(
        """
        UPDATE compiling_child SET problem = 'shared_account' WHERE account_id IN (
            SELECT account.id FROM registry_payeeaccount account WHERE account.number_index IN (
                SELECT number_index FROM registry_payeeaccount WHERE valid_to IS NULL AND number_index <> ''
                GROUP BY number_index HAVING COUNT(DISTINCT child_id) > %s
            )
        )
        """,
        [most_children],
    )


_CORRECTED = """
SELECT DISTINCT accrual.person_id FROM finance_adjustment adjustment
JOIN finance_accrual accrual ON accrual.id = adjustment.accrual_id WHERE adjustment.status = 'open'
"""
# Nothing can keep a line from them: an account of their own, and no correction that may eat up the months.
_SURELY_PAID = "child.problem = '' AND award.program_id = %s AND corrected.person_id IS NULL"


def count_months(group: str, program: int, first: dt.date, now: dt.datetime) -> int:
    """An accrual for every counted month from `first` on that has none: one a group, person and month (I1).

    Who is surely paid has it listed at once, which saves writing the row again; else it is open until a line carries
    it. Returns the highest id that there was before.
    """
    (before,) = rows("SELECT COALESCE(MAX(id), 0) FROM finance_accrual")[0]
    run(
        f"""
        INSERT INTO finance_accrual
            (dossier_id, case_id, award_id, person_id, exclusivity_group, month, rate_id, fen, status, made_at)
        SELECT child.dossier_id, child.case_id, child.award_id, child.person_id, %s, counted.month, counted.rate_id,
               counted.fen, CASE WHEN {_SURELY_PAID} THEN 'listed' ELSE 'open' END, %s
        FROM compiling_month counted
        JOIN compiling_child child ON child.ordinal = counted.ordinal
        JOIN cases_award award ON award.id = child.award_id
        LEFT JOIN ({_CORRECTED}) corrected ON corrected.person_id = child.person_id
        WHERE counted.outcome = 'counted' AND counted.month >= %s
        ORDER BY child.ordinal, counted.month
        ON CONFLICT (exclusivity_group, person_id, month) DO NOTHING
        """,
        [group, program, now, first],
    )
    return int(before)


# The accruals of this program that the months at hand speak of.
MATCHED = """
FROM compiling_month spoken
JOIN finance_accrual accrual
    ON accrual.exclusivity_group = %s AND accrual.person_id = spoken.person_id AND accrual.month = spoken.month
JOIN cases_award award ON award.id = accrual.award_id AND award.program_id = %s
"""
# What came back from the bank and was ended by a decision is not counted again by a rule.
_NOT_GIVEN_UP = """
NOT EXISTS (
    SELECT 1 FROM finance_lineitem item JOIN finance_line line ON line.id = item.line_id
    WHERE item.accrual_id = accrual.id AND line.status = 'cancelled'
)
"""


def spoken_of(group: str, program: int, outcome: str, *states: str) -> Any:
    """Ids of the accruals in these states whose month has that outcome now."""
    given_up = f"AND {_NOT_GIVEN_UP}" if "cancelled" in states else ""
    held = ", ".join(["%s"] * len(states))
    statement = f"SELECT accrual.id {MATCHED} WHERE spoken.outcome = %s AND accrual.status IN ({held}) {given_up}"
    return ids(statement, [group, program, outcome, *states])


_PRIOR = """
LEFT JOIN (
    SELECT accrual_id, SUM(delta_fen) AS fen FROM finance_adjustment
    WHERE kind = 'rate' AND status <> 'cancelled' GROUP BY accrual_id
) prior ON prior.accrual_id = accrual.id
"""
_DIFFERENCE = """
INSERT INTO finance_adjustment
    (dossier_id, accrual_id, kind, delta_fen, rate_id, recovery_id, status, reason, made_at, made_by_id)
SELECT accrual.dossier_id, accrual.id, 'rate', rate.fen - accrual.fen - COALESCE(prior.fen, 0), rate.id, NULL, 'open',
       rate.basis, %s, {by}
"""
# What is asked back is asked back as it was paid: a month that is not owed gets no difference.
_OWED = """
rate.fen - accrual.fen - COALESCE(prior.fen, 0) <> 0 AND NOT EXISTS (
    SELECT 1 FROM finance_adjustment clawback
    WHERE clawback.accrual_id = accrual.id AND clawback.kind = 'clawback' AND clawback.status <> 'cancelled'
)
ON CONFLICT DO NOTHING
"""


def add_differences(group: str, program: int, now: dt.datetime) -> int:
    """Signed adjustments where a month at hand was counted by another rate than the one that holds now."""
    return run(
        f"""
        {_DIFFERENCE.format(by="NULL")}
        {MATCHED}
        JOIN programs_rate rate ON rate.id = spoken.rate_id
        {_PRIOR}
        WHERE spoken.outcome = 'counted' AND accrual.rate_id <> spoken.rate_id AND {_OWED}
        """,
        [now, group, program],
    )


def add_differences_of(rate: int, by: int | None, now: dt.datetime) -> int:
    """The same for every month that was counted by an earlier rate of the series of `rate`, paid or not."""
    return run(
        f"""
        {_DIFFERENCE.format(by="CAST(%s AS bigint)")}
        FROM programs_rate rate
        JOIN programs_rate own ON own.series_id = rate.series_id AND own.id <> rate.id
        JOIN finance_accrual accrual
            ON accrual.rate_id = own.id AND accrual.month >= rate.valid_from
            AND (rate.valid_to IS NULL OR accrual.month < rate.valid_to)
        {_PRIOR}
        WHERE rate.id = %s AND accrual.status <> 'cancelled' AND {_OWED}
        """,
        [now, by, rate],
    )
