"""预算执行率 - Score the money row: spent ÷ the denominator that the set names.

Rule:    得分＝分值×执行率，最高不超过分值（多地自评表，[F]）；或按区间赋分：完成且未超预算规模的满分，
         未完成的按 80%、60% 分段（财预〔2021〕101号示例，unverified）。
Formula: min(w, w × spent ÷ denominator), at least 0; or w × share of the highest step reached.
Edges:   denominator or spent missing: nothing is scored; denominator 0: rate 0, points 0.
"""

from perfeval.evaluation import Evaluation
from perfeval.evaluation.funds import Funds
from perfeval.indicators import Execution, IndicatorSet
from perfeval.quantities import Fraction, Points, percent, plain, plain_points, read_points, read_weight, to_points
from perfeval.scoring.row import Earned
from perfeval.scoring.scorecard import ExecutionScore
from perfeval.scoring.trace import Input, TraceNode, explained

Faults = list[tuple[str, str, str]]


def score_execution(rules: IndicatorSet, evaluation: Evaluation, funds: Funds) -> ExecutionScore:
    """资金行计分 - Return rate and points of the money row; in a set without one, the rate alone."""
    execution = rules.execution
    budget, spent = funds.total[execution.denominator.value], funds.total["spent"]
    rate = None if budget is None or spent is None else spent / budget if budget else Fraction(0)
    if execution.weight is None or not rules.scored:
        return ExecutionScore(rate=rate, denominator=execution.denominator)
    faults: Faults = []
    weight = _weight(execution, evaluation.execution.weight, faults)
    claimed = _claimed(evaluation.execution.claimed, weight, faults)
    if rate is None:
        missing = [column for column in (execution.denominator.value, "spent") if funds.total[column] is None]
        faults.extend(("value-missing", "execution", column) for column in missing)
        return ExecutionScore(rate=None, denominator=execution.denominator, weight=weight, claimed=claimed, faults=tuple(faults))
    earned = _earned(execution, evaluation, weight, rate, (spent or Fraction(0), budget or Fraction(0)))
    computed = to_points(earned.exact)
    return ExecutionScore(
        rate=rate,
        denominator=execution.denominator,
        weight=weight,
        computed=computed,
        claimed=claimed,
        points=computed if claimed is None else min(computed, claimed),
        trace=_trace(rules, evaluation, funds, earned, computed),
        faults=tuple(faults),
    )


def _weight(execution: Execution, text: str | None, faults: Faults) -> Points:
    """Return the weight of the money row: the file's own, else the set's."""
    own = execution.weight or Points(0)
    if text is None:
        return own
    number = read_weight(text)
    if number is None or number < 0:
        faults.append(("value-unreadable", "execution", text))
        return own
    return to_points(number)


def _claimed(text: str | None, weight: Points, faults: Faults) -> Points | None:
    """Return the points claimed, None where none or not between 0 and the weight."""
    if text is None:
        return None
    number = read_points(text)
    if number is None:
        faults.append(("value-unreadable", "execution", text))
        return None
    claimed = to_points(number)
    if not 0 <= claimed <= weight:
        faults.append(("points-out-of-range", "execution", f"{text}|0–{plain_points(weight)}"))
        return None
    return claimed


def _earned(execution: Execution, evaluation: Evaluation, weight: Points, rate: Fraction, money: tuple[Fraction, Fraction]) -> Earned:
    """Return what the money row earns: by ratio, or by steps where the set has them."""
    full, text = Fraction(weight, 100), plain_points(weight)
    spent, budget = money
    if budget == 0:
        return Earned(exact=Fraction(0), expression="0", words="预算数为0，无法计算执行率，不得分")
    if execution.steps:
        return _stepped(execution, evaluation, full, text, rate)
    if rate < 0:
        return Earned(exact=Fraction(0), expression="0", words="执行率为负，不得分")
    if rate >= 1:
        return Earned(exact=full, expression=text, words=f"执行率 {percent(rate)}，不低于100%，记满分")
    return Earned(exact=full * rate, expression=f"{text}*{plain(spent)}/{plain(budget)}", words=f"执行率 {percent(rate)}，按执行率计分")


def _stepped(execution: Execution, evaluation: Evaluation, full: Fraction, text: str, rate: Fraction) -> Earned:
    """Return the share of the step reached; finished inside the budget is full, whatever the rate."""
    if execution.finished_is_full and evaluation.execution.finished and rate <= 1:
        return Earned(exact=full, expression=text, words="项目已完成且未超预算规模，记满分")
    for step in sorted(execution.steps, key=lambda step: -step.at_least):
        if rate >= step.at_least:
            words = f"执行率 {percent(rate)}，达到{percent(step.at_least, 0)}一档"
            return Earned(exact=full * step.share, expression=f"{text}*{plain(step.share)}", words=words)
    return Earned(exact=Fraction(0), expression="0", words=f"执行率 {percent(rate)}，低于最低一档，不得分")


def _trace(rules: IndicatorSet, evaluation: Evaluation, funds: Funds, earned: Earned, computed: Points) -> TraceNode:
    """Return the explanation of the money row."""
    denominator = rules.execution.denominator
    inputs = [
        Input(name, plain(funds.total[column] or Fraction(0)) + evaluation.money_unit, funds.origins.get(column, "funds"))
        for name, column in (("全年执行数", "spent"), (denominator.label, denominator.value))
    ]
    own = evaluation.execution.weight
    origin = "execution.weight" if own is not None else f"{rules.id}@{rules.version}#execution.weight"
    inputs.append(Input("分值", own or plain_points(rules.execution.weight or 0), origin))
    return TraceNode(
        rule="execution_steps" if rules.execution.steps else "execution",
        source=str(rules.execution.source or rules.source),
        words=explained(earned.words, earned.expression, computed),
        inputs=tuple(inputs),
        expression=earned.expression,
        exact=earned.exact,
        rounded=computed,
    )
