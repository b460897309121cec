"""Random rates, holds, exits, payments, returns and recoveries: no month twice, no fen lost (I1 to I5, I16)."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from documents.refusals import NotPossible
from finance.compiling import void_lines
from finance.contents import content_hash
from finance.models import Accrual, Adjustment, Line, LineItem, Recovery, RollEntry
from programs.models import Rate
from tests.finance.roster import compiled, new_batch, paid, roster
from tests.finance.test_months_change import tell
from tests.finance.test_rate_change import approved

CHILDREN = 3
MONTHS = [dt.date(2026, month, 1) for month in range(1, 11)]

child = st.integers(0, CHILDREN - 1)
month = st.integers(0, len(MONTHS) - 1)
steps = st.one_of(
    st.tuples(st.just("verdict"), child, month, st.sampled_from(["held", "excluded", "counted"])),
    st.tuples(st.just("rate"), month, st.integers(10_00, 90_00)),
    st.tuples(st.just("batch"), month, st.sampled_from(["regular", "supplement", "reissue"]), st.booleans()),
    st.tuples(st.just("bank"), child, st.just(None), st.just(None)),
    st.tuples(st.just("offset"), child, st.just(None), st.just(None)),
)


class Rollback(Exception):
    """Ends an example."""


@contextmanager
def afterwards_undone():
    try:
        with transaction.atomic():
            yield
            raise Rollback
    except Rollback:
        pass


@pytest.mark.django_db
@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
@given(st.lists(steps, min_size=4, max_size=14))
def test_no_month_is_paid_twice_and_every_sum_holds(way):
    with afterwards_undone(), pytest.MonkeyPatch.context() as patch:
        three = roster(patch, CHILDREN)
        for step in way:
            ACTS[step[0]](three, *step[1:])
            everything_adds_up()


def verdict(three, n, first, outcome):
    three.say(n, MONTHS[first:], outcome, "why")
    tell(three, n)


def rate(three, first, fen):
    if Rate.objects.get(series=three.series, valid_to=None).valid_from < MONTHS[first]:
        approved(three, fen, MONTHS[first])


def batch(three, first, kind, goes_through):
    made = new_batch(kind=kind, first=MONTHS[first], last=MONTHS[min(first + 2, len(MONTHS) - 1)])
    try:
        with transaction.atomic():
            compiled(made)
    except NotPossible:
        return
    assert content_hash(made) == made.content_hash
    entries = RollEntry.objects.filter(batch=made).count()
    assert entries == CHILDREN or kind == "reissue"
    if goes_through:
        paid(made)
    else:
        void_lines(made)


def bank(three, n, *_none):
    """The bank returns the child's last payment after all, and its reissue is approved."""
    line = Line.objects.filter(case=three.children[n].case, status="paid").last()
    if line and not line.recoveries.exists():
        Line.objects.filter(pk=line.pk).update(status="reissue_pending")
        Accrual.objects.filter(items__in=line.items.filter(live=True)).update(status="open")
        Adjustment.objects.filter(items__in=line.items.filter(live=True)).update(status="open")
        line.items.update(live=False)


def offset(three, n, *_none):
    Recovery.objects.filter(case=three.children[n].case).update(status="pending", way="offset")


ACTS = {"verdict": verdict, "rate": rate, "batch": batch, "bank": bank, "offset": offset}


def everything_adds_up():
    live = LineItem.objects.filter(live=True)
    listed = Accrual.objects.filter(status__in=("listed", "paid"))
    assert set(listed.values_list("pk", flat=True)) == set(live.exclude(accrual=None).values_list("accrual", flat=True))
    settled = Adjustment.objects.filter(status__in=("listed", "settled"))
    assert set(settled.values_list("pk", flat=True)) == set(
        live.exclude(adjustment=None).values_list("adjustment", flat=True)
    )
    for line in Line.objects.annotate(sum=Sum("items__fen")):
        assert line.fen == line.sum > 0
    for item in live.select_related("accrual", "adjustment"):
        assert item.fen == (item.accrual.fen if item.accrual else item.adjustment.delta_fen)
    for accrual in Accrual.objects.exclude(status="cancelled").select_related("rate"):
        own = accrual.adjustments.exclude(status="cancelled")
        if not own.filter(kind="clawback").exists():
            differences = own.aggregate(fen=Sum("delta_fen"))["fen"] or 0
            assert accrual.fen + differences == rate_of(accrual)


def rate_of(accrual):
    rates = accrual.rate.series.rates.filter(valid_from__lte=accrual.month).order_by("valid_from")
    return rates.last().fen
