"""The pages of accounts, recoveries, rates and returned payments in a browser: they fit a phone and can be read."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from finance.models import Line
from finance.recovering import propose_recovery
from finance.returned_reading import keep
from programs.models import RateSeries
from programs.rates import propose_rate
from tests.browser import look
from tests.cases.stages import imported_child
from tests.cases.test_change_account import propose as propose_account
from tests.cases.test_change_account import scan
from tests.cast import hire_everyone
from tests.finance.paid import JUNE, months_of, paid_batch, returned
from tests.finance.roster import version
from tests.finance.test_recover import WHY, book, order
from tests.finance.test_returned_book import account, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(monkeypatch):
    """The cast, and addresses with whoever looks at them."""
    cast = hire_everyone()
    with transaction.atomic():
        return cast, addresses(monkeypatch, cast)


def addresses(monkeypatch, cast):
    _children, batch = paid_batch(monkeypatch, cast, 4)
    lines = {line.sequence: line for line in Line.objects.filter(batch=batch)}
    first, second = (propose_recovery(lines[n], months_of(lines[n], JUNE), WHY, cast["kang"]) for n in (1, 2))
    book(order(first, cast["cao"]), 2000, cast)
    returned(batch, n3="bad_account", n4="inactive")
    rows = account(batch, 3), account(batch, 4, holder="张三")
    read = keep(batch, "退票清单.xlsx", filled(batch, cast, *rows), {"1.png": scan().getvalue()}, by=cast["kang"])
    rate = propose_rate(
        RateSeries.objects.get(version=version(), sex=""),
        fen=6000,
        from_month=JUNE,
        basis="孟政办〔2026〕12号",
        by=cast["kang"],
    )
    child = imported_child()
    before = reverse("case-account", args=[child.code])
    change = propose_account(child, cast["wei"])
    return [
        ("cao", reverse("recovery-list")),
        ("cao", reverse("recovery-detail", args=[first.code])),
        ("cao", reverse("recovery-act", args=[second.code, "order"])),
        ("kang", reverse("recovery-propose", args=[batch.code, 1])),
        ("kang", reverse("rate-list")),
        ("kang", reverse("rate-new")),
        ("cao", reverse("rate-detail", args=[rate.pk])),
        ("wei", before),
        ("rui", reverse("payee-change", args=[change.code])),
        ("kang", reverse("batch-returned", args=[batch.code])),
        ("kang", reverse("returned-corrections", args=[batch.code])),
        ("kang", reverse("returned-book", args=[read.code])),
    ]


def test_pages_of_corrections_fit_and_can_be_read_by_everyone(pages, open_page):
    cast, shown = pages
    for username, path in shown:
        look(open_page(path, user=cast[username]), f"corrections-{slugify(path)}")
