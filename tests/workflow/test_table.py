"""流程表 - What every process made from the table keeps: a way there, a way out, no two rows alike, nobody approving themselves."""

from itertools import combinations

import pytest

from perfeval.accounts import ADMINISTRATORS, Role
from perfeval.workflow import CHECKS, SELF_EVALUATION, Action, Process, State, Transition, with_steps
from scripts import workflow_page

STEPS = [steps for size in range(len(CHECKS) + 1) for steps in combinations(CHECKS, size)]
PROCESSES = [pytest.param(with_steps(steps), id="+".join(steps) or "no check") for steps in STEPS]
CHANGES_NOTHING = {Role.AUDITOR, Role.THIRD_PARTY, Role.FINANCE_REVIEWER, *ADMINISTRATORS}


def reached(process: Process) -> set[str]:
    """Return every state that can be come to from the beginning."""
    found: set[str] = {State.NOT_STARTED}
    while more := {each.target for each in process if each.source in found} - found:
        found |= more
    return found


def leads_to(process: Process, goal: str) -> set[str]:
    """Return every state from which a goal can be come to."""
    found = {goal}
    while more := {each.source for each in process if each.target in found} - found:
        found |= more
    return found


def test_all_checks_are_the_whole_table() -> None:
    assert with_steps(CHECKS) == SELF_EVALUATION


@pytest.mark.parametrize("process", PROCESSES)
def test_every_state_that_is_named_can_be_reached(process: Process) -> None:
    assert reached(process) == {each.source for each in process} | {each.target for each in process}


@pytest.mark.parametrize("process", PROCESSES)
def test_every_state_has_a_way_out_and_a_way_to_the_end(process: Process) -> None:
    states = reached(process)
    assert {each.source for each in process if each.source != each.target} == states
    assert leads_to(process, State.FINAL) == states


@pytest.mark.parametrize("process", PROCESSES)
def test_no_two_rows_collide(process: Process) -> None:
    keys = [(each.source, each.action, each.target) for each in process]
    assert len(set(keys)) == len(keys)
    several = {(each.source, each.action) for each in process if keys.count((each.source, each.action, each.target))}
    for source, action in several:
        same = [each for each in process if (each.source, each.action) == (source, action)]
        assert len(same) == 1 or action == Action.RETURN, "only a return leads to several states"
        assert len({(each.roles, each.needs, each.asks) for each in same}) == 1, "who and when does not depend on where it leads"


@pytest.mark.parametrize("process", PROCESSES)
def test_no_role_approves_what_it_files(process: Process) -> None:
    files = {role for each in process if each.action in {Action.SUBMIT, Action.SAVE} for role in each.roles}
    approving = [each for each in process if each.action == Action.APPROVE]
    assert not [each for each in approving if files & set(each.roles)]
    assert not [each for each in approving if not any(guard.name == "other" for guard in each.needs)]


@pytest.mark.parametrize("process", PROCESSES)
def test_who_only_reads_and_who_administers_changes_nothing(process: Process) -> None:
    assert not [each for each in process if CHANGES_NOTHING & set(each.roles)]


@pytest.mark.parametrize("steps", STEPS, ids=lambda steps: "+".join(steps) or "no check")
def test_a_step_left_out_is_nowhere(steps: tuple[State, ...]) -> None:
    left_out = set(CHECKS) - set(steps)
    assert not [each for each in with_steps(steps) if {each.source, each.target} & left_out]


def test_approval_goes_through_the_steps_in_their_order() -> None:
    for steps in STEPS:
        approved = {each.source: each.target for each in with_steps(steps) if each.action in {Action.SUBMIT, Action.APPROVE}}
        state, way = State.FILLING, []
        while state != State.FINAL:
            state = State(approved[state])
            way.append(state)
        assert way == [*steps, State.FINAL]


def test_going_back_always_says_why() -> None:
    def _backward(each: Transition) -> bool:
        return each.action in {Action.RETURN, Action.REOPEN, Action.EXEMPT, Action.MERGE}

    assert not [each for each in SELF_EVALUATION if _backward(each) and "reason" not in {ask.name for ask in each.asks}]


def test_the_page_is_the_table_of_today() -> None:
    told = "run .venv/bin/python scripts/workflow_page.py"
    assert workflow_page.PAGE.read_text(encoding="utf-8") == workflow_page.page(), told
