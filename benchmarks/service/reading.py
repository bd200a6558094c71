"""打开一份自评 - What an opened form costs (session, roles, scope, card, buttons, 20 kB) beside a route that does nothing.

Both under the same server in the same run, in turn, asked by the same clients as fast as they answer; and, to see what is due to its
length alone, a route that answers as many bytes without doing anything.
"""

import asyncio
import statistics
from itertools import count

from benchmarks.service.house import House, empty_route
from tests.service.pressing import OK
from tests.service.wire import Wire, request

LIMIT = 6.0
"""限值 - How many answers of an empty route one opened form may cost; the aim is 4."""
CLIENTS, TURNS, SECONDS = 8, 7, 1.5


def run(house: House) -> bool:
    """运行 - Print the rates and their ratios; tell whether that to the empty route is within the limit."""
    forms = [request("GET", each.path, cookie=f"perfeval={each.session}") for each in house.forms]
    with empty_route() as empty:
        turns = asyncio.run(_turns(Wire(house.services[0].port), forms, empty))
    opened, nothing, long = (statistics.median(column) for column in zip(*turns, strict=True))
    to_nothing, to_long = (statistics.median(turn[at] / turn[0] for turn in turns) for at in (1, 2))
    print(f"打开自评每秒 {opened:6.0f} 次   {TURNS} 轮的中位数")
    print(f"空路由每秒   {nothing:6.0f} 次   {to_nothing:4.2f} 倍（要求 ≤ {LIMIT:.0f}，目标 4）")
    print(f"同样长的应答 {long:6.0f} 次   {to_long:4.2f} 倍")
    return to_nothing <= LIMIT


async def _turns(wire: Wire, forms: list[bytes], empty: Wire) -> list[tuple[float, float, float]]:
    """Return the rates of all three, turn by turn; the first turn warms up and does not count."""
    nothing, long = [request("GET", "/")], [request("GET", "/long")]
    turns = [(await _rate(wire, forms), await _rate(empty, nothing), await _rate(empty, long)) for _ in range(TURNS + 1)]
    wire.close()
    empty.close()
    return turns[1:]


async def _rate(wire: Wire, requests: list[bytes]) -> float:
    """Return how many requests a second are answered."""
    loop, turn, begin = asyncio.get_running_loop(), count(), asyncio.get_running_loop().time()
    until = begin + SECONDS

    async def _client() -> None:
        while loop.time() < until:
            answer = await wire.ask(requests[next(turn) * 7 % len(requests)])
            assert answer.status == OK, answer

    await asyncio.gather(*(_client() for _ in range(CLIENTS)))
    return next(turn) / (loop.time() - begin)
