"""复核流程 - Lead a sampled item from 已抽取 over 复核中 and 已定 to 办结, with the unit's answer and the bureau's to it.

A second score above the unit's own waits for the signature of somebody who did not decide it. What is decided anew after an objection
goes the same way again. Nobody reviews, decides or signs what is their own unit's.
"""

from dataclasses import replace
from enum import StrEnum

from perfeval.accounts import Role
from perfeval.workflow.guards import UNCLOSED
from perfeval.workflow.process import Guard, Process, Transition


class ItemState(StrEnum):
    """抽查项状态 - Name where a sampled item stands."""

    DRAWN = "drawn"
    SENT = "sent"
    REVIEWING = "reviewing"
    SIGNING = "signing"
    DECIDED = "decided"
    RELEASED = "released"
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """中文名 - Return the name as people call the state."""
        return _STATES[self]


_STATES = {
    ItemState.DRAWN: "已抽取",
    ItemState.SENT: "已下发",
    ItemState.REVIEWING: "复核中",
    ItemState.SIGNING: "待会签",
    ItemState.DECIDED: "已定",
    ItemState.RELEASED: "已反馈",
    ItemState.ACCEPTED: "已确认",
    ItemState.OBJECTED: "有异议",
    ItemState.ANSWERED: "已答复",
    ItemState.CLOSED: "办结",
}
OPEN_TO_UNIT = (ItemState.RELEASED, ItemState.ACCEPTED, ItemState.OBJECTED, ItemState.ANSWERED, ItemState.CLOSED)
"""已让单位知道 - The states in which the unit sees its result; before them nothing of a review is for its eyes."""


class ItemAction(StrEnum):
    """抽查项操作 - Name what can be done to a sampled item."""

    SEND = "send"
    RECALL = "recall"
    REVIEW = "review"
    DECIDE = "decide"
    SIGN = "sign"
    REFUSE = "refuse"
    RELEASE = "release"
    ACCEPT = "accept"
    OBJECT = "object"
    ANSWER = "answer"
    CLOSE = "close"

    @property
    def label(self) -> str:
        """中文名 - Return the name as buttons have it."""
        return _ACTIONS[self]


_ACTIONS = {
    ItemAction.SEND: "下发",
    ItemAction.RECALL: "收回",
    ItemAction.REVIEW: "复核",
    ItemAction.DECIDE: "定分",
    ItemAction.SIGN: "会签",
    ItemAction.REFUSE: "不同意",
    ItemAction.RELEASE: "反馈",
    ItemAction.ACCEPT: "确认",
    ItemAction.OBJECT: "提出异议",
    ItemAction.ANSWER: "答复异议",
    ItemAction.CLOSE: "办结",
}
REVIEWERS = (Role.FINANCE_REVIEWER, Role.DEPARTMENT_CHECKER, Role.SECTION_CHECKER, Role.THIRD_PARTY)
"""复核人 - The roles to whom items may be given for review."""
STEERING = (Role.FINANCE_REVIEWER, Role.FINANCE_HEAD)
"""主持复核 - The roles that draw, send out, assign, decide and release."""
_UNIT = (Role.FILLER, Role.UNIT_CHECKER)
APART = Guard(name="apart", says="有一项已在另一抽查批中下发，不能再下发")
UNTOUCHED = Guard(name="item-untouched", says="复核已经开始，不能收回")
HANDED_IN = Guard(name="handed-in", says="还有复核人没有交回复核意见")
RATED = Guard(name="rated", says="自评工作质量评级还没有确认")
NOT_DECIDER = Guard(name="not-decider", says="会签的不能是定分的人，请由另一位财政负责人会签")
TIME_TO_OBJECT = Guard(name="time-to-object", says="提出异议的期限还没有过，单位也没有确认")
"""前提 - What must hold before an action; desks find out whether it does."""
SCORE = Guard(name="score", says="请写明按哪一份复核意见定分，或逐行写明定下的判断")
REASON = Guard(name="reason", says="请写明原因")
WORDS = Guard(name="words", says="请写明异议的内容")
ANSWERS = Guard(name="answers", says="请逐条答复异议")
"""随附 - What a request must bring along."""


def _sent_out() -> Process:
    """Return how an item is sent out and taken back."""
    return (
        Transition(
            source=ItemState.DRAWN, action=ItemAction.SEND, target=ItemState.SENT, roles=STEERING, needs=(APART,), says="下发抽查任务"
        ),
        Transition(
            source=ItemState.SENT, action=ItemAction.RECALL, target=ItemState.DRAWN, roles=STEERING, needs=(UNTOUCHED,), says="收回抽查任务"
        ),
    )


def _decided() -> Process:
    """Return how an item is decided, signed where it is above the unit's own score, and told to the unit."""
    return (
        *(
            Transition(
                source=ItemState.REVIEWING,
                action=ItemAction.DECIDE,
                target=target,
                roles=STEERING,
                needs=(HANDED_IN, RATED),
                asks=(SCORE,),
                says="定复核分",
            )
            for target in (ItemState.DECIDED, ItemState.SIGNING)
        ),
        Transition(
            source=ItemState.SIGNING,
            action=ItemAction.SIGN,
            target=ItemState.DECIDED,
            roles=(Role.FINANCE_HEAD,),
            needs=(NOT_DECIDER,),
            says="会签高于自评分的复核分",
        ),
        Transition(
            source=ItemState.SIGNING,
            action=ItemAction.REFUSE,
            target=ItemState.REVIEWING,
            roles=(Role.FINANCE_HEAD,),
            needs=(NOT_DECIDER,),
            asks=(REASON,),
            says="不同意高于自评分的复核分",
        ),
        Transition(source=ItemState.DECIDED, action=ItemAction.RELEASE, target=ItemState.RELEASED, roles=STEERING, says="反馈复核结果"),
    )


def _by_reviewers() -> Process:
    """Return how reviewers work on an item that was given to them; the first save begins the review."""
    return tuple(
        Transition(source=state, action=ItemAction.REVIEW, target=ItemState.REVIEWING, roles=REVIEWERS, says="填写复核意见")
        for state in (ItemState.SENT, ItemState.REVIEWING)
    )


def _by_unit() -> Process:
    """Return what the unit says to its result."""
    return (
        Transition(source=ItemState.RELEASED, action=ItemAction.ACCEPT, target=ItemState.ACCEPTED, roles=_UNIT, says="确认复核结果"),
        Transition(
            source=ItemState.RELEASED,
            action=ItemAction.OBJECT,
            target=ItemState.OBJECTED,
            roles=_UNIT,
            asks=(WORDS,),
            says="对复核结果提出异议",
        ),
    )


def _afterwards() -> Process:
    """Return how an objection is answered, which may have the item decided anew, and how an item comes to its end."""
    return (
        *(
            Transition(source=ItemState.OBJECTED, action=ItemAction.ANSWER, target=target, roles=STEERING, asks=(ANSWERS,), says="答复异议")
            for target in (ItemState.ANSWERED, ItemState.REVIEWING)
        ),
        Transition(
            source=ItemState.RELEASED,
            action=ItemAction.CLOSE,
            target=ItemState.CLOSED,
            roles=STEERING,
            needs=(TIME_TO_OBJECT,),
            says="办结",
        ),
        *(
            Transition(source=state, action=ItemAction.CLOSE, target=ItemState.CLOSED, roles=STEERING, says="办结")
            for state in (ItemState.ACCEPTED, ItemState.ANSWERED)
        ),
    )


def _while_open(each: Transition) -> Transition:
    """Return a transition that needs its round open; only an item itself may still be closed afterwards."""
    return each if each.action == ItemAction.CLOSE else replace(each, needs=(UNCLOSED, *each.needs))


SPOT_CHECK: Process = tuple(_while_open(each) for each in (*_sent_out(), *_by_reviewers(), *_decided(), *_by_unit(), *_afterwards()))
"""复核流程表 - Every transition of a sampled item."""
