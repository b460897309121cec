"""Counts and sums that the pages of batches show, each from stored figures or one grouped query.

The one invariant: what a page calls a total is the sum of the rows that it leads to; the number of queries does not
depend on the number of payments. Called by the views of finance.
"""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from cases.registry.models import Person
from documents.amount_words import rmb_words
from finance.models import Batch, Line, RollEntry, TownRoll
from organisation.models import User

GROUP = "all-"  # in front of the name of a group, where a single state could stand
CAME_BACK = (Line.Status.FAILED, Line.Status.REISSUE_PENDING, Line.Status.REISSUED, Line.Status.CANCELLED)
# What the bank did with a payment, in the order in which it matters.
GROUPS = {
    "failed": (Line.Status.FAILED,),
    "unknown": (Line.Status.UNKNOWN, Line.Status.SENT),
    "reissue": (Line.Status.REISSUE_PENDING, Line.Status.REISSUED),
    "paid": (
        Line.Status.PAID,
        Line.Status.RECOVERY_PENDING,
        Line.Status.RECOVERED,
        Line.Status.OFFSET,
        Line.Status.WRITTEN_OFF,
    ),
}
GROUP_WORDS = {
    "paid": _("all that arrived"),
    "failed": _("all that came back and wait"),
    "unknown": _("all without an answer"),
    "reissue": _("all to be reissued or reissued"),
}
ARRIVED = GROUPS["paid"]


def in_words(fen: int) -> str:
    """An amount in words as on vouchers; what is below zero has none."""
    return rmb_words(Decimal(fen) / 100, jiao_zheng=True) if fen >= 0 else ""


def rolls_of(batch: Batch, user: User) -> list[TownRoll]:
    """The rolls of the present round that the user may see, by town."""
    rolls = TownRoll.objects.filter(batch=batch, round=batch.round)
    if not sees_whole(batch, user):
        rolls = rolls.visible_to(user)
    return list(rolls.select_related("division", "dossier").order_by("division__code"))


def sees_whole(batch: Batch, user: User) -> bool:
    """Whether the user sees all of the batch, not only the roll of a town. Asked once for each batch at hand."""
    known: dict[int, bool] = batch.__dict__.setdefault("_seen_whole", {})
    if user.pk not in known:
        known[user.pk] = Batch.objects.visible_to(user).filter(pk=batch.pk).exists()
    return known[user.pk]


def lines_of(batch: Batch, user: User, rolls: list[TownRoll]) -> Any:
    """The payments of the present round that the user may see: the same rows as `Line.objects.visible_to`, but found
    by the batch or by the ids of the rolls, which stays quick for any number of rows.
    """
    lines = Line.objects.filter(batch=batch, round=batch.round)
    return lines if sees_whole(batch, user) else lines.filter(town_roll__in=[roll.pk for roll in rolls])


def entries_of(batch: Batch, user: User, rolls: list[TownRoll]) -> Any:
    """How the children of the roll were counted in the present round, as far as the user may see them."""
    entries = RollEntry.objects.filter(batch=batch, round=batch.round)
    return entries if sees_whole(batch, user) else entries.filter(town_roll__in=[roll.pk for roll in rolls])


def outcomes(entries: Any) -> dict[str, int]:
    """How many children were counted in, held, left out and in error. They add up to the enrolled (invariant I5)."""
    found = dict(entries.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome: found.get(outcome, 0) for outcome in RollEntry.Outcome.values}


def line_states(batch: Batch) -> dict[str, int]:
    """Number of payments by state, from the index alone."""
    found = Line.objects.filter(batch=batch).order_by().values_list("status").annotate(Count("pk"))
    return dict(found)


def sums(lines: Any) -> dict[str, int]:
    """Number, amount and months of these payments."""
    found = lines.order_by().aggregate(count=Count("pk"), fen=Sum("fen"), months=Sum("months"))
    return {name: value or 0 for name, value in found.items()}


def stored_sums(batch: Batch, rolls: list[TownRoll], whole: bool) -> dict[str, int]:
    """The same for all payments of the batch or of these rolls, as they were written down when it was compiled."""
    if whole:
        return {"count": batch.line_count, "fen": batch.total_fen}
    return {"count": sum(roll.line_count for roll in rolls), "fen": sum(roll.total_fen for roll in rolls)}


def returned(batch: Batch) -> dict[str, Any]:
    """Payments that came back: by reason and by town, number and amount. Two queries."""
    back: Any = batch.lines.filter(status__in=CAME_BACK).exclude(failure="").order_by()
    waiting = Count("pk", filter=Q(status=Line.Status.FAILED))
    figures = {"count": Count("pk"), "fen_": Sum("fen"), "waiting": waiting}
    return {
        "by_code": list(back.values("failure").annotate(**figures).order_by("-count", "failure")),
        "by_town": list(
            back.values("town_roll__division__short_name", "town_roll__division__code")
            .annotate(**figures)
            .order_by("town_roll__division__code")
        ),
    }


def by_sex(batch: Batch) -> list[dict[str, Any]]:
    """Number, months and amount by sex of a batch that is compiled. One query."""
    lines = Line.objects.filter(batch=batch, round=batch.round).order_by().values("person__sex")
    found = lines.annotate(count=Count("pk"), months_=Sum("months"), fen_=Sum("fen")).order_by("person__sex")
    return [{**row, "label": dict(Person.Sex.choices).get(row["person__sex"], "")} for row in found]
