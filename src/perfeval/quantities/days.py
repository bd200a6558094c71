"""日期 - Read a day, month, quarter or year as the last day it can mean."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache

from perfeval.quantities.numbers import normal


class Grain(IntEnum):
    """精度 - Say how exactly a day was named; coarser is greater."""

    DAY = 1
    MONTH = 2
    QUARTER = 3
    YEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """时点 - Hold the last day a text can mean, and how exactly it was named."""

    last: date
    grain: Grain

    def by(self, deadline: "Day") -> bool:
        """是否按期 - Tell whether this is on or before the deadline; where this names only a month or year, by month or year."""
        return _rank(self.last, self.grain) <= _rank(deadline.last, self.grain)

    def late(self, deadline: "Day") -> int:
        """逾期天数 - Return how many days after the deadline this is, 0 when it is in time."""
        return 0 if self.by(deadline) else (self.last - deadline.last).days


_BEFORE = r"(?:(?:完成时间|时间|时限)[为:]?|于|在|截至|截止|不晚于|不迟于)?"
_AFTER = r"(?:底|末)?(?:之前|以前|前|止)?(?:完成)?"
_YEAR = r"(?:(?P<year>(?:19|20)[0-9][0-9])年?|(?:本年|当年|今年)(?:度)?)?"
_DAY = re.compile(
    rf"{_BEFORE}(?:(?P<year>(?:19|20)[0-9][0-9])(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})"
    rf"|(?P<year3>(?:19|20)[0-9][0-9])(?P<month3>[0-9][0-9])(?P<day3>[0-9][0-9])"
    rf"|(?:(?P<year2>(?:19|20)[0-9][0-9])年|本年|当年|今年)?(?P<month2>[0-9]{{1,2}})月(?P<day2>[0-9]{{1,2}})[日号]?(?:[0-9]{{1,2}}[时点])?){_AFTER}"
)
_MONTH = re.compile(
    rf"{_BEFORE}(?:(?:(?P<year>(?:19|20)[0-9][0-9])年|本年|当年|今年)?(?P<month>[0-9]{{1,2}})月份?"
    rf"|(?P<year2>(?:19|20)[0-9][0-9])[-/](?P<month2>[0-9]{{1,2}})){_AFTER}"
)
_QUARTER = re.compile(rf"{_BEFORE}{_YEAR}第?(?P<quarter>[一二三四1-4])季度?{_AFTER}")
_WHOLE_YEAR = re.compile(
    rf"{_BEFORE}(?:(?P<year>(?:19|20)[0-9][0-9])年度?{_AFTER}|(?:本年|当年|今年|年)(?:底|末)(?:之前|以前|前)?(?:完成)?)"
)
_HALF = re.compile(rf"{_BEFORE}{_YEAR}(?P<half>[上下])半年{_AFTER}")
_QUARTERS = "一二三四"


@lru_cache(maxsize=4096)
def read_day(text: str, year: int) -> Day | None:
    """读日期 - Return the day a text names, the given year where it names none, None when it names no day.

    Example:
        >>> read_day("2022年12月30日前", 2020).last.isoformat(), read_day("12月底前", 2022).last.isoformat()
        ('2022-12-30', '2022-12-31')
        >>> read_day("第三季度", 2022).last.isoformat(), read_day("年底", 2022).grain.name, read_day("12个月", 2022)
        ('2022-09-30', 'YEAR', None)
    """
    tidy = normal(text)
    if match := _DAY.fullmatch(tidy):
        named, month, day = (match[part] or match[f"{part}2"] or match[f"{part}3"] for part in ("year", "month", "day"))
        return _day(int(named or year), int(month), int(day))
    if match := _MONTH.fullmatch(tidy):
        return _month(int(match["year"] or match["year2"] or year), int(match["month"] or match["month2"]), Grain.MONTH)
    if match := _QUARTER.fullmatch(tidy):
        quarter = match["quarter"]
        number = _QUARTERS.index(quarter) + 1 if quarter in _QUARTERS else int(quarter)
        return _month(int(match["year"] or year), 3 * number, Grain.QUARTER)
    if match := _HALF.fullmatch(tidy):
        return _month(int(match["year"] or year), 6 if match["half"] == "上" else 12, Grain.MONTH)
    if match := _WHOLE_YEAR.fullmatch(tidy):
        return _month(int(match["year"] or year), 12, Grain.YEAR)
    return None


def _day(year: int, month: int, day: int) -> Day | None:
    """Return the day, None when the calendar has no such day."""
    try:
        return Day(last=date(year, month, day), grain=Grain.DAY)
    except ValueError:
        return None


def _month(year: int, month: int, grain: Grain) -> Day | None:
    """Return the last day of a month, None when there is no such month."""
    try:
        return Day(last=date(year, month, monthrange(year, month)[1]), grain=grain)
    except ValueError:
        return None


def _rank(day: date, grain: Grain) -> tuple[int, int, int]:
    """Return what two days are compared by at this grain."""
    match grain:
        case Grain.DAY:
            return day.year, day.month, day.day
        case Grain.MONTH:
            return day.year, day.month, 0
        case Grain.QUARTER:
            return day.year, (day.month + 2) // 3, 0
        case Grain.YEAR:
            return day.year, 0, 0
