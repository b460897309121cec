"""What the rows of an answer mean: a pure question, asked of the golden answers of both shipped formats."""

import datetime as dt
from pathlib import Path

import pytest

from finance.bank.format import Format, read_spec
from finance.bank.judging import Question, Sent, is_final, judge
from finance.bank.reading import Table, answer_layout, read
from finance.seeding import BOOK, CSV
from organisation.encryption import blind_index

GOLDEN = Path(__file__).parent.parent / "data" / "bank"
FORMATS = {"csv": CSV, "xlsx": BOOK}
ACCOUNTS = ("9900004108830000005", "9900004108830000013", "9900004108830000021")
DAY = dt.date(2026, 9, 10)


def question(format: Format, *states: str, sent_on: dt.date = DAY, today: dt.date = DAY) -> Question:
    sent = {
        f"STP-410883-2026A-0000{place}": Sent(place, 25000, blind_index(account, purpose="account"), state)
        for place, (account, state) in enumerate(zip(ACCOUNTS, states, strict=True), start=1)
    }
    return Question(format, "STP-410883-2026A", sent, sent_on, today)


def golden(name: str) -> tuple[Format, Table]:
    format = read_spec(FORMATS[name])
    return format, read(format, (GOLDEN / f"answer.{name}").read_bytes(), answer_layout(format))


@pytest.mark.parametrize("name", FORMATS)
def test_the_golden_answer_pays_one_returns_one_and_leaves_one(name: str) -> None:
    format, table = golden(name)
    verdicts, problems = judge(question(format, "sent", "sent", "sent"), table)
    assert problems == []
    assert [(each.line, each.paid, each.fen, each.code, each.booked_on) for each in verdicts] == [
        (1, True, 25000, "", DAY),
        (2, False, 25000, "name_mismatch", None),
    ]


def test_what_is_final_and_said_again_gets_no_second_verdict() -> None:
    format, table = golden("csv")
    assert judge(question(format, "recovered", "reissued", "unknown"), table) == ([], [])


def test_what_is_final_and_said_otherwise_is_a_fault() -> None:
    format, table = golden("csv")
    _verdicts, problems = judge(question(format, "failed", "paid", "sent"), table)
    assert [(each.code, each.row) for each in problems] == [("changed", 2), ("changed", 3)]


def test_the_bank_pays_between_sending_and_today() -> None:
    format, table = golden("csv")
    day = dt.timedelta(days=1)
    early = judge(question(format, "sent", "sent", "sent", sent_on=DAY + day, today=DAY + day), table)[1]
    late = judge(question(format, "sent", "sent", "sent", sent_on=DAY - day, today=DAY - day), table)[1]
    assert ([each.code for each in early], [each.code for each in late]) == (["too_early"], ["too_late"])


@pytest.mark.parametrize(("facts", "codes"), [({"count": "4"}, ["count"]), ({"total": "750.01"}, ["total"])])
def test_a_trailer_that_does_not_agree_refuses_the_file(facts: dict[str, str], codes: list[str]) -> None:
    format, table = golden("csv")
    told = Table(table.rows, facts, table.faults)
    assert [each.code for each in judge(question(format, "sent", "sent", "sent"), told)[1]] == codes


def test_a_file_may_say_itself_that_it_is_the_last() -> None:
    format = read_spec(CSV | {"answer_trailer": [{"field": "final"}], "finals": ["终"]})
    assert is_final(format, {"final": "终"}) and not is_final(format, {"final": ""}) and not is_final(format, {})
