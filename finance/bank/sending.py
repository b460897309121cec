"""The files for the bank: written once, kept encrypted, handed out again with the same bytes (invariants I11, I13).

Invariant: what the files say is what was approved, payment by payment, or nothing is sent; nothing is ever sent again
by itself. `send_lines` is called inside the release of a batch, `hand_out` by the download of a file.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Event
from documents.refusals import NotPossible, NotVisible
from documents.sets import move_rows
from documents.trail import record
from finance.bank.checking import name_for_bank, payable
from finance.bank.format import Format, read_spec
from finance.bank.reading import Row, read, sent_layout
from finance.bank.writing import Head, Payment, written
from finance.batch_rules import version_of
from finance.models import BankFile, Batch
from organisation.calendar import current_calendar
from organisation.encryption import DecryptionFailed, seal, unseal
from organisation.models import User
from organisation.working_days import last_day

MOST_WORDS = 20  # characters of purpose and memo: banks cut longer ones at different places


def send_lines(batch: Batch, by: User) -> dict[str, dt.date]:
    """Write the files and move every line to `sent`; by when the bank has to answer. Inside the act of release.

    Raises NotPossible when count, total or any payment of the files is not that of the batch.
    """
    format, now = read_spec(batch.adapter.spec), timezone.now()
    today = timezone.localdate(now)
    payments = list(_payments(batch))
    if len(payments) != batch.line_count or sum(each.fen for each in payments) != batch.total_fen:
        raise _not_the_roll()
    for part, start in enumerate(range(0, len(payments), format.rows_per_file), start=1):
        chunk = payments[start : start + format.rows_per_file]
        head = Head(batch.number, part, today, len(chunk), sum(each.fen for each in chunk))
        _keep(batch, format, head, _checked(format, chunk, head), by, now)
    if move_rows(payable(batch).order_by(), "send") != batch.line_count:
        raise _not_the_roll()
    days = version_of(batch).number("bank_days")
    return {"sent_on": today, "answer_by": last_day(today, days, "working_day", current_calendar())}


def _keep(batch: Batch, format: Format, head: Head, content: bytes, by: User, now: dt.datetime) -> None:
    digest = hashlib.sha256(content).hexdigest()
    BankFile.objects.create(
        batch=batch,
        part=head.part,
        name=f"{batch.number}-{head.part:02d}.{format.suffix}",
        sha256=digest,
        content=seal(content, key=batch.dossier.data_key, bound_to=_place(digest)),
        rows=head.count,
        total_fen=head.total_fen,
        made_by=by,
        made_at=now,
    )


def file_bytes(file: BankFile) -> bytes:
    """The bytes as they were written. Raises NotPossible when somebody changed them."""
    changed = NotPossible(_("The file is not the one that was written. Do not send it; tell the system administrator."))
    try:
        content = unseal(bytes(file.content), key=file.batch.dossier.data_key, bound_to=_place(file.sha256))
    except DecryptionFailed as error:
        raise changed from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise changed
    return content


def hand_out(file: BankFile, *, by: User) -> bytes:
    """The bytes for whoever takes them to the bank; noted in the batch's trail. Raises NotVisible, NotPossible."""
    if not BankFile.objects.visible_to(by).filter(pk=file.pk).exists():
        raise NotVisible
    content = file_bytes(file)
    record(file.batch.dossier, "bankfile.download", by=by, subject=file, details={"sha256": file.sha256})
    return content


def downloads_of(batch: Batch) -> list[Event]:
    """Who took a file of the batch, and when, the latest first."""
    events = Event.objects.filter(dossier=batch.dossier_id, action="bankfile.download")
    return list(events.select_related("by").order_by("-sequence"))


def _payments(batch: Batch) -> Iterator[Payment]:
    purpose, memo = batch.program.name[:MOST_WORDS], _memo(batch)[:MOST_WORDS]
    for line in payable(batch).select_related("account").iterator(chunk_size=2000):
        yield Payment(
            serial=f"{batch.number}-{line.sequence:05d}",
            holder=name_for_bank(line.account),
            account=line.account.number,
            fen=line.fen,
            bank=line.account.bank,
            bank_line=line.account.bank_line_number,
            purpose=purpose,
            memo=memo,
        )


def _memo(batch: Batch) -> str:
    """The months, as the payee reads them on the statement: 2026年1月至5月."""
    first, last = batch.first_month, batch.last_month
    if first == last:
        return f"{first.year}年{first.month}月"
    same = first.year == last.year
    return f"{first.year}年{first.month}月至{'' if same else f'{last.year}年'}{last.month}月"


def _checked(format: Format, payments: Sequence[Payment], head: Head) -> bytes:
    """The bytes, read again and compared before anything is kept."""
    try:
        content = written(format, payments, head)
    except (UnicodeEncodeError, ValueError) as error:
        raise NotPossible(
            _("A payment does not fit the bank's format. Compare the widths of the format with the bank's.")
        ) from error
    rows = read(format, content, sent_layout(format)).rows
    if [_told(format, row) for row in rows] != [(each.serial, each.account, each.fen) for each in payments]:
        raise _not_the_roll()
    return content


def _told(format: Format, row: Row) -> tuple[str, str, int | None]:
    return row.cells["serial"], row.cells["account"], format.fen_of(row.cells["amount"])


def _not_the_roll() -> NotPossible:
    return NotPossible(
        _("The file for the bank does not agree with the roll. Nothing was sent; tell the system administrator.")
    )


def _place(sha256: str) -> bytes:
    return f"bankfile:{sha256}".encode()
