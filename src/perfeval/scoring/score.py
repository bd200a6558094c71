"""评分 - Score a form by a set: rows, sums, total, grade, and the reason for each number.

A pure function: no clock, no files, no settings. Each row is rounded half up to 0.01; the total is their exact sum.
"""

from collections.abc import Iterable, Mapping

from perfeval import syntax
from perfeval.errors import Invalid
from perfeval.evaluation import Evaluation
from perfeval.evaluation.funds import Funds, read_funds
from perfeval.indicators import IndicatorSet, Severity, plain_name
from perfeval.quantities import Fraction, Points, plain, plain_points, show_points, to_points
from perfeval.scoring.direction import find_category
from perfeval.scoring.execution import score_execution
from perfeval.scoring.merge import MergedValue
from perfeval.scoring.methods import BY_NAME
from perfeval.scoring.payout import payout
from perfeval.scoring.row import Earned, Fault, Row
from perfeval.scoring.rows import read_rows
from perfeval.scoring.scorecard import CategorySum, ExecutionScore, ForcedGrade, RowScore, Scorecard
from perfeval.scoring.trace import Input, TraceNode, explained, joined

WHOLE = Points(10_000)
"""百分制 - The total that weights should add up to: 100 points."""


def score(rules: IndicatorSet, evaluation: Evaluation, merged: Mapping[str, MergedValue] | None = None) -> Scorecard:
    """评分 - Return the scorecard of a form under a set; merged holds where the values of a merged form come from, by row id.

    Raises: Invalid, when the form names what the set does not have.
    """
    values = merged or {}
    read = read_rows(rules, evaluation, values)
    source = str(rules.source)
    rows = tuple(_score_row(rules, source, row, values.get(row.written.id)) for row in read)
    funds = read_funds(evaluation)
    return sum_up(rules, evaluation, score_execution(rules, evaluation, funds), rows, funds)


def sum_up(rules: IndicatorSet, evaluation: Evaluation, execution: ExecutionScore, rows: tuple[RowScore, ...], funds: Funds) -> Scorecard:
    """合计 - Return the card of rows that have their points: sums, total and grade; a review sums its own rows up the same way.

    Raises: Invalid, when the form names a veto that the set does not have.
    """
    total, total_trace = _total(rules, execution, rows)
    whole = sum(row.row.weight or 0 for row in rows) + (execution.weight or 0)
    add_up = not rules.scored or whole == WHOLE or rules.severities.get("weights-not-100") is Severity.OFF
    complete = _complete(rules, execution, rows)
    forced = _forced(rules, evaluation, rows)
    grade = rules.grade(total) if total is not None and complete and add_up and _enough_applies(rows) else None
    return Scorecard(
        set_id=rules.id,
        set_version=rules.version,
        set_sha256=rules.sha256,
        complete=complete,
        total=total,
        grade=forced[-1].grade if forced else grade,
        total_trace=total_trace,
        execution=execution,
        categories=_categories(rules, execution, rows),
        rows=rows,
        funds=funds,
        forced=forced,
        payout=payout(rules, evaluation, total if complete else None),
        claimed=evaluation.claimed,
        weights_add_up=add_up,
        whole_weight=Points(whole),
    )


def _score_row(rules: IndicatorSet, source: str, row: Row, merged: MergedValue | None) -> RowScore:
    """Return what one row earns; rows that do not apply, have no weight or lack something earn nothing."""
    claimed = row.claimed
    if row.written.not_applicable or row.method is None or (row.faults and any(map(_stops, row.faults))):
        return RowScore(row=row, claimed=claimed)
    method = BY_NAME[row.method]
    rate = method.rate(row) if rules.scored or row.read_target is not None else None
    if row.weight is None or (method.judged and row.claim is None):
        return RowScore(row=row, claimed=claimed, rate=rate)
    earned = method.earn(row, row.parameters)
    if rules.over_completion and row.method == "at_least" and rate is not None:
        earned = _over_completed(rules, earned, rate)
    points = to_points(earned.exact)
    trace = _trace(source, row, earned, points, merged)
    if method.judged:
        return RowScore(row=row, claimed=claimed, points=points, rate=rate, trace=trace)
    counted = points if claimed is None else min(points, claimed)
    return RowScore(row=row, computed=points, claimed=claimed, points=counted, rate=rate, trace=trace)


_STOPS = frozenset({"value-missing", "value-unreadable"})


def _stops(fault: Fault) -> bool:
    """Tell whether a fault keeps a row from being scored; a claim that cannot be read only counts as not written."""
    return fault.code in _STOPS and fault.cell != "claimed"


def _over_completed(rules: IndicatorSet, earned: Earned, rate: Fraction) -> Earned:
    """Return fewer points for a target that was set far too low, by the ladder of the set."""
    reached = [step for step in rules.over_completion if rate >= step.at_least]
    if not reached:
        return earned
    keep = min(step.keep for step in reached)
    return Earned(
        exact=earned.exact * keep,
        expression=f"{earned.expression}*{plain(keep)}",
        words=f"超额完成，按偏离度调减至{plain(keep * 100)}%",
        inputs=earned.inputs,
    )


def _trace(source: str, row: Row, earned: Earned, points: Points, merged: MergedValue | None) -> TraceNode:
    """Return the explanation of a row."""
    own = row.indicator.source if row.indicator else None
    return TraceNode(
        rule=row.method or "",
        source=str(own) if own else source,
        words=explained(earned.words, earned.expression, points),
        inputs=earned.inputs,
        expression=earned.expression,
        exact=earned.exact,
        rounded=points,
        children=() if merged is None else (merged.trace,),
    )


def _complete(rules: IndicatorSet, execution: ExecutionScore, rows: tuple[RowScore, ...]) -> bool:
    """Tell whether every row that counts has points; in a set without points, whether every row has target and actual."""
    applying = [row for row in rows if not row.row.written.not_applicable]
    if not rules.scored:
        return all(_told(row) for row in applying)
    if rules.execution.weight is not None and execution.points is None:
        return False
    unread = any(fault.cell == "weight" and fault.code in _STOPS for row in applying for fault in row.row.faults)
    return not unread and all(row.points is not None for row in applying if row.row.weight is not None)


def _told(score: RowScore) -> bool:
    """Tell whether a row of a set without points says target and actual; an indicator of the set, what its method needs."""
    row = score.row
    if row.indicator is not None and row.indicator.method is not None:
        return not row.faults
    return row.read_target is not None and row.written.actual is not None


def _enough_applies(rows: tuple[RowScore, ...]) -> bool:
    """Tell whether at least half of the indicator weight applies."""
    whole = sum(row.row.weight or 0 for row in rows)
    applies = sum(row.row.weight or 0 for row in rows if not row.row.written.not_applicable)
    return 2 * applies >= whole


def _total(rules: IndicatorSet, execution: ExecutionScore, rows: tuple[RowScore, ...]) -> tuple[Points | None, TraceNode | None]:
    """Return the total and its sum: exact, or scaled to 100 where rows do not apply."""
    if not rules.scored:
        return None, None
    parts = [("预算执行率", execution.points, "execution")] if execution.points is not None else []
    parts += [(row.row.name or row.row.written.id, row.points, row.row.where) for row in rows if row.points is not None]
    points = sum(part[1] or 0 for part in parts)
    expression = joined(show_points(part[1] or 0) for part in parts)
    inputs = tuple(Input(name, show_points(part or 0), where) for name, part, where in parts)
    applying = (execution.weight or 0) + sum(row.row.weight or 0 for row in rows if row.counts)
    exact, words, rule = Fraction(points, 100), f"各项得分之和 {show_points(points)}", "total"
    if any(row.row.written.not_applicable for row in rows) and applying:
        rule = "scaled_total"
        exact = Fraction(points * 100, applying)
        expression = f"({expression})*100/{plain_points(applying)}"
        scaled = show_points(to_points(exact))
        words = f"有不适用指标，适用部分满分{plain_points(applying)}，得分之和 {show_points(points)} 按百分制折算为 {scaled}"
    total = to_points(exact)
    node = TraceNode(rule=rule, source=str(rules.source), words=words, inputs=inputs, expression=expression, exact=exact, rounded=total)
    return total, node


def _categories(rules: IndicatorSet, execution: ExecutionScore, rows: tuple[RowScore, ...]) -> tuple[CategorySum, ...]:
    """Return the sums of the level-1 parts, in the order of the set, then of the form; they are never scaled."""
    order = [category.name for category in rules.categories]
    groups: dict[str, list[RowScore | ExecutionScore]] = {name: [] for name in order}
    if rules.execution.category is not None:
        groups[_part(rules, groups, rules.execution.category)].append(execution)
    for row in rows:
        if row.row.category is not None:
            groups.setdefault(_part(rules, groups, row.row.category), []).append(row)
    return tuple(_category(rules, name, members) for name, members in groups.items() if members)


def _part(rules: IndicatorSet, groups: Iterable[str], written: str) -> str:
    """Return the level-1 part that a name means: the set's, else one that the form named before, else itself."""
    known = find_category(rules, written)
    if known is not None:
        return known.name
    return next((own for own in groups if plain_name(own) == plain_name(written)), written)


def _category(rules: IndicatorSet, name: str, members: list[RowScore | ExecutionScore]) -> CategorySum:
    """Return the sum of one level-1 part."""
    if not rules.scored:
        return CategorySum(name=name, weight=None, points=None)
    weight = sum((each.weight if isinstance(each, ExecutionScore) else each.row.weight) or 0 for each in members)
    return CategorySum(name=name, weight=Points(weight), points=Points(sum(each.points or 0 for each in members)))


def _forced(rules: IndicatorSet, evaluation: Evaluation, rows: tuple[RowScore, ...]) -> tuple[ForcedGrade, ...]:
    """Return what forces a grade: accumulated deductions, then vetoes."""
    lost = sum(row.lost for row in rows)
    reached = [step for step in rules.accumulated if lost >= step.lost]
    found = [
        ForcedGrade(item=f"累计扣分达到{plain_points(step.lost)}分", grade=step.grade)
        for step in sorted(reached, key=lambda step: step.lost)[-1:]
    ]
    known = rules.veto.items if rules.veto else ()
    for at, event in enumerate(evaluation.veto):
        item = next((each for each in known if plain_name(each) == plain_name(event.item)), None)
        if rules.veto is None or item is None:
            place = syntax.unknown(f"veto[{at}].item", event.item, known, "一票否决事项")
            raise Invalid("evaluation-unfit", f"自评数据与指标体系 {rules.id} 不符", (place,))
        found.append(ForcedGrade(item=item, grade=rules.veto.grade))
    return tuple(found)
