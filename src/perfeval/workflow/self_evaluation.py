"""自评流程 - Lead from 未开始 over 填报中 and the checks to 审核通过, with return, withdraw, reopen and exempt.

A round leaves steps out; the transitions of what is left out are joined. Nobody approves what they filed themselves;
nothing moves once the round is closed.
"""

from collections.abc import Sequence
from dataclasses import replace

from perfeval.accounts import Role
from perfeval.workflow import guards
from perfeval.workflow.process import Process, Transition
from perfeval.workflow.states import CHECKS, DRAFTS, Action, State

_CHECKERS = {
    State.UNIT_CHECK: (Role.UNIT_CHECKER,),
    State.DEPARTMENT_CHECK: (Role.DEPARTMENT_CHECKER, Role.SECTION_CHECKER),
    State.FINANCE_CHECK: (Role.FINANCE_CHECKER, Role.FINANCE_HEAD),
}
_BOSSES = (Role.DEPARTMENT_CHECKER, Role.FINANCE_CHECKER, Role.FINANCE_HEAD)


def _by_unit() -> Process:
    """Return what the unit itself does: save, confirm, submit, take back."""
    return (
        *(
            Transition(source=state, action=Action.SAVE, target=State.FILLING, roles=(Role.FILLER,), needs=(guards.BEGUN,), says="保存")
            for state in DRAFTS
        ),
        Transition(
            source=State.FILLING,
            action=Action.CONFIRM,
            target=State.FILLING,
            roles=(Role.FILLER,),
            asks=(guards.ROWS,),
            says="业务科室确认",
        ),
        Transition(
            source=State.FILLING,
            action=Action.SUBMIT,
            target=State.UNIT_CHECK,
            roles=(Role.FILLER,),
            needs=(guards.OPEN, guards.ERRORLESS, guards.ANSWERED, guards.CONFIRMED, guards.PARTS),
            says="送审",
        ),
        Transition(
            source=State.UNIT_CHECK,
            action=Action.WITHDRAW,
            target=State.FILLING,
            roles=(Role.FILLER,),
            needs=(guards.OPEN, guards.UNTOUCHED),
            says="撤回",
        ),
    )


def _by_checkers() -> Process:
    """Return what the checks do: on to the next one, or back to who filed it or to an earlier check."""
    made: list[Transition] = []
    for at, (state, roles) in enumerate(_CHECKERS.items()):
        onward = (*CHECKS, State.FINAL)[at + 1]
        needs = (guards.OTHER, guards.STAMPED) if state is State.UNIT_CHECK else (guards.OTHER,)
        made.append(Transition(source=state, action=Action.APPROVE, target=onward, roles=roles, needs=needs, says=f"{state.label}通过"))
        made += [
            Transition(source=state, action=Action.RETURN, target=back, roles=roles, asks=(guards.REASON,), says=f"{state.label}退回")
            for back in (State.FILLING, *CHECKS[:at])
        ]
    return tuple(made)


def _by_authority() -> Process:
    """Return what only those above the unit do: open again, leave out, merge."""
    return (
        *(
            Transition(source=state, action=action, target=State.EXEMPT, roles=_BOSSES, needs=(guards.ALONE,), asks=asks, says=action.label)
            for state in DRAFTS
            for action, asks in ((Action.EXEMPT, (guards.REASON,)), (Action.MERGE, (guards.INTO, guards.REASON)))
        ),
        Transition(
            source=State.FINAL,
            action=Action.REOPEN,
            target=State.FILLING,
            roles=(Role.FINANCE_CHECKER, Role.FINANCE_HEAD),
            needs=(guards.WHOLE,),
            asks=(guards.REASON,),
            says="重新打开",
        ),
        Transition(
            source=State.EXEMPT,
            action=Action.REOPEN,
            target=State.NOT_STARTED,
            roles=_BOSSES,
            needs=(guards.WHOLE,),
            asks=(guards.REASON,),
            says="取消免评",
        ),
    )


SELF_EVALUATION: Process = tuple(
    replace(each, needs=(guards.UNCLOSED, *each.needs)) for each in (*_by_unit(), *_by_checkers(), *_by_authority())
)
"""自评流程表 - Every transition of a self-evaluation with all three checks."""


def with_steps(steps: Sequence[State]) -> Process:
    """按环节裁剪 - Return the process of a round that has these checks only; what led to a step left out leads to the next one kept."""
    onward = {state: _next(state, steps) for state in CHECKS}
    first = onward[State.UNIT_CHECK]
    made = []
    for each in SELF_EVALUATION:
        if each.action == Action.WITHDRAW:
            made += [replace(each, source=first)] if first in CHECKS else []
        elif each.action == Action.RETURN:
            made += [each] if each.source in steps and (each.target in steps or each.target == State.FILLING) else []
        elif each.source not in CHECKS or each.source in steps:
            target = State(each.target)
            made.append(replace(each, target=onward.get(target, target)))
    return tuple(made)


def _next(state: State, steps: Sequence[State]) -> State:
    """Return the first step from a state on that a round has, the end where there is none."""
    return next((each for each in CHECKS[CHECKS.index(state) :] if each in steps), State.FINAL)
