"""The page's own figures: 389 girls and 1,514 boys, five months, 400,050 yuan in 1,903 payments, to the last paper."""

import pytest
from django.db.models import Sum

from documents.models import Document
from finance.bank.format import FAILURES
from finance.demo.practice import every_kind
from finance.models import Fund, RollEntry
from finance.verifying import disagreements
from tests.finance.way import batch_of, whole_term

pytestmark = pytest.mark.django_db


def test_a_term_with_every_failure_ends_with_every_fen_in_its_place(cast):
    batch, again = whole_term(batch_of(cast, girls=4, boys=10), cast, every_kind(14))
    fund = Fund.objects.get()
    assert (batch.total_fen, again.line_count) == (4 * 250_00 + 10 * 200_00, len(FAILURES))
    assert (fund.paid_fen, fund.reserved_fen) == (batch.total_fen, 0)
    assert set(batch.lines.values_list("status", flat=True)) == {"paid", "reissued"}
    assert list(disagreements()) == []


def test_every_paper_of_the_way_is_there_once_for_each_act(cast):
    batch, _again = whole_term(batch_of(cast, girls=2, boys=2), cast, {1: "frozen"})
    papers = Document.objects.filter(dossier__in=[batch.dossier_id, *batch.rolls.values_list("dossier_id", flat=True)])
    kinds = sorted(papers.exclude(kind="FLW-01").values_list("kind", flat=True))
    towns = batch.rolls.count()
    assert kinds == ["STP-08"] * towns + [f"STP-{n:02d}" for n in (9, 10, 11, 12, 13, 14, 15, 20)]


def test_the_page_itself_goes_the_whole_way_to_the_fen(cast):
    batch, again = whole_term(batch_of(cast, girls=389, boys=1514), cast, every_kind(1903))
    girls = batch.lines.filter(person__sex="F").aggregate(fen=Sum("fen"))["fen"]
    assert (batch.line_count, batch.month_count, batch.total_fen) == (1903, 1903 * 5, 400_050_00)
    assert girls == 389 * 5 * 50_00
    assert RollEntry.objects.filter(batch=batch, outcome="counted").count() == 1903
    assert (again.line_count, Fund.objects.get().paid_fen) == (7, 400_050_00)
    assert list(disagreements()) == []
