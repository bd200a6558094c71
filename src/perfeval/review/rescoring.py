"""复核评分 - Score an item again: the same `score` on what the reviewer found, then the deductions of the published table.

Every row has the points of the self-evaluation, those of the review, the difference and the reason; the differences add up to that of the
totals. A total that is scaled because rows do not apply has a row of its own for what scaling changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from msgspec import structs

from perfeval.evaluation import Evaluation, FundRow, FundSource, IndicatorRow
from perfeval.indicators import IndicatorSet
from perfeval.quantities import Fraction, Points, plain_points, show_points
from perfeval.review.changes import RowChange, shown
from perfeval.review.cutting import Cut, cuts, explain
from perfeval.review.deductions import DeductionTable
from perfeval.review.faults import ReviewFault, faults_of
from perfeval.review.judgement import MONEY_ROW, Judgement, ReviewDocument
from perfeval.scoring import METHODS_BY_NAME, ExecutionScore, Input, MergedValue, RowScore, Scorecard, TraceNode, score, sum_up

SCALING = "scaling"
"""折算 - The row of the differences that holds what scaling to 100 changes, where rows do not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondScore:
    """复核评分结果 - Hold the card of the self-evaluation, the reviewed card, every row side by side, and what is still to be mended."""

    self_card: Scorecard
    card: Scorecard
    changes: tuple[RowChange, ...]
    faults: tuple[ReviewFault, ...]
    open_rows: tuple[str, ...]

    @property
    def delta(self) -> Points:
        """总差额 - Return reviewed − self total; the differences of the rows add up to it."""
        return Points((self.card.total or 0) - (self.self_card.total or 0))

    @property
    def above_self(self) -> bool:
        """高于自评 - Tell whether the reviewed total is above the self total, which needs a second signature."""
        return self.delta > 0

    def as_json(self) -> dict[str, object]:
        """输出 - Return totals, grades, rows and faults as plain data; the card with its traces is written like any other."""
        return {
            "self_total": shown(self.self_card.total),
            "self_grade": self.self_card.grade,
            "total": shown(self.card.total),
            "grade": self.card.grade,
            "delta": show_points(self.delta),
            "above_self": self.above_self,
            "rows": [change.as_json() for change in self.changes],
            "faults": [fault.as_json() for fault in self.faults],
            "open_rows": list(self.open_rows),
        }


Merges = Mapping[str, MergedValue]


def rescore(
    rules: IndicatorSet, evaluation: Evaluation, document: ReviewDocument, table: DeductionTable, merged: Merges | None = None
) -> SecondScore:
    """复核评分 - Return the second score of a form by what one reviewer says about it; merged as for `score`.

    Raises: Invalid, when the form or the document names what the set does not have.
    """
    before = score(rules, evaluation, merged)
    kept = {row: value for row, value in (merged or {}).items() if not document.of(row).values}
    after = score(rules, reviewed_form(evaluation, before, document), kept)
    money = _settle(_money(after.execution), document.of(MONEY_ROW), table)
    settled = [_settle(_row(row, document.of(row.row.written.id)), document.of(row.row.written.id), table) for row in after.rows]
    rows = tuple(_marked(row, each) for row, each in zip(after.rows, settled, strict=True))
    card = sum_up(rules, evaluation, _marked_money(after.execution, money), rows, after.funds)
    changes = [_change(_money(before.execution), money, document)] if before.execution.weight is not None else []
    changes += [_change(_row(own, _NOTHING), each, document) for own, each in zip(before.rows, settled, strict=True)]
    changes += _scaling(changes, before, card)
    return SecondScore(
        self_card=before,
        card=card,
        changes=tuple(changes),
        faults=faults_of(document, table, changes, after),
        open_rows=tuple(change.row for change in changes if change.weight is not None and not document.of(change.row).said),
    )


def reviewed_form(evaluation: Evaluation, before: Scorecard, document: ReviewDocument) -> Evaluation:
    """复核后的表 - Return the form with what the reviewer found in the place of what the unit wrote."""
    money = document.of(MONEY_ROW)
    filed = evaluation.execution
    return replace(
        evaluation,
        indicators=tuple(_reviewed_row(row, document.of(row.row.written.id)) for row in before.rows),
        funds=evaluation.funds if money.actual is None else _spent(evaluation.funds, money.actual),
        execution=filed if money.claimed is None and money.actual is None else replace(filed, claimed=money.claimed),
    )


_NOTHING = Judgement(row="")


class _Held(NamedTuple):
    """Hold a row, of indicators or of money, with its points and what has been taken off them."""

    row: str
    name: str
    where: str
    weight: Points | None
    points: Points | None
    trace: TraceNode | None
    taken: tuple[Cut, ...] = ()


def _reviewed_row(scored: RowScore, judgement: Judgement) -> IndicatorRow:
    """Return a row with the reviewer's values. Where the rule scores it, the unit's claim no longer holds it down."""
    written, method = scored.row.written, METHODS_BY_NAME.get(scored.row.method or "")
    if not judgement.values and judgement.claimed is None:
        return written
    claimed = written.claimed if judgement.claimed is None and method is not None and method.judged else judgement.claimed
    return structs.replace(
        written,
        actual=written.actual if judgement.actual is None else judgement.actual,
        band=judgement.band if judgement.claimed is not None or judgement.band is not None else written.band,
        inputs={**written.inputs, **judgement.inputs},
        items={**written.items, **judgement.items},
        events=written.events if judgement.events is None else judgement.events,
        periods=written.periods if judgement.actual is None else (),
        claimed=claimed,
    )


def _spent(funds: tuple[FundRow, ...], spent: str) -> tuple[FundRow, ...]:
    """Return the fund table with another amount spent in its total row, which is added where there is none."""
    if all(row.source is not FundSource.TOTAL for row in funds):
        return (*funds, FundRow(source=FundSource.TOTAL, spent=spent))
    return tuple(replace(row, spent=spent) if row.source is FundSource.TOTAL else row for row in funds)


def _money(execution: ExecutionScore) -> _Held:
    return _Held(MONEY_ROW, "预算执行率", "execution", execution.weight, execution.points, execution.trace)


def _row(scored: RowScore, judgement: Judgement) -> _Held:
    """Return a row as it was scored; where the rule could not score it, the points that the reviewer gave count."""
    row, points, trace = scored.row, scored.points, scored.trace
    if points is None and judgement.claimed is not None and scored.claimed is not None and scored.counts:
        points, given = scored.claimed, plain_points(scored.claimed)
        origin = Input("复核得分", given, f"{row.where}.claimed")
        trace = TraceNode(
            rule="judged",
            source="复核人评定",
            words=f"按评分方法不能计分，复核评定得分 {given}",
            inputs=(origin,),
            expression=given,
            exact=Fraction(points, 100),
            rounded=points,
        )
    return _Held(row.written.id, row.name or row.written.id, row.where, row.weight if scored.counts else None, points, trace)


def _settle(held: _Held, judgement: Judgement, table: DeductionTable) -> _Held:
    """Return a row after its deductions. A row without points can only be decided not to score."""
    taken = cuts(table, judgement.deductions, held.weight or Points(0), held.points)
    whole = any(each.whole for each in taken)
    if held.weight is None or (held.points is None and not whole) or not any(each.expression or each.whole for each in taken):
        return held._replace(taken=taken)
    points = held.points or Points(0)
    trace = explain(table, taken, points, held.trace, held.where)
    return held._replace(points=trace.rounded, trace=trace, taken=taken)


def _marked(scored: RowScore, held: _Held) -> RowScore:
    """Return the scored row with the points of the review; what a person took off is not computed by the rule."""
    if held.trace is scored.trace:
        return scored
    return structs.replace(scored, computed=None, points=held.points, trace=held.trace)


def _marked_money(execution: ExecutionScore, held: _Held) -> ExecutionScore:
    """Return the money row with the points of the review, as for any other row."""
    return execution if held.trace is execution.trace else replace(execution, computed=None, points=held.points, trace=held.trace)


def _change(own: _Held, held: _Held, document: ReviewDocument) -> RowChange:
    """Return a row before and after."""
    return RowChange(
        row=own.row,
        name=own.name,
        weight=own.weight,
        self_points=own.points,
        points=held.points,
        reason=_reason(document.of(own.row), held),
        cuts=held.taken,
        trace=held.trace,
    )


def _reason(judgement: Judgement, held: _Held) -> str:
    """Say why a row has the points it has after the review."""
    told = list(_corrections(judgement))
    if judgement.claimed is not None:
        told.append(f"复核评定{judgement.claimed}分")
    told += [each.words for each in held.taken]
    if judgement.words:
        told.append(judgement.words)
    return "；".join(told) or ("认可" if judgement.agreed else "")


def _corrections(judgement: Judgement) -> Iterator[str]:
    """Yield what a reviewer put in the place of what the unit wrote."""
    if judgement.actual is not None:
        yield f"完成值核为“{judgement.actual}”"
    if judgement.band is not None:
        yield f"核为第{judgement.band}档"
    yield from (f"{name}核为“{number or '空'}”" for name, number in judgement.inputs.items())
    yield from (f"{name}核为{'符合' if met else '不符合'}" for name, met in judgement.items.items() if met is not None)
    if judgement.events is not None:
        told = "、".join(f"{each.what}{each.times or 1}次" + (f"（{each.date}）" if each.date else "") for each in judgement.events)
        yield f"核为{told}" if told else "核为没有发生扣分事件"


def _scaling(changes: list[RowChange], before: Scorecard, card: Scorecard) -> list[RowChange]:
    """Return a row for what scaling to 100 changes, where it changes anything."""
    first = Points((before.total or 0) - sum(change.self_points or 0 for change in changes))
    second = Points((card.total or 0) - sum(change.points or 0 for change in changes))
    if not first and not second:
        return []
    reason = "有不适用指标，按百分制折算"
    return [RowChange(row=SCALING, name="百分制折算", weight=None, self_points=first, points=second, reason=reason, trace=card.total_trace)]
