"""整改流程 - Lead what a review asks to be put right from 待整改 over 已报 to 已完成; being overdue is computed, and no state."""

from enum import StrEnum

from perfeval.accounts import Role
from perfeval.workflow.process import Guard, Process, Transition
from perfeval.workflow.spot_check import REASON, STEERING


class RectificationState(StrEnum):
    """整改状态 - Name where a rectification stands."""

    OPEN = "open"
    REPORTED = "reported"
    DONE = "done"

    @property
    def label(self) -> str:
        """中文名 - Return the name as people call the state."""
        return _STATES[self]


_STATES = {RectificationState.OPEN: "待整改", RectificationState.REPORTED: "已报", RectificationState.DONE: "已完成"}


class RectificationAction(StrEnum):
    """整改操作 - Name what can be done to a rectification."""

    REPORT = "report"
    CONFIRM = "confirm"
    RETURN = "return"

    @property
    def label(self) -> str:
        """中文名 - Return the name as buttons have it."""
        return _ACTIONS[self]


_ACTIONS = {RectificationAction.REPORT: "报整改情况", RectificationAction.CONFIRM: "确认完成", RectificationAction.RETURN: "退回"}
DONE_WHAT = Guard(name="report", says="请写明整改情况")
PROOF = Guard(name="proof", says="请附整改的佐证材料")
"""随附 - What a report of the unit must bring along."""
RECTIFICATION: Process = (
    Transition(
        source=RectificationState.OPEN,
        action=RectificationAction.REPORT,
        target=RectificationState.REPORTED,
        roles=(Role.FILLER, Role.UNIT_CHECKER),
        asks=(DONE_WHAT, PROOF),
        says="报整改情况",
    ),
    Transition(
        source=RectificationState.REPORTED,
        action=RectificationAction.CONFIRM,
        target=RectificationState.DONE,
        roles=STEERING,
        says="确认整改完成",
    ),
    Transition(
        source=RectificationState.REPORTED,
        action=RectificationAction.RETURN,
        target=RectificationState.OPEN,
        roles=STEERING,
        asks=(REASON,),
        says="退回整改情况",
    ),
)
"""整改流程表 - Every transition of a rectification."""
