"""雷同 - Find paragraphs that several reports share, however names and figures were exchanged, in time that grows with their length alone.

A paragraph is reduced to its characters without figures and punctuation; of every run of five the ones that a fixed rule picks are kept
(the same runs whatever stands around them), as numbers that are the same on every machine. A third of these, the smallest, sixty at
most, are its keys.
A paragraph that is kept is found by those few of its keys that the fewest others are found by: phrases that everybody uses find nothing.
Only paragraphs that share a key are compared in full.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import PER, RATIO, Figure, reader
from perfeval.checks.texts.reading import Paragraph, Report, at_paragraph, compact
from perfeval.checks.texts.rules import TextRules

CODE, COUNT_CODE = "boilerplate", "foreign-name"
HOLDERS = 40
"""最多持有 - How many paragraphs are found by one key; what more reports have is found by these."""
MOST_PARAGRAPHS = 200
"""最多段数 - How many paragraphs of one report are compared."""
_RUN = 5
_PICK = 3
_KEYS_LEAST, _KEYS_OF, _KEYS_MOST, _FOUND_BY = 12, 3, 60, 8
_COMPARED = 30
_NAMED = 3
_FEW, _SEVERAL = 2, 2
_LEAST_COUNT = 10
_FACTOR, _MIXER, _WORD, _DROPPED = 0x9E3779B1, 0xD6E8FEB86659FD93, (1 << 64) - 1, 33
_NO_LETTERS = re.compile(r"[^\u4e00-\u9fff]+|[零一二三四五六七八九十百千万亿]+")
_NO_COUNTS = frozenset({"", RATIO, PER, "百分点", "月份", "天", "分"})


Id = TypeVar("Id", int, str)


class Sketch(Struct, frozen=True, kw_only=True):
    """段落指纹 - Hold what is compared of a paragraph: its runs as numbers, and its counts and amounts, the words not among them."""

    runs: frozenset[int]
    figures: frozenset[str]

    @property
    def keys(self) -> tuple[int, ...]:
        """索引键 - Return the numbers by which others are looked for, and from which those are chosen that it is found by."""
        return tuple(sorted(self.runs)[: min(_KEYS_MOST, max(_KEYS_LEAST, len(self.runs) // _KEYS_OF))])

    def found_by(self, held: Mapping[int, int]) -> tuple[int, ...]:
        """被找到的键 - Return the keys to keep it under: those that the fewest hold, of which it is told how many."""
        rare = sorted(self.keys, key=lambda key: held.get(key, 0))[:_FOUND_BY]
        return tuple(key for key in rare if held.get(key, 0) < HOLDERS)


class Known(Struct, frozen=True, kw_only=True):
    """已有的段 - Hold a paragraph of another report: by which name that report goes, and whether another unit wrote it."""

    report: str
    sketch: Sketch
    other: bool = True


def nearest(sketch: Sketch, holders: Mapping[int, Sequence[Id]]) -> Iterator[Id]:
    """最相近的 - Yield what shares several keys with a paragraph, what shares most of them first; holders are told by key."""
    counts = Counter(each for key in sketch.keys for each in holders.get(key, ()))
    yield from (each for each, count in counts.most_common(_COMPARED) if count >= _SEVERAL)


class Shared(Struct, frozen=True, kw_only=True):
    """雷同的段 - Hold a paragraph of a report, and those of other reports that are alike."""

    paragraph: Paragraph
    sketch: Sketch
    others: tuple[Known, ...]


def sketches(report: Report, rules: TextRules) -> tuple[tuple[Paragraph, Sketch], ...]:
    """取指纹 - Return what is compared of a report; short paragraphs are not."""
    found = ((each, sketch) for each in report.paragraphs if (sketch := _sketch(each, rules)) is not None)
    return tuple(pair for pair, _ in zip(found, range(MOST_PARAGRAPHS), strict=False))


class Index:
    """指纹索引 - Find what is known by its keys."""

    def __init__(self, known: Iterable[Known] = ()) -> None:
        """构造 - Put in what is known, the first of it first."""
        self._known: list[Known] = []
        self._holders: dict[int, list[int]] = defaultdict(list)
        self._held = Counter[int]()
        for each in known:
            self.add(each)

    def add(self, known: Known) -> None:
        """加入 - Put one more paragraph in."""
        for key in known.sketch.found_by(self._held):
            self._holders[key].append(len(self._known))
            self._held[key] += 1
        self._known.append(known)

    def near(self, sketch: Sketch, report: str) -> Iterator[Known]:
        """可能雷同 - Yield the paragraphs of other reports that share a key, those that share most of them first."""
        yield from (each for at in nearest(sketch, self._holders) if (each := self._known[at]).report != report)


def shared_paragraphs(report: str, mine: Iterable[tuple[Paragraph, Sketch]], known: Index, rules: TextRules) -> Iterator[Shared]:
    """找雷同 - Yield those paragraphs of a report that others have too."""
    for paragraph, sketch in mine:
        others = tuple(each for each in known.near(sketch, report) if alike(sketch, each.sketch, rules))
        if others:
            yield Shared(paragraph=paragraph, sketch=sketch, others=others)


def alike(one: Sketch, other: Sketch, rules: TextRules) -> bool:
    """大半相同 - Tell whether what both have is enough of the one that has more."""
    return len(one.runs & other.runs) >= max(len(one.runs), len(other.runs)) * rules.limits["copy_likeness"]


def copies(shared: Iterable[Shared]) -> Iterator[Raised]:
    """雷同提示 - Yield a finding for each paragraph of a report that others have too, naming the first of them."""
    for each in shared:
        others = list(dict.fromkeys(other.report for other in each.others))
        least = "至少" if len(each.others) >= _COMPARED - 1 else ""
        named = "、".join(others[:_NAMED]) + (f"等{least}{len(others)}份报告" if len(others) > _NAMED else "")
        message = f"与{named}的段落雷同"
        yield at_paragraph(each.paragraph, CODE, message, "请写本单位、本项目自己的情况；确属统一口径的，注明出处")


def left_counts(shared: Iterable[Shared], own: frozenset[str]) -> Iterator[Raised]:
    """别家的数 - Yield a finding for each shared paragraph that still has a count or an amount of another unit's report.

    own are the figures of the form itself. What many reports have is a fact of the place, and no count of anybody's.
    """
    for each in shared:
        theirs = [other for other in each.others if other.other]
        holders = Counter(figure for other in theirs for figure in (other.sketch.figures & each.sketch.figures) - own)
        left = {figure for figure, count in holders.items() if count <= _FEW}
        source = next((other for other in theirs if other.sketch.figures & left), None)
        if source is not None:
            told = [
                figure.text
                for sentence in each.paragraph.sentences
                for figure in sentence.figures
                if _counted(figure) in source.sketch.figures & left
            ]
            message = f"段落与{source.report}的雷同，其中的{'、'.join(dict.fromkeys(told))}也和那一份相同"
            yield at_paragraph(each.paragraph, COUNT_CODE, message, "请核对是否照抄了别处的数，改成本单位的数")


def figures_of(texts: Iterable[str], rules: TextRules) -> frozenset[str]:
    """一些文字的数 - Return the counts and amounts of texts, as they are compared."""
    return frozenset(told for text in texts for each in reader(rules).read(compact(text)) if (told := _counted(each)))


def _sketch(paragraph: Paragraph, rules: TextRules) -> Sketch | None:
    """Return what is compared of a paragraph, None where it has too few characters."""
    codes = [ord(letter) for letter in _NO_LETTERS.sub("", paragraph.text)]
    if len(codes) < rules.limits["copy_characters"]:
        return None
    picked = (at for at in range(len(codes) - _RUN + 1) if (codes[at] * 31 + codes[at + 1] * 17) % _PICK == 0)
    figures = (told for sentence in paragraph.sentences for each in sentence.figures if (told := _counted(each)))
    return Sketch(runs=frozenset(_number(codes[at : at + _RUN]) for at in picked), figures=frozenset(figures))


def _number(codes: Sequence[int]) -> int:
    """Return the number of a run: below 2^31, and in no order that has to do with its characters."""
    whole = 0
    for code in codes:
        whole = whole * _FACTOR + code
    return ((whole ^ (whole >> 32)) * _MIXER & _WORD) >> _DROPPED


def _counted(figure: Figure) -> str:
    """Return a count or an amount as it is compared, nothing for any other figure: small ones are everybody's, and so are standards."""
    if figure.masked or figure.kind in _NO_COUNTS or figure.value < _LEAST_COUNT:
        return ""
    return f"{figure.kind}{figure.value}"
