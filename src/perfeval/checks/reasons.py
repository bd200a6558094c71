"""原因校验 - Points lost, money unspent and rows left out need words that say why."""

from collections.abc import Iterator

from msgspec import structs

from perfeval.checks.case import Case, about, found_at
from perfeval.checks.finding import Raised
from perfeval.quantities import Fraction, Points, percent, plain_points, show_points
from perfeval.scoring import METHODS_BY_NAME, Row

_NOMINAL = Points(10_000)
"""名义分值 - A weight for asking whether a row without points reached its target."""
_UNREAD = frozenset({"value-missing", "value-unreadable"})


def reason_missing(case: Case) -> Iterator[Raised]:
    """缺少偏差原因 - Find rows, the money row included, that lost points or do not apply and do not say why."""
    money = case.card.execution
    if money.lost > 0 and not case.money_reason and money.points is not None:
        message = f"资金行计{show_points(money.points)}分，低于分值{plain_points(money.weight or 0)}分，没有填写原因"
        yield found_at("execution", "reason-missing", message, "请在资金行填写未完成预算执行的原因")
    for score in case.losing:
        if not score.row.written.reason:
            lower = "自评" if score.points == score.claimed else "计"
            message = f"{lower}{show_points(score.points or 0)}分，低于分值{score.row.weight_text}分，没有填写偏差原因"
            yield about(score.row, "reason-missing", message, "请填写偏差原因")
    for score in case.excluded:
        if not score.row.written.reason:
            yield about(score.row, "reason-missing", "标为不适用，没有填写原因", "请说明该指标为什么不适用")
    if not case.rules.scored:
        yield from _missed_without_points(case)


def _missed_without_points(case: Case) -> Iterator[Raised]:
    """Find rows of a set without points that missed their target and do not say why."""
    for score in case.card.rows:
        row = score.row
        if not row.written.reason and not row.written.not_applicable and _missed(row):
            target = row.read_target.text if row.read_target else "—"
            actual = row.written.actual or (row.read_actual.quantity.shown if row.read_actual else "—")
            message = f"实际完成值“{actual}”未达到指标值“{target}”，没有填写偏差原因"
            yield about(row, "reason-missing", message, "请填写偏差原因")


def _missed(row: Row) -> bool:
    """Tell whether a row would lose points if it had any; a judged row never, nor one without a target to miss."""
    method = METHODS_BY_NAME[row.method] if row.method else None
    if method is None or method.judged or any(fault.code in _UNREAD for fault in row.faults):
        return False
    if row.measure is None and row.read_target is None and row.read_actual is not None:
        return False
    return method.earn(structs.replace(row, weight=_NOMINAL), row.parameters).exact < Fraction(_NOMINAL, 100)


def measures_missing(case: Case) -> Iterator[Raised]:
    """缺少改进措施 - Find rows, the money row included, that lost points and name no measures."""
    if case.card.execution.lost > 0 and not case.evaluation.execution.measures:
        message = "资金行未得满分，没有填写改进措施"
        yield found_at("execution", "measures-missing", message, "请在资金行填写加快预算执行的措施")
    for score in case.losing:
        if not score.row.written.measures:
            message = f"失{show_points(score.lost)}分，没有填写改进措施"
            yield about(score.row, "measures-missing", message, "请填写改进措施")


def execution_output_gap(case: Case) -> Iterator[Raised]:
    """执行与产出不匹配 - Find a form whose outputs outrun its spending without a reason on the money row.

    Rule: (r − e) ÷ r above the set's threshold; r is the rate of the indicator points, e the execution rate.
    """
    earned, spent = case.card.indicator_rate, case.card.execution.rate
    if not earned or spent is None or spent >= earned or case.money_reason:
        return
    gap = (earned - spent) / earned
    if gap > case.rules.thresholds.execution_output_gap:
        message = f"指标得分率{percent(earned)}，预算执行率只有{percent(spent)}，相差{percent(gap)}，资金行没有填写原因"
        suggestion = "请核对实际完成值，或在资金行说明钱未花完而任务已完成的原因（如已完工未结算）"
        yield found_at("execution", "execution-output-gap", message, suggestion)
