"""How one bank wants its file and gives its answers, read from the data of a BankAdapter and checked.

Invariant: a Format that exists can be written and read without asking again; whatever is wrong in the data is told in
sentences. Called by whoever writes or reads a file of the bank and by the page on which formats are entered.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Result = Literal["paid", "failed", "pending"]

KINDS = ("delimited", "fixed", "xlsx")
ENCODINGS = ("gb18030", "gbk", "utf-8", "utf-8-sig")
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
DELIMITERS = (",", ";", "|", "\t", "^")
SENT = ("sequence", "holder", "account", "bank", "bank_line", "amount", "currency", "purpose", "memo", "serial", "text")
TOLD = ("result", "reason", "reason_code", "booked_on")
HEAD = ("text", "batch", "part", "date", "count", "total", "final")
NEEDED = ("holder", "account", "amount", "serial")
RESULTS = ("paid", "failed", "pending")
FAILURES = ("name_mismatch", "account_closed", "frozen", "inactive", "bad_account", "limit", "other")
RIGHT_ALIGNED = ("sequence", "amount", "count", "total")
COLUMN_LISTS = ("columns", "answer_columns", "header", "trailer", "answer_header", "answer_trailer")
YUAN = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?", re.ASCII)
FEN = re.compile(r"\d{1,14}", re.ASCII)


@dataclass(frozen=True)
class Column:
    """One column, or one cell of a header or trailer. `width` in bytes, for fixed width only; `title` heads it."""

    field: str
    title: str = ""
    width: int = 0


@dataclass(frozen=True)
class Format:
    """A bank's format. `characters` names the codec of what its books can hold, which may be less than `encoding`."""

    kind: str
    encoding: str
    characters: str
    line_end: str
    delimiter: str
    heading: bool
    columns: tuple[Column, ...]
    answer_columns: tuple[Column, ...]
    header: tuple[Column, ...]
    trailer: tuple[Column, ...]
    answer_header: tuple[Column, ...]
    answer_trailer: tuple[Column, ...]
    amount: str
    name_bytes: int
    rows_per_file: int
    currency: str
    date: str
    results: Mapping[str, Result]
    reasons: Mapping[str, str]
    finals: tuple[str, ...]

    @property
    def needs_bank_line(self) -> bool:
        """Whether the bank wants the 联行号 of each account."""
        return any(column.field == "bank_line" for column in self.columns)

    @property
    def suffix(self) -> str:
        """What the names of its files end with."""
        return "xlsx" if self.kind == "xlsx" else "csv" if self.kind == "delimited" and self.delimiter == "," else "txt"

    def amount_text(self, fen: int) -> str:
        """An amount as the bank writes it."""
        return str(fen) if self.amount == "fen" else f"{fen // 100}.{fen % 100:02d}"

    def fen_of(self, text: str) -> int | None:
        """The fen of a written amount, or None: what cannot be read is never nought."""
        if self.amount == "fen":
            return int(text) if FEN.fullmatch(text) else None
        return int(Decimal(text.replace(",", "")) * 100) if YUAN.fullmatch(text) else None

    def date_text(self, day: dt.date) -> str:
        """A day as the bank writes it."""
        return day.strftime(self.date)

    def day_of(self, text: str) -> dt.date | None:
        """The day of a written date, or None."""
        return _day(text, self.date)


@lru_cache(maxsize=1024)
def _day(text: str, pattern: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, pattern).date()
    except ValueError:
        return None


def read_spec(spec: Any) -> Format:
    """The format that this data describes. Raises ValidationError with a sentence for everything that is wrong."""
    if not isinstance(spec, dict):
        raise ValidationError(_("The format must be an object in braces: copy one that works and change it."))
    if wrong := [*_wrong_words(spec), *_wrong_columns(spec), *_wrong_meanings(spec)]:
        raise ValidationError(wrong)
    return Format(
        kind=spec["kind"],
        encoding=spec.get("encoding", "gb18030"),
        characters=spec.get("characters") or spec.get("encoding", "gb18030"),
        line_end=LINE_ENDS[spec.get("line_end", "crlf")],
        delimiter=spec.get("delimiter", ","),
        heading=spec.get("heading", True),
        **{name: _columns(spec.get(name, ())) for name in COLUMN_LISTS},
        amount=spec.get("amount", "yuan"),
        name_bytes=spec.get("name_bytes", 60),
        rows_per_file=spec.get("rows_per_file", 5000),
        currency=spec.get("currency", "人民币"),
        date=spec.get("date", "%Y-%m-%d"),
        results=spec["results"],
        reasons=spec.get("reasons", {}),
        finals=tuple(spec.get("finals", ())),
    )


def _columns(given: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(Column(each["field"], each.get("title", ""), each.get("width", 0)) for each in given)


def _wrong_words(spec: Mapping[str, Any]) -> Iterator[str]:
    """Settings that are none, or have a value that is not theirs."""
    known = {each.name for each in fields(Format)}
    if unknown := sorted(set(spec) - known):
        yield _("There is no setting “%(name)s”. The settings are: %(known)s.") % {
            "name": "”, “".join(map(str, unknown)),
            "known": ", ".join(sorted(known)),
        }
    choices: dict[str, Sequence[Any]] = {
        "kind": KINDS,
        "encoding": ENCODINGS,
        "characters": ENCODINGS,
        "line_end": tuple(LINE_ENDS),
        "delimiter": DELIMITERS,
        "amount": ("yuan", "fen"),
        "heading": (True, False),
    }
    for name, allowed in choices.items():
        if (name in spec or name == "kind") and spec.get(name) not in allowed:
            yield _("“%(name)s” must be one of: %(allowed)s.") % {
                "name": name,
                "allowed": ", ".join(map(repr, allowed)),
            }
    for name in ("name_bytes", "rows_per_file"):
        if name in spec and not (type(spec[name]) is int and spec[name] > 0):
            yield _("“%(name)s” must be a whole number above nought.") % {"name": name}


def _wrong_columns(spec: Mapping[str, Any]) -> Iterator[str]:
    for name in COLUMN_LISTS:
        given = spec.get(name, [])
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            yield _("“%(name)s” must be a list of columns, each with its field.") % {"name": name}
            return
        allowed = SENT if name == "columns" else (*SENT, *TOLD) if name == "answer_columns" else HEAD
        yield from _wrong_fields(name, given, allowed)
        if spec.get("kind") == "fixed":
            yield from _wrong_widths(name, given)
    yield from _missing(spec, "columns", NEEDED)
    yield from _missing(spec, "answer_columns", ("serial", "amount", "account", "result"))


def _wrong_fields(name: str, given: Sequence[Mapping[str, Any]], allowed: Sequence[str]) -> Iterator[str]:
    named = [each.get("field") for each in given]
    for field in named:
        if field not in allowed:
            yield _("“%(field)s” is no field of “%(name)s”. Its fields are: %(allowed)s.") % {
                "field": field,
                "name": name,
                "allowed": ", ".join(allowed),
            }
    told = [str(field) for field in named if field != "text"]
    if len(told) != len(set(told)):
        yield _("A field stands twice in “%(name)s”. Take one of them out.") % {"name": name}
    if not all(isinstance(each.get("title", ""), str) for each in given):
        yield _("The titles of “%(name)s” must be texts.") % {"name": name}


def _wrong_widths(name: str, given: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not all(type(each.get("width")) is int and each["width"] > 0 for each in given):
        yield _("With fixed width, each column of “%(name)s” needs its width in bytes.") % {"name": name}


def _missing(spec: Mapping[str, Any], name: str, needed: Sequence[str]) -> Iterator[str]:
    given = spec.get(name, [])
    have = {str(each.get("field")) for each in given if isinstance(each, dict)} if isinstance(given, list) else set()
    for field in needed:
        if field not in have:
            yield _("“%(name)s” needs the field “%(field)s”: without it payments cannot be told apart.") % {
                "name": name,
                "field": field,
            }


def _meanings(words: Mapping[Any, Any]) -> set[str]:
    return {str(meaning) for meaning in words.values()}


def _texts(values: Sequence[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _wrong_meanings(spec: Mapping[str, Any]) -> Iterator[str]:
    """What the bank's words mean: results, reasons, dates."""
    results, reasons = spec.get("results"), spec.get("reasons", {})
    if not isinstance(results, dict) or not {"paid", "failed"} <= _meanings(results) <= set(RESULTS):
        yield _("“results” must say which words of the bank mean paid, which failed and, if it has them, pending.")
    if not isinstance(reasons, dict) or not _meanings(reasons) <= set(FAILURES):
        yield _("“reasons” must give each reason of the bank one of: %(codes)s.") % {"codes": ", ".join(FAILURES)}
    finals = spec.get("finals", [])
    if not isinstance(spec.get("currency", ""), str) or not isinstance(finals, list) or not _texts(finals):
        yield _("“currency” must be a text and “finals” a list of texts.")
    date = spec.get("date", "%Y-%m-%d")
    day = dt.date(2026, 11, 24)
    try:
        reads = dt.datetime.strptime(day.strftime(date), date).date() == day
    except (ValueError, TypeError):
        reads = False
    if not reads:
        yield _("“date” must be a pattern with year, month and day, such as %(one)s or %(other)s.") % {
            "one": "%Y-%m-%d",
            "other": "%Y%m%d",
        }
