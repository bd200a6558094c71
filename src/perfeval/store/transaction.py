"""事务 - One engine, one transaction for each request or command; SQLite and PostgreSQL alike.

SQLite: WAL, synchronous=FULL, foreign keys, BEGIN IMMEDIATE for writing, so that a writer waits at the start and never in the middle.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from perfeval.errors import Broken, Conflict

UNAVAILABLE = "database-unavailable"
"""数据库不可用 - The code of the error that says so; nothing of the transaction was kept."""
_USED, _FRESH_SECONDS = "used", 2.0
_BUSY_MILLISECONDS = 10_000
_CHECKPOINT_PAGES = 4_000
"""并入间隔 - After how many pages (16 MB) SQLite moves its log into the file; whoever saves just then waits for it, so not too often."""
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={_BUSY_MILLISECONDS}",
    f"wal_autocheckpoint={_CHECKPOINT_PAGES}",
    "trusted_schema=OFF",
)
_UNIQUE, _UNIQUE_STATE = "UNIQUE constraint failed", "23505"
_APPEND_LOCK = 7_215_001
"""日志锁 - The number of the advisory lock under which PostgreSQL appends to the journal."""


def engine_of(url: str, *, pool: int = 8) -> Engine:
    """数据库引擎 - Return an engine for a database address; nothing is opened yet."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        engine = create_engine(
            made, pool_size=pool, max_overflow=0, connect_args={"check_same_thread": False, "timeout": 10}, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    engine = create_engine(made.set(drivername="postgresql+psycopg"), pool_size=pool, max_overflow=0, hide_parameters=True)
    event.listen(engine, "checkin", _put_back)
    event.listen(engine, "checkout", partial(_prove_alive, engine.dialect))
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """写事务 - Yield a connection that may write; what it did is kept when the block ends without an error, else undone.

    Raises: Broken `database-unavailable`; Conflict `changed-meanwhile`, when somebody else was quicker to add the same thing.
    """
    with _in_words(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def part(connection: Connection) -> Iterator[None]:
    """事务的一份 - Keep what the block did as a part of the transaction when it ends without an error, else undo that part alone.

    Raises: Broken `database-unavailable`, when no part of the transaction can be kept; Conflict `changed-meanwhile`.
    """
    with _in_words(connection.engine), connection.begin_nested():
        yield


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """读事务 - Yield a connection that sees one state of the database and changes nothing.

    Raises: Broken `database-unavailable`.
    """
    with _in_words(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")  # there each question sees its own state, and an end is a way more
        connection.begin()
        yield connection


def lock_journal(connection: Connection) -> None:
    """锁定日志 - Keep others from appending to the journal until this transaction ends; SQLite has but one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:number)"), {"number": _APPEND_LOCK})


def in_use(engine: Engine) -> int:
    """在用连接 - Return how many connections are in use."""
    pool = engine.pool
    return pool.checkedout() if isinstance(pool, QueuePool) else 0


def prove_reachable(engine: Engine) -> None:
    """核对连接 - Prove that the database answers.

    Raises: Broken `database-unavailable`.
    """
    with reading(engine) as connection:
        connection.execute(text("select 1"))


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    """Turn what a database says when it cannot go on into an error that the doors know; nothing was kept then."""
    try:
        yield
    except (OperationalError, engine.dialect.loaded_dbapi.OperationalError):  # what the driver was asked directly it says itself
        raise Broken(UNAVAILABLE, "数据库暂时不能使用，刚才的操作没有保存，请稍后再试") from None
    except IntegrityError as error:
        if _UNIQUE in str(error.orig) or getattr(error.orig, "sqlstate", None) == _UNIQUE_STATE:
            raise Conflict("changed-meanwhile", "刚有人做了同样的事，请刷新后再看") from error
        raise


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    """Set up a new connection to SQLite; transactions are begun by us."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _put_back(_: object, record: ConnectionPoolEntry) -> None:
    """Note when a connection was last used."""
    record.info[_USED] = time.monotonic()


def _prove_alive(dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
    """Prove that a connection still has its server, unless it was used just now: asking costs as much as a question.

    Raises: DisconnectionError, upon which the pool opens another one.
    """
    if time.monotonic() - record.info.get(_USED, -_FRESH_SECONDS) < _FRESH_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error:
        raise DisconnectionError from None


def _begin(connection: Connection) -> None:
    """Begin a transaction of SQLite: at once with the lock where it writes."""
    writes = connection.get_execution_options().get("writes", False)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
