"""示例服务 - A service of the demo county for browsers: made once, copied for each file of stories, started on a port of its own."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.house import ROOT

PROGRAM = Path(sys.executable).with_name("perfeval")
PASSWORD = "Yanshi-2026"  # noqa: S105 - of people who exist in the demo only


@dataclass(frozen=True, slots=True)
class Service:
    """服务 - Hold where a service answers and which accounts it has."""

    address: str
    data: Path
    process: "subprocess.Popen[str]"

    def login(self, role: str, at: int = 0) -> str:
        """账号 - Return the login of somebody with this role: the first, or another one."""
        accounts = json.loads((self.data / "demo-accounts.json").read_text(encoding="utf-8"))
        return str([each["login"] for each in accounts if each["role"] == role][at])


def make(folder: Path) -> None:
    """造县 - Make the demo county in a folder, and stop the service again."""
    with serving(folder):
        pass


def copied(made: Path, folder: Path) -> Path:
    """复制 - Return a copy of the demo county."""
    shutil.copytree(made, folder)
    return folder


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Service]:
    """服务 - Yield a service that answers, and stop it gently at the end."""
    command = [str(PROGRAM), "demo", "--data", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield Service(_ready(process), folder, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)


def _ready(process: "subprocess.Popen[str]") -> str:
    """Return the address once the service says that it answers."""
    for line in process.stdout or ():
        if line.startswith("READY "):
            return line.split()[1]
    message = f"perfeval demo ended with {process.wait()} before it was ready"
    raise RuntimeError(message)
