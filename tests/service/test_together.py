"""一起等盘 - Changes that come in at once share one wait for the disk; each is kept or refused by itself, and none is told too early."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from perfeval.errors import Broken, Conflict
from perfeval.store import UNAVAILABLE, Transaction, entries, verify
from perfeval.store.transaction import reading
from perfeval.web.office import Office
from tests.service import county

Work = Callable[[Transaction], str]
ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"])


def journalled(action: str) -> Work:
    """Return work that writes into the journal and tells what."""
    return lambda tx: tx.record(None, None, action, None, {}).action


def failing(action: str, error: Exception) -> Work:
    """Return work that writes into the journal and then fails."""

    def _work(tx: Transaction) -> str:
        tx.record(None, None, action, None, {})
        raise error

    return _work


def at_once(office: Office, *works: Work) -> list[Any]:
    """Have everything done at once and return the answers, errors among them."""

    async def _all() -> list[Any]:
        return await asyncio.gather(*(office.write(work) for work in works), return_exceptions=True)

    return asyncio.run(_all())


def kept(office: Office) -> list[str]:
    """Return what the journal tells, proved."""
    with reading(office.store.engine) as connection:
        assert verify(connection, county.KEY).broken is None
        return sorted(entry.action for entry in entries(connection))


@contextmanager
def committing(office: Office, deed: Callable[[], None]) -> Iterator[None]:
    """Have something done before every commit."""

    def _deed(_: object) -> None:
        deed()

    event.listen(office.store.engine, "commit", _deed)
    try:
        yield
    finally:
        event.remove(office.store.engine, "commit", _deed)


def test_each_of_many_is_kept_or_refused_by_itself(office: Office) -> None:
    refusal = Conflict("not-allowed", "不行")
    told = at_once(office, journalled("a"), journalled("b"), failing("c", refusal), journalled("d"), failing("e", ValueError()))
    assert told[:4] == ["a", "b", refusal, "d"]
    assert isinstance(told[4], ValueError)
    assert kept(office) == ["a", "b", "d"]


@ON_SQLITE
def test_those_who_come_at_once_wait_for_the_disk_once(office: Office) -> None:
    commits: list[None] = []
    with committing(office, lambda: commits.append(None)):
        assert at_once(office, *(journalled(f"{at:02d}") for at in range(20))) == [f"{at:02d}" for at in range(20)]
    assert len(commits) == 1


def test_where_the_disk_fails_nobody_is_told_that_anything_was_kept(office: Office) -> None:
    def _fail() -> None:
        raise office.store.engine.dialect.loaded_dbapi.OperationalError("disk I/O error")

    with committing(office, _fail):
        told = at_once(office, journalled("a"), journalled("b"), journalled("c"))
    assert [error.code for error in told] == [UNAVAILABLE] * 3
    assert kept(office) == []
    assert at_once(office, journalled("d")) == ["d"]
    assert kept(office) == ["d"]


@ON_SQLITE
def test_a_transaction_that_is_lost_is_lost_for_all_in_it(office: Office) -> None:
    lost = Broken(UNAVAILABLE, "数据库暂时不能使用")
    assert at_once(office, journalled("a"), failing("b", lost), journalled("c")) == [lost] * 3
    assert kept(office) == []
    assert at_once(office, journalled("d")) == ["d"]


@ON_SQLITE
def test_who_only_reads_does_not_wait_for_the_disk(office: Office) -> None:
    gate, waited = threading.Event(), []

    async def _meanwhile() -> list[Any]:
        change = asyncio.create_task(office.write(journalled("a")))
        await asyncio.sleep(0)
        seen = await office.read(lambda tx: len(entries(tx.connection)))
        gate.set()
        return [seen, await change]

    with committing(office, lambda: waited.append(gate.wait(timeout=10))):
        assert asyncio.run(_meanwhile()) == [0, "a"]
    assert waited == [True]


@ON_SQLITE
def test_a_long_change_and_short_ones_wait_for_each_other(office: Office) -> None:
    async def _all() -> list[str]:
        works: list[Coroutine[Any, Any, str]] = [office.write(journalled(f"{at}"), long=at == 1) for at in range(4)]
        return await asyncio.gather(*works)

    assert asyncio.run(_all()) == ["0", "1", "2", "3"]
    assert kept(office) == ["0", "1", "2", "3"]
