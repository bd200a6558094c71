"""一起等盘 - Short changes on SQLite run in the loop one after the other, and wait for the disk together.

A change is acknowledged when the disk has it, and a disk takes longer to say so than a change takes to make. While one wait goes on,
in a thread, others come in; whoever is first among them makes all of theirs in one transaction, each in a part of its own that is kept
or undone by itself. Between two parts whoever only reads has the loop.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Generic, TypeVar

from perfeval.errors import Broken
from perfeval.store import UNAVAILABLE, Store, Transaction
from perfeval.web.edge import Pool

Result = TypeVar("Result")


@dataclass(slots=True)
class _Change(Generic[Result]):
    """Hold a change that waits for its turn, and what came of it: done once the disk has it, or an error."""

    work: Callable[[Transaction], Result]
    clock: Callable[[], str]
    answers: list[Result]
    error: BaseException | None = None
    done: bool = False

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


class Together:
    """一起等盘 - Have changes made by turns under a lock, as many at once as have come in."""

    def __init__(self, store: Store, lock: asyncio.Lock) -> None:
        """构造 - Keep the database, and the lock that long changes take too."""
        self._store = store
        self._lock = lock
        self._keeper = Pool(1)
        self._waiting: list[_Change[object]] = []

    async def make(self, work: Callable[[Transaction], Result], clock: Callable[[], str]) -> Result:
        """办理 - Return the answer of a change once the disk has it; it counts at the time at which it is made."""
        mine: _Change[Result] = _Change(work, clock, [])
        self._waiting.append(mine)  # type: ignore[arg-type] # what it answers is nobody's affair but ours
        try:
            async with self._lock:
                if not mine.done:
                    await self._turn(self._taken())
        finally:
            self._waiting = [each for each in self._waiting if each is not mine]
        if mine.error is not None:
            raise mine.error
        return mine.answers[0]

    def close(self) -> None:
        """收工 - Wait until what was begun is done."""
        self._keeper.close()

    def _taken(self) -> "Sequence[_Change[object]]":
        """Return all that wait, and let nobody else take them."""
        taken, self._waiting = self._waiting, []
        return taken

    async def _turn(self, changes: "Sequence[_Change[object]]") -> None:
        """Make changes in one transaction and wait for the disk; where that fails, none of them was made."""
        try:
            with ExitStack() as open_yet:
                whole = open_yet.enter_context(self._store.writing(changes[0].clock()))
                for each in changes:
                    each.make(self._store, whole)
                    await asyncio.sleep(0)
                ending = open_yet.pop_all()
            await asyncio.shield(self._keeper(ending.close))
        except BaseException as error:
            for each in changes:
                each.error = error
            raise
        finally:
            for each in changes:
                each.done = True
