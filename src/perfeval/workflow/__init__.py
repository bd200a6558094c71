"""流程 - Who may do what, when: processes as tables, and the two questions asked of them."""

from perfeval.workflow import guards, rectification, spot_check
from perfeval.workflow.process import Failing, Guard, Process, Request, Transition, available, move, not_allowed, why_not
from perfeval.workflow.rectification import RECTIFICATION, RectificationAction, RectificationState
from perfeval.workflow.self_evaluation import SELF_EVALUATION, with_steps
from perfeval.workflow.spot_check import OPEN_TO_UNIT, REVIEWERS, SPOT_CHECK, STEERING, ItemAction, ItemState
from perfeval.workflow.states import CHECKS, DRAFTS, EXEMPT_REASONS, RETURN_REASONS, Action, State

__all__ = [
    "CHECKS",
    "DRAFTS",
    "EXEMPT_REASONS",
    "OPEN_TO_UNIT",
    "RECTIFICATION",
    "RETURN_REASONS",
    "REVIEWERS",
    "SELF_EVALUATION",
    "SPOT_CHECK",
    "STEERING",
    "Action",
    "Failing",
    "Guard",
    "ItemAction",
    "ItemState",
    "Process",
    "RectificationAction",
    "RectificationState",
    "Request",
    "State",
    "Transition",
    "available",
    "guards",
    "move",
    "not_allowed",
    "rectification",
    "spot_check",
    "why_not",
    "with_steps",
]
