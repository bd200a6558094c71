"""大门 - With accounts nothing but the two doors for watchers is open to strangers; without a database the rest says so."""

from collections.abc import Callable
from typing import Any

import pytest

from perfeval.settings import Settings
from perfeval.web import create_app
from tests.cli.test_score import school
from tests.service.client import Client, Clients, app
from tests.service.county import PASSWORD
from tests.web.client import ask

OPEN = {("GET", "/healthz"), ("GET", "/readyz"), ("POST", "/api/v1/session"), ("GET", "/")}


def routes() -> list[tuple[str, str]]:
    """Return method and address of every route, with an id in the place of every name."""
    paths = app().openapi()["paths"]
    known = [(method.upper(), _filled(path)) for path, methods in paths.items() for method in methods]
    assert len(known) > 50
    return [*known, ("GET", "/"), ("POST", "/score"), ("POST", "/report")]


def _filled(path: str) -> str:
    return "/".join("0" * 32 if part.startswith("{") else part for part in path.split("/"))


def test_strangers_come_in_nowhere(clients: Clients) -> None:
    who = clients.stranger()
    wrong = [
        (method, address, answer.status_code)
        for method, address in routes()
        if (method, address) not in OPEN and (answer := who.request(method, address)).status_code != 401
    ]
    assert wrong == []


def test_whoever_is_signed_in_scores_as_before(at: Callable[[str], Client]) -> None:
    who = at("filler1")
    assert who.post("/api/v1/score", content=school()).json()["total"] == "96.80"
    assert who.get("/api/v1/sets").json()["total"] > 0
    assert who.get("/").status_code == 200


def test_a_browser_signs_in_on_a_page(clients: Clients) -> None:
    who = clients.stranger()
    page = who.get("/", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert 'action="/sign-in"' in page.text
    assert "给自评表评分" not in page.text
    for login, told in (("<b>filler1", "登录名、口令或动态码不对"), ("", "请填写登录名和口令")):
        wrong = who.post("/sign-in", data={"login": login, "password": "Falsch-2026!"})
        assert wrong.status_code == 401
        assert told in wrong.text
        assert "<b>" not in wrong.text
    answer = who.post("/sign-in", data={"login": "filler1", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "您好，填报人filler1" in who.get("/", headers={"accept": "text/html"}).text
    assert (
        who.post("/sign-in", data={"login": "filler1", "password": PASSWORD}, headers={"Origin": "https://evil.example"}).status_code == 401
    )


def test_a_page_behind_the_entrance_tells_a_browser_to_sign_in(clients: Clients) -> None:
    answer = clients.stranger().post("/score", headers={"accept": "text/html"})
    assert answer.status_code == 401
    assert "请先登录" in answer.text


def test_without_a_database_the_service_says_so_and_still_scores() -> None:
    bare: Any = create_app(Settings())
    assert bare.state.office is None
    for address in ("/api/v1/me", "/api/v1/rounds", "/api/v1/users"):
        answer = ask("GET", address)
        assert (answer.status_code, answer.json()["code"]) == (503, "no-database")
    assert ask("POST", "/api/v1/score", content=school()).json()["total"] == "96.80"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:81"])
def test_a_change_from_another_site_is_refused(at: Callable[[str], Client], origin: str) -> None:
    answer = at("filler1").delete("/api/v1/session", headers={"Origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "origin-foreign")
