"""数据库 - Databases for tests, both kinds alike: each test begins with the rows that were filled in once.

A file is copied. On PostgreSQL a copy takes a third of a second, so that one database is put back to its first rows instead.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from perfeval import library
from perfeval.store import engine_of, migrate
from tests.service import postgres

KINDS = ("sqlite", "postgresql")
SERVING, PASSWORD = "perfeval_serving", "serving"
# As a replica no trigger and no foreign key is asked: the frozen tables let nobody else put them back.
_BLOCK = """do $$ declare t text; begin {first}; for t in select tablename from pg_tables where schemaname = 'public' and tablename <>
'alembic_version' loop execute format({each}); end loop; end $$"""
KEEP = _BLOCK.format(first="create schema kept", each="'create table kept.%I as table public.%I', t, t")
RESTORE = _BLOCK.format(
    first="set local session_replication_role = replica",
    each="'delete from public.%I; insert into public.%I select * from kept.%I', t, t, t",
)
Fill = Callable[[Engine], None]
"""填充 - What puts the first rows into a database that others are copied from."""


@dataclass(slots=True)
class Databases:
    """数据库们 - Hand out databases; a server of PostgreSQL is started when the first one is asked for."""

    folder: Path
    server: Callable[[], str]
    number: "count[int]" = field(default_factory=count)
    made: dict[tuple[str, str], str] = field(default_factory=dict)

    @contextmanager
    def fresh(self, kind: str, name: str, fill: Fill | None = None) -> Iterator[str]:
        """新库 - Yield the address, with the owner's rights, of a migrated database, filled as the others of that name are."""
        if (kind, name) not in self.made:
            self.made[kind, name] = self._made(kind, name, fill)
        address = self.made[kind, name]
        if kind == "postgresql":
            postgres.execute(address, RESTORE)
            yield address
            return
        copy = f"{name}_{next(self.number)}"
        shutil.copy(self.folder / f"{name}.db", self.folder / f"{copy}.db")
        yield f"sqlite:///{self.folder / copy}.db"
        for path in self.folder.glob(f"{copy}.db*"):
            path.unlink()

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """空库 - Yield the address of a database in which nothing has been made."""
        name = f"nothing_{next(self.number)}"
        if kind == "sqlite":
            yield f"sqlite:///{self.folder / name}.db"
            return
        postgres.execute(self.server(), f'create database "{name}"')
        yield postgres.database(self.server(), name)
        postgres.execute(self.server(), f'drop database "{name}" with (force)')

    def _made(self, kind: str, name: str, fill: Fill | None) -> str:
        """Make the database that others are copied from."""
        if kind == "sqlite":
            address = f"sqlite:///{self.folder / name}.db"
        else:
            postgres.execute(self.server(), f'create database "{name}"')
            address = postgres.database(self.server(), name)
        engine = engine_of(address, pool=1)
        migrate(engine, library.folder("migrations"), serving_role=SERVING)
        if fill is not None:
            fill(engine)
        engine.dispose()
        if kind == "postgresql":
            postgres.execute(address, KEEP)
        return address


def serving(address: str) -> str:
    """服务角色 - Return the address of the same database for the role that serves; SQLite has no roles."""
    if address.startswith("sqlite"):
        return address
    return address.replace(f"{postgres.OWNER}:{postgres.PASSWORD}@", f"{SERVING}:{PASSWORD}@")
