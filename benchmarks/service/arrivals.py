"""到达 - Requests come when people send them and not when the last answer is there: an open loop, at given rates.

What a request waits is counted from the moment at which it was to come, so that whatever holds up the generator counts against the
service too. Moments are drawn as independent people send them (a Poisson process), from a seed.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.service.pressing import GONE

Deed = Callable[[], Coroutine[Any, Any, int]]
"""事 - Asks something and returns the status."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """结果 - Hold how long each kind of request waited, in seconds, with what status it ended, and how late it was sent."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    late: list[float] = field(default_factory=list)

    def percentile(self, kind: str, percent: float) -> float:
        """分位数 - Return the wait in milliseconds that so many of a hundred did not exceed."""
        return percentile(self.waits[kind], percent) * 1000

    def wrong(self, kind: str) -> dict[int, int]:
        """错误 - Return how many requests ended with each status but 200."""
        return {status: count for status, count in sorted(self.statuses[kind].items()) if status != 200}

    @property
    def is_clean(self) -> bool:
        """无错 - Tell whether every request was answered with 200."""
        return not any(self.wrong(kind) for kind in self.statuses)

    @property
    def broken(self) -> int:
        """服务端错误 - Return how many were answered with a fault of the service, or not at all."""
        return sum(count for each in self.statuses.values() for status, count in each.items() if status >= 500 or status == GONE)


def percentile(values: list[float], percent: float) -> float:
    """分位数 - Return the value that so many of a hundred do not exceed; nothing is 0."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


def moments(rates: Mapping[str, float], seconds: float, seed: int) -> list[tuple[float, str]]:
    """时刻 - Return when what comes, in order."""
    return sorted(each for at, (kind, rate) in enumerate(rates.items()) for each in _alone(kind, rate, seconds, seed * 100 + at))


async def drive(deeds: Mapping[str, Deed], rates: Mapping[str, float], seconds: float, seed: int = 1) -> Outcome:
    """放行 - Send everything at its moment, and return what came of it when the last answer is there."""
    outcome, loop = Outcome(), asyncio.get_running_loop()
    begin, tasks = loop.time() + 0.05, []
    for at, kind in moments(rates, seconds, seed):
        if (wait := begin + at - loop.time()) > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(_one(outcome, kind, deeds[kind], begin + at)))
    await asyncio.gather(*tasks)
    return outcome


async def _one(outcome: Outcome, kind: str, deed: Deed, due: float) -> None:
    """Do one deed and note how it went."""
    loop = asyncio.get_running_loop()
    outcome.late.append(loop.time() - due)
    status = await deed()
    outcome.waits[kind].append(loop.time() - due)
    outcome.statuses[kind][status] += 1


def _alone(kind: str, rate: float, seconds: float, seed: int) -> Iterator[tuple[float, str]]:
    chance, at = random.Random(seed), 0.0
    while rate > 0 and (at := at + chance.expovariate(rate)) < seconds:
        yield at, kind
