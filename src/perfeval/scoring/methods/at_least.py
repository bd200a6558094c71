"""正向指标 - More is better: full points at the target, in proportion below it.

Rule:    完成值达到指标值的，记满分；未达到的，按照完成值与指标值的比例记分。财预〔2020〕10号（unverified wording）。
Formula: actual ≥ target: weight; otherwise weight × actual ÷ target.
Edges:   a miss against a target of zero or less, or with a negative actual, earns nothing.
"""

from perfeval.indicators import Parameters as _Parameters
from perfeval.scoring.row import Earned, Row


class Parameters(_Parameters):
    """评分参数 - Say nothing more than the name of the method."""


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return "达到指标值得满分，未达到的按完成值÷指标值折算"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what a row earns of which more is better."""
    actual, target = row.actual, row.target
    if actual >= target:
        return row.full("达到指标值，记满分")
    if target <= 0 or actual < 0:
        return row.nothing("未达到指标值，且无法按比例计分，不得分")
    expression = f"{row.weight_text}*{row.actual_text}/{row.target_text}"
    return row.sum(row.share(actual, target), expression, "未达到指标值，按完成比例计分")
