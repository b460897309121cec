"""Every address of corrections × every role: what is not yours is not there, by GET and by POST."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from finance.models import Batch, Line
from finance.recovering import propose_recovery
from finance.returned_reading import keep
from organisation.models import User
from programs.models import Rate
from tests.cases.stages import imported_child
from tests.cases.test_change_account import propose
from tests.cast import CAST
from tests.finance.paid import JUNE, months_of, paid_batch, returned
from tests.finance.test_recover import WHY
from tests.finance.test_returned_book import filled

Cast = dict[str, User]
CASE = ("wei", "su", "shi", "an", "kang", "rui", "cao", "ji")  # who reads the child's file
COUNTY = ("kang", "rui", "cao", "fang", "fu", "ji")  # who reads money of the county
# Names of addresses → who opens them. Whoever may open a page may still be refused an act on it.
OPEN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("case-account", "payee-change", "payee-act"), CASE),
    **dict.fromkeys(("recovery-list", "recovery-detail", "recovery-act", "rate-list", "rate-detail"), COUNTY),
    "rate-act": COUNTY,
    "rate-new": ("kang",),
    "recovery-propose": ("kang", "rui"),
    **dict.fromkeys(("returned-corrections", "returned-book"), ("kang",)),
}
TAKES = {
    "returned-workbook": ("kang", "rui"),
    "returned-register": ("kang", "rui", "cao", "fang", "fu"),
    "returned-copy": ("kang",),
    "payee-reveal": tuple(name for name in CASE if name != "ji"),
}
# Lists without anything of another county's are open to that county.
ELSEWHERE = {"recovery-list": ("wan",), "rate-list": ("wan",), "rate-detail": ("wan",), "rate-act": ("wan",)}


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> dict[str, str]:
    """One address of each name, all in one county."""
    _children, batch = paid_batch(monkeypatch, cast, 2)
    line = Line.objects.get(batch=batch, sequence=1)
    recovery = propose_recovery(line, months_of(line, JUNE), WHY, cast["kang"])
    returned(batch, n2="bad_account")
    book = keep(batch, "b.xlsx", filled(batch, cast), {}, by=cast["kang"])
    child = imported_child()
    change = propose(child, cast["wei"])
    assert recovery
    return {
        **_of(batch),
        "case-account": reverse("case-account", args=[child.code]),
        "payee-change": reverse("payee-change", args=[change.code]),
        "payee-act": reverse("payee-act", args=[change.code, "confirm"]),
        "payee-reveal": reverse("payee-reveal", args=[change.code]),
        "recovery-detail": reverse("recovery-detail", args=[recovery.code]),
        "recovery-act": reverse("recovery-act", args=[recovery.code, "order"]),
        "returned-book": reverse("returned-book", args=[book.code]),
        "returned-copy": reverse("returned-copy", args=[book.code]),
    }


def _of(batch: Batch) -> dict[str, str]:
    rate = Rate.objects.valid()[0].pk
    return {
        **{name: reverse(name) for name in ("recovery-list", "rate-list", "rate-new")},
        "recovery-propose": reverse("recovery-propose", args=[batch.code, 1]),
        **{name: reverse(name, args=[batch.code]) for name in ("returned-workbook", "returned-register")},
        "returned-corrections": reverse("returned-corrections", args=[batch.code]),
        "rate-detail": reverse("rate-detail", args=[rate]),
        "rate-act": reverse("rate-act", args=[rate, "approve"]),
    }


def as_(user: User) -> Client:
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_a_role_opens_its_own_and_nothing_else(addresses: dict[str, str], cast: Cast) -> None:
    for username in CAST:
        client = as_(cast[username])
        opened = {name for name in OPEN if client.get(addresses[name]).status_code == 200}
        wanted = {name for name, who in OPEN.items() if username in (*who, *ELSEWHERE.get(name, ()))}
        assert opened == wanted, username


def test_a_role_takes_its_own_and_nothing_else(addresses: dict[str, str], cast: Cast) -> None:
    sent: dict[str, Any] = {"reason": "核实账户"}
    for username in CAST:
        client = as_(cast[username])
        taken = {name for name in TAKES if client.post(addresses[name], sent).status_code == 200}
        assert taken == {name for name, who in TAKES.items() if username in who}, username


def test_whoever_sees_nothing_changes_nothing(addresses: dict[str, str], cast: Cast) -> None:
    for username in set(CAST) - {*CASE, *COUNTY, "wan"}:
        client = as_(cast[username])
        assert {client.post(url).status_code for url in addresses.values()} <= {403, 404, 405}, username
