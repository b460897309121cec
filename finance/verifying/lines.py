"""What is paid out: items are their months, lines are their items, and nothing is in two. Called by verifying."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from finance.models import Line, LineItem
from finance.verifying.naming import Disagreement, line, yuan

NAMES = ("line__batch__number", "line__sequence", "line__round")


def check() -> Iterator[Disagreement]:
    """Items, sums, live items and numbers."""
    yield from _items()
    yield from _strangers()
    yield from _sums()
    yield from _live_twice()
    yield from _numbers()
    yield from _accounts()


def _items() -> Iterator[Disagreement]:
    for of, fen in (("accrual", "accrual__fen"), ("adjustment", "adjustment__delta_fen")):
        rows = LineItem.objects.filter(**{f"{of}__isnull": False}).exclude(fen=F(fen)).order_by("pk")
        for *name, found, due in rows.values_list(*NAMES, "fen", fen).iterator():
            yield Disagreement(line(*name), f"an item says {yuan(found)}, its {of} {yuan(due)}")


def _strangers() -> Iterator[Disagreement]:
    months = Q(accrual__isnull=False) & ~Q(accrual__person=F("line__person"))
    corrections = Q(adjustment__isnull=False) & ~Q(adjustment__accrual__person=F("line__person"))
    rows = LineItem.objects.filter(months | corrections).order_by("pk").values_list(*NAMES)
    yield from (Disagreement(line(*name), "an item belongs to another person") for name in rows.iterator())


def _sums() -> Iterator[Disagreement]:
    rows = Line.objects.order_by().values("pk", "batch__number", "sequence", "round", "fen", "months")
    rows = rows.annotate(sum=Sum("items__fen"), count=Count("items__accrual"))
    wrong: Any = rows.filter(Q(sum__isnull=True) | ~Q(sum=F("fen")) | ~Q(count=F("months")))
    for row in wrong.iterator():
        where = line(row["batch__number"], row["sequence"], row["round"])
        if row["sum"] != row["fen"]:
            yield Disagreement(where, f"pays {yuan(row['fen'])}, its items are {yuan(row['sum'])}")
        if row["count"] != row["months"]:
            yield Disagreement(where, f"says {row['months']} months and has {row['count']}")


def _live_twice() -> Iterator[Disagreement]:
    for of in ("accrual", "adjustment"):
        groups = LineItem.objects.filter(live=True, **{f"{of}__isnull": False}).order_by().values(of)
        for row in groups.annotate(n=Count("pk"), last=Max("line")).filter(n__gt=1).iterator():
            number, sequence, number_of_round = Line.objects.values_list("batch__number", "sequence", "round").get(
                pk=row["last"]
            )
            what = f"an {of} is in {row['n']} live items, this line's among them"
            yield Disagreement(line(number, sequence, number_of_round), what)


def _numbers() -> Iterator[Disagreement]:
    """Lines of a round are numbered from 1 without gaps."""
    groups = Line.objects.order_by().values("batch__number", "round")
    for row in groups.annotate(n=Count("pk"), first=Min("sequence"), last=Max("sequence")).iterator():
        if (row["first"], row["last"]) != (1, row["n"]):
            what = f"round {row['round']} has {row['n']} lines, numbered {row['first']} to {row['last']}"
            yield Disagreement(row["batch__number"], what)


def _accounts() -> Iterator[Disagreement]:
    rows = Line.objects.exclude(account__child=F("person")).order_by("pk")
    for name in rows.values_list("batch__number", "sequence", "round").iterator():
        yield Disagreement(line(*name), "the account is another child's")
