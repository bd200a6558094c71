"""库表 - What tests of the store share: a migrated database without rows, its engine with the owner's rights, entries to tamper with."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from perfeval.store import Entry, Store, Verdict, entries, verify
from perfeval.store.tables import FROZEN
from perfeval.store.transaction import reading, writing

KEY = b"0" * 32
DEEDS: tuple[tuple[str | None, str | None, str, str | None, dict[str, object]], ...] = (
    ("filler", "10.0.0.7", "save", "evaluations/1", {"cells": [["indicators.r1.actual", None, "735"]], "sha256": "ab" * 32}),
    ("filler", "10.0.0.7", "submit", "evaluations/1", {"number": 1, "words": '“送审”，含引号"与反斜线\\'}),
    (None, None, "round-opened", None, {}),
    ("checker", "10.0.0.8", "approve", "evaluations/1", {"to": "final"}),
)
"""事项 - What a small journal tells."""


def told(engine: Engine) -> tuple[Entry, ...]:
    """写日志 - Journal the deeds, each in its own transaction, and return the entries."""
    store = Store(engine=engine, key=KEY)
    for at, (person, address, action, about, detail) in enumerate(DEEDS):
        with store.writing(f"2026-03-10T08:00:0{at}Z") as tx:
            tx.record(person, address, action, about, detail)
    with reading(engine) as connection:
        return entries(connection)


@contextmanager
def burglary(engine: Engine) -> Iterator[Connection]:
    """撬锁 - Yield a connection of somebody who owns the database and has put the triggers out of work; undone at the end."""
    with engine.connect().execution_options(writes=True) as connection:
        transaction = connection.begin()
        if connection.dialect.name == "postgresql":
            connection.execute(text("set local session_replication_role = replica"))
        else:
            for trigger in [f"{table}_no_{deed}" for table in FROZEN for deed in ("update", "delete", "replace")]:
                connection.execute(text(f"drop trigger {trigger}"))
        try:
            yield connection
        finally:
            transaction.rollback()


def verdict(engine: Engine, key: bytes = KEY, head: str | None = None) -> Verdict:
    """查证 - Return what the proof of the journal says."""
    with writing(engine) as connection:
        return verify(connection, key, head)
