import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from sqlalchemy import text

from perfeval.accounts import moment, written
from perfeval.desks import access
from perfeval.settings import Settings
from perfeval.store import entries
from perfeval.web.office import Office
from tests.service import county
from tests.service.client import Client, Clients
from tests.service.county import NOW, PASSWORD

At = Callable[[str], Client]
WRONG = "Chunfeng-2025!"
NEXT = "Qiuyu-2026#tian"


def later(office: Office, **by: float) -> None:
    """Move the clock of the office on."""
    time = written(moment(office.clock()) + timedelta(**by))
    office.clock = lambda: time


def pauses(office: Office) -> list[float]:
    """Have the office wait in name only, and return how long it would have waited."""
    waited: list[float] = []

    async def _noted(seconds: float) -> None:
        waited.append(seconds)

    office.pause = _noted
    return waited


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_who_signs_in_is_told_who_they_are_and_where_they_work(at: At) -> None:
    me = at("filler1").get("/api/v1/me").json()
    assert (me["login"], me["duty"], me["tasks"]) == ("filler1", "business", [])
    assert [(each["role"], each["title"], each["unit"]["code"]) for each in me["roles"]] == [("filler", "填报人", "school1")]
    assert [each["code"] for each in me["units"]] == ["school1"]
    assert at("system").get("/api/v1/me").json()["units"] == []


def test_nobody_is_told_to_sign_in(clients: Clients) -> None:
    answer = clients.stranger().get("/api/v1/me")
    assert code_of(answer) == (401, "sign-in-required")
    assert answer.headers["www-authenticate"] == "Bearer"
    forged = clients.stranger()
    forged.http.cookies.set("perfeval", "x" * 43)
    assert code_of(forged.get("/api/v1/me")) == (401, "sign-in-required")


def test_signing_out_ends_the_session(at: At) -> None:
    client = at("filler1")
    cookie = client.http.cookies["perfeval"]
    assert client.delete("/api/v1/session").status_code == 204
    assert "perfeval" not in client.http.cookies
    client.http.cookies.set("perfeval", cookie)
    assert code_of(client.get("/api/v1/me")) == (401, "sign-in-required")


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(clients: Clients) -> None:
    client = clients.stranger()
    unknown, wrong = client.sign_in("nobody", WRONG), client.sign_in("filler1", WRONG)
    assert code_of(unknown) == code_of(wrong) == (401, "sign-in-failed")
    assert unknown.json() == wrong.json()


def test_a_login_is_known_however_it_is_typed(clients: Clients) -> None:
    assert clients.stranger().sign_in(" ＦＩＬＬＥＲ1 ").is_success


@pytest.mark.parametrize("login", ["filler1", "nobody"])
def test_failures_slow_down_and_then_lock_the_account_for_that_address_only(clients: Clients, office: Office, login: str) -> None:
    waited = pauses(office)
    here, elsewhere = clients.stranger("10.0.0.1"), clients.stranger("10.0.0.2")
    for _ in range(5):
        assert code_of(here.sign_in(login, WRONG)) == (401, "sign-in-failed")
    assert waited == [0, 0, 0, 1, 2]
    assert code_of(here.sign_in(login)) == (429, "sign-in-locked")
    assert here.sign_in("filler2").is_success
    assert elsewhere.sign_in("filler1").is_success
    later(office, minutes=29)
    assert code_of(here.sign_in(login)) == (429, "sign-in-locked")
    later(office, minutes=1)
    assert clients.stranger("10.0.0.1").sign_in("filler1").is_success


def test_the_right_password_forgives_the_failures_before_it(clients: Clients, office: Office) -> None:
    waited, client = pauses(office), clients.stranger()
    for _ in range(2):
        for _ in range(4):
            client.sign_in("filler1", WRONG)
        assert client.sign_in("filler1").is_success
    assert waited == [0, 0, 0, 1, 2] * 2


def test_failures_of_long_ago_do_not_count(clients: Clients, office: Office) -> None:
    waited, client = pauses(office), clients.stranger()
    for _ in range(4):
        client.sign_in("filler1", WRONG)
    later(office, minutes=15)
    client.sign_in("filler1", WRONG)
    assert waited == [0, 0, 0, 1, 0]


def test_many_guesses_at_once_are_not_more_than_one_after_the_other(clients: Clients, office: Office) -> None:
    pauses(office)
    client = clients.stranger()
    answers = clients.together(*(client.later("POST", "/api/v1/session", json={"login": "filler1", "password": WRONG}) for _ in range(12)))
    assert sorted(each.status_code for each in answers) == [401] * 5 + [429] * 7
    assert not office.turns


def test_an_administrator_unlocks(clients: Clients, at: At, office: Office) -> None:
    pauses(office)
    client = clients.stranger()
    for _ in range(5):
        client.sign_in("filler1", WRONG)
    assert at("system").post(f"/api/v1/users/{county.id_of('filler1')}/unlock").status_code == 204
    assert client.sign_in("filler1").is_success


class TestOneAddress:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(data=tmp_path, totp_required=False, threads=2, lockout_per_address=6)

    def test_an_address_with_many_failures_waits_whatever_the_login(self, clients: Clients, office: Office) -> None:
        pauses(office)
        client = clients.stranger("10.0.0.1")
        for number in range(6):
            assert code_of(client.sign_in(f"guess{number}", WRONG)) == (401, "sign-in-failed")
        assert code_of(client.sign_in("filler1")) == (429, "address-limited")
        assert clients.stranger("10.0.0.2").sign_in("filler1").is_success
        later(office, minutes=15)
        assert client.sign_in("filler1").is_success


def test_a_change_needs_the_token_against_forgery(at: At) -> None:
    client = at("filler1")
    token = client.http.headers.pop("X-CSRF-Token")
    body = {"purpose": "试验", "days": 1}
    assert code_of(client.post("/api/v1/me/tokens", json=body)) == (403, "csrf-wrong")
    assert code_of(client.post("/api/v1/me/tokens", json=body, headers={"X-CSRF-Token": token[::-1]})) == (403, "csrf-wrong")
    assert client.post("/api/v1/me/tokens", json=body, headers={"X-CSRF-Token": token}).status_code == 201
    assert client.get("/api/v1/me").json()["csrf"] == token


def test_a_change_from_another_site_is_refused(at: At) -> None:
    body, client = {"purpose": "试验", "days": 1}, at("filler1")
    assert code_of(client.post("/api/v1/me/tokens", json=body, headers={"Origin": "http://evil.example"})) == (403, "origin-foreign")
    assert client.post("/api/v1/me/tokens", json=body, headers={"Origin": "http://127.0.0.1"}).status_code == 201
    sign_in = {"login": "filler1", "password": PASSWORD}
    assert code_of(client.post("/api/v1/session", json=sign_in, headers={"Origin": "http://evil.example"})) == (403, "origin-foreign")


def test_an_idle_session_ends_and_one_in_use_does_not(at: At, office: Office) -> None:
    busy, idle = at("filler1"), at("filler2")
    for _ in range(3):
        later(office, minutes=20)
        assert busy.get("/api/v1/me").is_success
    assert code_of(idle.get("/api/v1/me")) == (401, "sign-in-required")


def test_a_session_ends_after_so_many_hours_however_busy(at: At, office: Office) -> None:
    client = at("filler1")
    for _ in range(29):
        later(office, minutes=20)
        assert client.get("/api/v1/me").is_success
    later(office, minutes=20)
    assert code_of(client.get("/api/v1/me")) == (401, "sign-in-required")


def test_somebody_has_one_session_at_a_time(at: At) -> None:
    first, second = at("filler1"), at("filler1")
    assert code_of(first.get("/api/v1/me")) == (401, "sign-in-required")
    assert second.get("/api/v1/me").is_success


class TestSeveralSessions:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(data=tmp_path, totp_required=False, threads=2, several_sessions=True)

    def test_a_setting_allows_several(self, at: At) -> None:
        first, second = at("filler1"), at("filler1")
        assert first.get("/api/v1/me").is_success
        assert second.get("/api/v1/me").is_success


def test_the_database_keeps_only_hashes(at: At, office: Office) -> None:
    client = at("filler1")
    made = client.post("/api/v1/me/tokens", json={"purpose": "试验", "days": 1}).json()["token"]
    secrets = [client.http.cookies["perfeval"], client.http.headers["X-CSRF-Token"], made, PASSWORD]
    with office.store.reading(NOW) as tx:
        kept = str([tx.connection.execute(text(f"select * from {each}")).all() for each in ("sessions", "tokens", "people", "journal")])  # noqa: S608
    assert "argon2id" in kept
    assert not [each for each in secrets if each in kept]


def test_the_cookie_is_safe_from_scripts_and_over_tls_from_everything_else(clients: Clients) -> None:
    body = {"login": "filler1", "password": PASSWORD}
    plain = clients.stranger().post("/api/v1/session", json=body).headers["set-cookie"]
    assert plain.startswith("perfeval=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(plain.split("; "))
    safe = clients.stranger().post("https://127.0.0.1/api/v1/session", json=body)
    assert safe.headers["set-cookie"].startswith("__Host-perfeval=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} == set(safe.headers["set-cookie"].split("; ")[1:])


def test_over_tls_a_cookie_that_another_host_could_have_set_is_no_session(clients: Clients) -> None:
    client, me = clients.stranger(), "https://127.0.0.1/api/v1/me"
    made = client.post("https://127.0.0.1/api/v1/session", json={"login": "filler1", "password": PASSWORD})
    session = made.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert client.get(me, headers={"Cookie": f"__Host-perfeval={session}"}).is_success
    client.http.cookies.clear()
    assert code_of(client.get(me, headers={"Cookie": f"perfeval={session}"})) == (401, "sign-in-required")
    assert code_of(client.get("/api/v1/me", headers={"Cookie": f"__Host-perfeval={session}"})) == (401, "sign-in-required")


def test_what_is_no_sign_in_is_told_without_repeating_the_password(clients: Clients) -> None:
    answer = clients.stranger().post("/api/v1/session", json={"login": "filler1", "password": "geheim" * 99, "pasword": "geheim"})
    assert code_of(answer) == (422, "request-invalid")
    assert "geheim" not in answer.text
    assert clients.stranger().post("/api/v1/session", json={"login": "a\0b", "password": "x"}).status_code == 422


@pytest.fixture
def fresh(at: At) -> tuple[str, str]:
    """A new account, which must choose a password first: login and first password."""
    body = {"login": "xinren", "name": "新人", "unit": county.UNITS["school1"].id}
    made = at("system").post("/api/v1/users", json=body).json()
    at("security").post(f"/api/v1/users/{made['id']}/grants", json={"role": "filler", "unit": county.UNITS["school1"].id})
    return made["login"], made["password"]


def test_a_first_sign_in_asks_for_a_new_password_before_anything_else(clients: Clients, fresh: tuple[str, str]) -> None:
    client = clients.stranger()
    assert client.sign_in(*fresh).json()["tasks"] == ["password"]
    assert code_of(client.get("/api/v1/units")) == (403, "password-change-required")
    assert client.get("/api/v1/me").json()["tasks"] == ["password"]
    assert client.post("/api/v1/me/password", json={"current": fresh[1], "new": NEXT}).status_code == 204
    assert client.get("/api/v1/units").is_success
    assert client.get("/api/v1/me").json()["tasks"] == []
    assert code_of(clients.stranger().sign_in(*fresh)) == (401, "sign-in-failed")
    assert clients.stranger().sign_in(fresh[0], NEXT).json()["tasks"] == []


@pytest.mark.parametrize(
    ("new", "why"), [("Kurz-1", "至少10位"), ("nurkleinbuchstaben", "3类"), ("Filler1-2026!x", "登录名"), (PASSWORD, "用过的口令")]
)
def test_a_weak_or_used_password_is_refused_with_the_reason(at: At, new: str, why: str) -> None:
    answer = at("filler1").post("/api/v1/me/password", json={"current": PASSWORD, "new": new})
    assert code_of(answer) == (422, "password-weak")
    assert why in answer.json()["places"][0]["message"]


def test_a_password_does_not_come_back_within_five(at: At) -> None:
    client, current = at("filler1"), PASSWORD
    for number in range(2):
        new = f"{NEXT}{number}"
        assert client.post("/api/v1/me/password", json={"current": current, "new": new}).status_code == 204
        current = new
    assert code_of(client.post("/api/v1/me/password", json={"current": current, "new": PASSWORD})) == (422, "password-weak")


def test_changing_the_password_needs_the_present_one_and_guesses_are_counted(at: At, office: Office) -> None:
    pauses(office)
    client = at("filler1")
    for _ in range(5):
        assert code_of(client.post("/api/v1/me/password", json={"current": WRONG, "new": NEXT})) == (403, "password-wrong")
    assert code_of(client.post("/api/v1/me/password", json={"current": PASSWORD, "new": NEXT})) == (429, "sign-in-locked")


def test_age_asks_for_a_new_password_at_the_next_sign_in_and_never_locks(at: At, office: Office, clients: Clients) -> None:
    office.clock = lambda: "2026-05-29T23:50:00Z"
    young = at("filler1")
    later(office, minutes=20)
    assert young.get("/api/v1/units").is_success
    old = clients.stranger()
    assert old.sign_in("filler2").json()["tasks"] == ["password"]
    assert code_of(old.get("/api/v1/units")) == (403, "password-change-required")
    assert old.post("/api/v1/me/password", json={"current": PASSWORD, "new": NEXT}).status_code == 204
    assert old.get("/api/v1/units").is_success


class TestSecondFactor:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(data=tmp_path, threads=2)

    def app(self, client: Client, office: Office) -> Callable[[], str]:
        """Register a second factor and return what the app shows."""
        told = client.post("/api/v1/me/second-factor").json()
        assert told["address"].startswith("otpauth://totp/perfeval:system?secret=" + told["secret"])
        assert len(base64.b32decode(told["secret"])) == 20
        totp = pyotp.TOTP(told["secret"])
        return lambda: totp.at(moment(office.clock()))

    def test_administrators_register_one_before_anything_else(self, clients: Clients, office: Office) -> None:
        client = clients.stranger()
        assert client.sign_in("system").json()["tasks"] == ["second-factor"]
        assert code_of(client.get("/api/v1/users")) == (403, "second-factor-required")
        shown = self.app(client, office)
        assert code_of(client.post("/api/v1/me/second-factor/confirm", json={"code": "000000"})) == (422, "code-wrong")
        assert client.post("/api/v1/me/second-factor/confirm", json={"code": shown()}).status_code == 204
        assert client.get("/api/v1/users").is_success
        assert code_of(client.post("/api/v1/me/second-factor")) == (403, "second-factor-exists")

    def test_the_code_is_asked_for_and_is_good_once(self, clients: Clients, office: Office) -> None:
        pauses(office)
        client = clients.stranger()
        client.sign_in("system")
        shown = self.app(client, office)
        client.post("/api/v1/me/second-factor/confirm", json={"code": shown()})
        assert code_of(clients.stranger().sign_in("system")) == (401, "sign-in-failed")
        assert code_of(clients.stranger().sign_in("system", code="123456")) == (401, "sign-in-failed")
        assert code_of(clients.stranger().sign_in("system", code=shown())) == (401, "sign-in-failed"), "used when it was confirmed"
        later(office, seconds=30)
        assert clients.stranger().sign_in("system", code=shown()).is_success
        assert code_of(clients.stranger().sign_in("system", code=shown())) == (401, "sign-in-failed")
        later(office, seconds=30)
        late = shown()
        later(office, seconds=30)
        assert clients.stranger().sign_in("system", code=late).is_success, "clocks differ by half a minute"
        assert code_of(clients.stranger().sign_in("system", WRONG, code=shown())) == (401, "sign-in-failed")

    def test_business_people_need_none(self, at: At) -> None:
        assert at("filler1").get("/api/v1/me").json()["tasks"] == []

    def test_the_database_alone_gives_no_codes(self, clients: Clients, office: Office) -> None:
        client = clients.stranger()
        client.sign_in("system")
        secret = client.post("/api/v1/me/second-factor").json()["secret"]
        with office.store.reading(NOW) as tx:
            kept = str(tx.connection.execute(text("select * from people")).all())
        assert secret not in kept


def bearer(clients: Clients, token: str) -> Client:
    client = clients.stranger()
    client.http.headers["Authorization"] = f"Bearer {token}"
    return client


def test_a_token_reads_for_a_machine_until_it_expires(at: At, clients: Clients, office: Office) -> None:
    made = at("department1").post("/api/v1/me/tokens", json={"purpose": "取数", "days": 2}).json()
    machine = bearer(clients, made["token"])
    assert machine.get("/api/v1/me").json()["login"] == "department1"
    assert machine.get("/api/v1/units").json()["total"] == 3
    assert code_of(machine.post(f"/api/v1/users/{county.id_of('filler1')}/password")) == (403, "token-read-only")
    later(office, days=2)
    assert code_of(machine.get("/api/v1/me")) == (401, "sign-in-required")


def test_a_token_is_told_once_and_can_be_taken_back(at: At, clients: Clients) -> None:
    owner = at("department1")
    made = owner.post("/api/v1/me/tokens", json={"purpose": "取数", "days": 2}).json()
    listed = owner.get("/api/v1/me/tokens").json()
    assert [(each["id"], each["purpose"], each["good"]) for each in listed["items"]] == [(made["id"], "取数", True)]
    assert made["token"] not in str(listed)
    assert owner.delete(f"/api/v1/me/tokens/{made['id']}").status_code == 204
    assert code_of(owner.delete("/api/v1/me/tokens/none")) == (404, "token-not-found")
    assert code_of(bearer(clients, made["token"]).get("/api/v1/me")) == (401, "sign-in-required")


def test_a_token_is_good_for_fewer_units_and_never_for_more(at: At, clients: Clients) -> None:
    owner = at("department1")
    school = county.UNITS["school1"].id
    made = owner.post("/api/v1/me/tokens", json={"purpose": "取数", "days": 2, "unit": school, "read_only": False}).json()
    machine = bearer(clients, made["token"])
    assert [each["code"] for each in machine.get("/api/v1/units").json()["items"]] == ["school1"]
    assert machine.post(f"/api/v1/users/{county.id_of('filler1')}/password").is_success, "no token against forgery, no cookie"
    assert machine.post(f"/api/v1/users/{county.id_of('filler2')}/password").status_code == 404
    beyond = owner.post("/api/v1/me/tokens", json={"purpose": "取数", "days": 2, "unit": county.UNITS["farm1"].id})
    assert code_of(beyond) == (404, "unit-not-found")
    assert code_of(machine.post("/api/v1/me/tokens", json={"purpose": "续", "days": 9})) == (403, "session-required")


class TestDays:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(data=tmp_path, totp_required=False, threads=2, dormant_days=0)

    def test_a_grant_counts_to_the_end_of_its_last_day_on_the_clerks_calendar(self, at: At, office: Office) -> None:
        assert at("auditor").get("/api/v1/me").json()["roles"][0]["until"] == "2026-12-31"
        office.clock = lambda: "2026-12-31T15:59:00Z"
        assert at("auditor").get("/api/v1/me").json()["roles"]
        office.clock = lambda: "2026-12-31T16:00:00Z"
        assert at("auditor").get("/api/v1/me").json()["roles"] == []


def test_coming_and_going_is_journalled_without_what_was_typed(clients: Clients, office: Office) -> None:
    pauses(office)
    client = clients.stranger("10.0.0.9")
    client.sign_in("Mein-Passwort-9", "filler1")
    client.sign_in("filler1", WRONG)
    client.sign_in("filler1")
    client.delete("/api/v1/session")
    with office.store.reading(NOW) as tx:
        told = entries(tx.connection)
    person = county.id_of("filler1")
    assert [(each.action, each.person) for each in told] == [
        ("session.fail", None),
        ("session.fail", person),
        ("session.open", person),
        ("session.close", person),
    ]
    assert {each.address for each in told} == {"10.0.0.9"}
    assert "passwort" not in str(told).casefold()


@pytest.mark.parametrize(
    ("client", "forwarded", "found"),
    [
        ("10.0.0.7", "203.0.113.5", "10.0.0.7"),
        ("10.0.1.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.1.1", "6.6.6.6, 203.0.113.5, 10.0.1.2", "203.0.113.5"),
        ("10.0.1.1", "6.6.6.6, unknown", "10.0.1.1"),
        ("10.0.1.1", None, "10.0.1.1"),
        (None, "203.0.113.5", None),
    ],
)
def test_only_trusted_proxies_are_believed(client: str | None, forwarded: str | None, found: str | None) -> None:
    settings = Settings(trusted_proxies=("10.0.1.0/24",))
    assert access.address_of(client, forwarded, settings) == found


def test_tls_is_seen_through_trusted_proxies_only() -> None:
    settings = Settings(trusted_proxies=("10.0.1.1",))
    assert access.is_secure("http", "10.0.1.1", "https", settings)
    assert not access.is_secure("http", "10.0.0.7", "https", settings)
    assert access.is_secure("http", None, None, Settings(tls=True))


def test_a_body_that_is_no_json_or_has_no_end_is_refused(clients: Clients) -> None:
    client, kind = clients.stranger(), {"Content-Type": "application/json"}
    for body in (b"\xff\xfe\xfd", b"{", b"[]", b'"x"', b""):
        assert code_of(client.post("/api/v1/session", content=body, headers=kind)) == (422, "request-invalid"), body
    assert code_of(client.post("/api/v1/session", content=b" " * 300_000 + b"{}", headers=kind)) == (413, "too-large")
