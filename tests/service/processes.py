"""服务进程 - The service as people have it: a process of its own on a free port, started and ended by who asks for it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PERFEVAL = [sys.executable, "-m", "perfeval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """服务 - Hold a running service and its address."""

    process: "subprocess.Popen[str]"
    address: str

    @property
    def port(self) -> int:
        """端口 - Return the port that it listens on."""
        return int(self.address.rpartition(":")[2])

    def kill(self) -> None:
        """杀死 - End it as a power cut does: without a word and at once."""
        self.process.kill()
        self._gone()

    def stop(self) -> None:
        """停止 - End it as an administrator does."""
        if self.process.poll() is None:
            self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        """Wait for its end and close what it was heard through."""
        self.process.wait(timeout=30)
        if self.process.stdout is not None:
            self.process.stdout.close()


def start(data: Path, *, log: "int | IO[str]" = subprocess.DEVNULL, **settings: str) -> Service:
    """启动 - Start the service of a folder of data and return as soon as it takes requests; settings are named as in docs/settings.md."""
    environment = {**os.environ, "PERFEVAL_DATA": str(data), **{f"PERFEVAL_{name.upper()}": value for name, value in settings.items()}}
    process = subprocess.Popen([*PERFEVAL, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
    assert process.stdout is not None
    ready, _, address = process.stdout.readline().strip().partition(" ")
    if ready != "READY":
        process.kill()
        message = f"服务没有启动：{process.communicate()[1]}"
        raise AssertionError(message)
    return Service(process=process, address=address)


@contextmanager
def running(data: Path, **settings: str) -> Iterator[Service]:
    """运行 - Run the service and stop it behind the block; what it logs can be read from its process."""
    service = start(data, log=subprocess.PIPE, **settings)
    with service.process:
        try:
            yield service
        finally:
            if service.process.poll() is None:
                service.process.terminate()
