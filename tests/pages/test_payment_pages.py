"""The pages of payments in a browser: they fit a phone, everybody can read them, charts draw, keys suffice."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from finance import sampling
from tests.browser import look
from tests.cast import hire_everyone
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released
from tests.test_who_may_see import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OF_BATCH = ("batch-detail", "line-list", "entry-list", "batch-returned", "batch-voucher", "batch-sample")


@pytest.fixture
def paid():
    """The cast, and a batch of which one payment came back."""
    cast = hire_everyone()
    batch = released(cast, 4)
    read_in(batch, cast["fang"], answer(batch, {1: failed()}))
    sampling.draw(batch, 2, by=cast["rui"])
    client_of(cast["fang"])  # the second factor that her role needs
    return cast, batch


def test_pages_of_a_batch_fit_and_can_be_read_by_everyone(paid, open_page):
    cast, batch = paid
    page = open_page(reverse("batch-list"), user=cast["rui"])
    for name in OF_BATCH:
        page.goto(reverse(name, args=[batch.code]), wait_until="networkidle")
        look(page, name)


def test_sums_funds_and_charts_fit_and_can_be_read_by_everyone(paid, open_page):
    cast, batch = paid
    fund = reverse("fund-detail", args=[batch.fund.code])
    page = open_page(reverse("batch-list"), user=cast["fang"])
    for path in (reverse("batch-list"), reverse("fund-list"), fund, reverse("statement"), reverse("statement-compare")):
        page.goto(path)
        look(page, f"money-{slugify(path)}")


def test_a_chart_is_drawn_beside_its_table(paid, open_page):
    cast, _batch = paid
    page = open_page(reverse("statement"), user=cast["cao"])
    page.wait_for_selector("[data-chart] canvas")
    assert page.locator("table.statement tbody tr").count() == 3


def test_a_filter_applies_at_once_and_the_sum_follows(paid, open_page):
    cast, batch = paid
    page = open_page(reverse("line-list", args=[batch.code]), user=cast["rui"])
    page.select_option("[name=status]", "failed")
    page.wait_for_selector("#list .sums-line:has-text('¥250.00')")
    assert page.locator("#list tbody tr").count() == 1
