"""测试数据库 - A PostgreSQL server of the tests' own: on loopback, as an ordinary user, in a folder of its own, stopped at the end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

OWNER, PASSWORD = "perfeval_owner", "owner"
ORDINARY = ("postgres", "nobody")
# Nothing here outlives the run: no waiting for the disk.
QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=80",
    "shared_buffers=256MB",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "timezone=UTC",
)


def programs() -> Path:
    """Return the folder of the server's programs; Debian keeps it out of the path."""
    found = shutil.which("initdb") or next((str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)
    assert found, "没有 PostgreSQL 服务器程序（initdb）；请运行 python3 scripts/system_packages.py tests"
    return Path(found).parent


def ordinary_user() -> pwd.struct_passwd | None:
    """Return whom to run the server as, None where we are an ordinary user ourselves: initdb refuses root."""
    known = {each.pw_name: each for each in pwd.getpwall()}
    return next(known[name] for name in ORDINARY if name in known) if os.geteuid() == 0 else None


def as_somebody(user: pwd.struct_passwd | None) -> list[str]:
    """Return how to run a program as that user, and so that it ends when we do, however that happens."""
    who = [] if user is None else [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", "--pdeathsig=INT", *who, "--"]


@contextmanager
def server(settings: Sequence[str] = QUICK) -> Iterator[str]:
    """服务器 - Run a server and yield the address of its maintenance database, with the owner's name and password in it."""
    user = ordinary_user()
    # Not below pytest's own folder, which every new session closes to everybody but its owner.
    home = Path(tempfile.mkdtemp(prefix="perfeval-postgres-"))
    try:
        password = home / "password"
        password.write_text(PASSWORD, encoding="ascii")
        if user is not None:
            for path in (home, password):
                os.chown(path, user.pw_uid, user.pw_gid)
        with _running(home, user, settings) as address:
            yield address
    finally:
        shutil.rmtree(home)


@contextmanager
def _running(home: Path, user: pwd.struct_passwd | None, settings: Sequence[str]) -> Iterator[str]:
    """Make the data folder, start, wait until it answers, and stop."""
    make = f"{programs()}/initdb -D {home}/data -U {OWNER} --pwfile {home}/password -A scram-sha-256 -E UTF8 --locale=C -N"
    subprocess.run([*as_somebody(user), *make.split()], check=True, capture_output=True, cwd=home)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    options = [f"-c{each}" for each in (*settings, f"unix_socket_directories={home}", "listen_addresses=127.0.0.1", f"port={port}")]
    run = [*as_somebody(user), str(programs() / "postgres"), "-D", str(home / "data"), *options]
    with (home / "log").open("wb") as log, subprocess.Popen(run, stdout=log, stderr=log, cwd=home) as process:
        address = f"postgresql://{OWNER}:{PASSWORD}@127.0.0.1:{port}/postgres"
        try:
            _wait(process, address, home / "log")
            yield address
        finally:
            process.send_signal(signal.SIGINT)  # the fast shutdown: whoever is still connected is sent away
            process.wait(timeout=60)


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    """Return as soon as the server answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(address, connect_timeout=1).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    message = log.read_text(encoding="utf-8", errors="replace")
    raise AssertionError(message)


def execute(address: str, *statements: str) -> None:
    """执行 - Run statements one by one, each for itself: databases are not made inside a transaction."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def database(address: str, name: str) -> str:
    """数据库地址 - Return the address of another database of the same server."""
    return f"{address.rpartition('/')[0]}/{name}"
