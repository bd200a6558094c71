"""指标值 - Read a target: sign, number and unit, a range, a day, 是/否, or words.

Rule: contracts for `perfeval.evaluation/1`, "Reading a target". What a bare number means depends on the row and is
decided in scoring; here it simply has no sign.
"""

import re
from functools import lru_cache

from msgspec import Struct

from perfeval.indicators import Sign
from perfeval.quantities import Day, Quantity, normal, quantity_of, read_day

_PREFIXES = {
    Sign.AT_LEAST: "≥ ≧ >= 大于等于 大于或等于 不少于 不低于 不小于 达到 至少",
    Sign.AT_MOST: "≤ ≦ <= 小于等于 小于或等于 不超过 不高于 不大于 不多于",
    Sign.EQUAL: "== = ═",
}
_STRICT = {Sign.AT_LEAST: "> 大于 超过 高于 多于", Sign.AT_MOST: "< 小于 低于 少于"}
_SUFFIXES = {Sign.AT_LEAST: "及以上 以上", Sign.AT_MOST: "及以下 以下 以内"}
_BEGINS = {
    **{word: (sign, False) for sign, words in _PREFIXES.items() for word in words.split()},
    **{word: (sign, True) for sign, words in _STRICT.items() for word in words.split()},
}
_ENDS = {word: sign for sign, words in _SUFFIXES.items() for word in words.split()}
_BEGIN = re.compile("|".join(sorted(_BEGINS, key=len, reverse=True)))
_LONGEST_FIRST = sorted(_ENDS, key=len, reverse=True)
_CALENDAR = re.compile("[年月日号季底末]")
_WITHIN_A_SPAN = re.compile(r"(?P<span>\d.*(?:[年月日天周时]|季度))内(?:完成)?$")
_RANGE = re.compile(r"(?P<low>\d[\d,.]*(?:[^\d\-~—–〜―]{0,6}))(?:-|~|—|–|〜|―)(?P<high>\d.*)")
_SHORT_SPAN = re.compile(r"\d{1,2}[月年]份?")
_DATE_DIGITS = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DIGIT = re.compile(r"\d")


class Target(Struct, frozen=True, kw_only=True):
    """指标值 - Hold a target as read; words alone where it is neither number, range nor day."""

    text: str
    sign: Sign | None = None
    strict: bool = False
    low: Quantity | None = None
    high: Quantity | None = None
    day: Day | None = None

    @property
    def numeric(self) -> bool:
        """定量 - Tell whether the target is a number or a range of numbers."""
        return self.low is not None

    @property
    def yes_no(self) -> bool:
        """是否型 - Tell whether the target is 是 or 否."""
        return self.text in {"是", "否"}

    @property
    def unreadable(self) -> bool:
        """读不出 - Tell whether digits stand in it that were not understood."""
        return not self.numeric and self.day is None and _DIGIT.search(normal(self.text)) is not None


@lru_cache(maxsize=8192)
def read_target(text: str, year: int) -> Target:
    """读指标值 - Return what a target says; days without a year are of the given year.

    Example:
        >>> target = read_target("不少于12种", 2021)
        >>> target.sign.value, str(target.low)
        ('≥', '12种')
        >>> read_target("10～20天", 2021).sign.name, read_target("每亩300", 2021).unreadable
        ('WITHIN', True)
    """
    sign, strict, rest = split_sign(normal(text))
    quantity = quantity_of(rest)
    if quantity is not None and not _CALENDAR.search(quantity.base) and not (sign is None and _DATE_DIGITS.fullmatch(rest)):
        return Target(text=text, sign=sign, strict=strict, low=quantity)
    day = read_day(rest, year)
    if day is not None and not (sign is not None and _SHORT_SPAN.fullmatch(rest)):
        return Target(text=text, sign=sign, day=day)
    if sign is None and (span := _read_range(rest)) is not None:
        return Target(text=text, sign=Sign.WITHIN, low=span[0], high=span[1])
    if quantity is not None:
        return Target(text=text, sign=sign, strict=strict, low=quantity)
    return Target(text=text.strip())


@lru_cache(maxsize=8192)
def read_actual(text: str) -> Quantity | None:
    """读实际完成值 - Return the number of an actual value, which may repeat the sign of its target.

    Example:
        >>> str(read_actual("≥266米")), str(read_actual("不少于360天")), read_actual("全天候")
        ('266米', '360天', None)
    """
    return quantity_of(split_sign(normal(text))[2])


def split_sign(text: str) -> tuple[Sign | None, bool, str]:
    """分出符号 - Return sign, whether it is strict, and the rest of a tidy text; two signs that contradict are none."""
    within = _WITHIN_A_SPAN.fullmatch(text) if "内" in text else None
    if within is not None and not within["span"].endswith("以"):
        return Sign.AT_MOST, False, within["span"]
    begin = _BEGIN.match(text)
    sign, strict = _BEGINS[begin[0]] if begin else (None, False)
    rest = text[begin.end() :] if begin else text
    end = next(filter(rest.endswith, _LONGEST_FIRST), None)
    if end is None or end == rest:
        return sign, strict, rest
    closing = _ENDS[end]
    return (closing, strict, rest.removesuffix(end)) if sign in {None, closing} else (None, False, text)


def _read_range(text: str) -> tuple[Quantity, Quantity] | None:
    """Return both ends of a range; a unit written once is the unit of both."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    low, high = quantity_of(match["low"]), quantity_of(match["high"])
    if low is None or high is None:
        return None
    if low.bare:
        low = Quantity(number=low.number, digits=low.digits, scale=high.scale, base=high.base)
    return (low, high) if low.unit == high.unit and low.number <= high.number else None
