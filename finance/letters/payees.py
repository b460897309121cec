"""How papers about single payments call payees, accounts, months and what the bank says.

The one invariant: account numbers are masked, everything else is written out. Called by the builders here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from cases.registry.models import PayeeAccount
from finance.letters.batch_head import months_in_words
from finance.models import Line, LineItem

FAILURES = {
    "name_mismatch": "户名账号不符",
    "account_closed": "账户已销户",
    "frozen": "账户冻结止付",
    "inactive": "社保卡金融功能未激活",
    "bad_account": "账号错误",
    "limit": "超过账户限额",
    "other": "其他原因",
}


def failure_words(code: str) -> str:
    """What the bank says of a payment that came back."""
    return FAILURES.get(code, FAILURES["other"])


def account_words(account: PayeeAccount) -> str:
    """毋秋菊（祖母）示例银行****0013."""
    relation = f"（{account.holder_relation}）" if account.holder_relation else ""
    return f"{account.holder}{relation}{account.bank}{account.number_masked}"


def payee_words(account: PayeeAccount, child: str) -> str:
    """The payee as a notice addresses them: 毋秋菊（毋小满的祖母）."""
    return f"{account.holder}（{child}的{account.holder_relation}）" if account.holder_relation else account.holder


def months_of(lines: Sequence[Line]) -> dict[int, list[dt.date]]:
    """The months that each line pays, by its key."""
    found: dict[int, list[dt.date]] = {line.pk: [] for line in lines}
    rows = LineItem.objects.filter(line__in=found, accrual__isnull=False).order_by("accrual__month")
    for line, month in rows.values_list("line_id", "accrual__month"):
        found[line].append(month)
    return found


def runs(months: Iterable[dt.date]) -> str:
    """2026.9-12、2027.1."""
    return months_in_words(list(months), ())
