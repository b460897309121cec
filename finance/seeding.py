"""The bank formats that every installation starts with. Safe to run again: what the office changed stays.

Called by the `seed` command through config/wiring.py.
"""

from typing import Any

from finance.models import BankAdapter

REASONS = {
    "户名账号不符": "name_mismatch",
    "户名与账号不符": "name_mismatch",
    "销户": "account_closed",
    "账户已销户": "account_closed",
    "冻结止付": "frozen",
    "账户冻结": "frozen",
    "社保卡金融功能未激活": "inactive",
    "未激活": "inactive",
    "账号错误": "bad_account",
    "账号不存在": "bad_account",
    "超限": "limit",
    "超过限额": "limit",
    "其他": "other",
}
RESULTS = {"成功": "paid", "失败": "failed", "处理中": "pending"}
COLUMNS = [
    {"field": "sequence", "title": "序号"},
    {"field": "holder", "title": "收款人户名"},
    {"field": "account", "title": "收款账号"},
    {"field": "bank", "title": "开户银行"},
    {"field": "amount", "title": "金额"},
    {"field": "currency", "title": "币种"},
    {"field": "purpose", "title": "用途"},
    {"field": "memo", "title": "附言"},
    {"field": "serial", "title": "业务流水号"},
]
ANSWERS = [
    {"field": "result", "title": "处理结果"},
    {"field": "reason", "title": "失败原因"},
    {"field": "booked_on", "title": "入账日期"},
]
BANK_LINE = {"field": "bank_line", "title": "联行号"}
CSV: dict[str, Any] = {
    "kind": "delimited",
    "encoding": "gb18030",
    "characters": "gbk",
    "line_end": "crlf",
    "delimiter": ",",
    "columns": COLUMNS,
    "answer_columns": COLUMNS + ANSWERS,
    "amount": "yuan",
    "name_bytes": 60,
    "rows_per_file": 5000,
    "currency": "人民币",
    "date": "%Y-%m-%d",
    "results": RESULTS,
    "reasons": REASONS,
}
BOOK: dict[str, Any] = CSV | {
    "kind": "xlsx",
    "encoding": "utf-8",
    "characters": "gb18030",
    "columns": [*COLUMNS[:4], BANK_LINE, *COLUMNS[4:]],
    "answer_columns": [*COLUMNS[:4], BANK_LINE, *COLUMNS[4:], *ANSWERS],
    "rows_per_file": 10000,
}
SHIPPED = (("csv", "代发文件（CSV，GB18030）", CSV), ("xlsx", "代发文件（Excel 工作簿，含联行号）", BOOK))


def load_adapters() -> int:
    """Enter the bank formats that are missing; returns how many there are to begin with."""
    for code, name, spec in SHIPPED:
        BankAdapter.objects.get_or_create(code=code, defaults={"name": name, "spec": spec})
    return len(SHIPPED)
