"""流程机 - Whatever people do in whatever order: the service answers as the table says, and never loses count of a version."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from perfeval.accounts import Role
from perfeval.errors import Conflict, Forbidden, Invalid
from perfeval.settings import Settings
from perfeval.store import submissions, verify
from perfeval.web.office import Office
from perfeval.workflow import CHECKS, DRAFTS, Action, Request, State, move, with_steps
from tests.service.client import Client
from tests.service.county import EVALUATIONS, KEY, NOW, PEOPLE
from tests.service.filing_rows import another, change_round, grant
from tests.service.filled import form, with_row

LIKE = EVALUATIONS["school1"]
GOOD, BAD = form(), with_row(form(), "r4", actual="50%", claimed=None)
OUTSIDE = {"filler2": 404, "checker2": 404, "department2": 404, "third": 404, "system": 403, "security": 403, "audit": 403}
HERE = ("filler1", "checker1", "department1", "section", "finance", "head", "reviewer", "auditor")
ROLES = {login: {PEOPLE[login][0]} for login in HERE} | {"checker1": {Role.UNIT_CHECKER, Role.FILLER}}
ACTIONS = [action for action in Action if action is not Action.SAVE]
TOLD = {Conflict: 409, Forbidden: 403, Invalid: 422}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Sessions that outlive a long story."""
    return Settings(data=tmp_path, totp_required=False, threads=2, session_idle_minutes=1440, session_hours=168)


class Work(RuleBasedStateMachine):
    """One evaluation, and everybody who may want something of it."""

    office: Office
    people: dict[str, Client]
    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.id = another(self.office, LIKE, f"work {self.made}", state="not_started", version=1)
        self.address = f"/api/v1/evaluations/{self.id}"
        self.process = with_steps(CHECKS)
        self.state, self.version, self.submitted = State.NOT_STARTED, 1, 0
        self.hands: set[str] = set()
        self.good = self.touched = False

    def failing(self, login: str) -> dict[str, tuple[str, ...]]:
        """Return what does not hold for somebody, by the model."""
        facts = {"errorless": self.good, "other": login not in self.hands, "untouched": not self.touched}
        return {name: () for name, holds in facts.items() if not holds}

    @rule(login=st.sampled_from(HERE), good=st.booleans(), late=st.booleans())
    def save(self, login: str, good: bool, late: bool) -> None:
        """Somebody saves the form, perhaps over a version that is gone."""
        version = self.version - late
        answer = self.people[login].put(self.address, version, json=GOOD if good else BAD)
        expected = self.expected(login, Request(action=Action.SAVE), late=late)
        assert answer.status_code == expected, answer.text
        if expected == 200:
            self.state, self.version, self.good = State.FILLING, self.version + 1, good
            self.hands.add(login)

    @rule(
        login=st.sampled_from(HERE),
        action=st.sampled_from(ACTIONS),
        why=st.sampled_from([None, "请核对"]),
        to=st.sampled_from([None, State.FILLING, *CHECKS]),
        late=st.booleans(),
    )
    def act(self, login: str, action: Action, why: str | None, to: State | None, late: bool) -> None:
        """Somebody tries something, perhaps without a reason, perhaps too late."""
        body: dict[str, Any] = {"reason": why, "to": to} if to else {"reason": why}
        body |= {"rows": ["r1"]} if action is Action.CONFIRM and why else {}
        body |= {"into": LIKE} if action is Action.MERGE and why else {}
        given = [name for name in ("reason", "rows", "into") if body.get(name)]
        expected = self.expected(login, Request(action=action, given=given, to=to), late=late)
        answer = self.people[login].act(self.id, action, self.version - late, **body)
        assert answer.status_code == expected, answer.text
        if expected == 200:
            self.follow(login, action, answer.json())

    @precondition(lambda self: self.state not in {State.FINAL, State.EXEMPT})
    @rule()
    def go_on(self) -> None:
        """The next thing that brings the evaluation to its end."""
        if self.state in DRAFTS:
            self.save("filler1", good=True, late=False)
            self.act("filler1", Action.SUBMIT, None, None, late=False)
            return
        login = {State.UNIT_CHECK: "checker1", State.DEPARTMENT_CHECK: "section", State.FINANCE_CHECK: "head"}[self.state]
        self.act(login, Action.APPROVE, None, None, late=False)

    @rule(login=st.sampled_from(sorted(OUTSIDE)), action=st.sampled_from(ACTIONS))
    def stray(self, login: str, action: Action) -> None:
        """Somebody from elsewhere tries something."""
        assert self.people[login].act(self.id, action, self.version, reason="请核对").status_code == OUTSIDE[login]
        assert self.people[login].get(self.address).status_code == OUTSIDE[login]

    @invariant()
    def everybody_sees_where_it_stands(self) -> None:
        """The service knows the state and version of the model, shows only buttons of the table, and no points too early."""
        seen = self.people["filler1"].get(self.address).json()
        assert (seen["state"], seen["version"]) == (self.state, self.version)
        outside = self.people["department1"].get(self.address).json()
        assert (outside["scorecard"] is None) is (self.state in DRAFTS)
        for told, login in ((seen, "filler1"), (outside, "department1")):
            roles = ROLES[login]
            names = {each.action for each in self.process if each.source == self.state and set(each.roles) & roles} - {Action.SAVE}
            assert {each["action"] for each in told["actions"]} == names
            assert all(each["allowed"] is not bool(each["why"]) for each in told["actions"])

    def expected(self, login: str, request: Request, *, late: bool) -> int:
        """Return the status that the table gives."""
        roles = ROLES[login]
        able = [each for each in self.process if each.action == request.action and set(each.roles) & roles]
        if able and late:
            return 409
        try:
            move(self.process, self.state, request, roles, self.failing(login))
        except (Conflict, Forbidden, Invalid) as error:
            return TOLD[type(error)]
        return 200

    def follow(self, login: str, action: Action, told: dict[str, Any]) -> None:
        """Bring the model to where the service is, by the table."""
        targets = {each.target for each in self.process if each.source == self.state and each.action == action}
        assert told["state"] in targets
        self.state, self.version = State(told["state"]), self.version + 1
        assert told["version"] == self.version
        match action:
            case Action.SUBMIT:
                self.submitted, self.touched = self.submitted + 1, False
                self.hands.add(login)
                assert told["receipt"]["submission"] == self.submitted
            case Action.RETURN | Action.REOPEN:
                self.touched = True

    def teardown(self) -> None:
        """Every submission is there."""
        with self.office.store.reading(NOW) as tx:
            assert submissions.last_number(tx.connection, self.id) == self.submitted


def test_the_service_does_what_the_table_says(at: Callable[[str], Client], office: Office) -> None:
    change_round(office, steps='["unit_check","department_check","finance_check"]')
    grant(office, "checker1", "filler", "school1")
    seconds, begin = iter(range(10**6)), datetime.fromisoformat(NOW)
    office.clock = lambda: (begin + timedelta(seconds=next(seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")

    class Bound(Work):
        pass

    Bound.office, Bound.people = office, {login: at(login) for login in (*HERE, *OUTSIDE)}
    healthy = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(Bound, settings=examples(max_examples=25, stateful_step_count=25, suppress_health_check=healthy))
    with office.store.reading(NOW) as tx:
        assert verify(tx.connection, KEY).broken is None
