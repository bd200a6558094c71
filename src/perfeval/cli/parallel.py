"""并行逐行 - Let every core work on lines, hand the answers back in the order of the lines, keep only a few in memory."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

CHUNK = 64
AHEAD = 4
"""提前量 - How many chunks per core are handed out before the first answer is waited for."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """依次应答 - Yield work(item) for every item, in order; what fits into one chunk is done here, without another process.

    Memory: a few chunks per core, however long the input is.
    """
    rest = iter(items)
    first = tuple(islice(rest, CHUNK))
    cores = _cores()
    if len(first) < CHUNK or cores == 1:
        yield from map(work, chain(first, rest))
        return
    chunks = chain((first,), iter(lambda: tuple(islice(rest, CHUNK)), ()))
    with ProcessPoolExecutor(cores) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_work_off, work, chunk))
            if len(waiting) > AHEAD * cores:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work_off(work: Callable[[Item], Result], chunk: tuple[Item, ...]) -> list[Result]:
    """Return the results of one chunk."""
    return list(map(work, chunk))
