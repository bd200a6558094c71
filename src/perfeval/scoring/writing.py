"""输出评分结果 - Write a scorecard as JSON text; the one place that knows the shape of `perfeval.scorecard/1`.

A county's 5,000 forms come back with every trace: the shape is structs, which one encoder writes at once. Traces are canonical
JSON (sorted keys, no blanks), written first, so that the same bytes serve the answer and its hash.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from msgspec import UNSET, Raw, Struct, UnsetType
from msgspec.json import Encoder

from perfeval.quantities import Fraction, plain, plain_points, show_points
from perfeval.scoring.scorecard import ExecutionScore, RowScore, Scorecard
from perfeval.scoring.trace import Input, TraceNode

FORMAT = "perfeval.scorecard/1"
FORMAT_SEVERAL = "perfeval.scorecards/1"

_NO_TRACE = Raw(b"null")
_encode = Encoder().encode
_canonical = Encoder(order="sorted").encode

Trace = Raw | UnsetType
"""依据 - A trace as it was written, or nothing where a card is told without."""


def write(card: Scorecard, findings: Iterable[Mapping[str, object]] = ()) -> str:
    """输出 - Return the scorecard as JSON text, with the findings that the checks gave."""
    traces = _traces(card)
    payout = UNSET if card.payout is None else _trace(card.payout.trace)
    return _card(card, findings, [*traces, payout], _digest(traces))


def write_brief(card: Scorecard, findings: Iterable[Mapping[str, object]] = ()) -> str:
    """输出（不含计算过程） - Return the same without traces; their hash stays."""
    return _card(card, findings, [UNSET] * (len(card.rows) + 3), _digest(_traces(card)))


def write_several(cards: Iterable[str], findings: Iterable[Mapping[str, object]] = ()) -> str:
    """输出多份 - Return several written scorecards as one JSON text, with what was found in their common texts, where anything was."""
    several = _Several(scorecards=[Raw(card.encode()) for card in cards], findings=[*findings] or UNSET)
    return _encode(several).decode()


def trace_sha256(card: Scorecard) -> str:
    """依据散列 - Return the SHA-256 of the canonical JSON of all traces: money row, rows, total; nulls left out."""
    return _digest(_traces(card))


class _Trace(Struct, frozen=True, kw_only=True):
    rule: str
    source: str
    words: str
    inputs: tuple[Input, ...]
    expression: str
    exact: str
    rounded: str
    children: list["_Trace"]


class _Set(Struct, frozen=True, kw_only=True):
    id: str
    version: str
    sha256: str


class _Veto(Struct, frozen=True, kw_only=True):
    item: str
    grade: str


class _Payout(Struct, frozen=True, kw_only=True):
    amount: str | None
    trace: Trace


class _Execution(Struct, frozen=True, kw_only=True):
    rate: str | None
    denominator: str
    weight: str | None
    computed: str | None
    claimed: str | None
    points: str | None
    difference: str | None
    trace: Trace


class _Category(Struct, frozen=True, kw_only=True):
    name: str
    weight: str | None
    points: str | None


class _Row(Struct, frozen=True, kw_only=True):
    id: str
    key: str | None
    name: str | None
    category: str | None
    aspect: str | None
    method: str | None
    rate: str | None
    weight: str | None
    computed: str | None
    claimed: str | None
    points: str | None
    difference: str | None
    trace: Trace


class _Claimed(Struct, frozen=True, kw_only=True):
    total: str | None
    grade: str | None


class _Card(Struct, frozen=True, kw_only=True):
    format: str = FORMAT
    set: _Set
    complete: bool
    total: str | None
    grade: str | None
    total_trace: Trace
    veto: list[_Veto]
    payout: _Payout | None
    execution: _Execution
    categories: list[_Category]
    rows: list[_Row]
    claimed: _Claimed
    findings: list[Mapping[str, object]]
    trace_sha256: str


class _Several(Struct, frozen=True, kw_only=True):
    format: str = FORMAT_SEVERAL
    scorecards: list[Raw]
    findings: list[Mapping[str, object]] | UnsetType


def _card(card: Scorecard, findings: Iterable[Mapping[str, object]], traces: Sequence[Trace], digest: str) -> str:
    """Return a scorecard with its traces: of the money row, of the rows, of the total, of the payout."""
    execution, *rows, total, payout = traces
    written = _Card(
        set=_Set(id=card.set_id, version=card.set_version, sha256=card.set_sha256),
        complete=card.complete,
        total=_points(card.total),
        grade=card.grade,
        total_trace=total,
        veto=[_Veto(item=each.item, grade=each.grade) for each in card.forced],
        payout=None if card.payout is None else _Payout(amount=_points(card.payout.amount), trace=payout),
        execution=_execution(card.execution, execution),
        categories=[_Category(name=each.name, weight=_weight(each.weight), points=_points(each.points)) for each in card.categories],
        rows=[*map(_row, card.rows, rows)],
        claimed=_Claimed(total=card.claimed.total, grade=card.claimed.grade),
        findings=[*findings],
        trace_sha256=digest,
    )
    return _encode(written).decode()


def _traces(card: Scorecard) -> list[Raw]:
    """Return every trace: of the money row, of the rows, of the total."""
    return [_trace(card.execution.trace), *[_trace(row.trace) for row in card.rows], _trace(card.total_trace)]


def _digest(traces: Iterable[Raw]) -> str:
    """Return the hash of the list of traces."""
    return hashlib.sha256(b"[%b]" % b",".join([bytes(trace) for trace in traces if trace is not _NO_TRACE])).hexdigest()


def _trace(node: TraceNode | None) -> Raw:
    """Return a trace as canonical JSON."""
    return _NO_TRACE if node is None else Raw(_canonical(_told(node)))


def _told(node: TraceNode) -> _Trace:
    """Return a trace with its numbers as text."""
    return _Trace(
        rule=node.rule,
        source=node.source,
        words=node.words,
        inputs=node.inputs,
        expression=node.expression,
        exact=str(node.exact),
        rounded=show_points(node.rounded),
        children=[*map(_told, node.children)],
    )


def _row(score: RowScore, trace: Trace) -> _Row:
    """Return one row."""
    row = score.row
    return _Row(
        id=row.written.id,
        key=row.written.key,
        name=row.name or None,
        category=row.category,
        aspect=row.aspect,
        method=row.method,
        rate=_rate(score.rate),
        weight=_weight(row.weight),
        computed=_points(score.computed),
        claimed=_points(score.claimed),
        points=_points(score.points),
        difference=_points(score.difference),
        trace=trace,
    )


def _execution(score: ExecutionScore, trace: Trace) -> _Execution:
    """Return the money row."""
    return _Execution(
        rate=_rate(score.rate),
        denominator=score.denominator.value,
        weight=_weight(score.weight),
        computed=_points(score.computed),
        claimed=_points(score.claimed),
        points=_points(score.points),
        difference=_points(score.difference),
        trace=trace,
    )


def _points(points: int | None) -> str | None:
    return None if points is None else show_points(points)


def _weight(points: int | None) -> str | None:
    return None if points is None else plain_points(points)


def _rate(rate: Fraction | None) -> str | None:
    return None if rate is None else plain(rate)
