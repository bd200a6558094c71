"""填好的表 - Forms as a unit of the county fills them in: one that can be submitted at once, and ways to spoil it."""

import copy
from typing import Any

from tests.service.county import UNITS

ROWS = (
    ("r1", "产出指标", "数量指标", "补助学生人数", "≥100人", "100", "20"),
    ("r2", "产出指标", "质量指标", "补助标准达标率", "=100%", "100%", "20"),
    ("r3", "产出指标", "时效指标", "活动按期开展率", "=100%", "100%", "10"),
    ("r4", "效益指标", "社会效益指标", "家庭负担减轻率", "≥90%", "90%", "30"),
    ("r5", "满意度指标", "服务对象满意度指标", "学生满意度", "≥90%", "95%", "10"),
)


def form(unit: str = "school1", **changes: Any) -> dict[str, Any]:
    """自评数据 - Return the form of a unit, every point earned but four hundredths of the money row, which has its reason."""
    rows = [_row(*row) for row in ROWS]
    at = list(UNITS).index(unit) - 2
    subject = {"project": f"{UNITS[unit].title}运转补助", "project_code": f"53000025000{at}", "unit": UNITS[unit].title}
    own: dict[str, Any] = {
        "format": "perfeval.evaluation/1",
        "set": "cn/project/2020",
        "year": 2025,
        "kind": "project",
        "money_unit": "元",
        "subject": subject,
        "funds": [{"source": "total", "original": "100000.00", "adjusted": "100000.00", "received": "100000.00", "spent": "96000.00"}],
        "execution": {"claimed": "9.60", "claimed_rate": "96%", "reason": "政府采购节约资金", "measures": "细化预算"},
        "objective": {"expected": "补助学生100人", "actual": "补助学生100人"},
        "indicators": rows,
        "claimed": {"total": "99.60", "grade": "优"},
    }
    return {**copy.deepcopy(own), **changes}


def _row(id_: str, category: str, aspect: str, name: str, target: str, actual: str, weight: str) -> dict[str, Any]:
    row = {"id": id_, "category": category, "aspect": aspect, "name": name, "target": target, "actual": actual}
    return {**row, "weight": weight, "claimed": weight}


def with_row(given: dict[str, Any], row: str, **cells: Any) -> dict[str, Any]:
    """改一行 - Return a form with some cells of a row changed."""
    changed = copy.deepcopy(given)
    next(each for each in changed["indicators"] if each["id"] == row).update(cells)
    return changed
