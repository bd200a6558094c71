"""指标事实 - Every indicator row and level-1 sum as final text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from perfeval.evaluation import FundSource, IndicatorRow
from perfeval.evaluation.target import Target, read_target
from perfeval.indicators import Sign, plain_name
from perfeval.quantities import Fraction, Points
from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.scoring import METHODS_BY_NAME, Row, RowScore, find_category
from perfeval.scoring.scorecard import CategorySum

_BRACKET = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*(?:分|%)?\s*[)）]")
_WITHIN = "区间"
_SIGNS = {Sign.AT_LEAST: "≥", Sign.AT_MOST: "≤", Sign.EQUAL: "=", Sign.WITHIN: _WITHIN}
_METHOD_SIGNS = {"at_least": "≥", "at_most": "≤", "equal_to": "=", "within": _WITHIN}
_QUALITATIVE = "定性"
_PENDING = (wording.MISSING, wording.NOT_APPLICABLE)
_ALL, _UNSORTED = "绩效指标", "未归类指标"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFacts:
    """指标行 - Hold one row of the indicator table, ready to print.

    sign, value, unit are the target in three columns; deviation joins reason and measures; coefficient is points ÷ weight in percent.
    """

    number: str
    category: str
    category_label: str
    aspect: str
    name: str
    core: str
    core_mark: str
    sign: str
    value: str
    unit: str
    target: str
    target_original: str
    target_adjusted: str
    value_original: str
    value_adjusted: str
    actual: str
    weight: str
    points: str
    lost: str
    coefficient: str
    rate: str
    reason: str
    measures: str
    deviation: str
    note: str
    owner: str
    evidence: str
    method: str
    standard: str
    explanation: str
    paragraph: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFacts:
    """一级指标 - Hold one level-1 part with its sum and its rows, ready to print.

    heading is its number as a second-level heading; heading_from_second counts from （二）, for reports that open with the execution rate.
    with_money_row says 是 where the set counts the money row in this part, else nothing.
    """

    heading: str
    heading_from_second: str
    name: str
    short_name: str
    label: str
    weight: str
    points: str
    lost: str
    rate: str
    sentence: str
    with_money_row: str
    rows: tuple[IndicatorFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFacts:
    """失分 - Hold one row that lost points, and why."""

    name: str
    weight: str
    points: str
    lost: str
    reason: str
    measures: str
    sentence: str


def row_facts(case: Case) -> tuple[IndicatorFacts, ...]:
    """指标行 - Return all rows in the order of the form."""
    labels = {plain_name(each.name): _label(each) for each in case.card.categories}
    return tuple(_row(case, score, labels) for score in case.card.rows)


def category_facts(case: Case, rows: tuple[IndicatorFacts, ...]) -> tuple[CategoryFacts, ...]:
    """一级指标 - Return the level-1 parts with their rows; rows that name none stand together at the end."""
    sums = list(case.card.categories)
    members: dict[str, list[int]] = {each.name: [] for each in sums}
    loose: list[int] = []
    for at, score in enumerate(case.card.rows):
        name = _own_category(case, score.row, tuple(members))
        (loose if name is None else members[name]).append(at)
    if loose:
        rest = _loose(case, [case.card.rows[at] for at in loose])
        sums.append(rest)
        members[rest.name] = loose
    money_row = case.rules.execution.category
    return tuple(
        _category(number, each, tuple(rows[at] for at in members[each.name]), money_row)
        for number, each in enumerate((each for each in sums if members[each.name] or each.name == money_row), start=1)
    )


def lost_facts(case: Case) -> tuple[LostFacts, ...]:
    """失分清单 - Return the money row and every row whose points are below its weight, with the reasons given."""
    found: list[LostFacts] = []
    execution, money = case.card.execution, case.evaluation.execution
    if execution.lost > 0:
        numbers = (execution.weight, execution.points, execution.lost)
        found.append(_lost("预算执行率", numbers, execution_reason(case), money.measures))
    found += [
        _lost(score.row.name, (score.row.weight, score.points, score.lost), score.row.written.reason, score.row.written.measures)
        for score in case.card.rows
        if score.lost > 0
    ]
    return tuple(found)


def execution_reason(case: Case) -> str | None:
    """资金行原因 - Return the reason on the money row, else the one on the total row."""
    total = next((row.reason for row in case.evaluation.funds if row.source is FundSource.TOTAL), None)
    return case.evaluation.execution.reason or total


def _row(case: Case, score: RowScore, labels: Mapping[str, str]) -> IndicatorFacts:
    row, written = score.row, score.row.written
    sign, value, unit = _split(row)
    excluded = written.not_applicable
    losing = score.lost > 0 or excluded
    target = row.read_target.text if row.read_target else None
    original = read_target(written.target_original, case.evaluation.year) if written.target_original else None
    rate = Fraction(score.points, row.weight) if score.points is not None and row.weight else None
    method = METHODS_BY_NAME[row.method].title if row.method else None
    facts = IndicatorFacts(
        number=str(row.number),
        category=_bare(row.category),
        category_label=labels.get(plain_name(row.category), _bare(row.category)) if row.category else wording.MISSING,
        aspect=_bare(row.aspect),
        name=wording.written(row.name),
        core="是" if written.core else "否",
        core_mark="★" if written.core else "",
        sign=sign,
        value=value,
        unit=unit,
        target=wording.written(target),
        target_original=wording.written(written.target_original or target),
        target_adjusted=wording.written(target if written.target_original else None),
        value_original=_number(original) if original else value,
        value_adjusted=value if original else wording.MISSING,
        actual=_actual(row),
        weight=wording.weight(row.weight) if case.rules.scored else wording.written(written.weight),
        points=wording.NOT_APPLICABLE if excluded else _points(case, score),
        lost=wording.NOT_APPLICABLE if excluded else wording.points(None if score.points is None else score.lost),
        coefficient=wording.NOT_APPLICABLE if excluded else wording.share(rate),
        rate=wording.percent(score.rate),
        reason=written.reason or (wording.MISSING if losing else ""),
        measures=written.measures or (wording.MISSING if losing else ""),
        deviation=wording.clauses((written.reason, written.measures)) or (wording.MISSING if losing else ""),
        note=written.note or "",
        owner=wording.written(written.owner),
        evidence=wording.listed(each.title or each.file or "" for each in written.evidence) or wording.MISSING,
        method=wording.written(method),
        standard=wording.written(row.indicator.standard_text if row.indicator else None),
        explanation=wording.written(row.indicator.explanation if row.indicator else None),
        paragraph=wording.written(row.indicator.paragraph if row.indicator else None),
        sentence="",
    )
    return replace(facts, sentence=_sentence(facts, score))


def _points(case: Case, score: RowScore) -> str:
    """Return the points that count; in a set without points, those that the unit wrote."""
    return wording.points(score.points) if case.rules.scored else wording.written(score.row.written.claimed)


def _sentence(facts: IndicatorFacts, score: RowScore) -> str:
    parts = [] if facts.target == wording.MISSING else [f"指标值{facts.target}"]
    if score.row.written.not_applicable:
        return wording.sentence(f"{facts.name}：本项不适用，不计分，原因：{facts.reason if facts.reason != wording.MISSING else '未填写'}")
    if parts or facts.actual != wording.MISSING:  # a row that people judge has neither
        parts.append(f"实际完成值{facts.actual}" if facts.actual != wording.MISSING else "实际完成值未填写")
    if score.row.weight is not None:
        parts.append(f"分值{facts.weight}分")
        parts.append(f"得{facts.points}分" if score.points is not None else "尚无得分")
    if score.lost > 0:
        parts.append(f"扣{facts.lost}分")
        parts.append(f"原因：{_or_unwritten(facts.reason)}")
    return wording.sentence(f"{facts.name}：{'，'.join(parts)}")


def _split(row: Row) -> tuple[str, str, str]:
    """Return sign, number and unit of a target; words are 定性 and have no unit."""
    target = row.read_target
    if target is None:
        return wording.MISSING, wording.MISSING, wording.MISSING
    if target.low is None:
        return _QUALITATIVE, target.text, wording.MISSING
    sign = _SIGNS[target.sign] if target.sign else _METHOD_SIGNS.get(row.method or "", wording.MISSING)
    unit = target.low.unit or (row.read_actual.quantity.unit if row.read_actual else "")
    return sign, _number(target), wording.written(unit)


def _number(target: Target) -> str:
    """Return the number of a target without sign and unit; words stay words."""
    if target.low is None:
        return target.text
    return target.low.text if target.high is None else f"{target.low.text}～{target.high.text}"


def _actual(row: Row) -> str:
    """Return the actual value: as written, else what the form's inputs, periods, items or events give."""
    written = row.written
    if written.actual is not None:
        return written.actual
    if row.read_actual is not None:
        quantity = row.read_actual.quantity
        return wording.percent(quantity.number / 100) if quantity.unit == "%" else quantity.shown
    return _counted(written) or (wording.NOT_APPLICABLE if written.not_applicable else wording.MISSING)


def _counted(written: IndicatorRow) -> str:
    if written.items:
        met = [name for name, each in written.items.items() if each]
        return f"共{len(written.items)}项，达到{len(met)}项"
    if written.events is not None:
        return "；".join(f"{each.what}{each.times or '1'}次" for each in written.events) or "未发生"
    return ""


def _own_category(case: Case, row: Row, names: tuple[str, ...]) -> str | None:
    if row.category is None:
        return None
    known = find_category(case.rules, row.category)
    if known is not None and known.name in names:
        return known.name
    return next((name for name in names if plain_name(name) == plain_name(row.category)), None)


def _loose(case: Case, scores: list[RowScore]) -> CategorySum:
    """Return the sum of the rows that name no level-1 part: all of them where the form has no levels."""
    name = _UNSORTED if case.card.categories else _ALL
    if not case.rules.scored:
        return CategorySum(name=name, weight=None, points=None)
    weight, points = sum(each.row.weight or 0 for each in scores), sum(each.points or 0 for each in scores)
    return CategorySum(name=name, weight=Points(weight), points=Points(points))


def _category(number: int, each: CategorySum, rows: tuple[IndicatorFacts, ...], money_row: str | None) -> CategoryFacts:
    name = _bare(each.name)
    rate = None if each.points is None or not each.weight else Fraction(each.points, each.weight)
    lost = None if each.points is None or each.weight is None else each.weight - each.points
    pending = not each.points and all(row.points in _PENDING for row in rows)
    earned = "尚无得分" if pending else f"得{wording.points(each.points)}分，得分率{wording.percent(rate)}"
    sums = f"{name}满分{wording.weight(each.weight)}分，{earned}"
    return CategoryFacts(
        heading=wording.heading(number, 2),
        heading_from_second=wording.heading(number + 1, 2),
        name=name,
        short_name=plain_name(name),
        label=_label(each),
        weight=wording.weight(each.weight),
        points=wording.points(each.points),
        lost=wording.points(lost),
        rate=wording.percent(rate),
        sentence=wording.sentence(sums if rate is not None else f"{name}共{len(rows)}项指标"),
        with_money_row="是" if money_row is not None and plain_name(money_row) == plain_name(each.name) else "",
        rows=rows,
    )


def _label(each: CategorySum) -> str:
    """Return the name of a level-1 part with its points in a bracket, as forms print it."""
    name = _bare(each.name)
    return name if not each.weight else f"{name}（{wording.weight(each.weight)}分）"


def _bare(name: str | None) -> str:
    """Return a level's name without a bracket of points that was typed into it."""
    return _BRACKET.sub("", name).strip() if name else wording.MISSING


def _lost(name: str, numbers: tuple[int | None, int | None, int], reason: str | None, measures: str | None) -> LostFacts:
    weight, points, lost = wording.weight(numbers[0]), wording.points(numbers[1]), wording.points(numbers[2])
    why = f"原因：{_or_unwritten(reason)}"
    steps = f"改进措施：{measures}" if measures else None
    text = wording.clauses((f"{name}满分{weight}分，得{points}分，扣{lost}分", why, steps))
    return LostFacts(
        name=name,
        weight=weight,
        points=points,
        lost=lost,
        reason=wording.written(reason),
        measures=wording.written(measures),
        sentence=wording.sentence(text),
    )


def _or_unwritten(text: str | None) -> str:
    return text if text and text != wording.MISSING else "未填写"
