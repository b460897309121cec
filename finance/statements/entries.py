"""How every enrolled child was counted, and which months no line carries."""

# ruff: noqa: S608 - the texts are our own; whatever varies between two calls is a parameter

import datetime as dt
from typing import Any

from django.db import connection

from finance.statements.lines import NOT_RETURNED
from finance.statements.tables import run


def name_left_out(group: str, program: int, first: dt.date) -> int:
    """Every month of the term that no line of this round carries, with the outcome and its reason."""
    return run(
        f"""
        INSERT INTO compiling_left (ordinal, month, outcome, reason)
        SELECT spoken.ordinal, spoken.month,
            CASE WHEN spoken.outcome <> 'counted' THEN spoken.outcome
                 WHEN accrual.id IS NULL THEN 'error'
                 WHEN award.program_id <> %s THEN 'excluded'
                 WHEN accrual.status IN ('paid', 'listed', 'cancelled') THEN 'excluded'
                 WHEN child.problem <> '' THEN 'error'
                 ELSE 'held' END,
            CASE WHEN spoken.outcome <> 'counted' THEN spoken.reason
                 WHEN accrual.id IS NULL THEN 'no_award'
                 WHEN award.program_id <> %s THEN 'other_program'
                 WHEN accrual.status = 'paid' THEN 'paid_already'
                 WHEN accrual.status = 'listed' THEN 'in_other_batch'
                 WHEN accrual.status = 'cancelled' THEN 'given_up'
                 WHEN child.problem <> '' THEN child.problem
                 WHEN {NOT_RETURNED.format(column="accrual_id", table="accrual")} THEN 'offset'
                 ELSE 'waits_for_reissue' END
        FROM (
            SELECT month.ordinal, month.person_id, month.month, month.outcome, month.reason
            FROM compiling_month month
            LEFT JOIN compiling_pick pick
                ON pick.person_id = month.person_id AND pick.month = month.month AND pick.accrual_id IS NOT NULL
            LEFT JOIN (SELECT person_id FROM compiling_pick GROUP BY person_id HAVING SUM(fen) > 0) paid
                ON paid.person_id = month.person_id
            WHERE month.month >= %s AND (pick.accrual_id IS NULL OR paid.person_id IS NULL)
        ) spoken
        JOIN compiling_child child ON child.ordinal = spoken.ordinal
        LEFT JOIN finance_accrual accrual
            ON accrual.exclusivity_group = %s AND accrual.person_id = spoken.person_id AND accrual.month = spoken.month
        LEFT JOIN cases_award award ON award.id = accrual.award_id
        """,
        [program, program, first, group],
    )


# The worst outcome of a child's months tells why there is no line; of equals the first month's.
_WORST = "MIN(CASE outcome WHEN 'error' THEN '1' WHEN 'held' THEN '2' ELSE '3' END || CAST(month AS text) || reason)"
_OUTCOMES = "CASE SUBSTR(told.worst, 1, 1) WHEN '1' THEN 'error' WHEN '2' THEN 'held' ELSE 'excluded' END"


def _left_months() -> str:
    month = "SUBSTR(CAST(month AS text), 1, 7)"
    if connection.vendor == "sqlite":
        each = f"json_object('month', {month}, 'outcome', outcome, 'reason', reason)"
        return f"json_group_array(json({each}))"
    return f"jsonb_agg(jsonb_build_object('month', {month}, 'outcome', outcome, 'reason', reason) ORDER BY month)"


def write_entries(batch: Any) -> int:
    """How every enrolled child was counted: in when a line pays some of its months, else why not."""
    empty = "'[]'" if connection.vendor == "sqlite" else "'[]'::jsonb"
    return run(
        f"""
        INSERT INTO finance_rollentry (batch_id, town_roll_id, round, case_id, outcome, reason, months)
        SELECT %s, roll.id, %s, child.case_id,
               CASE WHEN line.id IS NOT NULL THEN 'counted' WHEN told.worst IS NULL AND child.problem <> '' THEN 'error'
                    ELSE {_OUTCOMES} END,
               CASE WHEN line.id IS NOT NULL THEN '' WHEN told.worst IS NOT NULL THEN SUBSTR(told.worst, 12)
                    WHEN child.problem <> '' THEN child.problem
                    WHEN child.main = 1 THEN 'no_months' ELSE 'counted_elsewhere' END,
               COALESCE(told.months, {empty})
        FROM compiling_child child
        JOIN finance_townroll roll ON roll.batch_id = %s AND roll.round = %s AND roll.division_id = child.town_id
        LEFT JOIN finance_line line ON line.batch_id = %s AND line.round = %s AND line.case_id = child.case_id
        LEFT JOIN (
            SELECT ordinal, {_WORST} AS worst, {_left_months()} AS months
            FROM (SELECT ordinal, month, outcome, reason FROM compiling_left ORDER BY ordinal, month) sorted
            GROUP BY ordinal
        ) told ON told.ordinal = child.ordinal
        ORDER BY child.ordinal
        """,
        [batch.pk, batch.round, batch.pk, batch.round, batch.pk, batch.round],
    )
