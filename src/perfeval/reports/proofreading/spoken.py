"""语句校对 - Prove what is said in words: where a text has the shape of a known one, its figures are those of one.

Known are the composed sentences, and whatever the unit or the set wrote that is long enough to be recognised; both in paragraphs
and in cells. Short things are known by the word before them: year, date, telephone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple

from perfeval.errors import Place
from perfeval.reports import wording
from perfeval.reports.facts import FormFacts, ReportFacts
from perfeval.reports.facts.rows import IndicatorFacts
from perfeval.reports.proofreading.heads import Checked
from perfeval.reports.readback import Copy

SENTENCE = "标准语句"
"""标准语句 - Under what a text is proved."""
_DIGITS = re.compile(r"\d+")
_OWN_WORDS, _SENTENCE = 5, 8
"""自有文字 - How many characters a text needs beside figures and dates to be known by its shape, and how many an actual value needs."""
_BARE = re.compile(r"[\d年月日.%]")
_TITLE = re.compile(r"[（(]?(\d+)年度\S*|.*（(\d+)年度）")
_NAMED = re.compile(r"(填报日期|联系电话)：(\S+)")
_ENDS = ("报告", "表", "）", ")")


def sentences(copy: Copy, facts: ReportFacts) -> Checked:
    """语句校对 - Prove every paragraph and every cell that has the shape of a known text, and the short things that are named."""
    yield from spoken(copy, (*_composed(facts), *_own_words(facts)))
    yield from _named(copy, facts)


def spoken(copy: Copy, known: Iterable[str]) -> Checked:
    """已知的话 - Prove every paragraph and every cell that has the shape of a known text."""
    by_shape: dict[str, set[str]] = {}
    for text in (each for each in known if _DIGITS.search(each)):
        by_shape.setdefault(_DIGITS.sub("#", text), set()).add(text)
    least = min(map(len, by_shape), default=0)
    for where, text in _texts(copy):
        if len(text) >= least:
            yield from _spoken(where, text, by_shape)


def _texts(copy: Copy) -> Iterator[tuple[str, str]]:
    """Yield every text that holds a digit, with where it stands; a merged cell once."""
    for number, paragraph in enumerate(copy.paragraphs, start=1):
        if _DIGITS.search(paragraph):
            yield f"正文第{number}段", paragraph
    for grid in copy.grids:
        for number, (row, marks) in enumerate(zip(grid.rows, grid.marks, strict=True), start=1):
            for text, mark in zip(row, marks, strict=True):
                if not mark and _DIGITS.search(text):
                    yield f"{grid.name}第{number}行", text


def _spoken(where: str, text: str, by_shape: Mapping[str, set[str]]) -> Checked:
    shape = _DIGITS.sub("#", text)
    met = [known for known in by_shape if known in shape]
    for known in met:
        if any(known in longer for longer in met if longer != known):
            continue  # a name that ends another one: 管理制度 in 财务管理制度
        right = any(own in text for own in by_shape[known])
        yield SENTENCE if right else Place(where=where, message=f"应为“{min(by_shape[known])}”，文档中是“{text}”")


def _named(copy: Copy, facts: ReportFacts) -> Checked:
    """Prove years of titles, dates and telephones in paragraphs, each against those of any form."""
    years = {facts.year, *(form.subject.year for form in facts.forms)}
    days = {facts.filled_on, *(form.subject.filled_on for form in facts.forms)}
    shapes = {_DIGITS.sub("#", day) for day in days if _DIGITS.search(day)}
    phones = {form.subject.phone for form in facts.forms}
    for number, paragraph in enumerate(copy.paragraphs, start=1):
        where = f"正文第{number}段"
        if (title := _TITLE.fullmatch(paragraph)) and paragraph.endswith(_ENDS):
            yield _among(where, title[1] or title[2], years)
        if _DIGITS.sub("#", paragraph) in shapes:
            yield _among(where, paragraph, days)
        for label, value in _NAMED.findall(paragraph):
            yield _among(where, value, days if label == "填报日期" else phones)


def _among(where: str, found: str, known: set[str]) -> Place | str:
    return SENTENCE if found in known else Place(where=where, message=f"应为“{min(known)}”，文档中是“{found}”")


def _composed(facts: ReportFacts) -> Iterator[str]:
    """Yield every composed sentence that holds a figure."""
    yield from (text for text in (facts.all_sentence, facts.grades_sentence, facts.classes_sentence) if _DIGITS.search(text))
    for form in facts.forms:
        told = form.sentences
        whole = (form.payout_words, f"综合评价得分{form.total}分", f"预算执行率满分{form.execution_weight}分，得{form.execution_points}分")
        several = (*told.lost, *told.excluded, *(each.sentence for each in form.categories))
        single = (text for text in astuple(told) if isinstance(text, str))
        rows = (text for row in form.rows for text in _of_row(row))
        yield from (text for text in (*whole, *single, *several, *rows) if _DIGITS.search(text))


def _of_row(row: IndicatorFacts) -> tuple[str, ...]:
    return row.sentence, row.inputs, f"年度指标值{row.target}，实际完成{row.actual}"


def _own_words(facts: ReportFacts) -> Iterator[str]:
    """Yield what the unit and the set wrote, as far as it holds a figure and is long enough to be recognised."""
    texts = [text for told in facts.narrative_written.values() for text in told]
    for form in facts.forms:
        texts += _words_of(form)
    for text in texts:
        if _DIGITS.search(text) and len(_BARE.sub("", text)) >= _OWN_WORDS:
            yield text


def _words_of(form: FormFacts) -> list[str]:
    own = form.subject
    texts = [text for told in form.narrative_written.values() for text in told]
    texts += [form.objective_expected, form.objective_adjusted, form.objective_actual, form.remarks, form.veto, form.money.total.deviation]
    texts += [own.project, f"{own.project_code}-{own.project}", f"{own.set_title}（{own.set_id} 第{own.set_version}版）"]
    texts += [own.set_title, own.set_source, *(each.reason for each in form.money.rows)]
    for row in form.rows:
        texts += [row.note, row.reason, row.measures, row.deviation, row.explanation, row.standard]
        texts += [row.actual] if len(_BARE.sub("", row.actual)) >= _SENTENCE else []
    return [line for text in texts if text != wording.MISSING for line in text.splitlines()]
