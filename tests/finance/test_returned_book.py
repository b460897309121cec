"""The list of returned payments goes to the towns as workbook and paper; corrected accounts are read back from it."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import AccountChange
from cases.registry.models import PayeeAccount
from documents.models import Event
from documents.refusals import NotPossible
from finance.models import Batch, CorrectionBook, Line
from finance.returned_book import COLUMNS, returned_workbook
from finance.returned_reading import enter, keep, results
from organisation.models import User
from tests.cases.test_change_account import NEW, WRONG, scan
from tests.finance.paid import paid_batch, returned
from tests.test_who_may_see import client_of

Cast = dict[str, User]
TITLES = {column.key: column.title for column in COLUMNS}


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Batch:
    """Three payments of which two came back."""
    _children, made = paid_batch(monkeypatch, cast, 3)
    returned(made, n1="account_closed", n2="bad_account")
    return made


def filled(batch: Batch, cast: Cast, *rows: dict[str, Any]) -> bytes:
    """The workbook of the batch with these cells filled in, row by row."""
    book = openpyxl.load_workbook(BytesIO(returned_workbook(batch, by=cast["kang"], reason="交乡镇核实")))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for key, value in row.items():
            sheet.cell(number, places[TITLES[key]]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def account(batch: Batch, sequence: int = 1, **changes: Any) -> dict[str, Any]:
    """What a town fills in for one child: the child's own new account."""
    name = Line.objects.get(batch=batch, sequence=sequence).person.name
    return {"holder": name, "relation": "本人", "account": NEW, "bank": "新银行", "proof": "1.png"} | changes


def read(batch: Batch, cast: Cast, *rows: dict[str, Any], files: tuple[str, ...] = ("1.png",)) -> CorrectionBook:
    """Upload it, with a scan under each of these names."""
    scans = {name: scan(200 + n).getvalue() for n, name in enumerate(files)}
    return keep(batch, "退票清单.xlsx", filled(batch, cast, *rows), scans, by=cast["kang"])


def test_the_workbook_has_a_sheet_a_town_with_text_cells_and_masked_accounts(batch: Batch, cast: Cast) -> None:
    book = openpyxl.load_workbook(BytesIO(returned_workbook(batch, by=cast["kang"], reason="交乡镇核实")))
    rows = list(book["化工镇"].iter_rows(min_row=2, values_only=True))
    numbers = [account.number for account in PayeeAccount.objects.all()]
    assert [row[0] for row in rows] == [f"{batch.number}-00001", f"{batch.number}-00002"]
    assert all(isinstance(cell, str | None) for row in rows for cell in row)
    assert not any(number in str(rows) for number in numbers)
    assert Event.objects.filter(action="list.export", by=cast["kang"]).count() == 1


def test_a_row_becomes_a_proposal_that_counts_for_nothing_yet(batch: Batch, cast: Cast) -> None:
    book = read(batch, cast, account(batch))
    assert [row.state for row in results(book)] == ["ready", "empty"]
    assert [row.state for row in enter(book, by=cast["kang"])] == ["done", "empty"]
    change = AccountChange.objects.get()
    assert (change.account_number, change.status, change.proposed_by) == (NEW, "proposed", cast["kang"])
    assert not PayeeAccount.objects.filter(confirmed_by__isnull=False).exists()


def test_entering_twice_proposes_once(batch: Batch, cast: Cast) -> None:
    book = read(batch, cast, account(batch))
    enter(book, by=cast["kang"])
    enter(book, by=cast["kang"])
    assert AccountChange.objects.count() == 1


def test_one_bad_row_stops_no_other(batch: Batch, cast: Cast) -> None:
    rows = account(batch, account=WRONG), account(batch, 2, proof="2.png")
    book = read(batch, cast, *rows, files=("1.png", "2.png"))
    assert [row.state for row in enter(book, by=cast["kang"])] == ["wrong", "done"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"account": WRONG}, "check digit"),
        ({"account": 9.9e18}, "lost digits"),
        ({"account": "12"}, "16 to 19 digits"),
        ({"holder": "张三"}, "must be one of"),
        ({"bank": ""}, "bank is missing"),
        ({"bank_line_number": "123"}, "12 digits"),
        ({"proof": ""}, "not named"),
        ({"proof": "9.pdf"}, "was not uploaded"),
        ({"number": "STP-410883-2026A-00003"}, "No payment"),
        ({"number": "=1+1"}, "number of the payment is missing"),
    ],
)
def test_what_is_wrong_with_a_row_is_told(batch: Batch, cast: Cast, changes: dict[str, Any], told: str) -> None:
    row = results(read(batch, cast, account(batch, **changes)))[0]
    assert row.state == "wrong" and told in " ".join(row.sentences)


def test_the_workbook_comes_back_with_a_remark_in_every_row(batch: Batch, cast: Cast) -> None:
    book = read(batch, cast, account(batch, holder="=1+1"))
    client = client_of(cast["kang"])
    answer = client.post(reverse("returned-copy", args=[book.code]))
    rows = list(openpyxl.load_workbook(BytesIO(answer.content))["化工镇"].iter_rows(values_only=True))
    assert [row[-1].partition("：")[0] for row in rows] == ["检查结果", "需改正", "未填写"]
    assert "must be one of" in rows[1][-1] and rows[1][10] == NEW
    assert Event.objects.filter(action="returned.copy", by=cast["kang"]).exists()


def test_a_number_that_stands_twice_counts_once(batch: Batch, cast: Cast) -> None:
    twice = account(batch), account(batch, number=f"{batch.number}-00001")
    assert [row.state for row in results(read(batch, cast, *twice))] == ["ready", "wrong"]


def test_a_scan_that_is_none_is_told(batch: Batch, cast: Cast) -> None:
    book = keep(batch, "b.xlsx", filled(batch, cast, account(batch)), {"1.png": b"MZ\x90"}, by=cast["kang"])
    assert "Only PDF, JPEG and PNG" in " ".join(results(book)[0].sentences)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfe\x00", "姓名,金额\n张三,1\n".encode()])
def test_a_file_that_is_no_such_workbook_is_refused(batch: Batch, cast: Cast, content: bytes) -> None:
    with pytest.raises(NotPossible):
        keep(batch, "x.xlsx", content, {}, by=cast["kang"])
    assert not CorrectionBook.objects.exists()


def test_the_pages_lead_from_the_workbook_to_the_proposals(client: Client, batch: Batch, cast: Cast) -> None:
    client.force_login(cast["kang"])
    book = SimpleUploadedFile("退票清单.xlsx", filled(batch, cast, account(batch)))
    card = SimpleUploadedFile("1.PNG", scan().getvalue())
    answer = client.post(reverse("returned-corrections", args=[batch.code]), {"book": book, "scans": [card]})
    assert "Propose 1 account" in client.get(answer["Location"]).content.decode()
    assert "1 account is proposed" in client.post(answer["Location"], follow=True).content.decode()


@pytest.mark.parametrize("username", ["cao", "ji", "su", "wan"])
def test_nobody_else_takes_the_workbook_or_reads_it_back(
    client: Client, batch: Batch, cast: Cast, username: str
) -> None:
    client.force_login(cast[username])
    assert client.post(reverse("returned-workbook", args=[batch.code]), {"reason": "核实"}).status_code in (403, 404)
    assert client.get(reverse("returned-corrections", args=[batch.code])).status_code in (403, 404)


def test_the_workbook_needs_a_reason(client: Client, batch: Batch, cast: Cast) -> None:
    client.force_login(cast["rui"])
    assert client.post(reverse("returned-workbook", args=[batch.code]), {"reason": ""}).status_code == 422
    assert client.post(reverse("returned-workbook", args=[batch.code]), {"reason": "核实"}).status_code == 200


def test_the_register_is_printed_for_a_town_and_noted(client: Client, batch: Batch, cast: Cast) -> None:
    client.force_login(cast["cao"])
    answer = client.post(reverse("returned-register", args=[batch.code]), {"town": "410883100000"})
    assert answer.content.startswith(b"%PDF")
    assert Event.objects.filter(action="returned.print", dossier=batch.dossier).count() == 1
