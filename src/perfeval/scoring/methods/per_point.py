"""每超一点扣分 - Full points up to a base, then so many points less for every step beyond it, down to a floor.

Rule:    如在职人员控制率≤100% 计满分，每超过一个百分点扣0.5分，扣完为止。见部门整体支出指标体系的公开片段。
Formula: weight − deduct × steps beyond the base, at least the floor; whole steps only, or every part of a step.
"""

from enum import StrEnum

from pydantic import Field

from perfeval.indicators import Number, Weight, percentage
from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import Fraction, Points, plain, plain_points
from perfeval.scoring.row import Earned, Row


class Beyond(StrEnum):
    """扣分方向 - Say on which side of the base points are lost."""

    ABOVE = "above"
    BELOW = "below"
    EITHER = "either"


class Count(StrEnum):
    """计步方式 - Say whether only whole steps cost points, begun ones too, or every part of one."""

    WHOLE = "whole"
    BEGUN = "begun"
    EXACT = "exact"


_SIDES = {Beyond.ABOVE: ("不超过{}", "超过"), Beyond.BELOW: ("不低于{}", "低"), Beyond.EITHER: ("等于{}", "偏离")}
_COUNTED = {Count.WHOLE: "（不足的零头不扣）", Count.BEGUN: "（不足的零头按一步扣）", Count.EXACT: "（零头按比例扣）"}
_MOST_SHARE = 10  # from here on a base is no percentage: nobody means 1000 %


class Parameters(_Parameters):
    """评分参数 - Name base, step and deduction; percentages are written with %, as 100% and 1%."""

    base: Number
    step: Number = Field(gt=0)
    deduct: Weight
    floor: Weight = Points(0)
    beyond: Beyond = Beyond.ABOVE
    count: Count = Count.WHOLE


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    share = parameters.step < 1 and parameters.base < _MOST_SHARE
    base = percentage(parameters.base) if share else plain(parameters.base)
    step = f"{plain(parameters.step * 100)}个百分点" if share else plain(parameters.step)
    full, over = _SIDES[parameters.beyond]
    low = f"，最低{plain_points(parameters.floor)}分" if parameters.floor else "，扣完为止"
    return f"{full.format(base)}得满分，每{over}{step}扣{plain_points(parameters.deduct)}分{_COUNTED[parameters.count]}{low}"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what is left after the deductions."""
    value = row.actual / 100 if row.percent else row.actual
    text = f"{row.actual_text}/100" if row.percent else row.actual_text
    over = value - parameters.base
    if parameters.beyond is Beyond.BELOW or (parameters.beyond is Beyond.EITHER and over < 0):
        over, gap = -over, f"({plain(parameters.base)}-{text})"
    else:
        gap = f"({text}-{plain(parameters.base)})"
    if over <= 0:
        return row.full("未超出基准，记满分")
    steps, counted = _counted(over / parameters.step, f"{gap}/{plain(parameters.step)}", parameters.count)
    floor, deduct = Fraction(parameters.floor, 100), plain_points(parameters.deduct)
    exact = max(min(floor, row.full_points), row.full_points - Fraction(parameters.deduct, 100) * steps)
    lowest = plain_points(min(parameters.floor, row.weight or 0))
    expression = f"max({lowest},{row.weight_text}-{deduct}*{counted})"
    return row.sum(exact, expression, f"超出基准，每超{_step(parameters, row)}扣{deduct}分，扣至{lowest}分为止")


def _counted(steps: Fraction, expression: str, count: Count) -> tuple[Fraction, str]:
    """Return how many steps count, as number and as expression; whole steps are a choice and stand as the number chosen."""
    if count is Count.EXACT:
        return steps, expression
    whole = steps.numerator // steps.denominator if count is Count.WHOLE else -(-steps.numerator // steps.denominator)
    return Fraction(whole), str(whole)


def _step(parameters: Parameters, row: Row) -> str:
    """Return the step in words."""
    return f"{plain(parameters.step * 100)}个百分点" if row.percent else plain(parameters.step)
