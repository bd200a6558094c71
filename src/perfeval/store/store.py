"""库 - The database with what belongs to it: the journal's key, and transactions that know the time and can be journalled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from perfeval.store import journal
from perfeval.store.journal import Deed, Entry
from perfeval.store.transaction import part, reading, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """事务 - Hold a connection inside its transaction, and the time at which it counts."""

    connection: Connection
    key: bytes
    at: str

    def record(self, person: str | None, address: str | None, action: str, about: str | None, detail: object) -> Entry:
        """记入日志 - Append one entry to the journal; the last step of every change, so that without it nothing happens."""
        deed = Deed(at=self.at, person=person, address=address, action=action, about=about, detail=detail)
        return journal.append(self.connection, self.key, deed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """库 - Hold the engine and the key of the journal, which lies outside the database."""

    engine: Engine
    key: bytes

    @property
    def address(self) -> str:
        """库地址 - Return the address of the database, password and all, for a process of ours that opens it too."""
        return self.engine.url.render_as_string(hide_password=False)

    @contextmanager
    def writing(self, at: str) -> Iterator[Transaction]:
        """写事务 - Yield a transaction that may change things; all of it is kept, or nothing."""
        with writing(self.engine) as connection:
            yield Transaction(connection=connection, key=self.key, at=at)

    @contextmanager
    def part(self, whole: Transaction, at: str) -> Iterator[Transaction]:
        """事务的一份 - Yield a part of a transaction, kept or undone by itself, whatever becomes of the other parts."""
        with part(whole.connection):
            yield Transaction(connection=whole.connection, key=self.key, at=at)

    @contextmanager
    def reading(self, at: str) -> Iterator[Transaction]:
        """读事务 - Yield a transaction that changes nothing."""
        with reading(self.engine) as connection:
            yield Transaction(connection=connection, key=self.key, at=at)
