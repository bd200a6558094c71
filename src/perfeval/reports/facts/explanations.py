"""得分计算说明 - Every point with its sum, its words and the cells it is from, as final text; and what the checks found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfeval.checks import TITLES
from perfeval.indicators import Severity
from perfeval.quantities import show_points
from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.reports.facts.places import place_words
from perfeval.reports.facts.rows import shown_name
from perfeval.scoring import METHODS_BY_NAME, RowScore, TraceNode, is_plain, readable

_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示", Severity.OFF: wording.MISSING}
_RULES = {"execution": "按执行率计分", "execution_steps": "按执行率分段计分"}
_WHY = {
    "value-missing": "应填未填，不能计分",
    "value-unreadable": "数值读不出，不能计分",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFacts:
    """依据项 - Hold one number of a sum and the cell it is from."""

    name: str
    value: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationFacts:
    """计算说明 - Hold how the points of one row came about: claimed, computed, counted, and the sum."""

    number: str
    level: str
    name: str
    weight: str
    claimed: str
    computed: str
    points: str
    difference: str
    rule: str
    source: str = wording.MISSING
    words: str
    expression: str = wording.MISSING
    inputs: tuple[InputFacts, ...] = ()
    basis: str = wording.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacts:
    """校验提示 - Hold one finding, ready to print."""

    number: str
    severity: str
    title: str
    place: str
    message: str
    suggestion: str


def explanation_facts(case: Case) -> tuple[ExplanationFacts, ...]:
    """计算说明 - Return the money row, where the set scores it, and every indicator row, each with its sum."""
    rows = tuple(_row(case, score) for score in case.card.rows)
    return rows if case.card.execution.weight is None else (_execution(case), *rows)


def finding_facts(case: Case) -> tuple[FindingFacts, ...]:
    """校验提示 - Return the findings in their order."""
    return tuple(
        FindingFacts(
            number=str(number),
            severity=_SEVERITIES[finding.severity],
            title=TITLES.get(finding.code, finding.code),
            place=place_words(case, finding.where),
            message=wording.sentence(finding.message),
            suggestion=wording.sentence(finding.suggestion) if finding.suggestion else wording.MISSING,
        )
        for number, finding in enumerate(case.findings, start=1)
    )


def total_words(case: Case) -> str:
    """总分说明 - Return how the total came about."""
    trace = case.card.total_trace
    if trace is None:
        return "本指标体系不计分。"
    forced = "".join(f"；因“{each.item}”，等级定为“{each.grade}”" for each in case.card.forced)
    return wording.sentence(f"{trace.words}{forced}")


def total_expression(case: Case) -> str:
    """总分算式 - Return the sum of the total."""
    trace = case.card.total_trace
    return wording.MISSING if trace is None else _sum(trace)


def _execution(case: Case) -> ExplanationFacts:
    execution = case.card.execution
    missing = "预算数或执行数未填写或读不出，不能计分"
    facts = ExplanationFacts(
        number="资金行",
        level=wording.MISSING,
        name="预算执行率",
        weight=wording.weight(execution.weight),
        claimed=wording.points(execution.claimed),
        computed=wording.points(execution.computed),
        points=wording.points(execution.points),
        difference=_signed(execution.difference),
        rule=_RULES.get(execution.trace.rule, execution.trace.rule) if execution.trace else wording.MISSING,
        words=wording.sentence(missing),
    )
    return _told(case, facts, execution.trace)


def _row(case: Case, score: RowScore) -> ExplanationFacts:
    row = score.row
    excluded = row.written.not_applicable
    facts = ExplanationFacts(
        number=str(row.number),
        level="／".join(part for part in (row.category, row.aspect) if part) or wording.MISSING,
        name=shown_name(row),
        weight=wording.weight(row.weight),
        claimed=wording.points(score.claimed),
        computed=wording.points(score.computed),
        points=wording.NOT_APPLICABLE if excluded else wording.points(score.points),
        difference=_signed(score.difference),
        rule=METHODS_BY_NAME[row.method].title if row.method else wording.MISSING,
        words=wording.sentence(_silence(score)),
    )
    return _told(case, facts, score.trace)


def _told(case: Case, facts: ExplanationFacts, trace: TraceNode | None) -> ExplanationFacts:
    """Return the explanation with the sum of its trace; without a trace it stays as it is."""
    if trace is None:
        return facts
    inputs = tuple(_inputs(case, trace, f"指标表第{facts.number}行"))
    return replace(
        facts,
        source=trace.source,
        words=wording.sentence("；".join(_words(trace))),
        expression=_sum(trace),
        inputs=inputs,
        basis="；".join(f"{each.name} {each.value}（{each.place}）" for each in inputs) or wording.MISSING,
    )


def _words(trace: TraceNode) -> Iterator[str]:
    """Yield what is said about a sum, and about those below it; the sum itself has a place of its own."""
    yield trace.words.removesuffix(f"：{_sum(trace)}")
    for child in trace.children:
        yield from _words(child)


def _silence(score: RowScore) -> str:
    """Return why a row has no sum."""
    row = score.row
    if row.written.not_applicable:
        return f"本项不适用，不计分，原因：{row.written.reason or '未填写'}"
    if row.weight is None:
        return "本行没有分值，只作说明，不计分"
    return next((_WHY[fault.code] for fault in row.faults if fault.code in _WHY), "尚未评定得分")


def _inputs(case: Case, trace: TraceNode, own: str) -> Iterator[InputFacts]:
    """Yield the numbers of a sum, those of the sums below it included; cells of the row itself are 本行."""
    for each in trace.inputs:
        place = place_words(case, each.origin).replace(own, "本行", 1).removesuffix(f"“{each.name}”")
        yield InputFacts(name=each.name, value=each.value or wording.MISSING, place=place)
    for child in trace.children:
        yield from _inputs(case, child, own)


def _sum(trace: TraceNode) -> str:
    """Return the expression as people write it, with its result; a number that was chosen stands alone."""
    result = show_points(trace.rounded)
    return result if is_plain(trace.expression) else f"{readable(trace.expression)} = {result}"


def _signed(difference: int | None) -> str:
    """Return a difference with its sign."""
    return wording.MISSING if difference is None else f"{'+' if difference > 0 else ''}{show_points(difference)}"
