"""From open accruals and corrections to lines and their items."""

# ruff: noqa: S608 - the texts are our own; whatever varies between two calls is a parameter

import datetime as dt
from typing import Any

from finance.statements.months import MATCHED
from finance.statements.tables import ids, rows, run

NOT_RETURNED = """
NOT EXISTS (
    SELECT 1 FROM finance_lineitem item JOIN finance_line line ON line.id = item.line_id
    WHERE item.{column} = {table}.id AND line.status = 'reissue_pending'
)
"""


_TAKEN_OFF = """
SELECT owing.person_id FROM finance_adjustment adjustment
JOIN finance_accrual owing ON owing.id = adjustment.accrual_id
LEFT JOIN finance_recovery recovery ON recovery.id = adjustment.recovery_id
WHERE adjustment.status = 'open' AND adjustment.delta_fen < 0
AND (adjustment.recovery_id IS NULL OR (recovery.status = 'pending' AND recovery.way = 'offset'))
"""


def pick_months(group: str, program: int, first: dt.date, before: int) -> int:
    """Open months of those who can be paid, and those that were just counted, which have ids above `before`.

    Months earlier than `first` only where something is to be taken off them.
    """
    return run(
        f"""
        INSERT INTO compiling_pick (ordinal, person_id, month, accrual_id, fen)
        SELECT spoken.ordinal, spoken.person_id, accrual.month, accrual.id, accrual.fen
        {MATCHED}
        JOIN compiling_child child ON child.ordinal = spoken.ordinal AND child.problem = ''
        WHERE spoken.outcome = 'counted'
        AND (accrual.status = 'open' OR (accrual.status = 'listed' AND accrual.id > %s))
        AND (accrual.month >= %s OR accrual.person_id IN ({_TAKEN_OFF}))
        AND {NOT_RETURNED.format(column="accrual_id", table="accrual")}
        """,
        [group, program, before, first],
    )


def pick_adjustments(program: int) -> int:
    """Open corrections of months that are paid, listed or picked; of recoveries what was ordered to be taken off."""
    return run(
        f"""
        INSERT INTO compiling_pick (ordinal, person_id, month, adjustment_id, fen)
        SELECT child.ordinal, child.person_id, accrual.month, adjustment.id, adjustment.delta_fen
        FROM finance_adjustment adjustment
        JOIN finance_accrual accrual ON accrual.id = adjustment.accrual_id
        JOIN cases_award award ON award.id = accrual.award_id AND award.program_id = %s
        JOIN compiling_child child ON child.person_id = accrual.person_id AND child.main = 1 AND child.problem = ''
        LEFT JOIN finance_recovery recovery ON recovery.id = adjustment.recovery_id
        WHERE adjustment.status = 'open'
        AND (adjustment.recovery_id IS NULL OR (recovery.status = 'pending' AND recovery.way = 'offset'))
        AND (accrual.status IN ('listed', 'paid')
             OR accrual.id IN (SELECT accrual_id FROM compiling_pick WHERE accrual_id IS NOT NULL))
        AND {NOT_RETURNED.format(column="adjustment_id", table="adjustment")}
        """,
        [program],
    )


_WAITING = """
SELECT MIN(line.id) FROM finance_line line
JOIN finance_batch batch ON batch.id = line.batch_id
WHERE line.status = 'reissue_pending' AND batch.program_id = %s AND batch.division_id = %s
GROUP BY line.person_id
"""


def waiting_for_reissue(program: int, county: int) -> list[tuple[Any, ...]]:
    """Case, dossier, person, village, town and account in force of everybody with a returned payment to be reissued."""
    return rows(
        f"""
        SELECT line.case_id, kase.dossier_id, line.person_id, kase.division_id, town.id, account.id
        FROM finance_line line
        JOIN cases_case kase ON kase.id = line.case_id
        JOIN organisation_division village ON village.id = kase.division_id
        JOIN organisation_division town ON town.code = SUBSTR(village.code, 1, 9) || '000'
        LEFT JOIN registry_payeeaccount account ON account.child_id = line.person_id AND account.valid_to IS NULL
        WHERE line.id IN ({_WAITING})
        ORDER BY village.code, line.case_id
        """,
        [program, county],
    )


def pick_returned(program: int, county: int) -> int:
    """What the oldest returned payment of each person carried, as far as it is still open."""
    return run(
        f"""
        INSERT INTO compiling_pick (ordinal, person_id, month, accrual_id, adjustment_id, fen)
        SELECT child.ordinal, child.person_id, COALESCE(accrual.month, adjusted.month), item.accrual_id,
               item.adjustment_id, item.fen
        FROM finance_line line
        JOIN finance_lineitem item ON item.line_id = line.id
        JOIN compiling_child child ON child.person_id = line.person_id AND child.problem = ''
        LEFT JOIN finance_accrual accrual ON accrual.id = item.accrual_id
        LEFT JOIN finance_adjustment adjustment ON adjustment.id = item.adjustment_id
        LEFT JOIN finance_accrual adjusted ON adjusted.id = adjustment.accrual_id
        WHERE line.id IN ({_WAITING}) AND COALESCE(accrual.status, adjustment.status) = 'open'
        """,
        [program, county],
    )


def write_lines(batch: Any) -> int:
    """One line for everybody who has something left to get, by town, village and person; months are counted once."""
    return run(
        """
        INSERT INTO finance_line
            (dossier_id, batch_id, town_roll_id, round, sequence, case_id, person_id, division_id, account_id, fen,
             months, status, failure, paid_on, reissue_of_id)
        SELECT %s, %s, roll.id, %s, ROW_NUMBER() OVER (ORDER BY town.code, village.code, child.person_id),
               child.case_id, child.person_id, child.division_id, child.account_id, net.fen, net.months, 'listed', '',
               NULL, NULL
        FROM (
            SELECT person_id, MAX(ordinal) AS ordinal, SUM(fen) AS fen, COUNT(accrual_id) AS months
            FROM compiling_pick GROUP BY person_id HAVING SUM(fen) > 0
        ) net
        JOIN compiling_child child ON child.ordinal = net.ordinal
        JOIN organisation_division town ON town.id = child.town_id
        JOIN organisation_division village ON village.id = child.division_id
        JOIN finance_townroll roll ON roll.batch_id = %s AND roll.round = %s AND roll.division_id = child.town_id
        """,
        [batch.dossier_id, batch.pk, batch.round, batch.pk, batch.round],
    )


def write_items(batch: Any) -> int:
    """What each line is made of, month by month. The cross join keeps SQLite from running through all lines a month."""
    return run(
        """
        INSERT INTO finance_lineitem (line_id, accrual_id, adjustment_id, fen, live)
        SELECT line.id, pick.accrual_id, pick.adjustment_id, pick.fen, %s
        FROM compiling_pick pick
        CROSS JOIN finance_line line
        WHERE line.batch_id = %s AND line.round = %s AND line.person_id = pick.person_id
        ORDER BY line.sequence, pick.month, pick.accrual_id, pick.adjustment_id
        """,
        [True, batch.pk, batch.round],
    )


def carried(batch: Any, column: str) -> Any:
    """Ids of the accruals or adjustments (`accrual_id`, `adjustment_id`) that the present round's live items carry."""
    return ids(
        f"SELECT item.{column} FROM finance_lineitem item JOIN finance_line line ON line.id = item.line_id "
        f"WHERE line.batch_id = %s AND line.round = %s AND item.live AND item.{column} IS NOT NULL",
        [batch.pk, batch.round],
    )


def link_reissued(batch: Any) -> int:
    """Each new line says which returned one it stands for."""
    return run(
        f"""
        UPDATE finance_line SET reissue_of_id = (
            SELECT old.id FROM finance_line old
            WHERE old.id IN ({_WAITING}) AND old.person_id = finance_line.person_id
        )
        WHERE batch_id = %s AND round = %s
        """,
        [batch.program_id, batch.division_id, batch.pk, batch.round],
    )
