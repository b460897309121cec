"""The list of returned payments (退票) for the towns: a workbook with a sheet for each to fill in, and a register.

Invariant: a workbook is read back by the titles of its columns, so these are Chinese whatever language the clerk uses;
no cell is ever a formula. Called by finance.views.returned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter
from django.db import transaction
from django.db.models import QuerySet

from cases.account_rules import possible_holders
from documents.exporting import neutral, watermark
from documents.offices import office_of
from documents.trail import enter_batch, record
from finance.letters.payees import failure_words, months_of, runs
from finance.models import Batch, Line
from finance.reissuing import returned_lines
from finance.wording import yuan_words
from organisation.models import User
from organisation.rights import right_for, rights_of
from organisation.roles import Role

SENDERS = frozenset({Role.COUNTY_CASEWORKER, Role.COUNTY_REVIEWER})  # the workbook names families and their carers
PRINTERS = SENDERS | {Role.COUNTY_APPROVER, Role.FINANCE_PREPARER, Role.FINANCE_REVIEWER}
READERS = frozenset({Role.COUNTY_CASEWORKER})


@dataclass(frozen=True)
class Column:
    """Its key, title and width; `fill` is for the town to fill in."""

    key: str
    title: str
    width: int
    fill: bool = False


COLUMNS = (
    Column("number", "业务流水号", 28),
    Column("name", "姓名", 10),
    Column("village", "村（社区）", 16),
    Column("fen", "金额（元）", 11),
    Column("months", "发放月份", 14),
    Column("failure", "退票原因", 20),
    Column("old", "原收款账户", 26),
    Column("holders", "可选户名（与儿童关系）", 30),
    Column("holder", "新户名", 12, fill=True),
    Column("relation", "与儿童关系", 12, fill=True),
    Column("account", "新账号", 24, fill=True),
    Column("bank", "开户银行", 22, fill=True),
    Column("bank_line_number", "联行号（选填）", 16, fill=True),
    Column("name_for_bank", "银行户名（生僻字，选填）", 22, fill=True),
    Column("proof", "证明材料文件名", 20, fill=True),
    Column("why", "变更原因", 22, fill=True),
)
HELP = (
    "一、每行是一笔退票。请核对儿童姓名和原账户，在黄色各列填写核实后的账户；没有核实的行留空。",
    "二、新户名只能是“可选户名”中的一位；新账号按社会保障卡或存折填写，不要用科学计数法。",
    "三、证明材料文件名填写随本表一并上传的扫描件文件名，如 00012.pdf；一份扫描件对应一行。",
    "四、不要改动业务流水号和表头。上传后逐行检查，登记为账户变更建议，由县级复核人另行核对确认。",
)
REGISTER = [
    {"title": "流水号", "width": 6, "align": "center"},
    {"title": "姓名", "width": 11},
    {"title": "乡镇（街道）", "width": 14},
    {"title": "村（社区）", "width": 14},
    {"title": "发放月份", "width": 14},
    {"title": "金额（元）", "width": 11, "kind": "fen"},
    {"title": "退票原因", "width": 22},
    {"title": "收款人", "width": 11},
    {"title": "账号\n后四位", "width": 6, "align": "center"},
    {"title": "核实结果", "width": 22, "kind": "sign"},
]


def returned_tools(batch: Batch, user: User) -> dict[str, Any]:
    """What the page of returned payments offers to this user: taking the lists out, and reading one back."""

    def may(roles: frozenset[Role]) -> bool:
        return right_for(user, roles, batch.dossier.division_code) is not None

    towns = batch.rolls.filter(round=batch.round).order_by("division__code")
    return {
        "may_send_list": may(SENDERS),
        "may_print_list": may(PRINTERS),
        "may_read_back": may(READERS),
        "towns": list(towns.values_list("division__code", "division__short_name")),
    }


def waiting_lines(batch: Batch, town: str = "") -> "QuerySet[Line]":
    """Payments that came back and wait, of one town or all, with what both lists show."""
    lines = returned_lines(batch).select_related("person", "division", "account", "town_roll__division")
    return lines.filter(town_roll__division__code=town) if town else lines


def returned_workbook(batch: Batch, *, by: User, reason: str) -> bytes:
    """The workbook for the towns, noted as an export in the office's and the children's files."""
    lines = list(waiting_lines(batch))
    content = _workbook(lines, watermark(by, len(lines)))
    details = {"title": f"退票清单 {batch.number}", "count": len(lines), "columns": [c.title for c in COLUMNS]}
    with transaction.atomic():
        event = record(office_of(by), "list.export", by=by, right=rights_of(by)[0], reason=reason, details=details)
        enter_batch(event, _dossiers(lines) - {event.dossier_id})
    return content


def register_context(batch: Batch, town: str, *, by: User) -> dict[str, Any]:
    """What the printed register shows; the print is noted in the batch's and the children's files."""
    lines = list(waiting_lines(batch, town))
    with transaction.atomic():
        event = record(
            batch.dossier, "returned.print", by=by, right=rights_of(by)[0], details={"town": town, "count": len(lines)}
        )
        enter_batch(event, _dossiers(lines) - {event.dossier_id})
    months = months_of(lines)
    rows = [_register_row(line, runs(months[line.pk])) for line in lines]
    head = {"title": "退票清单", "organ": batch.division.name, "number": batch.number, "handler": by.name, "phone": ""}
    return {
        "paper": head,
        "batch": batch,
        "count": len(lines),
        "grand_total": sum(line.fen for line in lines),
        "table": {"columns": REGISTER, "rows": rows},
    }


def _dossiers(lines: Iterable[Line]) -> set[int]:
    return {line.case.dossier_id for line in lines}


def _register_row(line: Line, months: str) -> list[Any]:
    return [
        f"{line.sequence:05d}",
        line.person.name,
        line.town_roll.division.short_name,
        line.division.short_name,
        months,
        line.fen,
        failure_words(line.failure),
        line.account.holder,
        line.account.number_masked[-4:],
        None,
    ]


def _workbook(lines: Sequence[Line], mark: str) -> bytes:
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    months = months_of(lines)
    with xlsxwriter.Workbook(target, options) as book:
        for town, of_town in groupby(lines, key=lambda line: line.town_roll.division.short_name):
            rows = [_row(line, runs(months[line.pk])) for line in of_town]
            _write_town(book, town, rows, mark)
        _write_help(book, mark)
    return target.getvalue()


def _row(line: Line, months: str) -> dict[str, str]:
    relation = f"（{line.account.holder_relation}）" if line.account.holder_relation else ""
    return {
        "number": line.number,
        "name": line.person.name,
        "village": line.division.short_name,
        "fen": yuan_words(line.fen),
        "months": months,
        "failure": failure_words(line.failure),
        "old": f"{line.account.holder}{relation} {line.account.number_masked}",
        "holders": "、".join(f"{name}（{of or '本人'}）" for _key, name, of in possible_holders(line.person)),
    }


def _write_town(book: Any, town: str, rows: Sequence[dict[str, str]], mark: str) -> None:
    sheet = book.add_worksheet(town[:31])
    text = {"num_format": "@", "border": 1, "border_color": "#E1E5EA", "text_wrap": True, "valign": "top"}
    plain, fill = book.add_format(text), book.add_format(text | {"bg_color": "#FFF4D6"})
    head = book.add_format({"bold": True, "bg_color": "#EEF1F4", "border": 1, "text_wrap": True})
    sheet.set_header(f"&R{mark.replace('&', '&&')}")
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, fill if column.fill else plain)
        sheet.write_string(0, place, column.title, head)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(COLUMNS):
            if value := row.get(column.key):
                sheet.write_string(line, place, neutral(value), plain)
            else:
                sheet.write_blank(line, place, None, fill if column.fill else plain)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_help(book: Any, mark: str) -> None:
    sheet = book.add_worksheet("填写说明")
    wrap = book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 100, wrap)
    for line, words in enumerate((*HELP, mark)):
        sheet.write_string(line, 0, words, wrap)
