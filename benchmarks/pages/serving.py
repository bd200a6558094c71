"""服务端 - How long the server needs for each kind of page, one after the other, beside a route that does nothing."""

import asyncio
import statistics
import time
from collections.abc import Mapping

from benchmarks.pages.addresses import Page, Pages
from benchmarks.service.house import empty_route
from tests.service.pressing import OK
from tests.service.wire import Wire, request

LIMIT = 500.0
"""限值 - Milliseconds that no page may need."""
TURNS = 11


def run(pages: Pages) -> bool:
    """运行 - Print the medians and their ratios to the empty route; tell whether every page is within the limit."""
    wanted = list(pages)
    with empty_route() as empty:
        times = asyncio.run(_times(Wire(pages.house.services[0].port), wanted, empty))
    nothing = times[""]
    print(f"{TURNS} 轮的中位数，压缩在内；空路由 {nothing:.2f} ms")
    for each in wanted:
        print(f"{each.title:16} {times[each.title]:7.1f} ms   {times[each.title] / nothing:6.0f} 倍")
    slowest = max(times.values())
    print(f"最慢的一页 {slowest:.0f} ms（要求 ≤ {LIMIT:.0f}）")
    return slowest <= LIMIT


async def _times(wire: Wire, wanted: list[Page], empty: Wire) -> Mapping[str, float]:
    """Return the median milliseconds by title, those of the empty route under no title; the first turn warms up and does not count."""
    turns = []
    for _ in range(TURNS + 1):
        turn = {each.title: await _one(wire, asking(each)) for each in wanted}
        turns.append(turn | {"": await _one(empty, request("GET", "/"))})
    wire.close()
    empty.close()
    return {title: statistics.median(turn[title] for turn in turns[1:]) for title in turns[0]}


async def _one(wire: Wire, whole: bytes) -> float:
    begin = time.perf_counter()
    answer = await wire.ask(whole)
    assert answer.status == OK, (whole, answer.head)
    return (time.perf_counter() - begin) * 1000


def asking(page: Page) -> bytes:
    """请求 - Return the request for a page as a browser sends it."""
    return request("GET", page.path, cookie=f"perfeval={page.session}", accept_encoding="gzip", accept="text/html")
