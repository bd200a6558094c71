"""及格线以上折算 - Nothing below a pass mark, then in proportion to what is reached above it.

Rule:    完成率低于60% 不得分；达到60% 的，得分＝（实际完成率－60%）÷（1－60%）×分值。财预〔2021〕101号示例（unverified）。
Formula: weight × (actual ÷ target − pass) ÷ (1 − pass), from 0 to weight.
Edges:   a target of zero or less that is missed, or a negative actual, earns nothing.
"""

from pydantic import Field

from perfeval.indicators import Parameters as _Parameters
from perfeval.indicators import Share, percentage
from perfeval.quantities import Fraction, percent, plain
from perfeval.scoring.row import Earned, Row


class Parameters(_Parameters):
    """评分参数 - Name the pass mark as a completion rate."""

    pass_mark: Share = Field(default=Fraction(3, 5), alias="pass")


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    mark = percentage(parameters.pass_mark)
    return f"达到指标值得满分；完成率低于{mark}的不得分，达到{mark}的按（完成率－{mark}）÷（1－{mark}）折算"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what a row earns above the pass mark."""
    if row.actual >= row.target:
        return row.full("达到指标值，记满分")
    if row.target <= 0 or row.actual < 0:
        return row.nothing("未达到指标值，且无法按比例计分，不得分")
    mark = parameters.pass_mark
    reached = row.actual / row.target
    if reached < mark:
        return row.nothing(f"完成率低于{percent(mark, 0)}，不得分")
    exact = row.full_points * (reached - mark) / (1 - mark)
    expression = f"{row.weight_text}*({row.actual_text}/{row.target_text}-{plain(mark)})/(1-{plain(mark)})"
    return row.sum(exact, expression, f"完成率达到{percent(mark, 0)}，按高出部分折算")
