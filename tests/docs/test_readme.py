"""README 中的命令 - Every command that README.md shows is run here, in a copy, as a reader would run it."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "build", "dist", "out", "__pycache__", ".*_cache", ".hypothesis")
PROGRAM = ".venv/bin/perfeval"
ADDRESS = "127.0.0.1:8000"
# These stand for themselves: the suite cannot run itself, and set-up, checks and benches are kept by tests/house/test_makefile.py.
NOT_RUN_AGAIN = {"make test", "make setup", "make check", "make bench", "make lock"}


def commands() -> list[str]:
    """Return the commands of the ```sh blocks, lines that end in a backslash joined, comments left out."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    lines = blocks.replace("\\\n", " ").splitlines()
    return [bare for line in lines if (bare := re.sub(r"(^|\s)#.*", "", line).strip())]


@pytest.fixture(scope="module")
def port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository with the same virtual environment, so that nothing of the reader's is touched."""
    copy = tmp_path_factory.mktemp("clone") / "perfeval"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    (copy / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    return copy


@pytest.fixture(scope="module")
def service(copy: Path, port: int) -> Iterator[None]:
    """Keep `perfeval serve` running while the examples talk to it."""
    with subprocess.Popen([PROGRAM, "serve", "--port", str(port)], cwd=copy, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process)
            yield
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the address answers; say so when the program ended instead or took too long."""
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            continue
        return
    pytest.fail(f"{address} 没有应答，服务退出码 {process.poll()}")


def as_run(command: str, port: int) -> str | None:
    """Return what is run for a command of the page: the demo without its service, another port; None for what is never run again."""
    if command in NOT_RUN_AGAIN or re.fullmatch(rf"({re.escape(PROGRAM)}|make) serve( .*)?", command):
        return None
    if re.match(r"make demo\b", command):
        return f"{PROGRAM} demo --no-serve"
    return command.replace(ADDRESS, f"127.0.0.1:{port}")


def test_the_page_shows_the_two_commands() -> None:
    assert {"make demo", "make test"} <= set(commands())


@pytest.mark.usefixtures("service")
def test_every_command_of_the_page_works(copy: Path, port: int) -> None:
    environment = {**os.environ, "no_proxy": "127.0.0.1"}
    for command in commands():
        line = as_run(command, port)
        if line is None:
            continue
        done = subprocess.run(["bash", "-euc", line], cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
