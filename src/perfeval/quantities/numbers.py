"""数字 - Read and show exact numbers: text to fraction, half up, points in hundredths.

Points and weights are whole hundredths of a point (10.00 分 is 1000), so that a printed column adds up exactly.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NewType

from perfeval.quantities.exact import Fraction

Points = NewType("Points", int)
"""分数 - Points or weight in hundredths of a point."""

NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
LONGEST = 40
"""最长 - A longer text is no number that anybody means, and would cost time to read."""

_NUMBER = re.compile(NUMBER)
# Small, circled and fractional digits are no digits of a number: 10³ is not 103. Only behind an m they make a unit.
ODD = r"\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u215f\u2460-\u24ff\u2776-\u2793\u3248-\u32bf"
_ODD = re.compile(f"([{ODD}])")
_SQUARE_METRES = re.compile(r"[mMｍＭ][\u00b2\u00b3]")
_SMALL = str.maketrans({"\u00b2": "2", "\u00b3": "3"})


def normal(text: str) -> str:
    """规范化 - Return the text in NFKC form without any blanks.

    Example:
        >>> normal(" ７８．８２ ％ ")
        '78.82%'
    """
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return "".join(text.split())
    if _ODD.search(text):
        text = _SQUARE_METRES.sub(lambda unit: unit[0].translate(_SMALL), text)
        kept = _ODD.split(text)
        return "".join("".join(unicodedata.normalize("NFKC", part).split()) if at % 2 == 0 else part for at, part in enumerate(kept))
    return "".join(unicodedata.normalize("NFKC", text).split())


def fraction_of(digits: str) -> Fraction:
    """取值 - Return the exact value of a number already known to be well written.

    Example:
        >>> fraction_of("1,283.50")
        Fraction(2567, 2)
    """
    whole, _, decimals = digits.replace(",", "").partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


@lru_cache(maxsize=4096)
def read_number(text: str, *, unit: str = "") -> Fraction | None:
    """读数 - Return the number a text holds, None when it holds anything else; one of the letters of unit may follow.

    Example:
        >>> read_number("１，２８３"), read_number("9.5分", unit="分"), read_number("约12")
        (Fraction(1283, 1), Fraction(19, 2), None)
    """
    tidy = text.strip() if _ODD.search(text) else unicodedata.normalize("NFKC", text).strip()
    if unit and tidy and tidy[-1] in unit:
        tidy = tidy[:-1].rstrip()
    return fraction_of(tidy) if len(tidy) <= LONGEST and _NUMBER.fullmatch(tidy) else None


def read_weight(text: str) -> Fraction | None:
    """读分值 - Return the number of a cell that holds a weight; 分 or % may stand behind it.

    Example:
        >>> read_weight("22.5分"), read_weight("十分")
        (Fraction(45, 2), None)
    """
    return read_number(text, unit="分%％")


def read_points(text: str) -> Fraction | None:
    """读得分 - Return the number of a cell that holds points; 分 may stand behind it.

    Example:
        >>> read_points("9.5分"), read_points("95%")
        (Fraction(19, 2), None)
    """
    return read_number(text, unit="分")


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """四舍五入 - Return the value rounded half up to so many decimals.

    Example:
        >>> half_up(Fraction(5, 8)), half_up(Fraction(862, 100), 0)
        (Fraction(63, 100), Fraction(9, 1))
    """
    scale = 10**places
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


def to_points(value: Fraction) -> Points:
    """取两位小数 - Return the value as points, half up to 0.01.

    Example:
        >>> to_points(Fraction(5, 8))
        63
    """
    return Points((200 * value.numerator + value.denominator) // (2 * value.denominator))


def finer_than(value: Fraction, places: int) -> bool:
    """过细 - Tell whether a number has more decimals than so many."""
    return bool((value.numerator * 10**places) % value.denominator)


@lru_cache(maxsize=16384)
def show_points(points: int) -> str:
    """显示得分 - Return points with two decimals.

    Example:
        >>> show_points(980), show_points(-5)
        ('9.80', '-0.05')
    """
    return f"{'-' if points < 0 else ''}{abs(points) // 100}.{abs(points) % 100:02d}"


@lru_cache(maxsize=16384)
def plain_points(points: int) -> str:
    """显示分值 - Return points without trailing zeros, as weights are written.

    Example:
        >>> plain_points(1000), plain_points(2250)
        ('10', '22.5')
    """
    return show_points(points).rstrip("0").rstrip(".")


def plain(value: Fraction) -> str:
    """精确显示 - Return a decimal number where it ends, else a/b.

    Example:
        >>> plain(Fraction(49, 50)), plain(Fraction(2, 3)), plain(Fraction(-7, 2))
        ('0.98', '2/3', '-3.5')
    """
    denominator = value.denominator
    if denominator == 1:
        return str(value.numerator)
    places = _decimals(denominator)
    if places is None:
        return f"{value.numerator}/{denominator}"
    digits = str(abs(value.numerator) * 10**places // denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def percent(value: Fraction, places: int = 2) -> str:
    """百分比 - Return a ratio as a percentage with so many decimals, half up.

    Example:
        >>> percent(Fraction(382426, 475366))
        '80.45%'
    """
    rounded = half_up(value * 100, places)
    sign = "-" if rounded < 0 else ""
    digits = str(abs(rounded.numerator) * 10**places // rounded.denominator).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}%" if places else f"{sign}{digits}%"


@lru_cache(maxsize=1024)
def _decimals(denominator: int) -> int | None:
    """Return how many decimals a fraction with this denominator needs, None where it never ends."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
