"""The phone's data are one's own: without an account every address says so in JSON, and leads nowhere."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.test_who_may_see import PHONE


def address(name):
    candidates = ([], [uuid4()], [uuid4(), 0])
    return next(url for arguments in candidates if (url := reversed_(name, arguments)))


def reversed_(name, arguments):
    try:
        return reverse(name, args=arguments)
    except Exception:
        return None


@pytest.mark.parametrize("name", sorted(PHONE))
def test_without_an_account_nothing_is_answered_but_that(name, db):
    client = Client()
    answers = [client.generic(method, address(name)) for method in ("GET", "POST", "PUT")]

    assert {answer.status_code for answer in answers} <= {401, 405}
    assert any(answer.status_code == 401 and answer.json()["code"] == "login" for answer in answers)


def test_somebody_without_a_post_takes_nothing_along(wei):
    wei.post_set.all().delete()
    client = Client()
    client.force_login(wei)

    sections = client.get("/phone/data/").json()["sections"]

    assert [section for section in sections if section.get("cards")] == []
