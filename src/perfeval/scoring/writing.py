"""输出评分结果 - Write a scorecard as JSON text; the one place that knows the shape of `perfeval.scorecard/1`.

The text is put together directly, because a county's 5,000 forms come back with every trace. Traces are canonical JSON
(sorted keys, no blanks), so that the same text serves the answer and its hash.
"""

import hashlib
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quote

from msgspec import Struct

from perfeval.quantities import Fraction, plain, plain_points, show_points
from perfeval.scoring.scorecard import ExecutionScore, RowScore, Scorecard
from perfeval.scoring.trace import TraceNode

FORMAT = "perfeval.scorecard/1"
FORMAT_SEVERAL = "perfeval.scorecards/1"


def write(card: Scorecard, findings: Iterable[Mapping[str, object]] = ()) -> str:
    """输出 - Return the scorecard as JSON text, with the findings that the checks gave."""
    traces = _traces(card)
    execution, *rows, total = traces
    told = _Told(
        execution=f',"trace":{execution}',
        rows=[f',"trace":{row}' for row in rows],
        total=f',"total_trace":{total}',
        payout="" if card.payout is None else f',"trace":{_trace(card.payout.trace)}',
    )
    return _card(card, findings, told, _digest(traces))


def write_brief(card: Scorecard, findings: Iterable[Mapping[str, object]] = ()) -> str:
    """输出（不含计算过程） - Return the same without traces; their hash stays."""
    told = _Told(execution="", rows=[""] * len(card.rows), total="", payout="")
    return _card(card, findings, told, _digest(_traces(card)))


class _Told(Struct, frozen=True, kw_only=True):
    """Hold what is told of each trace: its key and its text behind a comma, or nothing."""

    execution: str
    rows: list[str]
    total: str
    payout: str


def _card(card: Scorecard, findings: Iterable[Mapping[str, object]], told: _Told, digest: str) -> str:
    """Return a scorecard with what is told of its traces."""
    categories = ",".join(
        f'{{"name":{quote(each.name)},"weight":{_weight(each.weight)},"points":{_points(each.points)}}}' for each in card.categories
    )
    forced = ",".join(f'{{"item":{quote(each.item)},"grade":{quote(each.grade)}}}' for each in card.forced)
    found = ",".join(map(_finding, findings))
    return (
        f'{{"format":"{FORMAT}",'
        f'"set":{{"id":{quote(card.set_id)},"version":{quote(card.set_version)},"sha256":"{card.set_sha256}"}},'
        f'"complete":{"true" if card.complete else "false"},"total":{_points(card.total)},"grade":{_text(card.grade)}{told.total},'
        f'"veto":[{forced}],"payout":{_payout(card, told.payout)},"execution":{_execution(card.execution, told.execution)},'
        f'"categories":[{categories}],"rows":[{",".join(map(_row, card.rows, told.rows))}],'
        f'"claimed":{{"total":{_text(card.claimed.total)},"grade":{_text(card.claimed.grade)}}},'
        f'"findings":[{found}],"trace_sha256":"{digest}"}}'
    )


def write_several(cards: Iterable[str], findings: Iterable[Mapping[str, object]] = ()) -> str:
    """输出多份 - Return several written scorecards as one JSON text, with what was found in their common texts, where anything was."""
    found = ",".join(map(_finding, findings))
    common = f',"findings":[{found}]' if found else ""
    return f'{{"format":"{FORMAT_SEVERAL}","scorecards":[{",".join(cards)}]{common}}}'


def trace_sha256(card: Scorecard) -> str:
    """依据散列 - Return the SHA-256 of the canonical JSON of all traces: money row, rows, total; nulls left out."""
    return _digest(_traces(card))


def _traces(card: Scorecard) -> list[str]:
    """Return every trace: of the money row, of the rows, of the total."""
    return [_trace(card.execution.trace), *[_trace(row.trace) for row in card.rows], _trace(card.total_trace)]


def _digest(traces: Iterable[str]) -> str:
    """Return the hash of the list of traces."""
    return hashlib.sha256(f"[{','.join(trace for trace in traces if trace != 'null')}]".encode()).hexdigest()


def _trace(node: TraceNode | None) -> str:
    """Return a trace as canonical JSON."""
    if node is None:
        return "null"
    children = ",".join(map(_trace, node.children)) if node.children else ""
    inputs = ",".join([f'{{"from":{quote(origin)},"name":{quote(name)},"value":{quote(value)}}}' for name, value, origin in node.inputs])
    return (
        f'{{"children":[{children}],"exact":"{node.exact}","expression":"{node.expression}","inputs":[{inputs}],'
        f'"rounded":"{show_points(node.rounded)}","rule":"{node.rule}","source":{quote(node.source)},"words":{quote(node.words)}}}'
    )


def _row(score: RowScore, trace: str) -> str:
    """Return one row."""
    row = score.row
    return (
        f'{{"id":{quote(row.written.id)},"key":{_text(row.written.key)},"name":{_text(row.name or None)},'
        f'"category":{_text(row.category)},"aspect":{_text(row.aspect)},"method":{_text(row.method)},"rate":{_rate(score.rate)},'
        f'"weight":{_weight(row.weight)},"computed":{_points(score.computed)},"claimed":{_points(score.claimed)},'
        f'"points":{_points(score.points)},"difference":{_points(score.difference)}{trace}}}'
    )


def _execution(score: ExecutionScore, trace: str) -> str:
    """Return the money row."""
    return (
        f'{{"rate":{_rate(score.rate)},"denominator":"{score.denominator.value}","weight":{_weight(score.weight)},'
        f'"computed":{_points(score.computed)},"claimed":{_points(score.claimed)},"points":{_points(score.points)},'
        f'"difference":{_points(score.difference)}{trace}}}'
    )


def _finding(finding: Mapping[str, object]) -> str:
    """Return one finding."""
    return "{" + ",".join([f"{quote(key)}:{'null' if value is None else quote(str(value))}" for key, value in finding.items()]) + "}"


def _payout(card: Scorecard, trace: str) -> str:
    """Return the amount that the total is worth."""
    if card.payout is None:
        return "null"
    return f'{{"amount":{_points(card.payout.amount)}{trace}}}'


def _text(text: str | None) -> str:
    return "null" if text is None else quote(text)


def _points(points: int | None) -> str:
    return "null" if points is None else f'"{show_points(points)}"'


def _weight(points: int | None) -> str:
    return "null" if points is None else f'"{plain_points(points)}"'


def _rate(rate: Fraction | None) -> str:
    return "null" if rate is None else f'"{plain(rate)}"'
