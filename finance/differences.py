"""A batch against the last one of its program and county, person by person, with the reason in words.

Invariant: what it lists explains the whole difference of the two totals. A batch is compared with one that went to the
bank, or with nothing. Called by the letter STP-09 and the page of the batch.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from finance.models import Batch, Line, LineItem, RollEntry
from finance.reasons import reason_words

Kind = Literal["new", "gone", "amount", "account"]
Paid = tuple[int, int, str]  # fen, months, index of the account number
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """One person whose payment is new, gone, of another amount, or goes to another account. Amounts are fen.

    For a person who is new, `before` figures are 0 and empty; for one who is gone, `after` figures are. `reason` is a
    code of finance.reasons or of the program's source; `words` says it in the reader's language.
    """

    kind: Kind
    case: int
    person: int
    name: str
    village: str
    town: int  # id of the town's division
    fen_before: int
    fen_after: int
    months_before: int
    months_after: int
    account_before: str  # masked
    account_after: str
    reason: str

    @property
    def words(self) -> str:
        """Why, in the reader's language."""
        return reason_words(self.reason)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of each kind, and the totals. `before` is the batch that it was compared with, if there is one."""

    before: Batch | None
    new: int
    gone: int
    amount: int
    account: int
    fen_before: int
    fen_after: int

    @property
    def total(self) -> int:
        """Persons whose payment differs."""
        return self.new + self.gone + self.amount + self.account


def last_batch(batch: Batch) -> Batch | None:
    """The newest earlier batch of the same program, county and kind that went to the bank."""
    earlier = Batch.objects.filter(
        program=batch.program_id, division=batch.division_id, kind=batch.kind, sent_on__isnull=False, pk__lt=batch.pk
    )
    return earlier.order_by("-first_month", "-pk").first()


def differences(batch: Batch, *, town: int | None = None, kind: Kind | None = None) -> Iterator[Difference]:
    """Every difference, by town, village and number; those of one town (id of its division) or kind when named."""
    last = last_batch(batch)
    kinds = {person: found for person, found in _compared(batch, last).items() if kind in (None, found)}
    people = list(kinds)
    for start in range(0, len(people), CHUNK):
        for each in _told(batch, last, {person: kinds[person] for person in people[start : start + CHUNK]}):
            if town in (None, each.town):
                yield each


def summary(batch: Batch) -> Summary:
    """Counts and totals of all differences."""
    last = last_batch(batch)
    counts = Counter(_compared(batch, last).values())
    return Summary(
        last,
        **{kind: counts[kind] for kind in ("new", "gone", "amount", "account")},
        fen_before=last.total_fen if last else 0,
        fen_after=batch.total_fen,
    )


def lines_of(batch: Batch) -> "Any":
    """The lines of the batch's present round."""
    return Line.objects.filter(batch=batch, round=batch.round).exclude(status=Line.Status.VOID)


def _compared(batch: Batch, last: Batch | None) -> dict[int, Kind]:
    """Kind of difference by person, in the order of the rolls; those who are gone stand last."""
    after, before = _payments(batch), _payments(last) if last else {}
    found: dict[int, Kind] = {}
    for person, paid in after.items():
        if person not in before:
            found[person] = "new"
        elif paid[:2] != before[person][:2]:
            found[person] = "amount"
        elif paid != before[person]:
            found[person] = "account"
    return found | {person: "gone" for person in before if person not in after}


def _payments(batch: Batch) -> dict[int, Paid]:
    columns = ("person_id", "fen", "months", "account__number_index")
    rows = lines_of(batch).order_by("sequence").values_list(*columns)
    return {person: (fen, months, index) for person, fen, months, index in rows.iterator(CHUNK)}


def _told(batch: Batch, last: Batch | None, kinds: dict[int, Kind]) -> Iterator[Difference]:
    after, before = _lines(batch, kinds), _lines(last, kinds) if last else {}
    reasons = _reasons(batch, after, before, kinds)
    for person, kind in kinds.items():
        new, old = after.get(person), before.get(person)
        shown = new or old
        if shown is None:
            continue
        yield Difference(
            kind,
            shown["case_id"],
            person,
            shown["person__name"],
            shown["division__short_name"],
            shown["town_roll__division_id"],
            old["fen"] if old else 0,
            new["fen"] if new else 0,
            old["months"] if old else 0,
            new["months"] if new else 0,
            old["account__number_masked"] if old else "",
            new["account__number_masked"] if new else "",
            reasons[person],
        )


def _lines(batch: Batch, people: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = (
        lines_of(batch)
        .filter(person__in=list(people))
        .values(
            "id",
            "person_id",
            "case_id",
            "person__name",
            "division__short_name",
            "town_roll__division_id",
            "fen",
            "months",
            "account__number_masked",
        )
    )
    return {row["person_id"]: row for row in rows}


def _reasons(
    batch: Batch, after: dict[int, dict[str, Any]], before: dict[int, dict[str, Any]], kinds: dict[int, Kind]
) -> dict[int, str]:
    gone = [person for person, kind in kinds.items() if kind == "gone"]
    new = [person for person, kind in kinds.items() if kind == "new"]
    entries = RollEntry.objects.filter(batch=batch, round=batch.round, case__person__in=gone)
    left = dict(entries.values_list("case__person_id", "reason"))
    paid = Line.objects.filter(person__in=new, batch__program=batch.program_id, status=Line.Status.PAID)
    known = set(paid.values_list("person_id", flat=True))
    both = [row["id"] for rows in (after, before) for person, row in rows.items() if kinds[person] == "amount"]
    corrected = set(LineItem.objects.filter(line__in=both, accrual=None).values_list("line__person_id", flat=True))
    return {
        person: left.get(person) or "not_enrolled"
        if kind == "gone"
        else ("again" if person in known else "first_payment")
        if kind == "new"
        else "account"
        if kind == "account"
        else _why_amount(after[person], before[person], corrected)
        for person, kind in kinds.items()
    }


def _why_amount(new: dict[str, Any], old: dict[str, Any], corrected: set[int]) -> str:
    if new["months"] != old["months"]:
        return "months"
    return "adjustment" if new["person_id"] in corrected else "rate"
