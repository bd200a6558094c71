"""看护 - What whoever runs the service sees: a line for every request, figures, and whether it can work; never what was filled in."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from perfeval.store import Store, engine_of
from perfeval.web.office import Office
from perfeval.web.watching import HEADER, log_config
from tests.service.client import Client, Clients, app
from tests.service.county import EVALUATIONS, PASSWORD, id_of
from tests.service.filled import form

AT = Callable[[str], Client]
MINE = f"/api/v1/evaluations/{EVALUATIONS['school1']}"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, Any]]]:
    """The lines that were logged so far."""
    caplog.set_level(logging.INFO, "perfeval")
    line = log_config("info")["formatters"]["line"]
    formatter = line["()"](**{key: value for key, value in line.items() if key != "()"})
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records if record.name == "perfeval"]


def test_a_request_has_an_id_that_its_answer_bears(clients: Clients) -> None:
    who = clients.stranger()
    assert len(who.get("/healthz").headers[HEADER]) == 32
    assert who.get("/healthz", headers={HEADER: "proxy-1.2"}).headers[HEADER] == "proxy-1.2"
    for insane in ("a b", "x" * 65, 'x"y', ""):
        assert len(who.get("/healthz", headers={HEADER: insane}).headers[HEADER]) == 32


def test_a_line_says_who_asked_for_what_and_how_it_went(at: AT, lines: Callable[[], list[dict[str, Any]]]) -> None:
    at("filler1").get(f"{MINE}?trace=1", headers={HEADER: "r1"})
    line = lines()[-1]
    assert {"request": "r1", "method": "GET", "path": MINE, "status": 200, "person": id_of("filler1")}.items() <= line.items()
    assert line["level"] == "INFO"
    assert line["ms"] >= 0
    assert line["at"].endswith("Z")


def test_no_line_holds_what_was_filled_in_or_a_secret(at: AT, lines: Callable[[], list[dict[str, Any]]]) -> None:
    who = at("filler1")
    who.put(MINE, 1, json=form())
    who.get("/api/v1/rounds?q=秘密")
    who.post("/api/v1/session", json={"login": "filler1", "password": "Falsch-2026!"})
    told = json.dumps(lines(), ensure_ascii=False)
    secrets = [PASSWORD, "Falsch-2026!", "秘密", "补助学生人数", *who.http.cookies.values(), who.http.headers["X-CSRF-Token"]]
    assert [secret for secret in secrets if secret in told] == []


def test_a_fault_says_where_and_not_what(at: AT, office: Office, lines: Callable[[], list[dict[str, Any]]]) -> None:
    def broken() -> str:
        message = "秘密"
        raise ValueError(message)

    who = at("filler1")
    office.clock = broken
    with pytest.raises(ValueError, match="秘密"):
        who.get(MINE, headers={HEADER: "r2"})
    fault = next(line for line in lines() if line["event"] == "fault")
    assert (fault["request"], fault["fault"]) == ("r2", "ValueError")
    assert any("test_watching.py" in place for place in fault["where"])
    assert "秘密" not in json.dumps(lines(), ensure_ascii=False)
    assert lines()[-1]["status"] == 500


def test_figures_are_for_system_administrators(clients: Clients, at: AT) -> None:
    assert clients.stranger().get("/metrics").status_code == 401
    for login in ("filler1", "finance", "security", "audit", "auditor"):
        assert at(login).get("/metrics").status_code == 403
    assert at("system").get("/metrics").status_code == 200


def test_figures_count_requests_by_address_and_not_by_id(at: AT) -> None:
    at("filler1").get(MINE)
    at("filler1").get(f"/api/v1/evaluations/{'0' * 32}")
    at("filler1").get("/nowhere/at/all")
    answer = at("system").get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'perfeval_requests_total{method="GET",route="/api/v1/evaluations/{id}",status="200"}' in answer.text
    assert 'perfeval_requests_total{method="GET",route="其他",status="404"}' in answer.text
    assert "perfeval_request_seconds_bucket" in answer.text
    assert "perfeval_database_connections" in answer.text
    assert EVALUATIONS["school1"] not in answer.text
    assert "/nowhere" not in answer.text


def test_the_service_is_ready_when_database_and_storage_are(clients: Clients) -> None:
    told = clients.stranger().get("/readyz").json()
    assert {"status": "ready", "database": "ok", "storage": "ok"}.items() <= told.items()


@pytest.fixture
def gone(office: Office, clients: Clients, kind: str) -> Iterator[Client]:
    """Somebody who asks while the database is not there."""
    lost: Engine = engine_of("sqlite:////no/such/folder/x.db" if kind == "sqlite" else "postgresql://x:hunter2@127.0.0.1:1/x")
    before = office.store
    office.store = Store(engine=lost, key=before.key)
    yield clients.stranger()
    office.store = before
    lost.dispose()


def test_without_its_database_the_service_is_alive_but_not_ready(gone: Client) -> None:
    assert gone.get("/healthz").status_code == 200
    answer = gone.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")
    assert "hunter2" not in answer.text


def test_a_request_without_the_database_is_told_to_come_later(gone: Client) -> None:
    answer = gone.get("/api/v1/me", headers={"Cookie": "perfeval=x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")


def test_without_its_storage_the_service_is_not_ready(clients: Clients, office: Office) -> None:
    folder = office.settings.data
    assert folder is not None
    (folder / "files").rename(folder / "elsewhere")
    (folder / "files").write_bytes(b"")
    answer = clients.stranger().get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "files-unusable")


def test_every_application_counts_for_itself() -> None:
    assert app().state.figures is app().state.figures
