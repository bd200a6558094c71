from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from perfeval.desks import people as desk
from perfeval.settings import Settings
from perfeval.store import entries, people
from perfeval.store.people import GrantRow
from perfeval.web.office import Office
from tests.service import county
from tests.service.client import Client, Clients
from tests.service.county import NOW, PASSWORD, UNITS, id_of
from tests.service.test_access import NEXT, WRONG, code_of, later, pauses

At = Callable[[str], Client]
BUSINESS = [login for login, (role, _) in county.PEOPLE.items() if role.duty == "business"]


def new(at: At, login: str = "xinren", duty: str = "business", unit: str | None = "school1") -> dict[str, Any]:
    body = {"login": login, "name": "新人", "duty": duty, "unit": UNITS[unit].id if unit else None}
    answer = at("system").post("/api/v1/users", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def test_one_makes_the_account_and_another_grants_the_role(at: At, clients: Clients) -> None:
    made = new(at)
    assert (made["login"], made["must_change"], made["grants"], made["version"]) == ("xinren", True, [], 1)
    grant = {"role": "filler", "unit": UNITS["school1"].id}
    assert code_of(at("system").post(f"/api/v1/users/{made['id']}/grants", json=grant)) == (403, "role-forbidden")
    assert code_of(at("security").post("/api/v1/users", json={"login": "ander", "name": "某", "duty": "system"})) == (403, "role-forbidden")
    granted = at("security").post(f"/api/v1/users/{made['id']}/grants", json=grant)
    assert granted.status_code == 201
    assert granted.json()["unit"]["code"] == "school1"
    client = clients.stranger()
    client.sign_in("xinren", made["password"])
    client.post("/api/v1/me/password", json={"current": made["password"], "new": NEXT})
    assert [each["code"] for each in client.get("/api/v1/units").json()["items"]] == ["school1"]
    assert at("security").delete(f"/api/v1/users/{made['id']}/grants/{granted.json()['id']}").status_code == 204
    assert code_of(client.get("/api/v1/units")) == (403, "role-forbidden")
    assert client.get("/api/v1/me").json()["roles"] == []


@pytest.mark.parametrize("login", [*BUSINESS, "audit"])
def test_nobody_else_makes_accounts_or_grants_roles(at: At, login: str) -> None:
    client = at(login)
    assert client.post("/api/v1/users", json={"login": "ander", "name": "某", "unit": UNITS["school1"].id}).status_code == 403
    filler = f"/api/v1/users/{id_of('filler2')}"
    assert client.post(f"{filler}/grants", json={"role": "filler", "unit": UNITS["school1"].id}).status_code == 403
    assert client.patch(filler, 1, json={"disabled": True}).status_code == 403
    assert client.post(f"{filler}/sign-off").status_code == 403


@pytest.mark.parametrize(
    ("duty", "role", "unit", "why"),
    [
        ("system", "security_administrator", None, "互不兼任"),
        ("system", "filler", "school1", "互不兼任"),
        ("business", "audit_administrator", None, "互不兼任"),
        ("audit", "audit_administrator", "school1", "不分单位"),
        ("business", "filler", None, "哪个单位"),
        ("business", "auditor", "bureau", "截止日期"),
    ],
)
def test_what_does_not_go_together_is_not_granted(at: At, duty: str, role: str, unit: str | None, why: str) -> None:
    made = new(at, duty=duty)
    answer = at("security").post(f"/api/v1/users/{made['id']}/grants", json={"role": role, "unit": UNITS[unit].id if unit else None})
    assert code_of(answer) == (422, "grant-invalid")
    assert why in str(answer.json()["places"])


@pytest.mark.parametrize(
    ("person", "duty", "role", "unit"),
    [
        ("system", "system", "security_administrator", None),
        ("system", "security", "security_administrator", None),
        ("system", "business", "filler", "school1"),
        ("filler1", "business", "system_administrator", "school1"),
        ("filler1", "system", "system_administrator", None),
        ("filler1", "business", "filler", None),
        ("auditor", "business", "auditor", "bureau"),
    ],
)
def test_the_database_itself_refuses_two_duties_and_endless_audits(
    office: Office, person: str, duty: str, role: str, unit: str | None
) -> None:
    row = GrantRow(id="g", person=id_of(person), duty=duty, role=role, unit=UNITS[unit].id if unit else None, granted_by="nobody")
    with pytest.raises(IntegrityError), office.store.writing(NOW) as tx:
        people.add_grants(tx.connection, [row])


def test_nobody_changes_their_own_roles_or_account(at: At) -> None:
    security, system = f"/api/v1/users/{id_of('security')}", f"/api/v1/users/{id_of('system')}"
    assert code_of(at("security").post(f"{security}/grants", json={"role": "security_administrator"})) == (403, "oneself")
    assert code_of(at("security").delete(f"{security}/grants/{id_of('grant of security')}")) == (403, "oneself")
    assert code_of(at("system").patch(system, 1, json={"disabled": False})) == (403, "oneself")


def test_no_administrator_takes_over_another(at: At) -> None:
    for login in ("security", "audit"):
        for deed in ("post", "delete"):
            address = f"/api/v1/users/{id_of(login)}/{'password' if deed == 'post' else 'second-factor'}"
            assert code_of(getattr(at("system"), deed)(address)) == (403, "administrator-account")


def test_no_password_is_made_for_whoever_may_not_hand_it_out(at: At, clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    def _made() -> None:
        raise AssertionError("a tenth of a second and 64 MiB, for nothing")

    who = {"stranger": clients.stranger(), **{login: at(login) for login in ("filler1", "department1", "security", "audit")}}
    monkeypatch.setattr(desk, "new_slip", _made)
    body = {"login": "ander", "name": "某", "unit": UNITS["school1"].id}
    for name, client in who.items():
        refused = 401 if name == "stranger" else 403
        assert client.post("/api/v1/users", json=body).status_code == refused, name
        beyond = 404 if name == "department1" else refused
        assert client.post(f"/api/v1/users/{id_of('filler3')}/password").status_code == beyond, name


def test_a_grant_that_is_there_is_not_made_twice(at: At) -> None:
    again = at("security").post(f"/api/v1/users/{id_of('filler1')}/grants", json={"role": "filler", "unit": UNITS["school1"].id})
    assert code_of(again) == (409, "grant-exists")
    missing = at("security").delete(f"/api/v1/users/{id_of('filler1')}/grants/{id_of('grant of filler2')}")
    assert code_of(missing) == (404, "grant-not-found")


def test_a_taken_or_impossible_login_is_refused(at: At) -> None:
    system = at("system")
    assert code_of(system.post("/api/v1/users", json={"login": "FILLER1", "name": "某", "duty": "audit"})) == (409, "login-taken")
    refused = system.post("/api/v1/users", json={"login": "a b", "name": "某"})
    assert code_of(refused) == (422, "person-invalid")
    assert [each["where"] for each in refused.json()["places"]] == ["login", "unit"]
    nowhere = system.post("/api/v1/users", json={"login": "ander", "name": "某", "unit": "0" * 32})
    assert code_of(nowhere) == (404, "unit-not-found")


def test_a_disabled_account_is_out_at_once(at: At, clients: Clients) -> None:
    client = at("filler1")
    token = client.post("/api/v1/me/tokens", json={"purpose": "取数", "days": 9}).json()["token"]
    person = f"/api/v1/users/{id_of('filler1')}"
    assert at("system").patch(person, json={"disabled": True}).status_code == 428
    changed = at("system").patch(person, 1, json={"disabled": True, "phone": "1234567"}).json()
    assert (changed["disabled"], changed["phone"], changed["version"]) == (True, "1234567", 2)
    stale = at("system").patch(person, 1, json={"disabled": False})
    assert code_of(stale) == (409, "version-conflict")
    assert stale.json()["current"]["version"] == 2
    assert code_of(client.get("/api/v1/me")) == (401, "sign-in-required")
    machine = clients.stranger()
    assert machine.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert code_of(machine.sign_in("filler1")) == (403, "account-disabled")
    assert code_of(machine.sign_in("filler1", WRONG)) == (401, "sign-in-failed")


def test_somebody_is_signed_off_by_force(at: At) -> None:
    client = at("filler1")
    assert at("system").post(f"/api/v1/users/{id_of('filler1')}/sign-off").json() == {"ended": 1}
    assert client.get("/api/v1/me").status_code == 401


def test_a_department_gives_new_passwords_to_its_units_and_to_nobody_else(at: At, clients: Clients) -> None:
    department = at("department1")
    slip = department.post(f"/api/v1/users/{id_of('filler1')}/password").json()
    assert slip["login"] == "filler1"
    assert clients.stranger().sign_in("filler1", slip["password"]).json()["tasks"] == ["password"]
    assert not clients.stranger().sign_in("filler1").is_success
    for login, refusal in {
        "filler3": (404, "person-not-found"),
        "security": (404, "person-not-found"),
        "section": (403, "person-beyond"),
        "department1": (403, "oneself"),
    }.items():
        assert code_of(department.post(f"/api/v1/users/{id_of(login)}/password")) == refusal, login
    for login in ("filler2", "checker1", "finance", "auditor"):
        assert at(login).post(f"/api/v1/users/{id_of('filler2')}/password").status_code == 403


def test_a_unit_person_who_also_works_for_the_department_is_not_the_departments_to_reset(at: At) -> None:
    at("security").post(f"/api/v1/users/{id_of('filler1')}/grants", json={"role": "department_checker", "unit": UNITS["education"].id})
    assert code_of(at("department1").post(f"/api/v1/users/{id_of('filler1')}/password")) == (403, "person-beyond")
    assert at("system").post(f"/api/v1/users/{id_of('filler1')}/password").is_success


def test_lists_of_accounts_end_at_the_scope(at: At) -> None:
    def logins(login: str, query: str = "") -> set[str]:
        return {each["login"] for each in at(login).get(f"/api/v1/users?size=200{query}").json()["items"]}

    assert logins("system") == logins("security") == set(county.PEOPLE)
    assert logins("department1") == {"filler1", "filler2", "checker1", "checker2", "department1", "section"}
    assert logins("finance") == set(BUSINESS)
    assert logins("system", "&q=filler") == {"filler1", "filler2", "filler3", "filler4"}
    assert logins("system", "&disabled=true") == set()
    assert code_of(at("filler1").get("/api/v1/users")) == (403, "role-forbidden")
    assert code_of(at("audit").get("/api/v1/users")) == (403, "role-forbidden")
    assert at("department1").get(f"/api/v1/users/{id_of('filler3')}").status_code == 404
    page = at("system").get("/api/v1/users?size=5&page=2").json()
    assert (len(page["items"]), page["total"]) == (5, len(county.PEOPLE))
    assert at("system").get("/api/v1/users?size=201").status_code == 422


class TestDormancy:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(data=tmp_path, totp_required=False, threads=2, password_days=3650)

    def test_dormancy_counts_from_the_end_of_the_last_round(self, at: At, office: Office, clients: Clients) -> None:
        office.clock = lambda: "2026-04-02T08:00:00Z"
        at("filler2")
        office.clock = lambda: "2026-06-29T15:59:00Z"
        at("filler3")
        office.clock = lambda: "2026-06-29T16:00:01Z"
        assert code_of(clients.stranger().sign_in("filler1")) == (403, "account-dormant")
        assert code_of(clients.stranger().sign_in("filler1", WRONG)) == (401, "sign-in-failed")
        at("filler2")
        at("filler3")
        waiting = at("system").get("/api/v1/users?dormant=true&size=200").json()
        assert {each["login"] for each in waiting["items"]} == {*BUSINESS} - {"filler2", "filler3"}
        assert {each["dormant"] for each in waiting["items"]} == {True}
        chosen = [each["id"] for each in waiting["items"] if each["login"].startswith("filler")]
        assert code_of(at("security").post("/api/v1/users/activate", json={"people": chosen})) == (403, "role-forbidden")
        assert at("system").post("/api/v1/users/activate", json={"people": chosen}).json() == {"activated": 2}
        at("filler1")
        later(office, days=400)
        at("filler1")
        assert code_of(clients.stranger().sign_in("checker1")) == (403, "account-dormant")

    def test_opening_a_round_lists_who_of_its_units_must_be_activated(self, at: At, office: Office, clients: Clients) -> None:
        office.clock = lambda: "2026-04-02T08:00:00Z"
        for login in ("finance", "filler1"):
            at(login)
        office.clock = lambda: "2027-01-10T08:00:00Z"
        times = {"opening": "2027-01-11T00:00:00Z", "deadline": "2027-03-31T16:00:00Z"}
        new_round = {"year": 2026, "title": "2026年度项目支出绩效自评", "sets": {"project": "cn/project/2020"}, **times}

        def asleep(*names: str) -> list[tuple[str, str]]:
            body = {**new_round, **({"units": [UNITS[name].id for name in names]} if names else {})}
            answer = at("finance").post("/api/v1/rounds", json=body)
            assert answer.status_code == 201, answer.text
            told = answer.json()["dormant"]
            assert told["total"] == len(told["items"])
            return [(each["login"], each["unit"]["code"]) for each in told["items"]]

        of_schools = [("checker1", "school1"), ("checker2", "school2"), ("department1", "education"), ("filler2", "school2")]
        assert {login for login, _ in asleep()} == {*BUSINESS} - {"finance", "filler1"}
        found = asleep("school1", "school2")
        assert [each for each in found if each[1] != "bureau"] == [*of_schools, ("section", "education")]
        chosen = [id_of(login) for login, _ in found]
        assert at("system").post("/api/v1/users/activate", json={"people": chosen}).json() == {"activated": len(chosen)}
        assert asleep("school1", "school2") == []
        assert clients.stranger().sign_in("filler2").is_success

    def test_before_the_first_round_is_over_nobody_is_dormant(self, at: At) -> None:
        times = {"opening": "2026-03-20T00:00:00Z", "deadline": "2026-05-31T16:00:00Z"}
        body = {"year": 2025, "title": "另一批次", "sets": {"project": "cn/project/2020"}, **times}
        assert at("finance").post("/api/v1/rounds", json=body).json()["dormant"] == {"items": [], "total": 0}
        assert at("system").get("/api/v1/users?dormant=true").json() == {"items": [], "total": 0}


def test_every_change_is_journalled_with_who_did_it_and_no_secret(at: At, office: Office) -> None:
    made = new(at)
    at("security").post(f"/api/v1/users/{made['id']}/grants", json={"role": "filler", "unit": UNITS["school1"].id})
    reset = at("department1").post(f"/api/v1/users/{made['id']}/password").json()
    with office.store.reading(NOW) as tx:
        told = [each for each in entries(tx.connection) if each.action != "session.open"]
    assert [(each.action, each.person, each.about) for each in told] == [
        ("person.create", id_of("system"), f"people/{made['id']}"),
        ("grant.create", id_of("security"), f"people/{made['id']}"),
        ("password.reset", id_of("department1"), f"people/{made['id']}"),
    ]
    assert not [word for word in (made["password"], reset["password"], "argon2") if word in str(told)]


def test_units_are_listed_from_the_top_down_inside_the_scope(at: At) -> None:
    def codes(login: str, query: str = "") -> list[str]:
        return sorted(each["code"] for each in at(login).get(f"/api/v1/units?size=200{query}").json()["items"])

    assert codes("finance") == codes("system") == codes("security") == sorted(UNITS)
    assert codes("department1") == ["education", "school1", "school2"]
    assert codes("filler3") == ["farm1"]
    assert codes("finance", "&q=林场") == ["farm1", "farm2"]
    assert code_of(at("audit").get("/api/v1/units")) == (403, "role-forbidden")
    assert code_of(at("filler1").get(f"/api/v1/units/{UNITS['school2'].id}")) == (404, "unit-not-found")
    assert at("filler1").get("/api/v1/units/nothing%00").status_code == 404


def test_the_bureau_and_the_system_administrator_make_units(at: At) -> None:
    body = {"code": "school3", "name": "某县第三中学", "kind": "unit", "parent": UNITS["education"].id, "valid_from": "2026-01-01"}
    made = at("finance").post("/api/v1/units", json=body)
    assert made.status_code == 201
    assert at("department1").get(f"/api/v1/units/{made.json()['id']}").json() == made.json()
    assert code_of(at("finance").post("/api/v1/units", json=body)) == (409, "unit-exists")
    wrong = at("finance").post("/api/v1/units", json={**body, "code": "x", "parent": UNITS["school1"].id, "valid_to": "2025-12-31"})
    assert [each["where"] for each in wrong.json()["places"]] == ["parent", "valid_to"]
    top = {"code": "other", "name": "某区财政局", "kind": "bureau"}
    assert code_of(at("finance").post("/api/v1/units", json=top)) == (403, "role-forbidden")
    assert at("system").post("/api/v1/units", json=top).status_code == 201
    for login in ("filler1", "department1", "auditor", "security"):
        assert at(login).post("/api/v1/units", json={**body, "code": "y"}).status_code == 403


def test_a_unit_changes_its_name_and_ends_but_never_moves(at: At) -> None:
    address = f"/api/v1/units/{UNITS['school1'].id}"
    finance = at("finance")
    changed = finance.patch(address, 1, json={"name": "某县实验中学", "valid_to": "2026-12-31"}).json()
    assert (changed["name"], changed["valid_to"], changed["version"]) == ("某县实验中学", "2026-12-31", 2)
    assert code_of(finance.patch(address, 1, json={"name": "又改"})) == (409, "version-conflict")
    assert finance.patch(address, json={"name": "又改"}).status_code == 428
    assert code_of(finance.patch(address, 2, json={"parent": UNITS["forestry"].id})) == (422, "request-invalid")
    assert code_of(finance.patch(address, 2, json={"valid_to": "2019-12-31"})) == (422, "unit-invalid")
    assert finance.patch(address, 2, json={"name": None}).status_code == 422


def test_failures_lock_and_unlock_by_the_department_too(at: At, clients: Clients, office: Office) -> None:
    pauses(office)
    client = clients.stranger()
    for _ in range(5):
        client.sign_in("filler1", WRONG)
    assert code_of(client.sign_in("filler1")) == (429, "sign-in-locked")
    assert code_of(at("department2").post(f"/api/v1/users/{id_of('filler1')}/unlock")) == (404, "person-not-found")
    assert at("department1").post(f"/api/v1/users/{id_of('filler1')}/unlock").status_code == 204
    assert client.sign_in("filler1", PASSWORD).is_success


def test_a_day_that_no_calendar_has_is_refused(at: At) -> None:
    address = f"/api/v1/users/{id_of('filler1')}/grants"
    for day in ("2026-02-30", "31.12.2026", "2026-1-1"):
        body = {"role": "auditor", "unit": UNITS["bureau"].id, "valid_to": day}
        assert code_of(at("security").post(address, json=body)) == (422, "request-invalid")
