"""编号 - Follow the numbers of chapters, parts and items, and find where one is left out."""

import re
from collections.abc import Iterator

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.reading import Paragraph, Report, compact, raised
from perfeval.checks.texts.rules import TextRules

CODE = "numbering-gap"
_DIGITS = "零一二三四五六七八九"
_CHINESE = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    re.compile(rf"({_CHINESE})、"),
    re.compile(rf"[（(]({_CHINESE})[)）]"),
    re.compile(r"(\d{1,2})[.．、](?!\d)"),
    re.compile(r"(\d{1,2})[.．](?=\d{1,4}[^\d.])"),
    re.compile(r"[（(](\d{1,2})[)）]"),
    re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])"),
)
_ITEM, _ITEM_GLUED = 2, 3
_ORALLY = re.compile(rf"(?:^|[。；：，])({_CHINESE})是")
_CHAPTER = re.compile(rf"(?:(?<=[。；])|^)\s*({_CHINESE})、")
_INLINE = re.compile(r"(?:(?<=[。；：])|^)(?:(\d{1,2})[.．、](?!\d)|[（(](\d{1,2})[)）])")
_PERHAPS = re.compile(r"\d\s*[.．、)）]")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class _Open(Struct):
    """进行中的编号 - Hold the style of a running list, its last number, and how that looked."""

    style: int
    number: int
    shown: str


def text_numbering(report: Report, rules: TextRules) -> Iterator[Raised]:
    """编号缺漏 - Find numbers that are left out; where Word numbers by itself nothing can be said."""
    if report.automatic:
        return
    stack: list[_Open] = []
    source = ""
    for paragraph in report.paragraphs:
        here = paragraph.where.rpartition("paragraphs[")[0]
        if here != source:
            stack, source = [], here
        found = _number(paragraph.text.lstrip(), stack)
        if paragraph.sentences and found:
            wrong = _next(stack, *found)
            if wrong:
                yield raised(paragraph.sentences[0], CODE, wrong, "请核对编号，补上缺的一项或改正编号")
        yield from _inside(paragraph)


def _number(text: str, stack: list[_Open]) -> tuple[int, int, str] | None:
    """Return style, number and looks of the number before a paragraph; a decimal that does not go on with a list is none."""
    for style, pattern in enumerate(_STYLES):
        match = pattern.match(text)
        if match is None:
            continue
        number = _value(match[1])
        if style == _ITEM_GLUED:
            running = next((each for each in reversed(stack) if each.style == _ITEM), None)
            if running is None or number != running.number + 1:
                return None
            return _ITEM, number, match.group().strip()
        return style, number, match.group().strip()
    return None


def _next(stack: list[_Open], style: int, number: int, shown: str) -> str | None:
    """Go on with a list, or begin one; return what is wrong where a number is left out."""
    at = next((at for at in range(len(stack) - 1, -1, -1) if stack[at].style == style), None)
    if at is None:
        stack.append(_Open(style=style, number=number, shown=shown))
        return None
    del stack[at + 1 :]
    running = stack[at]
    last, running.number = running.number, number
    before, running.shown = running.shown, shown
    return f"编号由“{before}”跳到“{shown}”" if number > last + 1 else None


def _inside(paragraph: Paragraph) -> Iterator[Raised]:
    """Find numbers left out inside one paragraph: 1.…；2.…；4.…, 一、…。二、…。四、…, 一是…二是…四是."""
    last = {"是": 0, "、": 0, "": 0}
    for sentence in paragraph.sentences:
        orally = [("是", _value(each)) for each in _ORALLY.findall(sentence.text)]
        chapters = [("、", _value(each)) for each in _CHAPTER.findall(sentence.quote)]
        numbered = _INLINE.findall(compact(sentence.quote)) if _PERHAPS.search(sentence.quote) else ()
        inline = [("", int(one or two)) for one, two in numbered]
        for name, number in (*orally, *chapters, *inline):
            if last[name] and number > last[name] + 1:
                one, two = (f"{_chinese(each)}{name}" if name else f"{each}" for each in (last[name], number))
                yield raised(sentence, CODE, f"编号由“{one}”跳到“{two}”", "请核对编号，补上缺的一项或改正编号")
            last[name] = number if number == 1 or last[name] else 0


def _value(text: str) -> int:
    """Return the number that a numeral means.

    Example:
        >>> _value("十二"), _value("4"), _value("③"), _value("二十")
        (12, 4, 3, 20)
    """
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.index(text[0])
    return (_DIGITS.index(tens[0]) if tens else 1) * 10 + (_DIGITS.index(ones[0]) if ones and ones[0] in _DIGITS else 0)


def _chinese(number: int) -> str:
    """Return a small number in Chinese."""
    if number < 10:  # noqa: PLR2004 - one digit
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"
