"""状态与操作 - The words of a self-evaluation's way: where it stands, what can be done to it, why it goes back or is left out."""

from enum import StrEnum


class State(StrEnum):
    """状态 - Name where an evaluation stands."""

    NOT_STARTED = "not_started"
    FILLING = "filling"
    UNIT_CHECK = "unit_check"
    DEPARTMENT_CHECK = "department_check"
    FINANCE_CHECK = "finance_check"
    FINAL = "final"
    EXEMPT = "exempt"

    @property
    def label(self) -> str:
        """中文名 - Return the name as people call the state."""
        return _STATES[self]


_STATES = {
    State.NOT_STARTED: "未开始",
    State.FILLING: "填报中",
    State.UNIT_CHECK: "单位审核",
    State.DEPARTMENT_CHECK: "主管部门审核",
    State.FINANCE_CHECK: "财政审核",
    State.FINAL: "审核通过",
    State.EXEMPT: "免评",
}
CHECKS = (State.UNIT_CHECK, State.DEPARTMENT_CHECK, State.FINANCE_CHECK)
"""审核环节 - The steps between filling and the end, in their order; a round may leave some out."""
DRAFTS = (State.NOT_STARTED, State.FILLING)
"""送审之前 - The states in which an evaluation is the unit's own affair."""


class Action(StrEnum):
    """操作 - Name what can be done to an evaluation."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"
    EXEMPT = "exempt"
    MERGE = "merge"
    CONFIRM = "confirm"

    @property
    def label(self) -> str:
        """中文名 - Return the name as buttons have it."""
        return _ACTIONS[self]


_ACTIONS = {
    Action.SAVE: "保存",
    Action.SUBMIT: "送审",
    Action.WITHDRAW: "撤回",
    Action.RETURN: "退回",
    Action.APPROVE: "审核通过",
    Action.REOPEN: "重新打开",
    Action.EXEMPT: "免评",
    Action.MERGE: "并入其他项目",
    Action.CONFIRM: "确认",
}
RETURN_REASONS = {
    "figures": "数据有误",
    "money": "资金数据与账面或国库不符",
    "target": "指标或指标值与批复不符",
    "points": "评分不合理",
    "reason": "偏差原因或改进措施不清楚",
    "evidence": "佐证材料不足",
    "text": "文字不清楚或前后不一致",
    "other": "其他",
}
"""退回原因 - The codes that pages offer for a return; a county may use words of its own."""
EXEMPT_REASONS = {"secret": "涉密，另以纸质自评", "no_expenditure": "当年没有支出", "stopped": "项目已停止", "other": "其他"}
"""免评原因 - The codes that pages offer for an exemption; a county may use words of its own."""
