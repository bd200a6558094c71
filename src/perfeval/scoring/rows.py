"""读行 - Tie every row of a form to the set, and refuse what the form may not say under it.

A key, a method or a kind of event that the set does not have is no slip in a cell: it raises Invalid, with every place.
"""

from collections.abc import Iterator, Mapping

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.evaluation import Evaluation, IndicatorRow, new_id
from perfeval.indicators import IndicatorSet
from perfeval.scoring.merge import MergedValue
from perfeval.scoring.methods import deduct_per_event
from perfeval.scoring.reading import FOR_NUMBERS, FOR_WORDS, read_row
from perfeval.scoring.row import Row


def read_rows(rules: IndicatorSet, evaluation: Evaluation, merged: Mapping[str, MergedValue]) -> tuple[Row, ...]:
    """读全部行 - Return the rows of the form, with the required indicators that it lacks appended.

    Merged holds exact values over several units by row id; such a value counts instead of the cell.

    Raises: Invalid, when a row names a key, method or event that the set does not know.
    """
    written = (*evaluation.indicators, *_lacking(rules, evaluation))
    places = tuple(
        place
        for at, row in enumerate(written)
        if row.key or row.method or row.inputs or row.items or row.events or row.periods
        for place in _refusals(rules, f"indicators[{at}]", row)
    )
    if places:
        raise Invalid("evaluation-unfit", f"自评数据与指标体系 {rules.id} 不符，共{len(places)}处", places)
    return tuple(read_row(rules, evaluation.year, at, row, merged.get(row.id)) for at, row in enumerate(written))


def _lacking(rules: IndicatorSet, evaluation: Evaluation) -> Iterator[IndicatorRow]:
    """Yield empty rows for the required indicators that the form lacks."""
    required = [each for each in rules.indicators if each.required]
    if not required:
        return
    keys = {row.key for row in evaluation.indicators}
    used = {row.id for row in evaluation.indicators}
    position = len(evaluation.indicators)
    for each in required:
        if each.key not in keys:
            yield IndicatorRow(id=new_id(position, used), key=each.key)
            position += 1


def _refusals(rules: IndicatorSet, where: str, row: IndicatorRow) -> Iterator[Place]:
    """Yield what a row may not say under this set."""
    own = rules.indicator(row.key) if row.key else None
    if row.key is not None and own is None:
        yield syntax.unknown(f"{where}.key", row.key, [each.key for each in rules.indicators], "指标")
        return
    if own is None and (row.inputs or row.items or row.events or row.periods):
        message = "inputs、items、events、periods 只用于指标体系自带的指标"
        yield Place(where=where, message=message, suggestion="请用 key 写明是哪个指标，或改填 target 和 actual")
    offered = frozenset(rules.row_methods) or FOR_NUMBERS | FOR_WORDS
    if row.method is not None and row.method not in offered and row.method != (own.method if own else None):
        yield syntax.unknown(f"{where}.method", row.method, sorted(offered), "可选用的评分方法")
    if own is not None and isinstance(own.parameters, deduct_per_event.Parameters):
        for at, event in enumerate(row.events or ()):
            if event.what not in own.parameters.names:
                yield syntax.unknown(f"{where}.events[{at}].what", event.what, own.parameters.names, "扣分事项")
