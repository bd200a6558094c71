"""区间指标 - Stay inside a range: full points inside, in proportion to the nearer end outside.

Rule:    house rule，与正向、反向指标同理：低于下限按完成值÷下限，高于上限按上限÷完成值。
Formula: low ≤ actual ≤ high: weight; below: weight × actual ÷ low; above: weight × high ÷ actual.
Edges:   outside an end of zero or less, or with a negative actual, nothing.
"""

from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import plain
from perfeval.scoring.row import Earned, Row


class Parameters(_Parameters):
    """评分参数 - Say nothing more than the name of the method."""


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return "在区间之内得满分，低于下限的按完成值÷下限折算，高于上限的按上限÷完成值折算"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what a row earns that should stay inside a range."""
    low, high, actual = row.target, row.high, row.actual
    if low <= actual <= high:
        return row.full("在指标值区间内，记满分")
    if actual < 0 or (low <= 0 and actual < low) or (high <= 0 and actual > high):
        return row.nothing("不在指标值区间内，且无法按比例计分，不得分")
    if actual < low:
        expression = f"{row.weight_text}*{row.actual_text}/{row.target_text}"
        return row.sum(row.share(actual, low), expression, "低于区间下限，按完成值与下限之比计分")
    expression = f"{row.weight_text}*{plain(high)}/{row.actual_text}"
    return row.sum(row.share(high, actual), expression, "高于区间上限，按上限与完成值之比计分")
