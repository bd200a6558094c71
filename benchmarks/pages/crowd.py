"""200人同时填表 - Everybody has a form open and types: each keeps a cell every ten seconds and opens a form once a minute.

An open loop: a request comes when somebody sends it and not when the last answer is there.
"""

import asyncio
import re
import time
from collections import deque
from urllib.parse import urlencode

from benchmarks.pages.addresses import Pages
from benchmarks.service.arrivals import Outcome, drive, percentile
from benchmarks.service.closing import show
from tests.service.pressing import GONE, OK, Form
from tests.service.wire import Answer, Wire, request

USERS = 200
RATES = {"保存一格": USERS / 10, "打开填表页": USERS / 60}
"""每秒 - How many of each come in a second from all users together."""
LIMIT = 500.0
"""限值 - How many milliseconds 99 of 100 requests may wait at most."""
WARM_UP = 2.0
_VERSION = re.compile(rb'data-version="(\d+)"')


class Users:
    """众人 - Take turns at the forms; the one that nobody has touched for the longest time comes next."""

    def __init__(self, wire: Wire, forms: list[Form]) -> None:
        """构造 - Hold the wire to the service and a form for everybody."""
        self._wire, self._forms = wire, deque(forms)
        self._turn = 0

    async def open(self) -> int:
        """打开 - Open the page of a form."""
        self._turn += 1
        form = self._forms[self._turn * 7 % len(self._forms)]
        return (await self._ask(request("GET", _path(form), cookie=f"perfeval={form.session}", accept_encoding="gzip"))).status

    async def keep(self) -> int:
        """保存一格 - Keep one cell as the page does by itself, and take its new sums and findings."""
        form = self._forms.popleft()
        form.saves += 1
        cell = {"csrf": form.csrf, "version": form.version, "do": "save", "indicators.r1.actual": f"{100 + form.saves}人次"}
        told = {"cookie": f"perfeval={form.session}", "hx_request": "true", "content_type": "application/x-www-form-urlencoded"}
        answer = await self._ask(request("POST", _path(form), urlencode(cell).encode(), **told))
        if answer.status == OK and (found := _VERSION.search(answer.body)):
            form.version = int(found[1])
        self._forms.append(form)
        return answer.status

    async def _ask(self, whole: bytes) -> Answer:
        try:
            return await self._wire.ask(whole)
        except OSError:
            return Answer(status=GONE, head=b"", body=b"")


def run(pages: Pages) -> bool:
    """运行 - Print what everybody waited; tell whether nothing failed and 99 of 100 were within the limit."""
    wire = Wire(pages.house.services[0].port)
    users = Users(wire, pages.house.forms[101 : 101 + 2 * USERS : 2])
    outcome, cores = asyncio.run(_press(pages, users, wire))
    show(outcome, RATES)
    print(f"占用：网页进程 {cores:.2f} 核；发生器迟发 p99 {percentile(outcome.late, 99) * 1000:.1f} ms")
    worst = max(outcome.percentile(kind, 99) for kind in RATES)
    print(f"{USERS} 人，p99 最长 {worst:.0f} ms（要求 ≤ {LIMIT:.0f}）")
    return outcome.is_clean and worst <= LIMIT


async def _press(pages: Pages, users: Users, wire: Wire) -> tuple[Outcome, float]:
    """Return how it went, after a moment of warming up, and how many cores the service used."""
    deeds = {"保存一格": users.keep, "打开填表页": users.open}
    await drive(deeds, RATES, WARM_UP)
    begin, spent = time.perf_counter(), pages.house.cpu
    outcome = await drive(deeds, RATES, pages.seconds)
    wire.close()
    return outcome, (pages.house.cpu - spent) / (time.perf_counter() - begin)


def _path(form: Form) -> str:
    return f"/evaluations/{form.id}/form"
