"""指标事实 - Every indicator row as final text, and what was lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from perfeval.evaluation import FundSource, IndicatorRow
from perfeval.evaluation.target import Target, read_target
from perfeval.indicators import Sign, plain_name
from perfeval.quantities import Fraction
from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.scoring import METHODS_BY_NAME, Row, RowScore

_BRACKET = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*(?:分|%)?\s*[)）]")
_WITHIN = "区间"
_SIGNS = {Sign.AT_LEAST: "≥", Sign.AT_MOST: "≤", Sign.EQUAL: "=", Sign.WITHIN: _WITHIN}
_METHOD_SIGNS = {"at_least": "≥", "at_most": "≤", "equal_to": "=", "within": _WITHIN}
_QUALITATIVE = "定性"
_CORE = "★"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFacts:
    """指标行 - Hold one row of the indicator table, ready to print.

    A ★ that was typed before a name is no part of it but core_mark. category_lines is category_label with its bracket on a second line.
    sign, value, unit are the target in three columns; inputs are the numbers of a formula, in words; deviation joins reason and
    measures; coefficient is points ÷ weight in percent; reviewed_points are empty where nothing was reviewed.
    """

    number: str
    category: str
    category_label: str
    category_lines: str
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
    inputs: str
    weight: str
    points: str
    reviewed_points: str
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
    levels = {plain_name(each.name): (bare_name(each.name), bracket(each.weight)) for each in case.card.categories}
    second = second_points(case)
    return tuple(replace(_row(case, score, levels), reviewed_points=second.get(score.row.written.id, "")) for score in case.card.rows)


def second_points(case: Case) -> dict[str, str]:
    """复核分 - Return the points of the review by the id of the row, nothing where nothing was reviewed."""
    rows = case.reviewed.rows if case.reviewed else ()
    return {
        each.row.written.id: wording.NOT_APPLICABLE if each.row.written.not_applicable else wording.points(each.points) for each in rows
    }


def shown_name(row: Row) -> str:
    """名称 - Return the name of an indicator without the ★ that was typed into it, a dash where it has none."""
    return wording.written((row.name or "").replace(_CORE, "").strip())


def bare_name(name: str | None) -> str:
    """层级名称 - Return a level's name without a bracket of points that was typed into it."""
    return _BRACKET.sub("", name).strip() if name else wording.MISSING


def bracket(weight: int | None) -> str:
    """括号内分值 - Return the points that a level's name carries behind it, as forms print them; nothing where it has none."""
    return f"（{wording.weight(weight)}分）" if weight else ""


def lost_facts(case: Case) -> tuple[LostFacts, ...]:
    """失分清单 - Return the money row and every row whose points are below its weight, with the reasons given."""
    found: list[LostFacts] = []
    execution, money = case.card.execution, case.evaluation.execution
    if execution.lost > 0:
        numbers = (execution.weight, execution.points, execution.lost)
        found.append(_lost("预算执行率", numbers, execution_reason(case), money.measures))
    found += [
        _lost(shown_name(score.row), (score.row.weight, score.points, score.lost), score.row.written.reason, score.row.written.measures)
        for score in case.card.rows
        if score.lost > 0
    ]
    return tuple(found)


def execution_reason(case: Case) -> str | None:
    """资金行原因 - Return the reason on the money row, else the one on the total row."""
    total = next((row.reason for row in case.evaluation.funds if row.source is FundSource.TOTAL), None)
    return case.evaluation.execution.reason or total


def _row(case: Case, score: RowScore, levels: Mapping[str, tuple[str, str]]) -> IndicatorFacts:
    row, written = score.row, score.row.written
    sign, value, unit = _split(row)
    level = levels.get(plain_name(row.category or ""), (bare_name(row.category), ""))
    core, excluded = written.core or _CORE in (row.name or ""), written.not_applicable
    losing = score.lost > 0 or excluded
    target = row.read_target.text if row.read_target else None
    original = read_target(written.target_original, case.evaluation.year) if written.target_original else None
    rate = Fraction(score.points, row.weight) if score.points is not None and row.weight else None
    method = METHODS_BY_NAME[row.method].title if row.method else None
    facts = IndicatorFacts(
        number=str(row.number),
        category=bare_name(row.category),
        category_label="".join(level),
        category_lines="\n".join(part for part in level if part),
        aspect=bare_name(row.aspect),
        name=shown_name(row),
        core="是" if core else "否",
        core_mark=_CORE if core else "",
        sign=sign,
        value=_with_original(value, _beside(original, row)),
        unit=unit,
        target=_with_original(wording.written(target), written.target_original),
        target_original=wording.written(written.target_original or target),
        target_adjusted=wording.written(target if written.target_original else None),
        value_original=_number(original) if original else value,
        value_adjusted=value if original else wording.MISSING,
        actual=_actual(row),
        inputs=_inputs(row),
        weight=wording.weight(row.weight) if case.rules.scored else wording.written(written.weight),
        points=wording.NOT_APPLICABLE if excluded else _points(case, score),
        reviewed_points="",
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


def _with_original(now: str, original: str | None) -> str:
    """Return a target as one column prints it: where it was adjusted, the one of the start of the year stands behind it."""
    return f"{now}（年初{original}）" if original else now


def _beside(original: Target | None, row: Row) -> str | None:
    """Return what of a target of the start of the year stands behind a bare number: a number too where sign and unit are the same."""
    now = row.read_target
    if original is None or now is None or original.low is None or now.low is None:
        return original.text if original else None
    return _number(original) if (original.sign, original.low.unit) == (now.sign, now.low.unit) else original.text


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


def _inputs(row: Row) -> str:
    """Return the numbers that a formula is made of, in the order of the formula."""
    formula = row.indicator.formula if row.indicator else None
    texts = row.written.inputs
    return "，".join(f"{name}{texts[name]}" for name in (formula.inputs if formula else texts) if texts.get(name))


def _counted(written: IndicatorRow) -> str:
    if written.items:
        met = [name for name, each in written.items.items() if each]
        return f"共{len(written.items)}项，达到{len(met)}项"
    if written.events is not None:
        return "；".join(f"{each.what}{each.times or '1'}次" for each in written.events) or "未发生"
    return ""


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
