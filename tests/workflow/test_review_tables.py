"""复核和整改的流程表 - What both tables keep: a way there, a way to the end, no two rows alike, nobody signing what they decided."""

import pytest

from perfeval.accounts import ADMINISTRATORS, Role
from perfeval.workflow import (
    OPEN_TO_UNIT,
    RECTIFICATION,
    REVIEWERS,
    SPOT_CHECK,
    STEERING,
    ItemAction,
    ItemState,
    Process,
    RectificationAction,
    RectificationState,
    Request,
    move,
)
from tests.workflow.test_table import leads_to

TABLES = [pytest.param(SPOT_CHECK, id="spot check"), pytest.param(RECTIFICATION, id="rectification")]
WAYS = [
    pytest.param(SPOT_CHECK, (ItemState.DRAWN, ItemState.CLOSED), (*ItemState, *ItemAction), id="spot check"),
    pytest.param(
        RECTIFICATION,
        (RectificationState.OPEN, RectificationState.DONE),
        (*RectificationState, *RectificationAction),
        id="rectification",
    ),
]
UNIT = {Role.FILLER, Role.UNIT_CHECKER}
BUREAU = (Role.FINANCE_REVIEWER,)
HEAD = (Role.FINANCE_HEAD,)


def reached(process: Process, beginning: str) -> set[str]:
    """Return every state that can be come to from the beginning."""
    found = {beginning}
    while more := {each.target for each in process if each.source in found} - found:
        found |= more
    return found


@pytest.mark.parametrize(("process", "ends", "words"), WAYS)
def test_every_state_is_come_to_and_leads_to_the_end(process: Process, ends: tuple[str, str], words: tuple[str, ...]) -> None:
    beginning, end = ends
    states = reached(process, beginning)
    assert leads_to(process, end) == states
    assert states | {each.action for each in process} == set(words)
    assert not [each for each in process if each.source == end]


@pytest.mark.parametrize("process", TABLES)
def test_no_two_rows_collide_and_who_does_not_depend_on_where_it_leads(process: Process) -> None:
    keys = [(each.source, each.action, each.target) for each in process]
    assert len(set(keys)) == len(keys)
    for source, action in {(each.source, each.action) for each in process}:
        same = [each for each in process if (each.source, each.action) == (source, action)]
        assert len({(each.roles, each.needs, each.asks) for each in same}) == 1


@pytest.mark.parametrize("process", TABLES)
def test_who_only_reads_and_who_administers_changes_nothing(process: Process) -> None:
    assert not [each for each in process if {Role.AUDITOR, Role.FINANCE_CHECKER, *ADMINISTRATORS} & set(each.roles)]


def test_the_unit_does_nothing_before_its_result_is_released() -> None:
    assert {each.source for each in SPOT_CHECK if UNIT & set(each.roles)} <= set(OPEN_TO_UNIT)
    into = {each.action for each in SPOT_CHECK if each.source not in OPEN_TO_UNIT and each.target in OPEN_TO_UNIT}
    assert into == {ItemAction.RELEASE}


def test_nobody_of_the_unit_reviews_and_nobody_of_the_unit_steers() -> None:
    assert not UNIT & {*REVIEWERS, *STEERING}


def test_a_third_party_reviews_and_nothing_else() -> None:
    assert {each.action for each in SPOT_CHECK if Role.THIRD_PARTY in each.roles} == {ItemAction.REVIEW}


def test_what_is_signed_is_signed_by_another_than_who_decided() -> None:
    for action in (ItemAction.SIGN, ItemAction.REFUSE):
        rows = [each for each in SPOT_CHECK if each.action == action]
        assert all(each.roles == HEAD and "not-decider" in {guard.name for guard in each.needs} for each in rows)
    assert {each.target for each in SPOT_CHECK if each.action == ItemAction.DECIDE} == {ItemState.DECIDED, ItemState.SIGNING}


def test_a_decision_leads_to_where_it_is_sent_and_an_answer_may_lead_back() -> None:
    request = Request(action=ItemAction.DECIDE, given=["score"], to=ItemState.SIGNING)
    assert move(SPOT_CHECK, ItemState.REVIEWING, request, BUREAU, {}).target == ItemState.SIGNING
    answer = Request(action=ItemAction.ANSWER, given=["answers"], to=ItemState.REVIEWING)
    assert move(SPOT_CHECK, ItemState.OBJECTED, answer, HEAD, {}).target == ItemState.REVIEWING


def test_going_back_says_why() -> None:
    back = [each for each in (*SPOT_CHECK, *RECTIFICATION) if each.action in {ItemAction.REFUSE, RectificationAction.RETURN}]
    assert len(back) == 2
    assert all("reason" in {ask.name for ask in each.asks} for each in back)
