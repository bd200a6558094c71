"""雷同 - Find paragraphs that several reports share, however names and figures were exchanged, in time that grows with their length alone.

A paragraph is reduced to its characters without figures and punctuation; of every run of five the ones that a fixed rule picks are kept
(the same runs whatever stands around them). Paragraphs that share enough of these are compared in full.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.reading import Paragraph, Report, at_paragraph
from perfeval.checks.texts.rules import TextRules

CODE = "boilerplate"
_RUN = 5
_PICK = 3
_RAREST = 10
_HOLDERS = 40
_COMPARED = 30
_NAMED = 3
_NO_LETTERS = re.compile(r"[^\u4e00-\u9fff]+|[零一二三四五六七八九十百千万亿]+")


class Shared(Struct, frozen=True, kw_only=True):
    """雷同的段 - Hold a paragraph of a report, and the other reports that have it with the place there."""

    paragraph: Paragraph
    others: tuple[tuple[str, str], ...]


class _Text(Struct, frozen=True, kw_only=True):
    """Hold a paragraph with the report it is from and the runs that are kept of it."""

    report: str
    paragraph: Paragraph
    runs: frozenset[str]


def shared_paragraphs(reports: Mapping[str, Report], rules: TextRules) -> dict[str, tuple[Shared, ...]]:
    """找雷同 - Return for every report its paragraphs that other reports have too; those of last year stand among them as reports."""
    texts = [
        _Text(report=name, paragraph=each, runs=runs)
        for name, report in reports.items()
        for each in report.paragraphs
        if (runs := _runs(each, rules))
    ]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for run in text.runs:
            holders[run].append(at)
    found: dict[str, list[Shared]] = defaultdict(list)
    for at, text in enumerate(texts):
        others = tuple((texts[other].report, texts[other].paragraph.where) for other in _alike(at, texts, holders, rules))
        if others:
            found[text.report].append(Shared(paragraph=text.paragraph, others=others))
    return {name: tuple(each) for name, each in found.items()}


def copies(shared: Sequence[Shared]) -> Iterator[Raised]:
    """雷同提示 - Yield a finding for each paragraph of a report that others have too, naming the first of them."""
    for each in shared:
        others = list(dict.fromkeys(other for other, _ in each.others))
        least = "至少" if len(each.others) >= _COMPARED - 1 else ""
        named = "、".join(others[:_NAMED]) + (f"等{least}{len(others)}份报告" if len(others) > _NAMED else "")
        message = f"与{named}的段落雷同"
        yield at_paragraph(each.paragraph, CODE, message, "请写本单位、本项目自己的情况；确属统一口径的，注明出处")


def _runs(paragraph: Paragraph, rules: TextRules) -> frozenset[str]:
    """Return the runs of a paragraph that a fixed rule picks, one in three, nothing where it has too few characters to compare."""
    letters = _NO_LETTERS.sub("", paragraph.text)
    if len(letters) < rules.limits["copy_characters"]:
        return frozenset()
    codes = [ord(letter) for letter in letters]
    return frozenset(letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1) if (codes[at] * 31 + codes[at + 1] * 17) % _PICK == 0)


def _alike(at: int, texts: Sequence[_Text], holders: Mapping[str, Sequence[int]], rules: TextRules) -> Iterator[int]:
    """Yield the paragraphs of other reports that are enough like one.

    Candidates are those that share its rarest runs, of which the first holders are looked at: work stays in proportion to the texts, and
    phrases that everybody uses do not count. Likeness is what both have, of the one that has more.
    """
    mine = texts[at]
    rarest = sorted((run for run in mine.runs if len(holders[run]) > 1), key=lambda run: (len(holders[run]), run))[:_RAREST]
    counts = Counter(other for run in rarest for other in holders[run][:_HOLDERS])
    for other, _ in counts.most_common(_COMPARED):
        theirs = texts[other]
        if theirs.report != mine.report:
            same, most = len(mine.runs & theirs.runs), max(len(mine.runs), len(theirs.runs))
            if same >= most * rules.limits["copy_likeness"]:
                yield other
