"""流转 - Which transition a request gets, and with what words it is refused."""

import pytest

from perfeval.accounts import Role
from perfeval.errors import Conflict, Forbidden, Invalid
from perfeval.workflow import SELF_EVALUATION, Request, State, available, move, why_not


def test_what_is_available_depends_on_state_and_role() -> None:
    assert [each.action for each in available(SELF_EVALUATION, State.FILLING, [Role.FILLER])] == ["save", "confirm", "submit"]
    assert available(SELF_EVALUATION, State.FILLING, [Role.AUDITOR]) == ()
    assert {each.action for each in available(SELF_EVALUATION, State.FINANCE_CHECK, [Role.FINANCE_HEAD])} == {"approve", "return"}


def test_why_not_names_the_faults_and_else_the_condition_itself() -> None:
    submit = next(each for each in SELF_EVALUATION if each.action == "submit")
    assert why_not(submit, {"errorless": ("第3行缺少偏差原因",), "confirmed": (), "untouched": ("不相干",)}) == (
        "第3行缺少偏差原因",
        "还有指标没有经业务科室确认",
    )


def test_a_move_leads_where_the_table_says() -> None:
    assert move(SELF_EVALUATION, State.FILLING, Request(action="submit"), [Role.FILLER], {}).target == State.UNIT_CHECK


@pytest.mark.parametrize(("to", "target"), [(None, "filling"), ("filling", "filling"), ("unit_check", "unit_check")])
def test_a_return_leads_to_the_unit_unless_it_says_to_which_check(to: str | None, target: str) -> None:
    request = Request(action="return", given=["reason"], to=to)
    assert move(SELF_EVALUATION, State.FINANCE_CHECK, request, [Role.FINANCE_CHECKER], {}).target == target


def test_a_return_cannot_lead_forward() -> None:
    request = Request(action="return", given=["reason"], to="finance_check")
    with pytest.raises(Conflict, match="不能退到所选的环节"):
        move(SELF_EVALUATION, State.UNIT_CHECK, request, [Role.UNIT_CHECKER], {})


def test_a_refusal_carries_the_same_reasons_as_the_button() -> None:
    with pytest.raises(Conflict) as refused:
        move(SELF_EVALUATION, State.FILLING, Request(action="submit"), [Role.FILLER], {"errorless": ("甲", "乙")})
    assert (refused.value.code, refused.value.more) == ("not-allowed", {"why": ["甲", "乙"]})


def test_what_the_state_does_not_know_is_a_conflict_for_those_who_may_do_it_elsewhere() -> None:
    with pytest.raises(Conflict, match="当前状态不能进行这项操作"):
        move(SELF_EVALUATION, State.FINAL, Request(action="submit"), [Role.FILLER], {})


@pytest.mark.parametrize("state", [State.FILLING, State.FINAL])
def test_what_a_role_never_does_is_forbidden_in_every_state(state: State) -> None:
    with pytest.raises(Forbidden, match="这项操作由填报人进行"):
        move(SELF_EVALUATION, state, Request(action="submit"), [Role.AUDITOR], {})


def test_a_request_that_lacks_its_reason_is_told_so() -> None:
    with pytest.raises(Invalid, match="请写明原因"):
        move(SELF_EVALUATION, State.UNIT_CHECK, Request(action="return"), [Role.UNIT_CHECKER], {})
