"""流程 - Who may do what, when: processes as tables, and the two questions asked of them."""

from perfeval.workflow import guards
from perfeval.workflow.process import Failing, Guard, Process, Request, Transition, available, move, not_allowed, why_not
from perfeval.workflow.self_evaluation import SELF_EVALUATION, with_steps
from perfeval.workflow.states import CHECKS, DRAFTS, EXEMPT_REASONS, RETURN_REASONS, Action, State

__all__ = [
    "CHECKS",
    "DRAFTS",
    "EXEMPT_REASONS",
    "RETURN_REASONS",
    "SELF_EVALUATION",
    "Action",
    "Failing",
    "Guard",
    "Process",
    "Request",
    "State",
    "Transition",
    "available",
    "guards",
    "move",
    "not_allowed",
    "why_not",
    "with_steps",
]
