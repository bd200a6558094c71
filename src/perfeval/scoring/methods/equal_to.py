"""等于指标 - Hit the target exactly: full points on it, in proportion to the smaller of both beside it, or none.

Rule:    没有查到官方表述，按比例为通行做法（house rule）；一个指标体系可改为不等于即不得分。
Formula: actual = target: weight; otherwise weight × min ÷ max, or 0.
Edges:   a target of zero or less that is missed, or a negative actual, earns nothing.
"""

from enum import StrEnum

from perfeval.indicators import Parameters as _Parameters
from perfeval.scoring.row import Earned, Row


class Miss(StrEnum):
    """偏离处理 - Say what a value beside the target earns."""

    RATIO = "ratio"
    NOTHING = "nothing"


_MISSED = {Miss.RATIO: "不等的按较小值÷较大值折算", Miss.NOTHING: "不等的不得分"}


class Parameters(_Parameters):
    """评分参数 - Say what a value beside the target earns."""

    miss: Miss = Miss.RATIO


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return f"等于指标值得满分，{_MISSED[parameters.miss]}"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what a row earns that should hit its target."""
    if row.actual == row.target:
        return row.full("等于指标值，记满分")
    if parameters.miss is Miss.NOTHING:
        return row.nothing("不等于指标值，不得分")
    if row.target <= 0 or row.actual < 0:
        return row.nothing("不等于指标值，且无法按比例计分，不得分")
    low, high = (row.actual_text, row.target_text) if row.actual < row.target else (row.target_text, row.actual_text)
    exact = row.share(min(row.actual, row.target), max(row.actual, row.target))
    return row.sum(exact, f"{row.weight_text}*{low}/{high}", "不等于指标值，按较小值与较大值之比计分")
