"""What must be right about every payment before the bank gets it: account, holder, characters (invariant I15).

Invariant: nothing is corrected here; what is wrong is told, line by line, and the batch waits. Called by the guard of
release and by the pages of a batch. The number of statements does not depend on the number of lines.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.registry import accounts
from cases.registry.models import Guardianship, PayeeAccount, Whereabouts
from documents.declarations import Text
from finance.bank.format import Format, read_spec
from finance.bank.writing import separators
from finance.batch_rules import version_of
from finance.models import Batch, Line
from organisation.encryption import blind_index

FORMULA_STARTS = ("=", "+", "-", "@")
LINES_SAID = 5
BANK_LINE_DIGITS = 12

OBSTACLES: dict[str, Text] = {
    "account": gettext_lazy("The account number has not 16 to 19 digits."),
    "synthetic": gettext_lazy("The account is one for practice only."),
    "check_digit": gettext_lazy("The check digit of the account is wrong."),
    "no_holder": gettext_lazy("The account has no holder."),
    "holder": gettext_lazy("The holder is neither the child nor one of its carers, and no relation is proven."),
    "characters": gettext_lazy("The bank cannot write a character of the holder's name: enter the name for the bank."),
    "separator": gettext_lazy("The name or the bank holds a character that parts columns. Enter it without."),
    "too_long": gettext_lazy("The holder's name is longer than the bank takes: enter the name for the bank."),
    "shared": gettext_lazy("More children share the account than the rules allow."),
    "changed": gettext_lazy("The account number is not the one that was entered. Tell the system administrator."),
    "bank_line": gettext_lazy("The bank line number (联行号) has not 12 digits."),
}


@dataclass(frozen=True)
class LineProblems:
    """One payment that the bank cannot be given, and why: codes of OBSTACLES."""

    line: Line
    codes: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """Why, in the reader's language."""
        return [str(OBSTACLES[code]) for code in self.codes]


def name_for_bank(account: PayeeAccount) -> str:
    """The holder as the bank writes it."""
    return (account.name_for_bank or account.holder).strip()


def problems_of(batch: Batch) -> list[LineProblems]:
    """Every line of the current round that does not pass, in the order of their numbers."""
    format = read_spec(batch.adapter.spec)
    lines = payable(batch)
    carers, shared = _carers(lines), _shared(batch, lines)
    found = []
    for line in lines.select_related("account", "person").iterator(chunk_size=2000):
        codes = [*_wrong_account(line, format, shared), *_wrong_holder(line, carers), *_wrong_name(line, format)]
        if codes:
            line.batch = batch
            found.append(LineProblems(line, tuple(codes)))
    return found


def first_obstacle(batch: Batch) -> str | None:
    """Why the batch cannot go to the bank, with the numbers of the first lines; None when it can."""
    problems = problems_of(batch)
    if not problems:
        return None
    first = problems[0]
    return _(
        "%(count)d payments cannot be sent. %(number)s: %(why)s Correct the accounts and return the batch for "
        "correction. Payments: %(numbers)s."
    ) % {
        "count": len(problems),
        "number": first.line.number,
        "why": first.sentences[0],
        "numbers": ", ".join(each.line.number for each in problems[:LINES_SAID])
        + ("…" if len(problems) > LINES_SAID else ""),
    }


def payable(batch: Batch) -> "QuerySet[Line]":
    """The lines of the batch that a file for the bank has, in its order."""
    return batch.lines.filter(round=batch.round, status=Line.Status.LISTED).order_by("sequence")


def _carers(lines: "QuerySet[Line]") -> dict[int, set[str]]:
    """Names of carers and parents on record, by child."""
    children = lines.order_by().values("person_id")
    names: dict[int, set[str]] = defaultdict(set)
    carers = Guardianship.objects.filter(child__in=children, valid_to__isnull=True)
    parents = Whereabouts.objects.filter(child__in=children, valid_to__isnull=True, person__isnull=False)
    for child, name in [
        *carers.values_list("child_id", "carer__name"),
        *parents.values_list("child_id", "person__name"),
    ]:
        names[child].add(name)
    return names


def _shared(batch: Batch, lines: "QuerySet[Line]") -> set[str]:
    """Indexes of accounts that more children have, or are paid on, than the rules allow."""
    most = int(version_of(batch).number("most_children_an_account"))
    used = lines.order_by().values("account__number_index")
    standing = PayeeAccount.objects.filter(number_index__in=used, valid_to__isnull=True).order_by()
    by_register = standing.values("number_index").annotate(children=Count("child", distinct=True))
    by_batch = used.annotate(children=Count("person", distinct=True))
    return {
        *by_register.filter(children__gt=most).values_list("number_index", flat=True),
        *by_batch.filter(children__gt=most).values_list("account__number_index", flat=True),
    }


def _wrong_account(line: Line, format: Format, shared: set[str]) -> Iterator[str]:
    account = line.account
    try:
        number = accounts.parse_account(account.number, allow_synthetic=settings.ALLOW_SYNTHETIC)
    except accounts.AccountError as error:
        yield "synthetic" if error.code == "synthetic" else "account"
    else:
        if number != account.number:
            yield "account"
        if not accounts.check_digit_ok(number):
            yield "check_digit"
    if account.number and blind_index(account.number, purpose="account") != account.number_index:
        yield "changed"
    if account.number_index in shared:
        yield "shared"
    line_number = account.bank_line_number
    if format.needs_bank_line and not (
        len(line_number) == BANK_LINE_DIGITS and line_number.isascii() and line_number.isdigit()
    ):
        yield "bank_line"


def _wrong_holder(line: Line, carers: dict[int, set[str]]) -> Iterator[str]:
    """The child, a carer or parent on record, or somebody whose relation a second person saw proven."""
    account = line.account
    if not account.holder.strip():
        yield "no_holder"
    elif account.holder not in {line.person.name, *carers.get(line.person_id, ())}:
        proven = account.proof_id is not None or account.confirmed_by_id is not None
        if not (account.holder_relation and proven):
            yield "holder"


def _wrong_name(line: Line, format: Format) -> Iterator[str]:
    name, bank = name_for_bank(line.account), line.account.bank
    try:
        (name + bank).encode(format.characters)
        if len(name.encode(format.encoding)) > _most_bytes(format):
            yield "too_long"
    except UnicodeEncodeError:
        yield "characters"
    if name.startswith(FORMULA_STARTS) or set(separators(format)) & set(name + bank):
        yield "separator"


def _most_bytes(format: Format) -> int:
    """How long a holder's name may be: what the bank takes, and the width of its column."""
    widths = [column.width for column in format.columns if column.field == "holder" and column.width]
    return min([format.name_bytes, *widths])
