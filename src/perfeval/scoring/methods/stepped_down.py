"""分段计分（越低越好） - A share of the weight up to some value, less beyond it, nothing above the last step.

Rule:    按高低区间赋分，如预算控制率为0得5分、不超过10%得4分、不超过20%得3分、不超过30%得2分、大于30%不得分。
         见部门整体支出指标表（unverified）。
Formula: weight × share of the lowest ceiling that the actual value does not exceed.
"""

from pydantic import Field

from perfeval.indicators import Number, Part, Share, percentage, worth
from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import Fraction, plain
from perfeval.scoring.row import Earned, Row


class Ceiling(Part):
    """上限 - Give a share of the weight up to some value."""

    at_most: Number
    share: Share


class Parameters(_Parameters):
    """评分参数 - List the ceilings, the lowest first."""

    ceilings: tuple[Ceiling, ...] = Field(min_length=1)


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    kept = [f"不超过{_value(each.at_most)}的{worth(each.share)}" for each in parameters.ceilings]
    return f"完成值{'，'.join(kept)}，高于{_value(parameters.ceilings[-1].at_most)}的不得分"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return the share of the lowest ceiling that was kept."""
    found = row.actual / 100 if row.percent else row.actual
    for each in sorted(parameters.ceilings, key=lambda each: each.at_most):
        if found <= each.at_most:
            shown = percentage(each.at_most) if row.percent else _value(each.at_most)
            return row.sum(row.full_points * each.share, f"{row.weight_text}*{plain(each.share)}", f"完成值不超过{shown}一档")
    return row.nothing("完成值高于最高一档，不得分")


def _value(value: Fraction) -> str:
    """Return a ceiling where no row says its unit: up to 1 it is a share."""
    return percentage(value) if value <= 1 else plain(value)
