"""场地 - A service as a county or a city runs it: SQLite with one web process, or PostgreSQL with two, the county in the database.

The server of PostgreSQL is one of our own on loopback, with everything on that makes a commit durable.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from benchmarks.service.county import county
from perfeval.desks import opening
from perfeval.settings import Settings
from perfeval.store import engine_of
from tests.service import kept, postgres, processes
from tests.service.databases import KINDS, PASSWORD, SERVING, serving
from tests.service.pressing import Form, Ledger, Press
from tests.service.processes import Service
from tests.service.wire import Wire

PROCESSES = dict(zip(KINDS, (1, 2), strict=True))
"""进程数 - How many web processes share a database of each kind."""
DURABLE = ("max_connections=80", "shared_buffers=256MB", "timezone=UTC")
"""PostgreSQL 设置 - What is not as the server has it by itself; fsync, full pages and waiting for the disk are."""


@dataclass(slots=True, kw_only=True)
class House:
    """场地 - Hold a filled database and the processes that serve it."""

    kind: str
    settings: Settings
    services: list[Service] = field(default_factory=list)

    @property
    def forms(self) -> list[Form]:
        """各表 - Return the forms of the county as nobody has touched them yet."""
        return [Form(id=each.id, session=each.session, csrf=each.csrf, text=each.text) for each in county().forms]

    def start(self) -> Service:
        """启动 - Start one more process and return it."""
        address = self.settings.database_url
        assert address is not None
        made = processes.start(Path(str(self.settings.data)), database_url=address.get_secret_value())
        self.services.append(made)
        return made

    def stop(self) -> None:
        """停止 - Stop every process."""
        while self.services:
            self.services.pop().stop()

    @property
    def cpu(self) -> float:
        """处理器时间 - Return how many seconds of a core the processes have used so far."""
        return sum(_cpu(each.process.pid) for each in self.services)

    def press(self) -> Press:
        """施压 - Return what asks all processes in turn."""
        return Press(wires=[Wire(each.port) for each in self.services])

    def faults(self, ledger: Ledger) -> list[str]:
        """核账 - Return everything that was acknowledged and is not there."""
        with opening.opened(self.settings) as premises:
            return kept.faults(premises, ledger)


@dataclass(slots=True, kw_only=True)
class Ground:
    """用地 - Make houses, each with a database of its own, filled anew."""

    folder: Path
    stack: ExitStack
    server: str | None = None
    made: int = 0

    @contextmanager
    def house(self, kind: str) -> Iterator[House]:
        """场地 - Yield a house of a kind with its processes running."""
        self.made += 1
        data = self.folder / f"{kind}{self.made}"
        address = f"sqlite:///{data / opening.DATABASE}" if kind == "sqlite" else self._database()
        opening.bring_up(Settings(data=data, database_url=SecretStr(address)), serving_role=SERVING)
        engine = engine_of(address, pool=1)
        county().fill(engine)
        engine.dispose()
        if kind == "postgresql":
            postgres.execute(address, "vacuum analyze")
        house = House(kind=kind, settings=Settings(data=data, database_url=SecretStr(serving(address))))
        try:
            for _ in range(PROCESSES[kind]):
                house.start()
            yield house
        finally:
            house.stop()

    def _database(self) -> str:
        """Return the address of a new database, its server started when the first one is asked for."""
        if self.server is None:
            self.server = self.stack.enter_context(postgres.server(DURABLE))
            postgres.execute(self.server, f"create role {SERVING} login password '{PASSWORD}'")
        postgres.execute(self.server, f'create database "bench{self.made}"')
        return postgres.database(self.server, f"bench{self.made}")


def _cpu(pid: int) -> float:
    """Return the seconds of a core that a process has used, in its own code and in the system for it."""
    behind_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(behind_name[11]) + int(behind_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def ground() -> Iterator[Ground]:
    """用地 - Yield where houses are made; all of it is gone at the end."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="perfeval-bench-"))
        yield Ground(folder=Path(folder), stack=stack)


@contextmanager
def empty_route() -> Iterator[Wire]:
    """空路由 - Yield the wire to a process whose one FastAPI route does nothing, under the same server."""
    command = [processes.PERFEVAL[0], "-m", "benchmarks.service.empty"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Wire(int(process.stdout.readline()))
        finally:
            process.terminate()
