"""What a batch and its rolls say of themselves: counts, sums, content hash, signatures. Called by verifying."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from finance.contents import content_hash, roll_hash
from finance.models import Approval, Batch, Line, RollEntry, TownRoll
from finance.verifying.naming import Disagreement, line, yuan

S, STEP = Batch.Status, Approval.Step
# Which signatures a round must have by the time a batch stands there.
WAY = (S.COMPILED, S.TOWN_REVIEWED, S.COUNTY_REVIEWED, S.APPROVED, S.FUNDING_REQUESTED, S.SENT)
SIGNED_AT = dict(
    zip((STEP.COMPILE, STEP.REVIEW, STEP.APPROVE, STEP.REQUEST_FUNDS, STEP.SEND), (0, 2, 3, 4, 5), strict=True)
)
LATER = (S.RETURNED, S.RECONCILED, S.CLOSED)


def check() -> Iterator[Disagreement]:
    """Each batch that has lines, and its rolls."""
    for batch in Batch.objects.filter(status__in=(*WAY, *LATER)).order_by("pk").iterator():
        yield from _figures(batch)
        yield from _content(batch)
        yield from _signatures(batch)
        yield from _rolls(batch)
    yield from _not_counted_in()


def _figures(batch: Batch) -> Iterator[Disagreement]:
    added = batch.lines.filter(round=batch.round).aggregate(n=Count("pk"), months=Sum("months"), fen=Sum("fen"))
    found = (added["n"], added["months"] or 0, added["fen"] or 0)
    said = (batch.line_count, batch.month_count, batch.total_fen)
    if found != said:
        what = "says {} lines, {} months, {}; has {} lines, {} months, {}"
        yield Disagreement(batch.number, what.format(*said[:2], yuan(said[2]), *found[:2], yuan(found[2])))


def _content(batch: Batch) -> Iterator[Disagreement]:
    if content_hash(batch) != batch.content_hash:
        yield Disagreement(batch.number, "its lines are not those that were compiled (content hash)")


def _signatures(batch: Batch) -> Iterator[Disagreement]:
    signed = list(batch.approvals.filter(round=batch.round))
    reached = len(WAY) if batch.status in LATER else WAY.index(batch.status)
    missing = {step for step, at in SIGNED_AT.items() if at <= reached} - {each.step for each in signed}
    if missing:
        yield Disagreement(batch.number, f"nobody signed: {', '.join(sorted(missing))}")
    if any(each.content_hash != batch.content_hash for each in signed):
        yield Disagreement(batch.number, "something else was signed than what it contains")
    alone = [each.actor_id for each in signed if not each.merged]
    if len(set(alone)) < len(alone):
        yield Disagreement(batch.number, "one person signed twice in its round")


def _rolls(batch: Batch) -> Iterator[Disagreement]:
    rolls = batch.rolls.filter(round=batch.round).select_related("division").order_by("division__code")
    for roll in rolls.annotate(n=Count("lines"), fen=Sum("lines__fen")):
        where = f"{batch.number} roll {roll.division.code}"
        if (roll.n, roll.fen or 0) != (roll.line_count, roll.total_fen):
            what = f"says {roll.line_count} lines, {yuan(roll.total_fen)}; has {roll.n}, {yuan(roll.fen)}"
            yield Disagreement(where, what)
        if roll_hash(roll) != roll.content_hash:
            yield Disagreement(where, "its lines are not those that were compiled (content hash)")
        if batch.status != S.COMPILED and roll.status != TownRoll.Status.SIGNED:
            yield Disagreement(where, f"the roll is {roll.status} and the batch is past the towns")
    strays = batch.lines.filter(round=batch.round).exclude(town_roll__batch=batch.pk, town_roll__round=batch.round)
    for sequence in strays.order_by("pk").values_list("sequence", flat=True).iterator():
        yield Disagreement(line(batch.number, sequence), "it stands on the roll of another batch or round")


def _not_counted_in() -> Iterator[Disagreement]:
    """Who is paid was counted in when the batch was drawn up."""
    counted = RollEntry.objects.filter(
        batch=OuterRef("batch"), round=OuterRef("round"), case=OuterRef("case"), outcome=RollEntry.Outcome.COUNTED
    )
    rows = Line.objects.filter(Q(round=F("batch__round")) & ~Exists(counted)).exclude(status=Line.Status.VOID)
    for name in rows.order_by("pk").values_list("batch__number", "sequence", "round").iterator():
        yield Disagreement(line(*name), "the child was not counted in when the batch was compiled")
