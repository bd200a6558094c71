"""文字与表对照 - Hold the figures of a text against the form, its money table and its scorecard."""

import re
from collections.abc import Iterator

from perfeval.checks.finding import Raised
from perfeval.checks.texts.facts import Facts
from perfeval.checks.texts.figures import MONEY, RATIO, Figure, reader
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.checks.texts.shares import explains
from perfeval.quantities import Fraction, normal, percent, plain, read_points, read_quantity, show_points
from perfeval.scoring import RowScore

CODE = "text-figure-mismatch"
_NEAR = 10
_LEAST_NAME = 4
_MOST = 20
_GRADE = re.compile(
    r"(?:等级|等次|结果|结论|自评|评定|评价)(?:等级)?(?:为|是|：|评为)+[“\"]?(?P<grade>优秀|良好|中等|优|良|中|差)[”\"]?(?![良中差秀好等])"
)
_COUNTED = re.compile(r"[“\"]?(?P<grade>优|良|中|差)[”\"]?(?:的)?(?P<count>\d+)个")
_ADVICE = "请核对文字和表，改正其中一处"


def text_against_form(report: Report, rules: TextRules, facts: Facts) -> Iterator[Raised]:
    """文字与表不符 - Find execution rates, totals, grades, amounts and actual values that are not those of the form."""
    if facts.card is None and not facts.forms and not facts.stated:
        return
    told = 0
    for sentence in report.sentences:
        for wrong in _wrong(sentence, rules, facts) if facts.card or facts.stated else _counts(sentence, rules, facts):
            told += 1
            if told <= _MOST:
                yield raised(sentence, CODE, wrong, _ADVICE)


def _wrong(sentence: Sentence, rules: TextRules, facts: Facts) -> Iterator[str]:
    """Yield what in one sentence differs from the form."""
    yield from _rates(sentence, rules, facts)
    yield from _totals(sentence, rules, facts)
    yield from _grades(sentence, facts)
    yield from _amounts(sentence, rules, facts)
    yield from _actuals(sentence, rules, facts)


def _counts(sentence: Sentence, rules: TextRules, facts: Facts) -> Iterator[str]:
    """Yield numbers of projects and of grades that are not those of the forms of one report."""
    if not rules.has("graded", sentence.text):
        return
    grades = dict(facts.grades)
    told = [(match["grade"], int(match["count"])) for match in _COUNTED.finditer(sentence.text)]
    if sum(count for _, count in told) == facts.forms:
        yield from (
            f"文中“{grade}”{count}个，各表是{grades.get(grade, 0)}个" for grade, count in told if grades and count != grades.get(grade, 0)
        )
    figure = next((each for each in sentence.figures if each.unit == "个" and rules.has("projects", each.label)), None)
    if figure is not None and figure.value != facts.forms and not told:
        yield f"文中项目{figure.text}，表有{facts.forms}份"


def _rates(sentence: Sentence, rules: TextRules, facts: Facts) -> Iterator[str]:
    """Yield execution rates that no denominator of the form gives."""
    for rate in sentence.of(RATIO):
        before = sentence.text[max(0, rate.start - _NEAR) : rate.start]
        if not rules.has("execution_rate", before) or rules.has("last_year", sentence.text) or rate.approximate or not facts.rates:
            continue
        claimed = facts.evaluation.execution.claimed_rate if facts.evaluation else None
        if claimed and normal(claimed) in rate.text:
            continue  # the form itself says so, and the form is told
        if not any(explains(each, Fraction(1), rate) for each in facts.rates) and not rules.has("aim", sentence.text):
            yield f"文中执行率{rate.text}，表上是{percent(facts.rates[0])}"


def _totals(sentence: Sentence, rules: TextRules, facts: Facts) -> Iterator[str]:
    """Yield totals that are neither what the form counts nor what the unit wrote."""
    own = facts.evaluation.claimed.total if facts.evaluation else None
    counted = facts.card.total if facts.card else facts.total
    known = {each for each in (read_points(own) if own else None, None if counted is None else Fraction(counted, 100)) if each is not None}
    for figure in sentence.figures:
        before = sentence.text[max(0, figure.start - _NEAR) : figure.start]
        whole = rules.has("whole_score", before) and not rules.has("full_marks", before) and not rules.has("score_part", figure.label)
        if figure.unit != "分" or not whole or not known or "“" in sentence.text[: figure.start]:
            continue
        if not any(abs(figure.value - each) < figure.step and figure.value == _cut(each, figure.step) for each in known):
            shown = show_points(counted) if counted is not None else plain(min(known))
            yield f"文中自评{figure.text}，表上总分是{shown}"


def _cut(value: Fraction, step: Fraction) -> Fraction:
    """Return a value rounded half up to the digits of another."""
    return Fraction((2 * value / step + 1) // 2) * step


def _grades(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """Yield a grade that is neither the form's nor the scorecard's."""
    known = {grade for grade in (facts.evaluation and facts.evaluation.claimed.grade, facts.card and facts.card.grade) if grade}
    match = _GRADE.search(sentence.text)
    if match and known and not any(match["grade"][0] == grade[0] for grade in known):
        yield f"文中等级“{match['grade']}”，表上是“{'”“'.join(sorted(known))}”"


def _amounts(sentence: Sentence, rules: TextRules, facts: Facts) -> Iterator[str]:
    """Yield totals of the year's money that the money table does not have."""
    known = [*facts.amounts, *_cells(facts)]
    for figure in sentence.of(MONEY):
        label = figure.label
        whole = rules.starts("total_words", label) and (rules.has("spent", label) or rules.has("budget", label))
        if not whole or not known or figure.approximate or rules.has("last_year", sentence.text) or rules.has("part_of_money", label):
            continue
        if not any(abs(each - figure.value) <= figure.step / 2 for each in known):
            yield f"文中“{label}{figure.text}”，资金表上没有这个数"


def _cells(facts: Facts) -> Iterator[Fraction]:
    """Yield every amount of the money tables, in 元."""
    if facts.card is None or facts.evaluation is None:
        return
    unit = 10_000 if facts.evaluation.money_unit.decimals > 2 else 1  # noqa: PLR2004 - 元 has two decimals
    for row in (*facts.card.funds.rows, *facts.card.funds.spending):
        yield from (amount * unit for amount in row.values() if amount is not None)


def _actuals(sentence: Sentence, rules: TextRules, facts: Facts) -> Iterator[str]:
    """Yield values behind an indicator's name that are neither its target nor its actual value."""
    for score in facts.card.rows if facts.card else ():
        name = score.row.name
        at = sentence.text.find(name) if len(name) >= _LEAST_NAME else -1
        if at < 0:
            continue
        end = at + len(name)
        figure = next((each for each in sentence.figures if end <= each.start <= end + _NEAR and not each.masked), None)
        values = _values(score, rules)
        if figure is None or not values or "，" in sentence.text[end : figure.start] or rules.has("aim", sentence.text[end : figure.start]):
            continue
        if figure.kind not in {kind for _, kind in values} or figure.approximate:
            continue
        if not any(_same(figure, value) for value, kind in values if kind == figure.kind):
            yield f"文中“{name}”写{figure.text}，表上指标值{score.row.written.target or '—'}、实际完成值{score.row.written.actual or '—'}"


def _values(score: RowScore, rules: TextRules) -> list[tuple[Fraction, str]]:
    """Return target and actual of a row, each in the smallest unit of its kind; nothing where one is not a number."""
    row = score.row
    actual = row.read_actual.quantity if row.read_actual else read_quantity(row.written.actual or "")
    target = row.read_target.low if row.read_target else None
    if actual is None or target is None:
        return []
    found: list[tuple[Fraction, str]] = []
    for each in (actual, target):
        kind, factor = reader(rules).kind(each.base or actual.base or target.base, "")
        found.append((each.whole * factor, kind))
    return found


def _same(figure: Figure, value: Fraction) -> bool:
    """Tell whether a figure is a value within its written digits."""
    return abs(figure.value - value) <= figure.step / 2
