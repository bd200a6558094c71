"""分段计分 - A share of the weight from some value on, nothing below the last step.

Rule:    按完成区间赋分，如满意度 ≥90% 得满分、80%–90% 得八成、60%–80% 得五成、低于60% 不得分。财预〔2021〕101号示例（unverified）。
Formula: weight × share of the highest step reached, by actual value or by completion (actual ÷ target).
"""

from enum import StrEnum

from pydantic import Field

from perfeval.indicators import Parameters as _Parameters
from perfeval.indicators import Step, percentage, worth
from perfeval.quantities import Fraction, plain
from perfeval.scoring.row import Earned, Row


class By(StrEnum):
    """分段依据 - Say what the steps are measured by."""

    ACTUAL = "actual"
    COMPLETION = "completion"


_NAMES = {By.ACTUAL: "完成值", By.COMPLETION: "完成率"}


class Parameters(_Parameters):
    """评分参数 - List the steps, and say whether they count the actual value or the completion rate."""

    by: By = By.ACTUAL
    steps: tuple[Step, ...] = Field(min_length=1)


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    name, steps = _NAMES[parameters.by], sorted(parameters.steps, key=lambda step: -step.at_least)
    reached = [f"达到{_value(step.at_least)}的{worth(step.share)}" for step in steps]
    return f"{name}{'，'.join(reached)}，低于{_value(steps[-1].at_least)}的不得分"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return the share of the highest step that was reached."""
    reached = _reached(row, parameters.by)
    name = _NAMES[parameters.by]
    for step in sorted(parameters.steps, key=lambda step: -step.at_least):
        if reached is not None and reached >= step.at_least:
            expression = f"{row.weight_text}*{plain(step.share)}"
            return row.sum(row.full_points * step.share, expression, f"{name}达到{_shown(step.at_least, row)}一档")
    return row.nothing(f"{name}低于最低一档，不得分")


def _reached(row: Row, by: By) -> Fraction | None:
    """Return what is compared with the steps; against a target of zero or less only reaching it counts, as a whole."""
    if by is By.COMPLETION and (row.target <= 0 or row.actual < 0):
        return Fraction(1) if row.actual >= row.target else None
    if by is By.COMPLETION:
        return row.actual / row.target
    return row.actual / 100 if row.percent else row.actual


def _shown(value: Fraction, row: Row) -> str:
    """Return a step's value as people write it."""
    return percentage(value) if row.percent else _value(value)


def _value(value: Fraction) -> str:
    """Return a step's value where no row says its unit: up to 1 it is a share."""
    return percentage(value) if value <= 1 else plain(value)
