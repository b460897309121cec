"""STP-08: the roll of one town in a batch, one row a payment, signed by whoever receives it.

Invariant: the rows add up to the figures of the roll. Four statements, whatever the number of rows.
"""

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from cases.letters.people import place
from cases.registry.models import Enrolment
from documents.letters import letter
from documents.models import Event
from finance.contents import short_hash
from finance.letters.batch_head import PAYMENT, head_of, months_in_words, signatures, yuan
from finance.models import Line, LineItem, TownRoll
from organisation.models import Division

COLUMNS = [
    {"title": "序号", "width": 5, "align": "center"},
    {"title": "姓名", "width": 9},
    {"title": "公民身份号码", "width": 18, "align": "center"},
    {"title": "村（社区）", "width": 10},
    {"title": "学校、年级", "width": 24},
    {"title": "发放月份", "width": 10},
    {"title": "月数", "width": 5, "kind": "count"},
    {"title": "标准\n（元/月）", "width": 9, "align": "right"},
    {"title": "金额（元）", "width": 11, "kind": "fen"},
    {"title": "收款人", "width": 9},
    {"title": "账号\n后四位", "width": 6, "align": "center"},
    {"title": "领取人签名", "width": 12, "kind": "sign"},
]


class Item(NamedTuple):
    """One month or correction of a payment: its month, what it is worth, and whether it corrects an earlier one."""

    month: dt.date
    fen: int
    corrects: bool
    one_sum: bool


@letter("STP-08", "发放名册", word="助名", organ="county", basis=PAYMENT, signed=True)
def town_roll(subject: TownRoll, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The payments of one town in the order of the batch, with what each is made of."""
    lines = list(
        Line.objects.filter(town_roll=subject).select_related("person", "account", "division").order_by("sequence")
    )
    made_of, schools, term = items_of(subject), schools_of(subject), subject.batch.term
    rows = [
        [
            line.sequence,
            line.person.name,
            line.person.id_masked,
            line.division.short_name,
            schools.get(line.person_id, ""),
            months_in_words([item.month for item in made_of[line.pk] if not item.corrects], term),
            line.months,
            rates_in_words(made_of[line.pk]),
            line.fen,
            line.account.holder,
            line.account.number_masked[-4:],
            None,
        ]
        for line in lines
    ]
    return {
        "batch": head_of(subject.batch) | {"hash": short_hash(subject.content_hash)},
        "town": place(Division.objects.select_related("parent").get(pk=subject.division_id)),
        "count": len(rows),
        "months": sum(line.months for line in lines),
        "grand_total": sum(line.fen for line in lines),
        "signed_by": signatures(subject.batch),
        "table": {"columns": COLUMNS, "rows": rows},
    }


def items_of(roll: TownRoll) -> dict[int, list[Item]]:
    """What each line of the roll is made of, in the order of months."""
    found: dict[int, list[Item]] = defaultdict(list)
    rows = LineItem.objects.filter(line__town_roll=roll).order_by("pk")
    for line, month, corrected, fen, one_sum in rows.values_list(
        "line_id", "accrual__month", "adjustment__accrual__month", "fen", "accrual__rate"
    ):
        found[line].append(Item(month or corrected, fen, month is None, month is not None and one_sum is None))
    return found


def schools_of(roll: TownRoll) -> dict[int, str]:
    """School and grade of each child of the roll today, by the child's key."""
    current = Enrolment.objects.filter(child__payments__town_roll=roll, valid_to__isnull=True)
    return {child: f"{school}{grade}" for child, school, grade in current.values_list("child", "school__name", "grade")}


def rates_in_words(items: list[Item]) -> str:
    """50.00 when every month is worth the same, else how many months at how much; corrections by themselves."""
    counts: dict[int, int] = defaultdict(int)
    for item in items:
        if not item.corrects and not item.one_sum:
            counts[item.fen] += 1
    words = [yuan(fen) if len(counts) == 1 else f"{count}*{yuan(fen)}" for fen, count in sorted(counts.items())]
    words += [f"一次性\n{yuan(item.fen)}" for item in items if item.one_sum]
    if corrected := [item.fen for item in items if item.corrects]:
        words.append(f"{'补差' if sum(corrected) > 0 else '抵扣'}\n{yuan(sum(corrected))}")
    return "\n".join(words)
