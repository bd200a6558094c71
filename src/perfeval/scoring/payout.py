"""挂钩金额 - Turn the total of a form into money, by the rule of its set.

Formula: amount × input ÷ per × min(1, total ÷ pass); the amount is the set's, or the one of a few that the form names.
Units:   元, half up to 分.
"""

from perfeval.errors import Invalid, Place
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet, Payout
from perfeval.quantities import Fraction, Points, half_up, plain, plain_points, read_number, show_points, to_points
from perfeval.scoring.scorecard import PayoutScore
from perfeval.scoring.trace import Input, TraceNode, readable


def payout(rules: IndicatorSet, evaluation: Evaluation, total: Points | None) -> PayoutScore | None:
    """挂钩金额 - Return the amount that a total is worth, None where the set has no such rule or something is missing.

    Raises: Invalid, when what the form writes for the rule is no number, or not one of the amounts to choose from.
    """
    rule = rules.payout
    if rule is None or total is None:
        return None
    asked = [rule.input] if rule.choice is None else [rule.input, rule.choice.input]
    numbers = {name: number for name in asked if (number := _number(rules, evaluation, name)) is not None}
    if len(numbers) < len(asked):
        return None
    amount = rule.amount if rule.choice is None else _chosen(rules, rule, numbers[rule.choice.input])
    if amount is None:
        return None
    exact = amount * numbers[rule.input] / rule.per * min(Fraction(1), Fraction(total, rule.pass_mark))
    share = f"min(1,{show_points(total)}/{plain_points(rule.pass_mark)})"
    expression = f"{plain(amount)}*{plain(numbers[rule.input])}/{plain(rule.per)}*{share}"
    paid = to_points(half_up(exact))
    inputs = [Input(name, evaluation.payout.get(name) or "", f"payout.inputs.{name}") for name in asked]
    node = TraceNode(
        rule="payout",
        source=str(rules.source),
        words=f"{rule.title}：{readable(expression)} = {show_points(paid)}元",
        inputs=(*inputs, Input("总分", show_points(total), "total")),
        expression=expression,
        exact=exact,
        rounded=paid,
    )
    return PayoutScore(amount=paid, trace=node)


def _number(rules: IndicatorSet, evaluation: Evaluation, name: str) -> Fraction | None:
    """Return a number that the form writes for the rule."""
    text = evaluation.payout.get(name)
    number = None if text is None else read_number(text)
    if text is not None and number is None:
        raise _unfit(rules, Place(where=f"payout.inputs.{name}", message=f"应为数字，写的是“{text}”"))
    return number


def _chosen(rules: IndicatorSet, rule: Payout, number: Fraction) -> Fraction | None:
    """Return the amount that the form chose."""
    if rule.choice is None or number in rule.choice.amounts:
        return number
    allowed = "、".join(plain(each) for each in rule.choice.amounts)
    place = Place(where=f"payout.inputs.{rule.choice.input}", message=f"写的是“{plain(number)}”", suggestion=f"应为 {allowed} 之一")
    raise _unfit(rules, place)


def _unfit(rules: IndicatorSet, place: Place) -> Invalid:
    return Invalid("evaluation-unfit", f"自评数据与指标体系 {rules.id} 不符", (place,))
