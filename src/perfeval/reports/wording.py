"""用语 - Write numbers, money, dates and lists the way official documents do; every text a template prints is made with these.

Layout habits: GB/T 9704 (numerals 一、（一）1.（1）), GB/T 15835 (Arabic digits, dates without leading zeros).
"""

from collections.abc import Iterable

from perfeval.quantities import Fraction, Grain, half_up, plain, plain_points, read_day, show_points
from perfeval.quantities import percent as _percent

MISSING = "—"
"""空缺 - What a cell prints when nothing was written."""
NOT_APPLICABLE = "不适用"
"""不适用 - What a row prints instead of points when it does not apply."""
NOT_WRITTEN = "（本节未填写）"
"""本节未填写 - What a section says when nobody wrote it."""

_DIGITS = "零一二三四五六七八九"
_MOST = 99
_STOPS = "。；;，, "


def numeral(number: int) -> str:
    """中文数字 - Return a number from 1 to 99 in Chinese numerals, a larger one in digits.

    Example:
        >>> numeral(3), numeral(10), numeral(12), numeral(40), numeral(42), numeral(100)
        ('三', '十', '十二', '四十', '四十二', '100')
    """
    if number > _MOST:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def heading(number: int, level: int) -> str:
    """标题序号 - Return the number of a heading of level 1 to 4: 一、（一）1.（1）.

    Example:
        >>> [heading(2, level) for level in (1, 2, 3, 4)]
        ['二、', '（二）', '2.', '（2）']
    """
    match level:
        case 1:
            return f"{numeral(number)}、"
        case 2:
            return f"（{numeral(number)}）"
        case 3:
            return f"{number}."
        case _:
            return f"（{number}）"


def amount(value: Fraction | None) -> str:
    """金额数字 - Return an amount with all the decimals it has, at least two; nothing is ever rounded away.

    Example:
        >>> amount(Fraction(3876646200, 100000000)), amount(Fraction(5)), amount(None)
        ('38.766462', '5.00', '—')
    """
    if value is None:
        return MISSING
    whole, _, decimals = plain(value).partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def percent(value: Fraction | None) -> str:
    """百分比 - Return a ratio as a percentage with two decimals, half up.

    Example:
        >>> percent(Fraction(382426, 475366)), percent(Fraction(1)), percent(None)
        ('80.45%', '100.00%', '—')
    """
    return MISSING if value is None else _percent(value)


def share(value: Fraction | None) -> str:
    """得分系数 - Return a ratio as a bare number of percent, as a column with (%) in its head prints it.

    Example:
        >>> share(Fraction(793, 1000)), share(Fraction(1))
        ('79.3', '100')
    """
    return MISSING if value is None else plain(half_up(value * 100))


def points(value: int | None) -> str:
    """得分 - Return points with two decimals, as the scorecard writes them."""
    return MISSING if value is None else show_points(value)


def weight(value: int | None) -> str:
    """分值 - Return a weight without trailing zeros, as the scorecard writes it."""
    return MISSING if value is None else plain_points(value)


def written(text: str | None) -> str:
    """照录 - Return what was written, — where nothing was."""
    return text or MISSING


def day(text: str | None, year: int) -> str:
    """日期 - Return a day as 2023年1月15日; what names no single day is printed as written.

    Example:
        >>> day("2023-01-15", 2022), day("2023年1月", 2022), day(None, 2022)
        ('2023年1月15日', '2023年1月', '—')
    """
    found = read_day(text, year) if text else None
    if found is None or found.grain is not Grain.DAY:
        return written(text)
    return f"{found.last.year}年{found.last.month}月{found.last.day}日"


def listed(names: Iterable[str]) -> str:
    """并列 - Return names joined by 、."""
    return "、".join(names)


def clauses(parts: Iterable[str | None]) -> str:
    """分句 - Return the parts that are written as one text, joined by ； and without their own closing stops.

    Example:
        >>> clauses(["报名人数少。", None, "提前通知；"])
        '报名人数少；提前通知'
    """
    return "；".join(part.rstrip(_STOPS) for part in parts if part)


def sentence(text: str) -> str:
    """成句 - Return a text that closes with exactly one full stop.

    Example:
        >>> sentence("各项指标均得满分"), sentence("原因：尾款未付。")
        ('各项指标均得满分。', '原因：尾款未付。')
    """
    return f"{text.rstrip(_STOPS)}。"


def paragraphs(text: str | None) -> tuple[str, ...]:
    """分段 - Return the lines of a longer text, blank ones left out; none where nothing was written."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
