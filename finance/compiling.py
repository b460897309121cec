"""Compiling a batch: from what the program says of its people to accruals, lines, items and the rolls of the towns.

Invariants: a fixed number of statements whatever the size; a month is counted once and stands in one live line at most,
however many compile at once; counted in, held, excluded and in error add up to the enrolled; nothing to pay is a
refusal. Compiling again after a return gives the same lines. Called inside `perform` by finance.batch_writes.
"""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.entitlements import Entitled
from documents.models import Dossier
from documents.refusals import NotPossible
from documents.sets import move_rows
from documents.transitions import perform
from finance.contents import Content, read_contents, seal_batch, seal_roll
from finance.models import Accrual, Adjustment, Batch, Line, LineItem, RollEntry, TownRoll
from finance.reasons import reason_words
from finance.selection import Selection, select
from finance.statements import entries, lines, months, tables
from organisation.models import Division
from programs.models import Program, ProgramVersion

REASONS_NAMED = 3


def compile_batch(batch: Batch, now: dt.datetime) -> dict[str, Any]:
    """Everything that the round of the batch consists of; its hash and totals. Raises NotPossible, and then nothing.

    The batch's dossier is locked by the caller.
    """
    hold_still(batch.program)
    tables.begin()
    people = _reissue(batch) if batch.kind == Batch.Kind.REISSUE else _count(batch, now)
    _settle_lines(batch)
    _check_sum(batch, people)
    totals = _seal(batch)
    tables.end()
    return totals


def group_of(program: Program) -> str:
    """What excludes a second payment for the same month: the program's group, or the program alone."""
    return program.exclusivity_group or program.code


def hold_still(program: Program) -> None:
    """Wait for others who count months of this group, and keep the people's files as they are until we are done.

    Files first, as everywhere: whoever changes a file holds it already and never waits for the program.
    """
    if connection.vendor == "postgresql":
        tables.rows(
            "SELECT id FROM documents_dossier WHERE id IN (SELECT dossier_id FROM cases_award WHERE program_id = %s) "
            "ORDER BY id FOR KEY SHARE",
            [program.pk],
        )
    lock_group(program)


def lock_group(program: Program) -> None:
    """One at a time for all programs that exclude each other."""
    alike = {"exclusivity_group": program.exclusivity_group} if program.exclusivity_group else {"pk": program.pk}
    list(Program.objects.filter(**alike).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _count(batch: Batch, now: dt.datetime) -> int:
    """Accruals, verdicts, differences and picks of a regular or supplementary batch; how many are enrolled."""
    selection = select(batch)
    _refuse_nobody(batch, selection.people)
    lay_out(selection)
    months.name_problems(_most_children(batch))
    group, program = group_of(batch.program), batch.program_id
    months.add_differences(group, program, now)
    apply_verdicts(group, program)
    before = months.count_months(group, program, batch.first_month, now)
    tables.count_rows("finance_accrual")
    first = batch.first_month if batch.kind == Batch.Kind.REGULAR else selection.months[0]
    lines.pick_months(group, program, first, before)
    lines.pick_adjustments(program)
    entries.name_left_out(group, program, batch.first_month)
    _begin_rolls(batch, {each.town for each in selection.people})
    lines.write_lines(batch)
    return len(selection.people)


def lay_out(selection: Selection) -> None:
    """The people and their months in the temporary tables, where a month of a person stands once."""
    last = {each.person: ordinal for ordinal, each in enumerate(selection.people)}
    people = enumerate(selection.people)
    tables.load("compiling_child", (_child(n, each, last[each.person] == n) for n, each in people))
    tables.load("compiling_span", (row for n, each in enumerate(selection.people) for row in _spans(n, each)))
    tables.prepare()
    months.spread_months(selection.months)
    if len(last) < len(selection.people):
        months.keep_one_case_a_month()


def _child(ordinal: int, each: Entitled, main: bool) -> tuple[Any, ...]:
    place = (each.division, each.town, each.account)
    return ordinal, each.case, each.dossier, each.award, each.person, *place, int(main), ""


def _spans(ordinal: int, each: Entitled) -> list[tuple[Any, ...]]:
    return [
        (ordinal, span.first.isoformat(), span.last.isoformat(), span.outcome, span.reason, span.series, span.fen)
        for span in each.spans
    ]


def apply_verdicts(group: str, program: int) -> None:
    """Open, held and cancelled months become what the program says of them now; listed and paid ones stay."""
    for name, outcome, states in (
        ("reopen", "counted", ("cancelled",)),
        ("unhold", "counted", ("held",)),
        ("hold", "held", ("open",)),
        ("cancel", "excluded", ("open", "held")),
    ):
        move_rows(Accrual.objects.filter(pk__in=months.spoken_of(group, program, outcome, *states)), name)


def _reissue(batch: Batch) -> int:
    """Picks and lines of a batch that pays returned payments again; how many wait for it."""
    waiting = lines.waiting_for_reissue(batch.program_id, batch.division_id)
    _refuse_nobody(batch, waiting)
    children = enumerate(waiting)
    tables.load(
        "compiling_child",
        (
            (n, case, dossier, None, person, place, town, account, 1, "")
            for n, (case, dossier, person, place, town, account) in children
        ),
    )
    tables.prepare()
    months.name_problems(_most_children(batch))
    lines.pick_returned(batch.program_id, batch.division_id)
    _begin_rolls(batch, {town for *_rest, town, _account in waiting})
    lines.write_lines(batch)
    lines.link_reissued(batch)
    move_rows(Line.objects.filter(reissued_as__batch=batch, reissued_as__round=batch.round), "reissue")
    return len(waiting)


def _most_children(batch: Batch) -> int:
    version = ProgramVersion.objects.in_force(batch.program.code, timezone.localdate())
    return version.number("most_children_an_account")


def _begin_rolls(batch: Batch, towns: set[int]) -> None:
    """The roll of each town in this round; a town keeps its file from round to round."""
    files = dict(batch.rolls.values_list("division_id", "dossier_id"))
    new = Division.objects.filter(pk__in=towns - files.keys()).order_by("code")
    begun = {town.pk: Dossier.begin(Dossier.Kind.MONEY, town.code) for town in new}
    Dossier.objects.bulk_create(begun.values())
    files |= {town: dossier.pk for town, dossier in begun.items()}
    in_order = Division.objects.filter(pk__in=towns).order_by("code").values_list("pk", flat=True)
    TownRoll.objects.bulk_create(
        TownRoll(batch=batch, division_id=town, round=batch.round, dossier_id=files[town]) for town in in_order
    )


def _settle_lines(batch: Batch) -> None:
    """Items, entries, and what the lines carry is listed now."""
    tables.count_rows("finance_line")
    lines.write_items(batch)
    tables.count_rows("finance_lineitem")
    entries.write_entries(batch)
    move_rows(Accrual.objects.filter(pk__in=lines.carried(batch, "accrual_id")), "enlist")
    move_rows(Adjustment.objects.filter(pk__in=lines.carried(batch, "adjustment_id")), "enlist")


def _refuse_nobody(batch: Batch, people: list[Any]) -> None:
    if people:
        return
    if batch.kind == Batch.Kind.REISSUE:
        raise NotPossible(
            _("No returned payment waits to be made again. Approve reissues first, or cancel this batch.")
        )
    raise NotPossible(
        _("Nobody in this county is enrolled in these months. Confirm the roll of the program, or choose other months.")
    )


def _check_sum(batch: Batch, people: int) -> None:
    """Raise NotPossible when nothing is to be paid, or when the outcomes do not add up to the enrolled."""
    found = RollEntry.objects.filter(batch=batch, round=batch.round)
    counts = dict(found.order_by().values_list("outcome").annotate(Count("pk")))
    if sum(counts.values()) != people:
        raise NotPossible(
            _("The roll does not add up to the enrolled. Nothing was done; tell the system administrator.")
        )
    if counts.get("counted"):
        return
    reasons = found.order_by().values_list("reason").annotate(number=Count("pk")).order_by("-number", "reason")
    told = "; ".join(f"{reason_words(reason)} ({number})" for reason, number in reasons[:REASONS_NAMED])
    raise NotPossible(
        _("There is nothing to pay in these months: %(reasons)s. Choose other months, or remove what is in the way.")
        % {"reasons": told}
    )


def _seal(batch: Batch) -> dict[str, Any]:
    """Totals and hash of each roll, stored; those of the batch, returned."""
    whole, by_roll = read_contents(batch)
    rolls = list(TownRoll.objects.filter(batch=batch, round=batch.round))
    for roll in rolls:
        content = by_roll.get(roll.pk) or Content()
        roll.line_count, roll.total_fen = content.lines, content.fen
        roll.content_hash = seal_roll(content, roll, content.lines, content.fen)
    TownRoll.objects.bulk_update(rolls, ["line_count", "total_fen", "content_hash"])
    totals = {"line_count": whole.lines, "month_count": whole.months, "total_fen": whole.fen}
    return {"content_hash": seal_batch(whole, batch, *totals.values()), **totals}


def void_lines(batch: Batch) -> None:
    """The round is void: its months and corrections are open again, its lines and rolls void, by the system.

    Returned payments that it would have made again wait for another batch.
    """
    own = Line.objects.filter(batch=batch, round=batch.round)
    move_rows(Accrual.objects.filter(pk__in=lines.carried(batch, "accrual_id")), "release")
    move_rows(Adjustment.objects.filter(pk__in=lines.carried(batch, "adjustment_id")), "release")
    LineItem.objects.filter(line__in=own).update(live=False)
    move_rows(Line.objects.filter(reissued_as__in=own), "wait_again")
    own.update(reissue_of=None)
    move_rows(own, "void")
    for roll in batch.rolls.filter(round=batch.round).exclude(status=TownRoll.Status.VOID).select_related("dossier"):
        perform(roll, "void", by=None)
