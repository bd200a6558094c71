"""语句校对 - Prove composed sentences: where a paragraph has the shape of one, its figures are those of one."""

import re
from collections.abc import Iterator

from perfeval.errors import Place
from perfeval.reports.facts import ReportFacts
from perfeval.reports.proofreading.heads import Checked
from perfeval.reports.readback import Copy

SENTENCE = "标准语句"
"""标准语句 - Under what a composed sentence is proved."""
_DIGITS = re.compile(r"\d+")


def sentences(copy: Copy, facts: ReportFacts) -> Checked:
    """标准语句 - Prove composed sentences: where a paragraph has the shape of one, its figures are those of one."""
    by_shape: dict[str, set[str]] = {}
    for sentence in _composed(facts):
        by_shape.setdefault(_DIGITS.sub("#", sentence), set()).add(sentence)
    for number, paragraph in enumerate(copy.paragraphs, start=1):
        shape = _DIGITS.sub("#", paragraph)
        met = [known for known in by_shape if known in shape]
        for known in met:
            if any(known in longer for longer in met if longer != known):
                continue  # a name that ends another one: 管理制度 in 财务管理制度
            right = any(sentence in paragraph for sentence in by_shape[known])
            expected = min(by_shape[known])
            yield SENTENCE if right else Place(where=f"正文第{number}段", message=f"应为“{expected}”，文档中是“{paragraph}”")


def _composed(facts: ReportFacts) -> Iterator[str]:
    """Yield every composed sentence that holds a figure."""
    for form in facts.forms:
        told = form.sentences
        single = (
            form.payout_words,
            told.total,
            told.grade,
            told.framework,
            told.execution,
            told.funds,
            told.spending,
            told.categories,
            told.staff,
        )
        several = (*told.lost, *(row.sentence for row in form.rows), *(each.sentence for each in form.categories))
        yield from (text for text in (*single, *several) if _DIGITS.search(text))
    yield from (text for text in (facts.all_sentence, facts.grades_sentence) if _DIGITS.search(text))
