"""What paper templates say in their own words: dates, amounts, ticks, QR codes, ruled registers.

Invariant: the output depends on the arguments alone, never on the clock or the language. Papers are Chinese.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.amount_words import rmb_words
from documents.qr import qr_data_uri
from documents.registers import Sheet, rule_sheets

register = template.Library()
BLANK_DATE = "\u3000\u3000年\u3000月\u3000日"


@register.filter
def cn_date(value: dt.date | str | None) -> str:
    """2026年1月5日 from a date, a time or their ISO text; a blank to fill in by hand when there is none."""
    if not value:
        return BLANK_DATE
    day = dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def yuan(fen: int | str | None) -> str:
    """Fen as yuan with two decimals and grouped thousands: 5,803,500.00. Nothing for no amount, as on blank forms."""
    return "" if fen in (None, "") else f"{Decimal(fen) / 100:,.2f}"


@register.filter
def yuan_words(fen: int | str | None) -> str:
    """Fen as 人民币…元整, as vouchers, rolls and approval forms want it. Nothing for no amount."""
    return "" if fen in (None, "") else rmb_words(Decimal(fen) / 100, jiao_zheng=True)


@register.simple_tag
def fit_organ(name: str, more: int = 0) -> float:
    """Type size in points at which the organ mark and `more` characters after it fit one line of 156 mm; 44 at most."""
    return round(min(44.0, 156 / 25.4 * 72 / (len(name) + more) / 1.045), 1)


@register.simple_tag
def title_lines(title: str, longest: int) -> SafeString:
    """The title in the fewest lines of at most `longest` characters, of nearly equal length, the first the longest."""
    count = -(-len(title) // longest)
    length = -(-len(title) // count)
    lines = [title[start : start + length] for start in range(0, len(title), length)]
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


@register.simple_tag
def tick(value: Any, option: Any, label: str | None = None) -> SafeString:
    """A box and its label, ticked when `value` is the option or contains it. `label=""` prints the box alone."""
    chosen = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    text = option if label is None else label
    box = '<span class="tick on">√</span>' if option in chosen else '<span class="tick">□</span>'
    return format_html('<span class="option">{}{}</span>', SafeString(box), text)


@register.simple_tag
def qr(url: str) -> SafeString:
    """The QR code of an absolute address. Its size is the stylesheet's."""
    return format_html('<img class="qr" alt="验证二维码" src="{}">', qr_data_uri(url))


@register.simple_tag
def ruled(table: dict[str, Any]) -> list[Sheet]:
    """The pages of a register. `table` as in documents.registers.rule_sheets."""
    return rule_sheets(table["columns"], table["rows"])
