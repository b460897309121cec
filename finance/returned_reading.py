"""Corrected accounts read back from the workbook of returned payments: checked row by row, then entered as proposals.

Invariants: reading writes nothing; one bad row stops no other; a row that is entered twice is one proposal, and it
counts only when a second person has confirmed it. Called by finance.views.returned.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.account_changes import AccountEntry, propose_account
from cases.account_forms import clean_account, clean_line_number
from cases.account_rules import in_force, possible_holders
from cases.models import AccountChange
from cases.registry.roster.cleaning import clean_digits, clean_text
from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.reading import Row, Sheet, read_table
from documents import scans
from documents.models import Event
from documents.refusals import NotPossible, Refused
from finance.models import Batch, CorrectionBook, CorrectionScan, Line
from finance.returned_book import COLUMNS, waiting_lines
from organisation.models import User

MOST_ROWS = 2_000
MOST_BYTES = 20 * 2**20  # workbook and scans together
WHY = "原账户退票"
State = Literal["ready", "done", "empty", "wrong"]


@dataclass
class Result:
    """What became, or would become, of one row."""

    sheet: str
    row: int
    number: str
    name: str = ""
    state: State = "wrong"
    sentences: list[str] = field(default_factory=list)
    change: AccountChange | None = None
    line: Line | None = None
    entry: AccountEntry | None = None
    proof: str = ""


def keep(batch: Batch, name: str, content: bytes, files: dict[str, bytes], *, by: User) -> CorrectionBook:
    """Put workbook and scans away. Raises NotPossible for what cannot be such a workbook."""
    if len(content) + sum(map(len, files.values())) > MOST_BYTES:
        raise NotPossible(_("Workbook and scans are larger than 20 MB together. Send the towns one after the other."))
    if not any(_columns(sheet) for sheet in _sheets(content, name)):
        raise NotPossible(_("No sheet has the column 业务流水号. Choose the workbook of returned payments."))
    with transaction.atomic():
        book = CorrectionBook(batch=batch, name=name[:120], by=by, at=timezone.now())
        book.put(content)
        book.save()
        for file, data in files.items():
            scan = CorrectionScan(book=book, name=file[:120])
            scan.put(data)
            scan.save()
    return book


def results(book: CorrectionBook) -> list[Result]:
    """Every row of the workbook with what would become of it, or has."""
    waiting = {line.number: line for line in waiting_lines(book.batch).select_related("case__dossier", "batch")}
    names = {scan.name.casefold(): scan for scan in book.scans.all()}
    found, seen = [], set()
    for result, values in _rows(book):
        line = waiting.get(result.number)
        if not result.number:
            result.sentences.append(_("The number of the payment is missing. Copy it from the list of this batch."))
        elif line is None:
            result.sentences.append(_("No payment of this batch that came back has this number."))
        elif result.number in seen:
            result.sentences.append(_("This number stands in an earlier row already."))
        else:
            seen.add(result.number)
            result.line, result.name = line, line.person.name
            _judge(book, line, result, values, names)
        found.append(result)
    return found


def enter(book: CorrectionBook, *, by: User) -> list[Result]:
    """Propose what is ready, each row for itself; the results as they are afterwards."""
    for result in results(book):
        if result.state == "ready" and result.line and result.entry:
            try:
                scan = next(each for each in book.scans.all() if each.name.casefold() == result.proof)
                proof = BytesIO(scan.get())
                propose_account(result.line.case, result.entry, by=by, proof=proof, key=_key(book, result.line))
            except Refused:
                continue  # the row is told again below, with what is in its way
    return results(book)


def sheets_of(book: CorrectionBook) -> list[Sheet]:
    """The sheets of the workbook as uploaded. Raises NotPossible when it cannot be read."""
    return _sheets(book.get(), book.name)


def _key(book: CorrectionBook, line: Line) -> str:
    return f"{book.code.hex}-{line.pk}"


def _sheets(content: bytes, name: str) -> list[Sheet]:
    try:
        return read_table(content, name)
    except RosterFileError as error:
        raise NotPossible(error.message) from error


def _columns(sheet: Sheet) -> dict[str, int]:
    """Key of each column → its place, from the row of titles; nothing for another sheet."""
    titles = {column.title: column.key for column in COLUMNS}
    for _number, cells in sheet.rows():
        found = {titles[text]: place for place, cell in enumerate(cells) if (text := clean_text(cell)) in titles}
        if "number" in found:
            return found
        break  # only the first row
    return {}


def _rows(book: CorrectionBook) -> Iterator[tuple[Result, dict[str, Any]]]:
    """Rows under the titles of every sheet that have a number or are filled in, with the cells by key."""
    count = 0
    for sheet in sheets_of(book):
        places = _columns(sheet)
        for row, cells in sheet.rows():
            values = _values(cells, places)
            number = clean_text(values.get("number", ""))
            if row == 1 or not places or not (number or _is_filled(values)):
                continue
            count += 1
            if count > MOST_ROWS:
                return
            yield Result(sheet.name, row, number, clean_text(values.get("name", ""))), values


def _is_filled(values: dict[str, Any]) -> bool:
    return any(clean_text(values.get(column.key, "")) for column in COLUMNS if column.fill)


def _values(cells: Row, places: dict[str, int]) -> dict[str, Any]:
    return {key: cells[place] for key, place in places.items() if place < len(cells)}


def _judge(
    book: CorrectionBook, line: Line, result: Result, values: dict[str, Any], names: dict[str, CorrectionScan]
) -> None:
    """The state of a row that belongs to a payment."""
    if change := _entered(book, line):
        result.state, result.change = "done", change
        return
    texts = {column.key: clean_text(values.get(column.key, "")) for column in COLUMNS if column.fill}
    if not any(texts.values()):
        result.state = "empty"
        return
    result.proof = texts["proof"].casefold()
    result.sentences += _without_proof(texts["proof"], names)
    account = _account(values.get("account", ""), result)
    holder = _holder(line, texts, result)
    line_number = _line_number(texts["bank_line_number"], result)
    if not texts["bank"]:
        result.sentences.append(_("The bank is missing."))
    if AccountChange.objects.filter(child=line.person_id).waiting().exists():
        result.sentences.append(_("Another account of this child is proposed already. Have it decided first."))
    if result.sentences or holder is None:
        return
    why = texts["why"][:200] or WHY
    result.entry = AccountEntry(*holder, account, texts["bank"][:60], line_number, texts["name_for_bank"][:60], why)
    now = in_force(line.person_id)
    if now and now.number == account and now.holder == holder[0]:
        result.sentences.append(_("This account is in force already. Compare the number with the card."))
        return
    result.state = "ready"


def _entered(book: CorrectionBook, line: Line) -> AccountChange | None:
    """What this row has become already."""
    event = Event.objects.filter(dossier=line.case.dossier_id, key=_key(book, line)).first()
    return AccountChange.objects.filter(pk=event.subject_id or 0).first() if event else None


def _without_proof(name: str, names: dict[str, CorrectionScan]) -> Iterator[str]:
    """What is wrong with the scan that the row names."""
    if not name:
        yield _("The scan that proves the account is not named.")
        return
    scan = names.get(name.casefold())
    if scan is None:
        yield _("The scan “%(name)s” was not uploaded with the workbook.") % {"name": name}
        return
    try:
        scans.checked(scan.get())
    except NotPossible as refused:
        yield from refused.sentences


def _account(cell: Any, result: Result) -> str:
    text, lost = clean_digits(cell)
    if lost:
        result.sentences.append(
            _("The spreadsheet has lost digits of the account. Format the cell as text, type again.")
        )
        return ""
    try:
        return clean_account(text)
    except ValidationError as error:
        result.sentences += error.messages
        return ""


def _line_number(text: str, result: Result) -> str:
    try:
        return clean_line_number(text)
    except ValidationError as error:
        result.sentences += error.messages
        return ""


def _holder(line: Line, texts: dict[str, str], result: Result) -> tuple[str, str] | None:
    """Name and relation as registered; the relation may be left out where the name is enough."""
    known = [(name, relation) for _key, name, relation in possible_holders(line.person)]
    wanted = "" if texts["relation"] in ("本人", "儿童本人") else texts["relation"]
    fits = [each for each in known if each[0] == texts["holder"] and (not texts["relation"] or each[1] == wanted)]
    if not fits:
        told = "、".join(f"{name}（{relation or '本人'}）" for name, relation in known)
        result.sentences.append(_("The holder must be one of: %(names)s.") % {"names": told})
        return None
    return fits[0]
