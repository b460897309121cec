"""Random ways through the acts themselves: returns, reissues, stops, corrections, recoveries. Every sum holds, always.

Beside test_sums_hold.py, which takes the functions by themselves: here each step is an act by its own person, and the
verifier of the whole money is asked after each one.
"""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cases.stipends.models import StipendCase
from documents.refusals import Refused
from documents.transitions import perform
from finance.bank.format import FAILURES
from finance.models import Accrual, Batch, Line, Recovery
from finance.recovering import propose_recovery
from finance.reissuing import approve_reissue, drop_payments
from finance.verifying import disagreements
from tests.cast import hire_everyone
from tests.finance.stages import open_for
from tests.finance.way import MAIN_WAY, answered, batch_of, correct_accounts, go

KINDS = ("regular", "supplement", "reissue")
place = st.integers(1, 4)
steps = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(KINDS)),
    st.tuples(st.just("go"), st.sampled_from(MAIN_WAY)),
    st.tuples(st.just("send_back")),
    st.tuples(st.just("answer"), st.dictionaries(place, st.sampled_from(FAILURES), max_size=2), st.sets(place)),
    st.tuples(st.just("reissue")),
    st.tuples(st.just("drop")),
    st.tuples(st.just("stop"), place),
    st.tuples(st.just("recover"), place),
    st.tuples(st.just("end")),
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
@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
@given(way=st.lists(steps, min_size=4, max_size=12))
def test_whatever_people_do_every_sum_holds(way):
    with afterwards_undone():
        cast = hire_everyone()
        batch_of(cast, girls=2, boys=2)
        for name, *arguments in [("go", "sent"), *way]:
            try:
                with transaction.atomic():
                    ACTS[name](cast, newest(), *arguments)
            except Refused:
                pass
            assert list(disagreements()) == [], (name, arguments)


def newest() -> Batch:
    return Batch.objects.latest("pk")


def open_(cast, batch, kind):
    if batch.status in ("returned", "reconciled", "closed", "cancelled"):
        open_for(batch.fund, cast, kind=kind)


def answer(cast, batch, failures, leaving_out):
    if batch.status not in ("returned", "reconciled", "closed", "cancelled"):
        go(batch, cast)
    if batch.status in ("sent", "returned"):
        answered(batch, cast, failures, leaving_out=leaving_out)


def reissue(cast, batch):
    correct_accounts(batch, cast)
    approve_reissue(batch, batch.lines.filter(status="failed"), by=cast["rui"], keep_reason="已解冻")


def drop(cast, batch):
    drop_payments(batch, batch.lines.filter(status="failed")[:1], by=cast["rui"], reason="不再享受")


def stop(cast, batch, n):
    case = StipendCase.objects.order_by("pk")[n - 1]
    months = {"last_month": batch.term[2]}
    perform(case, "remove", by=cast["rui"], reason="父母返乡", **months)


def recover(cast, batch, n):
    line = Line.objects.filter(status="paid").order_by("pk")[n - 1 : n].first()
    if line:
        month = Accrual.objects.filter(items__line=line).order_by("-month")[:1]
        propose_recovery(line, list(month), reason="重复享受", by=cast["kang"])
        recovery = Recovery.objects.latest("pk")
        perform(recovery, "order", by=cast["cao"], way="offset", repay_by=timezone.localdate())


def end(cast, batch):
    known = dict(batch.lines.exclude(failure="").values_list("sequence", "failure"))
    if batch.lines.filter(status__in=("sent", "unknown")).exists():
        answered(batch, cast, known)
    perform(batch, "reconcile", by=cast["fu"])
    perform(batch, "close", by=cast["cao"])


ACTS = {
    "open": open_,
    "go": lambda cast, batch, until: go(batch, cast, until),
    "send_back": lambda cast, batch: perform(batch, "send_back", by=cast["rui"], reason="再核"),
    "answer": answer,
    "reissue": reissue,
    "drop": drop,
    "stop": stop,
    "recover": recover,
    "end": end,
}
