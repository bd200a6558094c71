"""按次扣分 - Full points at the start, so many less for every event, down to zero.

Rule:    如师德考核“违反一次扣一次，直到扣完为止”；目标申报“缺一项扣0.5分，扣完为止；逾期扣1分”（2021年公开自评表的评价标准）。
Formula: weight − Σ times × deduction, each kind of event at most its own limit, at least 0.
"""

from pydantic import Field

from perfeval.indicators import Parameters as _Parameters
from perfeval.indicators import Part, Weight
from perfeval.quantities import Fraction, plain, plain_points
from perfeval.scoring.row import Earned, Row
from perfeval.scoring.trace import Input


class EventRule(Part):
    """扣分事项 - Name a kind of event, what one costs, and the most that all of its kind cost."""

    what: str
    deduct: Weight
    most: Weight | None = None


class Parameters(_Parameters):
    """评分参数 - List the kinds of event that cost points."""

    events: tuple[EventRule, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """事项名称 - Return the kinds of event that a row may name."""
        return tuple(rule.what for rule in self.events)


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return f"没有发生得满分，{'，'.join(map(_cost_words, parameters.events))}，扣完为止"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what is left after the deductions; how often each kind happened was read before."""
    costs = [(rule, row.numbers[rule.what]) for rule in parameters.events if row.numbers.get(rule.what)]
    if not costs:
        return row.full("没有发生扣分事项，记满分")
    lost = sum((_cost(rule, times) for rule, times in costs), Fraction(0))
    expression = f"max(0,{row.weight_text}{''.join(f'-{_expression(rule, times)}' for rule, times in costs)})"
    happened = tuple(Input(rule.what, f"{plain(times)}次", f"{row.where}.events") for rule, times in costs)
    words = "、".join(f"{rule.what}{plain(times)}次" for rule, times in costs)
    return row.sum(max(Fraction(0), row.full_points - lost), expression, f"{words}，按次扣分，扣完为止", *happened)


def _cost(rule: EventRule, times: Fraction) -> Fraction:
    """Return what the events of one kind cost."""
    cost = Fraction(rule.deduct, 100) * times
    return cost if rule.most is None else min(cost, Fraction(rule.most, 100))


def _cost_words(rule: EventRule) -> str:
    """Return in words what the events of one kind cost."""
    most = "" if rule.most is None else f"（最多扣{plain_points(rule.most)}分）"
    return f"{rule.what}每次扣{plain_points(rule.deduct)}分{most}"


def _expression(rule: EventRule, times: Fraction) -> str:
    """Return the deduction of one kind as an expression."""
    product = f"{plain_points(rule.deduct)}*{plain(times)}"
    return product if rule.most is None else f"min({plain_points(rule.most)},{product})"
