"""一起等盘 - Short changes on SQLite run in the loop one after the other, and wait for the disk together.

A change is acknowledged when the disk has it, and a disk takes longer to say so than a change takes to make. While one wait goes on,
in a thread, others come in; theirs are made next, all in one transaction, each in a part of its own that is kept or undone by itself.
Between two parts whoever only reads has the loop.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from perfeval.errors import Broken
from perfeval.store import UNAVAILABLE, Store, Transaction
from perfeval.web.edge import Pool

Result = TypeVar("Result")


@dataclass(slots=True)
class _Change(Generic[Result]):
    """Hold a change that waits for its turn, and what came of it once its turn is over: an answer, or an error."""

    work: Callable[[Transaction], Result]
    clock: Callable[[], str]
    over: "asyncio.Future[None]"
    answers: list[Result] = field(default_factory=list)
    error: BaseException | None = None

    def make(self, store: Store, whole: Transaction) -> None:
        """作改动 - Make the change as a part of a transaction; what is wrong with it alone is kept for who asked.

        Raises: Broken `database-unavailable`, when the whole transaction is lost.
        """
        try:
            with store.part(whole, self.clock()) as tx:
                self.answers.append(self.work(tx))
        except Exception as error:
            if isinstance(error, Broken) and error.code == UNAVAILABLE:
                raise
            self.error = error

    def end(self) -> None:
        """了结 - Tell whoever waits, if they still do."""
        if not self.over.done():
            self.over.set_result(None)


class Together:
    """一起等盘 - Have changes made by turns under a lock, as many at once as have come in."""

    def __init__(self, store: Store, lock: asyncio.Lock) -> None:
        """构造 - Keep the database, and the lock that long changes take too."""
        self._store = store
        self._lock = lock
        self._keeper = Pool(1)
        self._waiting: list[_Change[Any]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def make(self, work: Callable[[Transaction], Result], clock: Callable[[], str]) -> Result:
        """办理 - Return the answer of a change once the disk has it; it counts at the time at which it is made."""
        mine: _Change[Result] = _Change(work, clock, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._turns())
        await mine.over
        if mine.error is not None:
            raise mine.error
        return mine.answers[0]

    def close(self) -> None:
        """收工 - Wait until what was begun is done."""
        self._keeper.close()

    async def _turns(self) -> None:
        """Take turn after turn until nobody waits; between two a long change may have the lock."""
        try:
            while self._waiting:
                async with self._lock:
                    changes, self._waiting = self._waiting, []
                    await self._turn(changes)
        finally:
            self._at_work = None

    async def _turn(self, changes: Sequence[_Change[Any]]) -> None:
        """Make changes in one transaction and wait for the disk; where that fails, none of them was made."""
        try:
            with ExitStack() as open_yet:
                whole = open_yet.enter_context(self._store.writing(changes[0].clock()))
                for each in changes:
                    each.make(self._store, whole)
                    await asyncio.sleep(0)
                ending = open_yet.pop_all()
            await asyncio.shield(self._keeper(ending.close))
        except BaseException as error:  # whatever it is, it is told to everybody whose change it undid
            for each in changes:
                each.error = error
            if not isinstance(error, Exception):
                raise
        finally:
            for each in changes:
                each.end()
