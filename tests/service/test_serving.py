"""开门 - The commands and the process: make the database, serve, stop; and everything that keeps the service from starting."""

import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from perfeval.desks import opening
from perfeval.settings import Settings
from perfeval.store import engine_of
from perfeval.store.transaction import writing
from tests.cli.shell import Done, perfeval
from tests.service import postgres
from tests.service.databases import SERVING, Databases, serving
from tests.service.processes import running
from tests.store.rows import told


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without any setting of whoever runs the tests."""
    for name in ("SETTINGS_FILE", "SECRETS_DIR", *(name.upper() for name in Settings.model_fields)):
        monkeypatch.delenv(f"PERFEVAL_{name}", raising=False)


@pytest.fixture
def owner(databases: Databases, kind: str) -> Iterator[str | None]:
    """The address of an empty database for its owner; none is named where it is the file in the folder."""
    if kind == "sqlite":
        yield None
        return
    with databases.empty(kind) as address:
        yield address


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data that does not exist yet."""
    return tmp_path / "data"


def made(data: Path, owner: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the database as its owner, and name it from then on for the role that serves."""
    if owner is not None:
        monkeypatch.setenv("PERFEVAL_DATABASE_URL", owner)
    done = perfeval("migrate", "--data", data, "--serving-role", SERVING)
    assert done.code == 0, done.err
    if owner is not None:
        monkeypatch.setenv("PERFEVAL_DATABASE_URL", serving(owner))


def refused(data: Path) -> Done:
    """Start the service where it must not start."""
    done = perfeval("serve", "--port", "0", "--data", data)
    assert done.code == 2
    return done


def test_the_service_is_made_serves_and_stops_when_asked(data: Path, owner: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    made(data, owner, monkeypatch)
    password = perfeval("user", "add", "xitong", "--role", "系统管理员", "--data", data, "--password-stdin", given=b"Chunfeng-2026!\n")
    assert password.code == 0, password.err
    with running(data, log_level="info") as service, httpx.Client(base_url=service.address, trust_env=False) as client:
        assert client.get("/readyz").json()["database"] == "ok"
        answer = client.post("/api/v1/session", json={"login": "xitong", "password": "Chunfeng-2026!"})
        assert answer.status_code == 200, answer.text
        assert client.get("/api/v1/sets").status_code in {200, 403}
        service.process.send_signal(signal.SIGTERM)
        _, log = service.process.communicate(timeout=30)
    assert service.process.returncode == 0
    assert "Chunfeng" not in log
    assert '"path": "/api/v1/session", "status": 200' in log
    verified = perfeval("journal", "verify", "--data", data)
    assert verified.code == 0
    assert verified.text.startswith("日志完好：")


def test_what_was_begun_is_finished_before_the_service_stops(data: Path, owner: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    made(data, owner, monkeypatch)
    given = b"Chunfeng-2026!\n"
    assert perfeval("user", "add", "xitong", "--role", "系统管理员", "--data", data, "--password-stdin", given=given).code == 0
    body = b'{"login": "xitong", "password": "Chunfeng-2026!"}'
    head = f"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with running(data) as service, socket.create_connection(("127.0.0.1", port_of(service.address))) as begun:
        begun.sendall(head.encode() + body[:10])
        assert (
            httpx.get(f"{service.address}/healthz", trust_env=False).status_code == 200
        )  # by now the service has taken the first request up
        service.process.send_signal(signal.SIGTERM)
        begun.settimeout(10)
        wait_until_refused(service.address)
        begun.sendall(body[10:])
        answer = begun.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 200 OK"), answer
        service.process.communicate(timeout=30)
    assert service.process.returncode == 0
    verified = perfeval("journal", "verify", "--data", data)
    assert verified.text.startswith("日志完好：3"), "account, role and the sign-in that was under way"


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


def wait_until_refused(where: str) -> None:
    """Return as soon as the service takes no new connection."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port_of(where)), timeout=1).close()
        except OSError:
            return
    pytest.fail("the service still takes requests up")


def test_what_is_made_is_its_owners_alone(data: Path) -> None:
    assert perfeval("migrate", "--data", data).code == 0
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "journal.key").stat().st_mode & 0o777 == 0o600


def test_making_it_again_changes_nothing(data: Path) -> None:
    first = perfeval("migrate", "--data", data)
    key = (data / "journal.key").read_bytes()
    again = perfeval("migrate", "--data", data)
    assert (first.code, first.text) == (again.code, again.text) == (0, "数据库结构版本：0001\n")
    assert (data / "journal.key").read_bytes() == key


def test_a_folder_that_was_never_made_is_refused_with_what_to_run(data: Path) -> None:
    assert "perfeval migrate" in refused(data).err
    data.mkdir()
    assert "没有建库" in refused(data).err


def test_another_schema_version_is_refused_with_what_to_run(data: Path, owner: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    made(data, owner, monkeypatch)
    engine = engine_of(owner or f"sqlite:///{data / 'perfeval.db'}")
    with writing(engine) as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    engine.dispose()
    told_ = refused(data).err
    assert "数据库结构版本为 9999" in told_
    assert "perfeval migrate" in told_


def test_a_lost_key_is_refused_and_not_made_anew_once_it_sealed_something(data: Path) -> None:
    perfeval("migrate", "--data", data)
    with opening.opened(Settings(data=data)) as premises, premises.store.writing("2026-03-10T08:00:00Z") as tx:
        tx.record(None, None, "test", None, {})
    (data / "journal.key").unlink()
    assert "从备份恢复" in refused(data).err
    assert perfeval("migrate", "--data", data).code == 2
    assert not (data / "journal.key").exists()


def test_a_key_that_others_can_read_is_refused(data: Path) -> None:
    perfeval("migrate", "--data", data)
    (data / "journal.key").chmod(0o644)
    assert "chmod 600" in refused(data).err


def test_a_folder_of_the_demonstration_is_refused(data: Path) -> None:
    perfeval("migrate", "--data", data)
    (data / "DEMO").touch()
    assert "演示数据不能用于正式服务" in refused(data).err


def test_a_database_without_a_folder_of_data_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_DATABASE_URL", "sqlite:////tmp/nowhere.db")
    done = perfeval("serve", "--port", "0")
    assert done.code == 2
    assert "PERFEVAL_DATA" in done.err


def test_a_database_that_does_not_answer_is_told_without_its_password(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_DATABASE_URL", "postgresql://perfeval:hunter2@127.0.0.1:1/perfeval")
    data.mkdir()
    for done in (refused(data), perfeval("migrate", "--data", data)):
        assert done.code == 2
        assert "数据库暂时不能使用" in done.err
        assert "hunter2" not in done.err


def test_a_broken_journal_is_told_and_is_found_not_an_error(data: Path) -> None:
    perfeval("migrate", "--data", data)
    with opening.opened(Settings(data=data)) as premises, premises.store.writing("2026-03-10T08:00:00Z") as tx:
        entry = tx.record(None, None, "test", None, {})
    for head in (entry.reference, entry.hash[:12], entry.hash):
        assert perfeval("journal", "verify", "--data", data, "--head", head).code == 0
    lost = perfeval("journal", "verify", "--data", data, "--head", "2-0123456789ab")
    assert lost.code == 1
    assert "没有回执上的 2-0123456789ab" in lost.text
    with sqlite3.connect(data / "perfeval.db") as connection:
        connection.execute("drop trigger journal_no_update")
        connection.execute("update journal set action = 'other'")
    connection.close()
    broken = perfeval("journal", "verify", "--data", data)
    assert (broken.code, broken.text) == (1, "日志不完好：第 1 条，内容与散列不符；它前面的 0 条完好\n")


@pytest.mark.parametrize("head", ["0123456789a", "zz0123456789", "1-", "-0123456789ab", "1-2-0123456789ab"])
def test_a_head_that_is_none_is_refused(data: Path, head: str) -> None:
    done = perfeval("journal", "verify", "--data", data, f"--head={head}")
    assert done.code == 2
    assert "--head" in done.err


def test_the_role_that_serves_works_on_postgresql(databases: Databases, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with databases.empty("postgresql") as address:
        made(data, address, monkeypatch)
        with opening.opened(Settings(data=data, database_url=SecretStr(serving(address)))) as premises:
            assert len(told(premises.store.engine)) == 4
        postgres.execute(address, "select 1")
