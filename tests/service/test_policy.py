"""策略 - The security administrator sets what protects accounts; it counts at once, everywhere, and the journal keeps what it was."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from perfeval.settings import Settings, limits
from perfeval.store import Store, engine_of, entries, sessions
from perfeval.store.policies import NAMES
from perfeval.web.edge import Pool
from perfeval.web.office import Office
from perfeval.web.policy import PolicyChange
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS, NOW, PASSWORD, id_of
from tests.service.databases import serving
from tests.service.test_access import NEXT, WRONG, code_of, later, pauses

At = Callable[[str], Client]
POLICY = "/api/v1/policy"
NUMBERS = [name for name in NAMES if name != "several_sessions"]


def decide(at: At, **changes: object) -> dict[str, Any]:
    """Have the security administrator set something, and return the policy."""
    security = at("security")
    answer = security.patch(POLICY, security.get(POLICY).json()["version"], json=changes)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_the_settings_count_until_something_is_set(at: At, settings: Settings) -> None:
    told = at("security").get(POLICY).json()
    assert told == {**{name: getattr(settings, name) for name in NAMES}, "set_here": [], "version": 1}


def test_the_three_administrators_look_at_it_and_one_of_them_sets_it(at: At) -> None:
    for login in ("security", "system", "audit"):
        assert at(login).get(POLICY).status_code == 200
    for login in ("system", "audit"):
        assert code_of(at(login).patch(POLICY, 1, json={"password_length": 8})) == (403, "role-forbidden")
    for login in ("filler1", "checker1", "department1", "section", "finance", "reviewer", "head", "third", "auditor"):
        assert code_of(at(login).get(POLICY)) == (403, "role-forbidden"), login
        assert code_of(at(login).patch(POLICY, 1, json={"password_length": 8})) == (403, "role-forbidden"), login
    assert at("security").get(POLICY).json()["version"] == 1


def test_what_is_written_changes_and_the_rest_stays_until_it_is_given_back(at: At, settings: Settings) -> None:
    first = decide(at, password_length=14, dormant_days=0)
    assert (first["password_length"], first["dormant_days"], first["password_classes"]) == (14, 0, settings.password_classes)
    assert (first["set_here"], first["version"]) == (["password_length", "dormant_days"], 2)
    second = decide(at, password_length=None, several_sessions=False)
    assert (second["password_length"], second["set_here"], second["version"]) == (
        settings.password_length,
        ["several_sessions", "dormant_days"],
        3,
    )


def test_a_change_says_which_version_it_means(at: At) -> None:
    security = at("security")
    nameless = security.patch(POLICY, json={"password_length": 12})
    assert code_of(nameless) == (428, "version-required")
    assert security.patch(POLICY, 1, json={"password_length": 12}).status_code == 200
    stale = security.patch(POLICY, 1, json={"password_length": 13})
    assert code_of(stale) == (409, "version-conflict")
    assert stale.json()["current"] == security.get(POLICY).json()


def test_the_journal_keeps_old_and_new(at: At, office: Office) -> None:
    decide(at, lockout_minutes=45)
    decide(at, lockout_minutes=60)
    with office.store.reading(NOW) as tx:
        told = [each for each in entries(tx.connection) if each.action == "policy.change"]
    assert [(each.person, each.about) for each in told] == [(id_of("security"), "policy")] * 2
    details = [json.loads(each.detail) for each in told]
    assert [(each["before"]["lockout_minutes"], each["after"]["lockout_minutes"]) for each in details] == [(30, 45), (45, 60)]
    assert [each["after"]["version"] for each in details] == [2, 3]
    seen = [each for each in at("audit").get("/api/v1/journal?size=200").json()["items"] if each["action"] == "policy.change"]
    assert [each["about"] for each in seen] == ["policy", "policy"]


@pytest.mark.parametrize("name", NUMBERS)
def test_the_limits_are_those_of_the_settings(at: At, name: str) -> None:
    security, (low, high) = at("security"), limits(name)
    for wrong in (low - 1, high + 1, 0.5, "x"):
        answer = security.patch(POLICY, 1, json={name: wrong})
        assert code_of(answer) == (422, "request-invalid"), wrong
        assert answer.json()["places"][0]["where"] == f"body.{name}"
    assert security.patch(POLICY, 1, json={name: low}).status_code == 200
    assert security.patch(POLICY, 2, json={name: high}).json()[name] == high


def test_every_part_of_the_policy_is_a_setting_and_can_be_set() -> None:
    assert set(PolicyChange.model_fields) == set(NAMES)
    assert set(NAMES) <= set(Settings.model_fields)


@pytest.mark.parametrize("name", ["totp_required", "trusted_proxies", "nonsense"])
def test_that_administrators_need_a_second_factor_is_not_for_them_to_set(at: At, name: str) -> None:
    assert code_of(at("security").patch(POLICY, 1, json={name: False})) == (422, "request-invalid")


def test_the_next_password_is_held_against_the_policy(at: At) -> None:
    filler = at("filler1")
    decide(at, password_length=16, password_classes=4)
    refused = filler.post("/api/v1/me/password", json={"current": PASSWORD, "new": "Qiuyu2026tian"})
    assert code_of(refused) == (422, "password-weak")
    assert "至少16位" in refused.text
    assert "至少4类" in refused.text
    assert filler.post("/api/v1/me/password", json={"current": PASSWORD, "new": f"{NEXT}!"}).status_code == 204


def test_old_passwords_come_back_when_none_are_barred(at: At) -> None:
    filler = at("filler1")
    same = {"current": PASSWORD, "new": PASSWORD}
    assert code_of(filler.post("/api/v1/me/password", json=same)) == (422, "password-weak")
    decide(at, password_remembered=0)
    assert filler.post("/api/v1/me/password", json=same).status_code == 204


def test_a_shorter_age_asks_for_a_new_password_at_the_next_sign_in_and_locks_nobody_out(at: At, clients: Clients) -> None:
    busy = at("filler1")
    decide(at, password_days=5)
    assert busy.get("/api/v1/units").is_success
    assert busy.get("/api/v1/me").json()["tasks"] == []
    client = clients.stranger()
    assert client.sign_in("filler2").json()["tasks"] == ["password"]
    assert client.get("/api/v1/me").json()["tasks"] == ["password"]
    assert client.post("/api/v1/me/password", json={"current": PASSWORD, "new": NEXT}).status_code == 204
    assert client.get("/api/v1/units").is_success


def test_failures_lock_by_the_policy_of_the_moment(at: At, clients: Clients, office: Office) -> None:
    pauses(office)
    client = clients.stranger("10.0.0.1")
    for _ in range(2):
        client.sign_in("filler1", WRONG)
    decide(at, lockout_failures=2, lockout_minutes=60)
    assert code_of(client.sign_in("filler1")) == (429, "sign-in-locked")
    later(office, minutes=31)
    assert code_of(client.sign_in("filler1")) == (429, "sign-in-locked")
    decide(at, lockout_failures=3)
    assert client.sign_in("filler1").is_success


def test_an_address_is_limited_by_the_policy_of_the_moment(at: At, clients: Clients, office: Office) -> None:
    pauses(office)
    client = clients.stranger("10.0.0.1")
    for number in range(3):
        client.sign_in(f"guess{number}", WRONG)
    decide(at, lockout_per_address=3, lockout_window=60)
    later(office, minutes=20)
    assert code_of(client.sign_in("filler1")) == (429, "address-limited")
    decide(at, lockout_window=10)
    assert client.sign_in("filler1").is_success


def test_sessions_end_by_the_policy_of_the_moment(at: At, office: Office) -> None:
    filler, other = at("filler1"), at("filler2")
    later(office, minutes=20)
    assert filler.get("/api/v1/me").is_success
    decide(at, session_idle_minutes=10)
    assert code_of(other.get("/api/v1/me")) == (401, "sign-in-required")
    assert filler.get("/api/v1/me").is_success
    later(office, minutes=9)
    assert filler.get("/api/v1/me").is_success
    for _ in range(4):
        later(office, minutes=9)
        assert filler.get("/api/v1/me").is_success
    decide(at, session_hours=1)
    assert code_of(filler.get("/api/v1/me")) == (401, "sign-in-required")


def test_several_sessions_are_had_by_the_policy_of_the_moment(at: At) -> None:
    first = at("filler1")
    decide(at, several_sessions=True)
    second = at("filler1")
    assert first.get("/api/v1/me").is_success
    decide(at, several_sessions=False)
    third = at("filler1")
    assert [each.get("/api/v1/me").status_code for each in (first, second, third)] == [401, 401, 200]


def test_accounts_sleep_by_the_policy_of_the_moment(at: At, office: Office, clients: Clients) -> None:
    office.clock = lambda: "2026-04-20T08:00:00Z"
    assert at("system").get("/api/v1/users?dormant=true").json()["total"] == 0
    decide(at, dormant_days=10)
    assert at("system").get("/api/v1/users?dormant=true").json()["total"] > 0
    assert code_of(clients.stranger().sign_in("filler1")) == (403, "account-dormant")
    decide(at, dormant_days=0)
    assert clients.stranger().sign_in("filler1").is_success


@pytest.fixture
def neighbour(county_address: str, office: Office, settings: Settings) -> Iterator[Office]:
    """Another process on the same database, as far as anything is its own."""
    engine, pool = engine_of(serving(county_address), pool=4), Pool(2)
    yield Office(store=Store(engine=engine, key=office.store.key), files=office.files, settings=settings, pool=pool, clock=office.clock)
    pool.close()
    engine.dispose()


def test_other_processes_know_at_once(at: At, office: Office, clients: Clients, neighbour: Office) -> None:
    filler = at("filler1")
    clients.behind(neighbour)
    assert filler.get("/api/v1/me").is_success
    clients.behind(office)
    decide(at, session_idle_minutes=1)
    clients.behind(neighbour)
    neighbour.clock = lambda: "2026-03-10T08:02:00Z"
    assert code_of(filler.get("/api/v1/me")) == (401, "sign-in-required")


def test_a_request_asks_the_database_for_the_policy_and_the_session_in_one_question(at: At, office: Office) -> None:
    filler, asked = at("filler1"), list[str]()
    filler.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}")

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(office.store.engine, "before_cursor_execute", note)
    assert filler.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").is_success
    event.remove(office.store.engine, "before_cursor_execute", note)
    assert [each for each in asked if "policy" in each] == [], "it comes with the session, in the question that is put together once"
    assert "JOIN policy ON" in str(sessions._SESSION._question)


def test_there_is_one_policy_and_no_second(county_address: str) -> None:
    engine = engine_of(county_address)
    for wrong in ("insert into policy (id) values (1)", "insert into policy (id) values (2)"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(wrong))
    engine.dispose()
