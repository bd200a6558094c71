"""计量单位 - Read a number with its unit and bring two of them to one unit.

Units convert inside length, area, mass, volume, 年/月, 天/小时, money, %/‰ and by 万 and 亿; nothing else converts.
Factors are whole numbers (areas count in thirds of a 平方厘米, because one 亩 is 2000/3 平方米), so that every sum
can be written with decimal numbers.
"""

import re
from functools import lru_cache
from math import gcd

from msgspec import Struct

from perfeval.quantities.exact import Fraction
from perfeval.quantities.numbers import LONGEST, NUMBER, ODD, fraction_of, half_up, normal, plain

_FACTORS: dict[str, tuple[str, int]] = {
    unit: (dimension, factor)
    for dimension, units in {
        "长度": {"毫米 mm": 1, "厘米 cm": 10, "分米 dm": 100, "米 m": 1000, "公里 千米 km": 10**6, "里": 5 * 10**5},
        "面积": {
            "平方厘米 cm2": 3,
            "平方米 m2 平米": 3 * 10**4,
            "亩": 2 * 10**7,
            "公顷 hm2": 3 * 10**8,
            "平方公里 平方千米 km2": 3 * 10**10,
        },
        "质量": {"克 g": 1, "斤": 500, "千克 公斤 kg": 1000, "吨 t": 10**6},
        "体积": {"毫升 ml 立方厘米 cm3": 1, "升 l": 1000, "立方米 m3 立方 方": 10**6},
        "月份": {"月 个月": 1, "年": 12},
        "时间": {"小时 h": 1, "天 日": 24},
        "金额": {"元": 1},
        "比率": {"‰": 1, "%": 10},
    }.items()
    for names, factor in units.items()
    for unit in names.split()
}
SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
"""数量级 - What stands between a number and its unit, and by how much it multiplies."""
_UNIT = rf"(?:[%‰]|(?:[mM][23]|[^\W\d_{ODD}]|[℃°/·]){{1,6}})"
_QUANTITY = re.compile(rf"(?P<number>{NUMBER})(?P<scale>万亿|万|亿)?(?:\((?P<bracket>{_UNIT})\)|(?P<unit>{_UNIT}))?")
_SPANS = frozenset({"月份", "时间"})
_MORE_SPANS = frozenset({"周", "季", "季度", "分钟", "秒", "工作日", "个工作日", "星期", "日历天", "自然日", "个自然日"})


class Quantity(Struct, frozen=True, kw_only=True):
    """数量 - Hold a number as written, its 万 or 亿, and its unit; a bare number has neither."""

    number: Fraction
    digits: str = ""
    scale: str = ""
    base: str = ""

    @property
    def text(self) -> str:
        """数字 - Return the number as expressions write it: the digits that were read, else the exact value."""
        return self.digits or plain(self.number)

    @property
    def whole(self) -> Fraction:
        """完整数值 - Return the number with its 万 or 亿 multiplied out.

        Example:
            >>> read_quantity("1.5万元").whole
            Fraction(15000, 1)
        """
        return self.number * SCALES[self.scale]

    @property
    def unit(self) -> str:
        """计量单位 - Return the unit as written, 万 and 亿 included."""
        return self.scale + self.base

    @property
    def bare(self) -> bool:
        """没有单位 - Tell whether neither a unit nor 万 or 亿 was written."""
        return not self.scale and not self.base

    @property
    def money(self) -> bool:
        """金额 - Tell whether the unit is 元, 万元 or 亿元."""
        return self.base == "元"

    @property
    def money_per(self) -> bool:
        """单位金额 - Tell whether the unit is money per something, as 元/亩."""
        return self.base.startswith("元/")

    @property
    def span(self) -> bool:
        """时长 - Tell whether the unit measures a span of time."""
        return self.base in _MORE_SPANS or dimension(self.base)[0] in _SPANS

    def __str__(self) -> str:
        """原样显示 - Return number and unit as one text."""
        return f"{self.text}{self.unit}"

    @property
    def shown(self) -> str:
        """供人阅读 - Return number and unit as people read them: half up to two decimals where the number does not end.

        Example:
            >>> Quantity(number=Fraction(280, 3), base="分").shown, read_quantity("9.825%").shown
            ('93.33分', '9.825%')
        """
        return f"{plain(half_up(self.number)) if '/' in self.text else self.text}{self.unit}"


class Pair(Struct, frozen=True, kw_only=True):
    """可比的两数 - Hold target and actual in one unit, and the whole numbers they were multiplied with to get there.

    `differs` tells that their units could not be brought together.
    """

    target: Fraction
    actual: Fraction
    unit: str
    differs: bool = False
    factors: tuple[int, int] = (1, 1)


@lru_cache(maxsize=8192)
def read_quantity(text: str) -> Quantity | None:
    """读数量 - Return number and unit of a text, None when the whole text is not just that.

    Example:
        >>> str(read_quantity("1,283万元")), str(read_quantity("20(%)")), read_quantity("每亩300")
        ('1283万元', '20%', None)
    """
    return quantity_of(normal(text))


def quantity_of(tidy: str) -> Quantity | None:
    """取数量 - Return number and unit of a text that is already in its normal form."""
    match = _QUANTITY.fullmatch(tidy) if len(tidy) <= 2 * LONGEST else None
    if match is None:
        return None
    number, scale, bracket, unit = match.groups("")
    if len(number) > LONGEST:
        return None
    digits = number.replace(",", "")
    return Quantity(number=fraction_of(digits), digits=digits, scale=scale, base=bracket or unit)


def align(target: Quantity, actual: Quantity) -> Pair:
    """统一单位 - Return both numbers in one unit; a bare side takes the unit of the other.

    Example:
        >>> pair = align(read_quantity("8万亩"), read_quantity("80000亩"))
        >>> pair.target == pair.actual, pair.factors, pair.unit
        (True, (10000, 1), '亩')
    """
    if target.unit == actual.unit:
        return Pair(target=target.number, actual=actual.number, unit=target.unit)
    if (target.bare and actual.base) or (actual.bare and target.base):
        return Pair(target=target.number, actual=actual.number, unit=(target if actual.bare else actual).unit)
    mine, other = dimension(target.base or actual.base), dimension(actual.base or target.base)
    if mine[0] != other[0]:
        return Pair(target=target.number, actual=actual.number, unit=target.unit, differs=True)
    first, second = mine[1] * SCALES[target.scale], other[1] * SCALES[actual.scale]
    common = gcd(first, second)
    factors = (first // common, second // common)
    numbers = (target.number * factors[0], actual.number * factors[1])
    return Pair(target=numbers[0], actual=numbers[1], unit=_common(target, actual, factors), factors=factors)


def _common(target: Quantity, actual: Quantity, factors: tuple[int, int]) -> str:
    """Return the unit that both numbers were brought to."""
    if factors[0] == 1:
        return target.unit
    return actual.unit if factors[1] == 1 else "折算单位"


def dimension(base: str) -> tuple[str, int]:
    """量纲 - Return the dimension of a unit and how many of the smallest unit one of it holds; a strange unit is its own dimension.

    Example:
        >>> dimension("元"), dimension("户")
        (('金额', 1), ('“户”', 1))
    """
    return _FACTORS.get(base) or _FACTORS.get(base.lower()) or (f"“{base}”", 1)
