"""The pages of recoveries: who sees them, what they show, and every act in the browser without anything typed lost."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finance.models import Line, Recovery
from finance.recovering import propose_recovery
from finance.recovery_filters import sums_of, with_outstanding
from organisation.models import User
from tests.finance.paid import JULY, JUNE, months_of, paid_batch
from tests.finance.test_recover import TREASURY, WHY, book, order

Cast = dict[str, User]
OTHERS = ("wei", "su", "nan", "shi", "an", "zhi", "pan", "bao", "shen")


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Line:
    """A payment that arrived."""
    paid_batch(monkeypatch, cast)
    return Line.objects.select_related("batch__dossier").get(sequence=1)


@pytest.fixture
def recovery(line: Line, cast: Cast) -> Recovery:
    """June and July are proposed to come back."""
    made = propose_recovery(line, months_of(line, JUNE, JULY), WHY, cast["kang"])
    assert made
    return made


def hidden(recovery: Recovery) -> dict[str, Any]:
    recovery.refresh_from_db()
    return {"expected": recovery.dossier.version, "key": f"k{recovery.dossier.version}"}


def test_the_caseworker_proposes_on_the_page_of_the_payment(client: Client, line: Line, cast: Cast) -> None:
    client.force_login(cast["kang"])
    url = reverse("recovery-propose", args=[line.batch.code, 1])
    months = [str(each.pk) for each in months_of(line, JUNE, JULY)]
    answer = client.post(url, {"months": months, "reason": WHY})
    made = Recovery.objects.get()
    assert answer["Location"] == reverse("recovery-detail", args=[made.code]) and made.fen == 10000
    again = client.post(url, {"months": months, "reason": WHY})
    assert again.status_code == 422 and "asked back already" in again.content.decode()


@pytest.mark.parametrize("username", ["cao", "ji", "su", "wu"])
def test_nobody_else_proposes(client: Client, line: Line, cast: Cast, username: str) -> None:
    client.force_login(cast[username])
    assert client.get(reverse("recovery-propose", args=[line.batch.code, 1])).status_code in (403, 404)


@pytest.mark.parametrize("username", ["kang", "rui", "cao", "ji"])
def test_the_county_sees_list_and_page(client: Client, recovery: Recovery, cast: Cast, username: str) -> None:
    client.force_login(cast[username])
    assert recovery.line.number in client.get(reverse("recovery-list")).content.decode()
    assert client.get(reverse("recovery-detail", args=[recovery.code])).status_code == 200


@pytest.mark.parametrize("username", OTHERS)
def test_others_see_neither(client: Client, recovery: Recovery, cast: Cast, username: str) -> None:
    client.force_login(cast[username])
    assert client.get(reverse("recovery-list")).status_code == 403
    for name in ("recovery-detail", "recovery-act"):
        arguments = [recovery.code] if name == "recovery-detail" else [recovery.code, "order"]
        assert client.get(reverse(name, args=arguments)).status_code in (403, 404)


@pytest.mark.parametrize("username", ["fang", "fu"])
def test_finance_sees_the_payment_and_no_case(client: Client, recovery: Recovery, cast: Cast, username: str) -> None:
    Authenticator.objects.create(user=cast[username], type=Authenticator.Type.TOTP, data={})
    client.force_login(cast[username])
    page = client.get(reverse("recovery-detail", args=[recovery.code])).content.decode()
    assert recovery.line.number in page and reverse("case-detail", args=[recovery.case.code]) not in page


def test_another_county_finds_nothing(client: Client, recovery: Recovery, cast: Cast) -> None:
    client.force_login(cast["wan"])
    assert recovery.line.number not in client.get(reverse("recovery-list")).content.decode()
    assert client.get(reverse("recovery-detail", args=[recovery.code])).status_code == 404


def test_whoever_reads_masked_reads_stars(client: Client, recovery: Recovery, cast: Cast) -> None:
    client.force_login(cast["ji"])
    for url in (reverse("recovery-list"), reverse("recovery-detail", args=[recovery.code])):
        assert recovery.case.person.name not in client.get(url).content.decode()


def test_the_approver_orders_on_its_page(client: Client, recovery: Recovery, cast: Cast) -> None:
    client.force_login(cast["cao"])
    url = reverse("recovery-act", args=[recovery.code, "order"])
    assert "STP-17" in client.get(url).content.decode() or "追回通知书" in client.get(url).content.decode()
    day = timezone.localdate().replace(year=timezone.localdate().year + 1)
    typed = {"way": "repay", "repay_by": day.isoformat(), "instalments": 2, "repay_to": TREASURY}
    client.post(url, typed | hidden(recovery))
    recovery.refresh_from_db()
    assert (recovery.status, recovery.instalments, recovery.repay_to) == ("pending", 2, TREASURY)


def test_a_refused_order_keeps_what_was_typed(client: Client, recovery: Recovery, cast: Cast) -> None:
    client.force_login(cast["cao"])
    typed = {"way": "repay", "repay_by": "2020-01-01", "instalments": 1, "repay_to": TREASURY}
    answer = client.post(reverse("recovery-act", args=[recovery.code, "order"]), typed | hidden(recovery))
    assert answer.status_code == 422 and TREASURY in answer.content.decode()


def test_a_stale_order_is_told_what_happened(client: Client, recovery: Recovery, cast: Cast) -> None:
    client.force_login(cast["cao"])
    typed = {"way": "repay", "repay_by": "2099-01-01", "instalments": 1, "repay_to": TREASURY}
    answer = client.post(reverse("recovery-act", args=[recovery.code, "order"]), typed | {"expected": 0, "key": "k"})
    assert answer.status_code == 409 and TREASURY in answer.content.decode()


def test_the_notice_can_be_read_before_it_is_sent(client: Client, recovery: Recovery, cast: Cast) -> None:
    client.force_login(cast["cao"])
    typed = {"way": "repay", "repay_by": "2099-01-01", "instalments": 1, "repay_to": TREASURY}
    answer = client.post(reverse("recovery-preview", args=[recovery.code, "order"]), typed | hidden(recovery))
    assert answer["Content-Type"] == "application/pdf"
    recovery.refresh_from_db()
    assert recovery.status == "proposed"


def test_list_sums_are_those_of_its_rows(recovery: Recovery, cast: Cast) -> None:
    book(order(recovery, cast["cao"]), 4000, cast)
    rows = with_outstanding(Recovery.objects.all())
    assert [row.rest_fen for row in rows] == [6000]
    assert sums_of(rows) == {"count": 1, "asked_fen": 10000, "rest_fen_": 6000}
