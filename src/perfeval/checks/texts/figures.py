"""文中的数 - Read every figure of a sentence with its unit, its digits and the words around it.

What only looks like a figure is passed over: dates, document numbers, ordinals, ranges, ratios, the number of a list. A figure whose
digits are hidden (**) is kept as a mark, so that no sum around it is judged.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct, structs

from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import SCALES, Fraction, dimension

MONEY, RATIO, PER = "金额", "比率", "单价"
"""数的种类 - Money, shares of a whole, and money per something; every other kind is its dimension or the word it counts by."""
MOST = 60
"""最多 - How many figures of one sentence are read; what stands behind them in one sentence is no sentence that anybody reads."""
_LONGEST = 18
_NEAR = 6
_FINEST = {"元": 2, "万元": 6, "亿元": 8}
_APPROXIMATE = re.compile(
    r"(?:约|近|超|逾|大概|将近|接近|超过|多达|不到|不足|至少|最多|≥|≤|>|<|＞|＜|不低于|不少于|不高于|不超过|未达到|未达|达不到|低于|高于)$"
)
_DECIMALS = re.compile(r"\.(\d+)")
_LIST_BETWEEN = re.compile(r"[、，]?(?:和|及|与|以及)?")
_LIST_NUMBER = re.compile(r"[（(]?\d{1,2}[)）.、．](?=\D|(?:19|20)\d\d年)")
_BREAK = re.compile(r"[，。；：、（）()“”《》,;:\s]")
_DATES = (
    r"(?:(?:19|20)[\dxX*]{2}|[xX*×＊]{2,4})年(?:度|底|初|末)?(?:\d{1,2}月(?:份|底|初|末|中旬|上旬|下旬)?(?:\d{1,2}[日号])?)?"
    r"|\d{1,2}[-—～~至]\d{1,2}月(?:份)?|\d{1,2}月(?:\d{1,2}[日号]|份|底|初|末|中旬|上旬|下旬)|(?<!\d)(?:1[0-2]|[1-9])月(?!\d)"
    r"|(?:19|20)\d\d[-./—～~](?:(?:19|20)\d\d年?|(?:0?[1-9]|1[0-2])(?:[-./]\d{1,2})?(?!\d))|\d{1,2}日(?=[，。前内起至]|$)"
)
_DOCUMENTS = (
    r"[〔\[【［][^〔〕\[\]【】]{1,8}[〕\]】］]第?\d+号?|[（(](?:19|20)\d\d[）)]第?\d+号"
    r"|第[\d、—～~-]+|(?:No\.?|№)\d+|\d+(?:号文|号(?=[，。、；）)]|$))"
)


class Figure(Struct, frozen=True, kw_only=True):
    """文中一个数 - Hold a figure: value in the smallest unit of its kind, one unit of its last digit, and the words before and behind.

    label is what stands between the last break and the figure; a masked figure has no value that means anything.
    """

    start: int
    end: int
    value: Fraction
    step: Fraction
    kind: str
    unit: str
    label: str
    after: str = ""
    text: str
    whole: bool
    approximate: bool = False
    masked: bool = False

    @property
    def one(self) -> Fraction:
        """一个单位 - Return what one of its unit is worth, 万 and 亿 included."""
        decimals = _DECIMALS.search(self.text)
        return self.step * 10 ** len(decimals[1]) if decimals else self.step


class Reader:
    """读数器 - Read figures by the units of one version of the rules."""

    def __init__(self, rules: TextRules) -> None:
        """编译 - Put the units into one pattern."""
        self._rules = rules
        self._counts = {word: group[0] for group in rules.counts for word in group}
        counters = sorted(self._counts, key=len, reverse=True)
        measures = sorted(rules.measures, key=len, reverse=True)
        words = "|".join(map(re.escape, [*measures, *counters]))
        per = r"元(?:/|每)[\u4e00-\u9fff]{1,3}(?:[·./*、]?(?:个?月|年|次|天|季|人))?"
        unit = rf"(?:{per}|元|%|‰|个百分点|个点|{words})"
        self._tokens = re.compile(
            rf"(?P<skip>{_DOCUMENTS}|{_DATES}|\d[\d.,]{{0,20}}[%万亿元]{{0,3}}(?:-|—|－|～|~|至)\d[\d.,]{{0,20}}(?:万|亿)?{unit}?|\d{{1,9}}：\d{{1,9}}(?![\d.]{{0,9}}[万亿元])|\d{{{_LONGEST},}})"
            rf"|(?P<mask>\d{{0,9}}[*＊xX×○□]{{2,}}[\d.*＊xX×]*|\d{{1,9}}[*＊](?=[万亿元个户人名项]))(?:万|亿)?(?P<munit>{unit})?"
            rf"|(?P<minus>[-−－﹣])?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?)(?P<scale>万亿|万|亿)?"
            rf"(?:余|多|来)?(?P<unit>{unit})?"
        )

    def read(self, text: str) -> tuple[Figure, ...]:
        """读数 - Return the figures of a sentence without blanks, in their order."""
        found: list[Figure] = []
        last = 0
        for match in self._tokens.finditer(text):
            if match.lastgroup == "skip" or match["skip"]:
                last = match.end()
                continue
            figure = self._figure(text, match, last)
            last = match.end()
            if figure is not None:
                found.append(figure)
                if len(found) >= MOST:
                    break
        return tuple(_with_lists(text, found, self))

    def kind(self, unit: str, label: str) -> tuple[str, int]:
        """种类 - Return the kind of a unit and how many of the smallest one it holds."""
        if unit.startswith(("元/", "元每")):
            return PER, 1
        if unit in {"个百分点", "个点"}:
            return "百分点", 10
        known = self._counts.get(unit)
        if known is not None:
            return known, 1
        kind, factor = dimension(unit) if unit else ("", 1)
        return (PER if kind == MONEY and self._rules.has("per", label[-_NEAR:]) else kind), factor

    def _figure(self, text: str, match: re.Match[str], last: int) -> Figure | None:
        """Return what a match means, None for what is no figure."""
        start, end = match.span()
        if start and text[start - 1].isascii() and (text[start - 1].isalpha() or text[start - 1] in "._/"):
            return None
        label = _BREAK.split(text[last:start][-24:])[-1]
        if match["mask"]:
            kind, _ = self.kind(match["munit"] or "", label)
            return _masked(match, kind, label)
        number, scale, unit = match["number"], match["scale"] or "", match["unit"] or ""
        if not unit and end < len(text) and text[end].isascii() and text[end].isalpha():
            return None
        start, number = self._without_list_number(text, match.start("number"), number, scale + unit, label)
        kind, factor = self.kind(unit, label)
        digits = number.replace(",", "")
        whole, _, decimals = digits.partition(".")
        step = Fraction(SCALES[scale] * factor, 10 ** len(decimals))
        return Figure(
            start=start,
            end=end,
            value=int(whole + decimals) * step * (-1 if match["minus"] else 1),
            step=step,
            kind=kind,
            unit=unit,
            label=label,
            after=_BREAK.split(text[end : end + 12])[0],
            text=f"{'-' if match['minus'] else ''}{number}{scale}{unit}",
            whole=not decimals,
            approximate=bool(_APPROXIMATE.search(label)) or text[match.end("scale") : match.end("scale") + 1] in {"余", "多"},
        )

    def _without_list_number(self, text: str, start: int, number: str, unit: str, label: str) -> tuple[int, str]:
        """Return a figure without the list number before it: nobody counts 3.15 villages."""
        item, dot, rest = number.partition(".")
        begins = not label and (start == 0 or text[start - 1] in "。；：，（(")
        if dot and begins and len(item) <= 2 and not rest.startswith("0"):  # noqa: PLR2004 - lists do not reach a hundred
            counted = unit in self._counts and unit != "分"
            if counted or len(rest) > _FINEST.get(unit, _LONGEST):
                return start + len(item) + 1, rest
        return start, number


@lru_cache(maxsize=16)
def reader(rules: TextRules) -> Reader:
    """读数器 - Return the reader by these rules, made once."""
    return Reader(rules)


def without_list_number(text: str) -> str:
    """去掉条目编号 - Return a sentence without the number of a list at its beginning.

    Example:
        >>> without_list_number("1.2020年完成5项"), without_list_number("12.9万元")
        ('2020年完成5项', '12.9万元')
    """
    found = _LIST_NUMBER.match(text)
    return text[found.end() :] if found else text


def _masked(match: re.Match[str], kind: str, label: str) -> Figure:
    """Return the mark of a hidden figure."""
    zero = Fraction(0)
    return Figure(
        start=match.start(),
        end=match.end(),
        value=zero,
        step=zero,
        kind=kind,
        unit=match["munit"] or "",
        label=label,
        text=match.group(),
        whole=True,
        masked=True,
    )


def _with_lists(text: str, found: list[Figure], own: Reader) -> Iterator[Figure]:
    """Yield figures of a list with the unit that only its last one has: 15、26和2万平方米."""
    finished: list[Figure] = []
    last: Figure | None = None
    for figure in reversed(found):
        following = finished[-1] if finished else None
        listed = following is not None and _LIST_BETWEEN.fullmatch(text[figure.end : following.start]) is not None
        if listed and last is not None and not figure.unit and not figure.masked and figure.end < (following.start if following else 0):
            finished.append(_in_unit_of(figure, last, own))
        else:
            last = figure if figure.unit else None
            finished.append(figure)
    yield from reversed(finished)


def _in_unit_of(figure: Figure, last: Figure, own: Reader) -> Figure:
    """Return a bare figure in the unit of the last one of its list; its own 万 or 亿 counts, else that of the last."""
    kind, factor = own.kind(last.unit, last.label)
    times = factor if figure.text[-1] in "万亿" else factor * SCALES[_scale(last.text)]
    return structs.replace(figure, value=figure.value * times, step=figure.step * times, kind=kind, unit=last.unit)


def _scale(text: str) -> str:
    """Return the 万 or 亿 behind the digits of a figure."""
    found = re.match(r"-?[\d.,]+(万亿|万|亿)?", text)
    return (found[1] or "") if found else ""
