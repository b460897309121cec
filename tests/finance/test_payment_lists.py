"""Payments found, filtered, summed and taken out of the system; how each child was counted."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from cases.registry.models import Person
from documents.models import Event
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released, sendable
from tests.finance.stages import brought_to
from tests.test_who_may_see import client_of


def listed(client, batch, query=""):
    """The context of the list of payments."""
    return client.get(reverse("line-list", args=[batch.code]) + query).context


def found(client, batch, text):
    """Numbers of the payments that a typed text finds."""
    url = client.post(reverse("line-find", args=[batch.code]), {"text": text}, follow=False)["Location"]
    assert text not in url
    return [line.sequence for line in client.get(url).context["page"]]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("毋小年", [2]), ("wuxiaonian", [2]), ("wxn", [2]), ("STP-410883-2026A-00003", [3]), ("99999", [])],
)
def test_a_payment_is_found_by_name_pinyin_and_number(text, numbers, cast):
    assert found(client_of(cast["kang"]), sendable(3), text) == numbers


def test_the_sum_is_that_of_the_filtered_payments(cast):
    batch = released(cast, 4)
    read_in(batch, cast["fang"], answer(batch, {1: failed()}))
    client = client_of(cast["kang"])
    assert listed(client, batch)["sums"] == {"count": 4, "fen": 1000_00}
    assert listed(client, batch, "?status=failed")["sums"]["fen"] == 250_00
    assert listed(client, batch, "?failure=account_closed")["sums"]["count"] == 1
    assert listed(client, batch, "?sex=F")["sums"]["count"] == 2
    assert listed(client, batch, "?least=250.01")["sums"] == {"count": 0, "fen": 0, "months": 0}


def test_a_filter_that_makes_no_sense_breaks_nothing(cast):
    client, batch = client_of(cast["kang"]), sendable(2)
    for query in ("?status=x", "?place=1", "?least=viel", "?page=99", "?sort=nothing", "?find=unknown", "?sex=Q"):
        assert client.get(reverse("line-list", args=[batch.code]) + query).status_code == 200


@pytest.mark.parametrize("name", ["line-list", "entry-list", "batch-detail", "batch-returned", "batch-figures"])
def test_queries_do_not_grow_with_the_payments(name, cast, django_assert_max_num_queries):
    client, asked = client_of(cast["kang"]), []
    for n, number in ((3, "STP-410883-2026A"), (45, "STP-410883-2026B")):
        batch = sendable(n, number=number, first_child=n)
        client.get(reverse(name, args=[batch.code]))
        with django_assert_max_num_queries(60) as captured:
            client.get(reverse(name, args=[batch.code]))
        asked.append(len(captured))
    assert asked[0] == asked[1]


def export(client, batch, **data):
    """The answer to asking for a workbook of the payments."""
    return client.post(reverse("line-export", args=[batch.code]) + "?sex=F", data)


def test_an_export_needs_a_reason(cast):
    answer = export(client_of(cast["kang"]), sendable(2))
    assert answer.status_code == 422 and "What the list is for" in answer.content.decode()


def test_a_workbook_holds_masked_text_and_no_formula(cast):
    batch = sendable(3)
    Person.objects.filter(payments__batch=batch).update(name="=1+1")
    sheet = load_workbook(BytesIO(export(client_of(cast["kang"]), batch, reason="核对名册").content)).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows] == ["'=1+1"] * 2 and rows[0][9] == "250.00"
    assert all(row[6].startswith("****") and row[7] == "123456789012" for row in rows)
    assert {cell.data_type for line in sheet.iter_rows(min_row=4) for cell in line if cell.value} <= {"s", "n"}


def test_an_export_leaves_its_reason_and_filter_in_the_trail(cast):
    export(client_of(cast["fang"]), sendable(2), reason="报送财政")
    event = Event.objects.get(action="list.export")
    assert event.by == cast["fang"]
    assert event.details["reason"] == "报送财政" and event.details["filters"] == {"sex": "F"}


def test_a_payment_tells_its_months_and_what_the_bank_said(cast):
    batch = released(cast, 2)
    read_in(batch, cast["fang"], answer(batch, {1: failed()}))
    page = client_of(cast["kang"]).get(reverse("line-detail", args=[batch.code, 2])).content.decode()
    assert page.count("¥50.00") == 5 and "account closed" in page and "销户" in page


def test_a_child_left_out_stands_with_the_reason_and_months(three, batch, cast):
    three.say(1, batch.term[:2], "held", "stopped")
    brought_to(batch, "compiled", cast)
    rows = client_of(cast["kang"]).get(reverse("entry-list", args=[batch.code])).context["page"]
    assert [entry.left_out for entry in rows].count([]) == 2
    assert [len(entry.left_out) for entry in rows if entry.left_out] == [2]


def test_a_town_finds_only_its_own_payments(cast):
    batch = sendable(2)
    assert listed(client_of(cast["su"]), batch)["sums"]["count"] == 2
    assert client_of(cast["nan"]).get(reverse("line-list", args=[batch.code])).status_code == 404
