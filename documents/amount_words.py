"""Amounts in words for vouchers, rolls and approval forms.

Invariant: never a guess. An amount that is negative, finer than a fen, too large or not a Decimal is refused.
Called by the paper templates. Sources: 《会计基础工作规范》 art. 52, 《支付结算办法》 annex 1.
"""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
LIMIT = Decimal(10) ** 16


def rmb_words(amount: Decimal, *, jiao_zheng: bool) -> str:
    """Return an amount of yuan in words, such as 人民币壹仟玖佰零叁元伍角整.

    `jiao_zheng` adds 整 after 角, as vouchers want it; bank instruments may leave it out. Raises TypeError for
    anything but a Decimal, ValueError for a negative amount, fractions of a fen, or 10^16 yuan and more.
    """
    if not isinstance(amount, Decimal):
        raise TypeError("give the amount as a Decimal of yuan")
    if not amount.is_finite() or amount < 0 or amount >= LIMIT or amount != amount.quantize(Decimal("0.01")):
        raise ValueError("give an amount of 0 or more, under 10^16 yuan, in whole fen")
    yuan, fen = divmod(int(amount * 100), 100)
    return "人民币" + _yuan(yuan, fen) + _small_change(fen, after_yuan=yuan > 0, jiao_zheng=jiao_zheng)


def _yuan(yuan: int, fen: int) -> str:
    if not yuan:
        return "" if fen else "零元"
    return _integer(yuan) + "元"


def _small_change(fen: int, *, after_yuan: bool, jiao_zheng: bool) -> str:
    jiao, rest = divmod(fen, 10)
    if not fen:
        return "整"
    if not rest:
        return f"{DIGITS[jiao]}角" + ("整" if jiao_zheng else "")
    if not jiao:
        return ("零" if after_yuan else "") + f"{DIGITS[rest]}分"
    return f"{DIGITS[jiao]}角{DIGITS[rest]}分"


def _integer(number: int) -> str:
    """Words of a positive integer below 10^16, read as 亿 and the rest, each of them as 万 and the rest."""
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and low < size // 10 else ""
            return _integer(high) + unit + gap + (_integer(low) if low else "")
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return words
