"""章节 - Find sections that say nothing, are far too short or too long, or are missing from the outline that a report follows."""

import re
from collections.abc import Iterator, Sequence

from perfeval.checks.finding import Raised
from perfeval.checks.texts.reading import Paragraph, Report, at_paragraph
from perfeval.checks.texts.rules import Outline, TextRules
from perfeval.quantities import Fraction

_EMPTY, _MISSING, LENGTH = "section-empty", "section-missing", "section-length"
_CHAPTER = 1
_CONTENTS = 3
_LEAST_CHAPTERS = 3
_LEAD = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])?")


def text_sections(report: Report, rules: TextRules) -> Iterator[Raised]:
    """章节空缺 - Find sections that say nothing."""
    for at, paragraph in enumerate(report.paragraphs):
        if _says_nothing(paragraph, rules):
            yield at_paragraph(paragraph, _EMPTY, "这一节没有内容", "请如实写明情况；确实没有的，说明为什么没有")
        elif paragraph.level == _CHAPTER and _stands_alone(report.paragraphs, at):
            yield at_paragraph(paragraph, _EMPTY, "标题之后没有内容", "请补写这一节，用不着的删去标题")


def text_outline(report: Report, rules: TextRules) -> Iterator[Raised]:
    """缺少章节 - Find chapters that the outline has which a report plainly follows, and neither a heading nor words of it are there."""
    chapters = [each for each in report.paragraphs if each.level == _CHAPTER]
    if len(chapters) < _LEAST_CHAPTERS:
        return
    text = "\n".join(each.text for each in report.paragraphs if each.level != _CHAPTER)
    followed = max(rules.outlines, key=lambda outline: _likeness(outline, chapters), default=None)
    if followed is None or _likeness(followed, chapters) < rules.limits["outline"]:
        return
    missing = [each.titles[0] for each in followed.sections if not _there(each.titles, chapters) and not each.content.search(text)]
    if missing:
        message = f"照“{followed.name}”的提纲，缺少{'、'.join(missing)}"
        yield at_paragraph(chapters[-1], _MISSING, message, "请补写缺少的部分，或写明为什么没有")


def text_lengths(report: Report, rules: TextRules) -> Iterator[Raised]:
    """章节过长或过短 - Find chapters of a whole report that hold far less or far more than a chapter does; empty ones are told as such."""
    chapters = [at for at, each in enumerate(report.paragraphs) if each.level == _CHAPTER]
    if len(chapters) < _LEAST_CHAPTERS:
        return
    for at, behind in zip(chapters, [*chapters[1:], len(report.paragraphs)], strict=True):
        content = report.paragraphs[at + 1 : behind]
        size = sum(len("".join(each.text.split())) for each in content)
        if content and size < rules.limits["section_least"] and not any(_says_nothing(each, rules) for each in content):
            yield at_paragraph(report.paragraphs[at], LENGTH, f"这一章只有{size}个字", "请把情况写清楚")
        elif size > rules.limits["section_most"]:
            yield at_paragraph(report.paragraphs[at], LENGTH, f"这一章有{size}个字", "请突出重点，明细移到附件")


def _says_nothing(paragraph: Paragraph, rules: TextRules) -> bool:
    """Tell whether a paragraph is only 无, with or without its title before it."""
    text = _LEAD.sub("", paragraph.text.strip()).rstrip("。.！ ")
    said = re.split("[：:。]", text)[-1].strip()
    title = text[: len(text) - len(said)]
    return len(title) <= 30 and rules.pattern("empty").fullmatch(said) is not None  # noqa: PLR2004 - no title is longer


def _stands_alone(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a chapter's heading is followed by the next one or by the end; a table of contents is no such thing."""
    after = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    if after is not None and after.level != _CHAPTER:
        return False
    run = 1
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(paragraphs) and paragraphs[near].level == _CHAPTER and run <= _CONTENTS:
            run, near = run + 1, near + step
    return run < _CONTENTS and any(each.level == 0 for each in paragraphs)


def _likeness(outline: Outline, chapters: Sequence[Paragraph]) -> Fraction:
    """Return which part of an outline the headings of a report match."""
    return Fraction(sum(_there(each.titles, chapters) for each in outline.sections), len(outline.sections))


def _there(titles: Sequence[str], chapters: Sequence[Paragraph]) -> bool:
    """Tell whether a heading holds one of the titles of a section."""
    return any(title in chapter.title for title in titles for chapter in chapters)
