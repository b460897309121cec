"""A term of stipends in a browser: opened, compiled, signed by the towns, checked, approved, returned, paid again.

Each act is done by whoever it belongs to, with a login of their own; afterwards every fen and every paper is right.
"""

import re
from io import BytesIO
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cases.children.demo.people import account_number
from cases.models import AccountChange
from documents.models import Document
from documents.papers import pdf_of
from finance.demo.accounts import scanned_card
from finance.demo.practice import answer_to, every_kind
from finance.models import Batch, Fund, Line
from finance.verifying import disagreements
from organisation.models import User
from tests.browser import OpenPage
from tests.cast import hire_everyone
from tests.finance.stages import adapter, fund_with
from tests.finance.way import SIGN, on_the_roll
from tests.pages.test_main_job import Worker

pytestmark = pytest.mark.browser
GIRLS, BOYS = 4, 8
SECRET = "TONGXINDEMOTONGXINDEMOTONGXIN234"
TOTAL = GIRLS * 5 * 50_00 + BOYS * 5 * 40_00
FAILURES = every_kind(GIRLS + BOYS)


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    """The cast; who pays has a second factor."""
    users = hire_everyone()
    for username in ("fang", "fu"):
        TOTP.activate(users[username], SECRET)
    return users


class Desk(Worker):
    """One person at one page, logged in as themselves."""

    def __init__(self, open_page: OpenPage, user: User, first: str) -> None:
        self.page: Page = open_page(first, user=user)

    def act(self, name: str, **fields: Any) -> None:
        """One act with its form, begun on this page; afterwards the page shows what was done."""
        self.page.locator(f"main a[href$='/act/{name}/']").first.click()
        self.page.wait_for_url(re.compile(f"/act/{name}/"))
        for box in self.page.locator("input[name=lines]").all():
            box.check()
        self.fill(**fields)
        self.page.locator("main form button[type=submit]").last.click()
        expect(self.page).not_to_have_url(re.compile(r"/act/"))


def test_a_term_goes_from_the_open_batch_to_the_closed_reissue_through_the_right_people(
    open_page: OpenPage, people: dict[str, User]
) -> None:
    on_the_roll(people, GIRLS, BOYS)
    adapter()
    fund = fund_with(10_000_00, people)
    batch = opened(open_page, people, fund, "regular")
    paid(open_page, people, batch, FAILURES)
    for line in batch.lines.filter(status="failed"):
        account_corrected(open_page, people, line)
    at(open_page, people["rui"], batch).act("approve_reissue")
    again = opened(open_page, people, fund, "reissue")
    paid(open_page, people, again, {})
    for each in (batch, again):
        at(open_page, people["fu"], each).act("reconcile")
        at(open_page, people["cao"], each).act("close")
    every_fen_is_right(batch, again, fund)
    every_paper_is_right(batch, again)


def at(open_page: OpenPage, user: User, batch: Batch) -> Desk:
    return Desk(open_page, user, f"/batches/{batch.code}/")


def opened(open_page: OpenPage, people: dict[str, User], fund: Fund, kind: str) -> Batch:
    """The caseworker opens a batch of March to July."""
    desk = Desk(open_page, people["kang"], "/batches/new/")
    desk.fill(kind=kind, first_month="2026-03", last_month="2026-07")
    desk.page.locator("select[name=fund]").select_option(str(fund.pk))
    desk.page.locator("select[name=adapter]").select_option(str(adapter().pk))
    desk.page.locator("main form button[type=submit]").last.click()
    expect(desk.page).to_have_url(re.compile(r"/batches/[0-9a-f-]{36}/$"))
    return Batch.objects.latest("pk")


def paid(open_page: OpenPage, people: dict[str, User], batch: Batch, failures: dict[int, str]) -> None:
    """From the roll to the bank's answer."""
    at(open_page, people["kang"], batch).act("compile")
    for roll in batch.rolls.select_related("dossier", "division"):
        signer = people[SIGN[roll.division.code]]
        Desk(open_page, signer, f"/rolls/{roll.dossier.code}/").act("sign", opinion="属实")
    at(open_page, people["rui"], batch).act("review", opinion="名册属实")
    at(open_page, people["cao"], batch).act("approve", opinion="同意发放")
    at(open_page, people["fang"], batch).act("request_funds", opinion="请拨付")
    at(open_page, people["fu"], batch).act("send", opinion="同意代发", count=str(batch.lines.count()))
    content = answer_to(Batch.objects.get(pk=batch.pk), failures, day=timezone.localdate())
    answer = {"name": "回盘.csv", "mimeType": "text/csv", "buffer": content}
    at(open_page, people["fang"], batch).act("take_answer", answer=answer)


def account_corrected(open_page: OpenPage, people: dict[str, User], line: Line) -> None:
    """The town proposes the child's own new card with its scan, the county confirms it."""
    number = account_number(800_000 + line.sequence, "410883")
    card = {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": scanned_card(line.person.name, number).read()}
    proposer = people[SIGN[line.town_roll.division.code]]
    desk = Desk(open_page, proposer, f"/cases/{line.case.dossier.code}/account/")
    desk.fill(holder="child", number=number, number_again=number, bank="示例农商银行", proof=card, why="旧卡已销户")
    desk.page.locator("main form button[type=submit]").last.click()
    expect(desk.page).to_have_url(re.compile(r"/cases/accounts/"))
    change = AccountChange.objects.get(child=line.person_id)
    Desk(open_page, people["rui"], f"/cases/accounts/{change.code}/").act("confirm")


def every_fen_is_right(batch: Batch, again: Batch, fund: Fund) -> None:
    for each in (batch, again, fund):
        each.refresh_from_db()
    assert (batch.status, again.status) == ("closed", "closed")
    assert (batch.line_count, batch.total_fen, again.line_count) == (GIRLS + BOYS, TOTAL, len(FAILURES))
    assert (fund.paid_fen, fund.reserved_fen) == (TOTAL, 0)
    assert set(batch.lines.values_list("status", flat=True)) == {"paid", "reissued"}
    assert list(disagreements()) == []


def every_paper_is_right(batch: Batch, again: Batch) -> None:
    """The totals stand on the papers as people read them."""
    for each in (batch, again):
        total = f"{each.total_fen // 100:,}.{each.total_fen % 100:02d}"
        for kind in ("STP-10", "STP-11", "STP-12", "STP-13", "STP-14", "STP-20"):
            assert total in text_of(each, kind), kind
    assert f"共{GIRLS + BOYS}" in text_of(batch, "STP-12") or str(GIRLS + BOYS) in text_of(batch, "STP-12")


def text_of(batch: Batch, kind: str) -> str:
    paper = Document.objects.get(dossier=batch.dossier_id, kind=kind)
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf_of(paper))).pages)
