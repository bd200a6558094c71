"""是否指标 - Done or not: full points or none.

Rule:    直接赋分：达成的得满分，未达成的不得分。财预〔2021〕101号（unverified wording）。
Formula: actual = target: weight; otherwise 0. Words that mean done count as 是.
"""

from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import normal
from perfeval.scoring.row import Earned, Row

DONE = frozenset({"是", "有", "已", "√", "完成", "已完成", "达成", "达成预期指标"})
"""视同“是”的写法 - What people write where the target is 是."""


class Parameters(_Parameters):
    """评分参数 - Say nothing more than the name of the method."""


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return "与指标值一致得满分，不一致的不得分"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what a row earns that is done or not."""
    target = normal(row.read_target.text if row.read_target else "")
    actual = normal(row.written.actual or "")
    if actual == target or (target == "是" and actual in DONE):
        return row.full("与指标值一致，记满分")
    return row.nothing("与指标值不一致，不得分")
