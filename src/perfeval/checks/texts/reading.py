"""读报告 - Split a text into paragraphs and sentences that know their place; figures are read once, headings are recognised by shape.

Texts come as people paste them: full-width digits, blanks around every figure, headings glued to their text or lost.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import Figure, reader, without_list_number
from perfeval.checks.texts.rules import TextRules

LONGEST_SENTENCE = 1_500
"""最长的句 - A longer one is read in pieces, so that work stays in proportion to the length of a text."""
_QUOTED = 400
_WIDE = {ord("０") + at: str(at) for at in range(10)} | {ord("Ａ") + at: chr(ord("A") + at) for at in range(26)}
_WIDE |= {ord(one): other for one, other in zip("％．＋－﹣−＝／∶﹪", "%.+---=/：%", strict=True)}
_WIDE |= {
    ord(one): other for one, other in (("㎡", "m2"), ("㎢", "km2"), ("㎞", "km"), ("㏊", "hm2"), ("㎥", "m3"), ("²", "2"), ("³", "3"))
}
_WIDE |= {ord(";"): "；", ord("("): "（", ord(")"): "）", ord(":"): "：", ord("﹐"): "，", 0xFEFF: "", 0x200B: ""}
_BLANKS = re.compile(r"(?<=[\d.])[\s\u3000\xa0]+(?=\d)|[\s\u3000\xa0]+")
_COMMAS = re.compile(r"(?<!\d),|,(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d)[ \u3000\xa0]+,[ \u3000\xa0]+(?=\d{3}(?!\d))")
_UNFINISHED = re.compile(r"[，、,]$")
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:(?<=\d)。(?=\d)[^。！？!?\n]*)*(?:[。！？!?]+|$|(?=\n))")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")
_PART = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")
_HEADING_MOST = 40
_CHAPTER_AT, _PART_AT, _ITEM_AT = 1, 2, 3
_ITEM = re.compile(r"(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])")


class Cell(Struct, frozen=True, kw_only=True):
    """表格单元格 - Hold the text of a cell of a document's table, and at which column it begins."""

    column: int
    text: str


Table = tuple[tuple[Cell, ...], ...]
"""表格 - The rows of a table of a document."""


class Sentence(Struct, frozen=True, kw_only=True):
    """句 - Hold a sentence as it stands, without blanks for reading, with its figures and its place."""

    where: str
    quote: str
    text: str
    paragraph: int
    number: int
    closed: bool
    figures: tuple[Figure, ...]

    def of(self, kind: str) -> tuple[Figure, ...]:
        """某种数 - Return the figures of a kind that can be calculated with."""
        return tuple(each for each in self.figures if each.kind == kind and not each.masked)


class Paragraph(Struct, frozen=True, kw_only=True):
    """段 - Hold a paragraph with its sentences; level is that of a heading, 0 for running text; numbered says that a number begins it."""

    where: str
    text: str
    level: int
    title: str
    numbered: bool
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """报告文字 - Hold a text in paragraphs and, once more, its sentences in their order.

    automatic tells that Word numbers paragraphs by itself, so that numbers are missing in the text; tables are those of a document.
    """

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    automatic: bool = False
    tables: tuple[Table, ...] = ()

    def around(self, sentence: Sentence, before: int = 2) -> tuple[Sentence, ...]:
        """上文 - Return a sentence with so many before it."""
        return self.sentences[max(0, sentence.number - before) : sentence.number + 1]

    def together(self, one: Sentence, other: Sentence, far: int = 1) -> bool:
        """相邻 - Tell whether two sentences stand at most so many paragraphs apart."""
        return abs(one.paragraph - other.paragraph) <= far


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """文字来源 - Hold a text and what its places begin with, as `narrative.problems.`; nothing for a report."""

    text: str
    prefix: str = ""


def read_report(passages: Iterable[Passage], rules: TextRules, *, automatic: bool = False, tables: Iterable[Table] = ()) -> Report:
    """读报告 - Return texts as one report."""
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    for passage in passages:
        for at, line in enumerate(_whole_lines(passage.text)):
            if line in rules.words["annex"]:
                break  # what a programme computed is no text of a unit
            paragraph = _paragraph(line, f"{passage.prefix}paragraphs[{at}]", len(paragraphs), len(sentences), rules)
            paragraphs.append(paragraph)
            sentences += paragraph.sentences
    return Report(paragraphs=tuple(paragraphs), sentences=tuple(sentences), automatic=automatic, tables=tuple(tables))


def _whole_lines(text: str) -> list[str]:
    """Return the lines of a text that hold something; one that was broken off behind a comma goes on with the next."""
    lines: list[str] = []
    for line in (line.strip() for line in re.split(r"[\r\n\v\f\u2028\u2029]+", text)):
        if line and lines and _UNFINISHED.search(lines[-1]) and not _numbered(line) and len(lines[-1]) < LONGEST_SENTENCE:
            lines[-1] += line
        elif line:
            lines.append(line)
    return lines


def _numbered(line: str) -> bool:
    """Tell whether a line begins with the number of a chapter, a part or an item."""
    return any(pattern.match(line) for pattern in (_CHAPTER, _PART, _ITEM))


def compact(text: str) -> str:
    """去空白 - Return a text as it is read: digits and signs in one width, without blanks; digits stay apart where a blank parted them.

    Example:
        >>> compact("共 投入 ５５００ 万元"), compact("15 ㎡ , 20%")
        ('共投入5500万元', '15m2，20%')
    """
    narrow = _COMMAS.sub("，", _THOUSANDS.sub(",", text.translate(_WIDE)))
    return _BLANKS.sub(
        lambda blank: " " if blank.start() and narrow[blank.start() - 1 : blank.start()].strip() and _parts(blank) else "", narrow
    )


def raised(sentence: Sentence, code: str, message: str, suggestion: str) -> Raised:
    """句内疑点 - Return what was found in a sentence, which it quotes."""
    quote = sentence.quote if len(sentence.quote) <= _QUOTED else f"{sentence.quote[:_QUOTED]}…"
    return Raised(code=code, where=sentence.where, message=f"{message}：“{quote}”", suggestion=suggestion)


def at_paragraph(paragraph: Paragraph, code: str, message: str, suggestion: str) -> Raised:
    """段内疑点 - Return what was found about a whole paragraph, whose beginning it quotes."""
    quote = paragraph.text if len(paragraph.text) <= _QUOTED else f"{paragraph.text[:_QUOTED]}…"
    return Raised(code=code, where=paragraph.where, message=f"{message}：“{quote}”", suggestion=suggestion)


def _parts(blank: re.Match[str]) -> bool:
    """Tell whether a run of blanks parts two digits."""
    text, end = blank.string, blank.end()
    return text[blank.start() - 1] in "0123456789" and end < len(text) and text[end] in "0123456789"


def _paragraph(line: str, where: str, paragraph: int, first: int, rules: TextRules) -> Paragraph:
    """Return one line as a paragraph."""
    level, title = _heading(line)
    sentences: list[Sentence] = []
    for at, piece in enumerate(_pieces(line)):
        text = compact(piece) if at else without_list_number(compact(piece))
        sentence = Sentence(
            where=f"{where}.sentences[{at}]",
            quote=piece,
            text=text,
            paragraph=paragraph,
            number=first + at,
            closed=piece[-1] in "。！？!?；;",
            figures=reader(rules).read(text),
        )
        sentences.append(sentence)
    return Paragraph(where=where, text=line, level=level, title=title, numbered=_numbered(line), sentences=tuple(sentences))


def _pieces(line: str) -> Iterator[str]:
    """Yield the sentences of a line; what is too long comes in pieces."""
    for match in _SENTENCE.finditer(line):
        piece = match.group().strip()
        for start in range(0, len(piece), LONGEST_SENTENCE):
            yield piece[start : start + LONGEST_SENTENCE]


def _heading(line: str) -> tuple[int, str]:
    """Return the level of a heading and its title without number; level 0 is running text."""
    for level, pattern in ((_CHAPTER_AT, _CHAPTER), (_PART_AT, _PART), (_ITEM_AT, _ITEM)):
        if found := pattern.match(line):
            title = line[found.end() :].strip()
            plain = title.rstrip("：:。")
            if len(plain) <= _HEADING_MOST and not re.search(r"[。；，,;！？：:]", plain):
                return level, plain
            return 0, ""
    return 0, ""
