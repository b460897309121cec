"""Another account for a child's money: proposed with proof by one person, confirmed by a second."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from cases.account_changes import AccountEntry, propose_account
from cases.children.models import LeftBehindCase
from cases.models import AccountChange
from cases.registry.models import PayeeAccount
from documents.models import Attachment, Document, DueDate
from documents.papers import pdf_of
from documents.refusals import NotAllowed, NotPossible, NotVisible, Stale
from documents.transitions import perform
from organisation.models import Division, User
from organisation.roles import Role
from programs.models import DueRule
from tests.cast import MENGZHOU

OLD, NEW, WRONG = "9900000000000000010", "9900000000000000028", "9900000000000000029"


def scan(shade: int = 255) -> BytesIO:
    """A small picture of a card."""
    out = BytesIO()
    Image.new("L", (40, 40), shade).save(out, "PNG")
    out.seek(0)
    return out


def entry(**changes: Any) -> AccountEntry:
    """An account of the grandmother who looks after the child."""
    known = {
        "holder": "毋秋菊",
        "holder_relation": "祖母",
        "account_number": NEW,
        "bank": "示例银行",
        "why": "旧卡已销户",
    }
    return AccountEntry(**(known | changes))


def propose(case: LeftBehindCase, by: User, **changes: Any) -> AccountChange:
    """Propose it with a scan."""
    return propose_account(case, entry(**changes), by=by, proof=scan())


@pytest.fixture
def paid_to(child: LeftBehindCase) -> PayeeAccount:
    """The account that the roster told."""
    return PayeeAccount.objects.create(child=child.person, holder=child.person.name, number=OLD, bank="旧银行")


def test_confirming_ends_the_account_before_and_begins_the_new_one(
    child: LeftBehindCase, cast: dict[str, User], paid_to: PayeeAccount
) -> None:
    perform(propose(child, cast["wei"]), "confirm", by=cast["rui"])
    paid_to.refresh_from_db()
    now = PayeeAccount.objects.get(child=child.person, valid_to__isnull=True)
    assert (paid_to.number, paid_to.valid_to is not None) == (OLD, True)
    assert (now.number, now.holder_relation, now.entered_by, now.confirmed_by) == (
        NEW,
        "祖母",
        cast["wei"],
        cast["rui"],
    )


def test_a_proposal_alone_changes_nothing(child: LeftBehindCase, cast: dict[str, User], paid_to: PayeeAccount) -> None:
    propose(child, cast["wei"])
    assert PayeeAccount.objects.get(child=child.person) == paid_to
    due = DueDate.objects.filter(dossier=child.dossier, name="confirm_account").open().get()
    assert DueRule.objects.get(pk=due.rule or 0).state == "account_changed"


def test_the_slip_shows_both_numbers_masked(
    child: LeftBehindCase, cast: dict[str, User], paid_to: PayeeAccount
) -> None:
    event = perform(propose(child, cast["wei"]), "confirm", by=cast["rui"])
    facts = dict(Document.objects.get(event=event, kind="FLW-01").opened_context["facts"])
    assert facts["原收款账户"] == "毋小满（儿童本人），旧银行，****0010"
    assert facts["新收款账户"] == "毋秋菊（祖母），示例银行，****0028"
    assert pdf_of(Document.objects.get(event=event)).startswith(b"%PDF")


def test_no_paper_and_no_title_prints_the_account(client: Client, child: LeftBehindCase, cast: dict[str, User]) -> None:
    change = propose(child, cast["wei"])
    client.force_login(cast["rui"])
    pages = [reverse("payee-change", args=[change.code]), reverse("payee-act", args=[change.code, "confirm"])]
    assert not any(NEW in client.get(page).content.decode() for page in pages)
    perform(change, "confirm", by=cast["rui"])
    papers = Document.objects.filter(dossier=child.dossier, kind="FLW-01")
    assert papers and not any(NEW in str(paper.opened_context) for paper in papers)


def test_whoever_proposed_it_does_not_decide_it(child: LeftBehindCase, cast: dict[str, User]) -> None:
    change = propose(child, cast["kang"])
    county = Division.objects.get(code=MENGZHOU)
    cast["kang"].post_set.create(role=Role.COUNTY_REVIEWER, division=county, valid_from=dt.date(2020, 1, 1))
    with pytest.raises(NotPossible, match="Somebody else"):
        perform(change, "confirm", by=User.objects.get(pk=cast["kang"].pk))


def test_the_database_wants_two_people(child: LeftBehindCase, cast: dict[str, User]) -> None:
    change = propose(child, cast["wei"])
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.filter(pk=change.pk).update(decided_by=cast["wei"])


def test_a_wrong_check_digit_is_refused_and_nothing_is_kept(child: LeftBehindCase, cast: dict[str, User]) -> None:
    with pytest.raises(NotPossible, match="check digit"):
        propose(child, cast["wei"], account_number=WRONG)
    assert not AccountChange.objects.exists() and not Attachment.objects.filter(dossier=child.dossier).exists()


def test_a_stranger_cannot_hold_the_account(child: LeftBehindCase, cast: dict[str, User]) -> None:
    with pytest.raises(NotPossible, match="neither the child nor its carer"):
        propose(child, cast["wei"], holder="张三")


def test_an_account_paid_to_by_many_children_is_not_confirmed(child: LeftBehindCase, cast: dict[str, User]) -> None:
    for n in range(3):
        other = type(child.person).objects.create(name=f"示例{n}", residence_address="")
        PayeeAccount.objects.create(child=other, holder="毋秋菊", number=NEW)
    with pytest.raises(NotPossible, match="3 other children"):
        perform(propose(child, cast["wei"]), "confirm", by=cast["rui"])


def test_one_proposal_at_a_time(child: LeftBehindCase, cast: dict[str, User]) -> None:
    propose(child, cast["wei"])
    with pytest.raises(NotPossible, match="proposed already"):
        propose(child, cast["su"])


def test_the_second_click_is_the_first_click(child: LeftBehindCase, cast: dict[str, User]) -> None:
    first, second = (
        propose_account(child, entry(), by=cast["wei"], proof=scan(shade), key="once") for shade in (255, 0)
    )
    assert first == second and AccountChange.objects.count() == 1


def test_a_page_that_has_gone_stale_proposes_nothing(child: LeftBehindCase, cast: dict[str, User]) -> None:
    with pytest.raises(Stale):
        propose_account(child, entry(), by=cast["wei"], proof=scan(), expected=child.dossier.version + 7)
    assert not AccountChange.objects.exists()


def test_an_account_changed_meanwhile_stops_the_confirmation(child: LeftBehindCase, cast: dict[str, User]) -> None:
    change = propose(child, cast["wei"])
    PayeeAccount.objects.create(child=child.person, holder="毋小满", number=OLD)
    with pytest.raises(NotPossible, match="changed in another way"):
        perform(change, "confirm", by=cast["rui"])


def test_a_rejected_account_never_counts(child: LeftBehindCase, cast: dict[str, User], paid_to: PayeeAccount) -> None:
    perform(propose(child, cast["wei"]), "reject", by=cast["rui"], reason="姓名与扫描件不符")
    assert PayeeAccount.objects.get(child=child.person) == paid_to
    assert propose(child, cast["wei"]).status == "proposed"


def test_finance_and_next_door_propose_nothing(child: LeftBehindCase, cast: dict[str, User]) -> None:
    for username in ("nan", "wu", "fang"):
        with pytest.raises(NotVisible):
            propose(child, cast[username])
    with pytest.raises(NotAllowed):
        propose(child, cast["rui"])


def test_the_page_takes_a_proposal_and_shows_what_waits(
    client: Client, child: LeftBehindCase, cast: dict[str, User]
) -> None:
    client.force_login(cast["wei"])
    url = reverse("case-account", args=[child.code])
    carer = child.person.guardianships.get()
    typed = {
        "holder": f"carer-{carer.pk}",
        "number": "9900 0000 0000 0000 028",
        "bank": "示例银行",
        "why": "旧卡已销户",
    }
    sent = typed | {"number_again": NEW, "expected": child.dossier.version, "key": "k1", "proof": scan()}
    sent["proof"].name = "card.png"
    answer = client.post(url, sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("payee-change", args=[AccountChange.objects.get().code])
    assert "waits for the second person" in client.get(url).content.decode()


def test_numbers_that_differ_are_told_and_nothing_typed_is_lost(
    client: Client, child: LeftBehindCase, cast: dict[str, User]
) -> None:
    client.force_login(cast["wei"])
    sent = {"holder": "child", "number": NEW, "number_again": OLD, "bank": "示例银行", "why": "旧卡已销户"}
    answer = client.post(reverse("case-account", args=[child.code]), sent | {"expected": 0, "key": "k"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "The two numbers differ" in page and "旧卡已销户" in page


def test_the_full_number_is_shown_for_a_reason_only(
    client: Client, child: LeftBehindCase, cast: dict[str, User]
) -> None:
    change = propose(child, cast["wei"])
    client.force_login(cast["rui"])
    assert NEW not in client.get(reverse("payee-change", args=[change.code])).content.decode()
    url = reverse("payee-reveal", args=[change.code])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert NEW in client.post(url, {"reason": "与扫描件核对"}).content.decode()
