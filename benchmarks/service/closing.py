"""关账日 - Everybody saves, opens and submits at the rates of the last day, and then faster and faster.

Of 120 looks a second 108 open a form, 11 list the forms of a unit, one is the bureau's progress board.
"""

import asyncio
import time
from collections import deque
from collections.abc import Mapping

from benchmarks.service.arrivals import Deed, Outcome, drive, percentile
from benchmarks.service.county import county
from benchmarks.service.house import House
from tests.service.pressing import Form, Press

RATES = {"保存": 60.0, "打开": 108.0, "列表": 11.0, "进度": 1.0, "送审": 5.0}
"""每秒 - How many of each come in a second on the last day."""
LIMIT = 150.0
"""限值 - How many milliseconds 99 of 100 saves may wait at most."""
STEP, MOST = 1.25, 12
WARM_UP = 2.0


class Clerks:
    """众人 - Take turns at the forms of a county: drafts are saved again and again, whole ones are submitted once."""

    def __init__(self, press: Press, forms: list[Form]) -> None:
        """构造 - Part the forms into drafts and whole ones."""
        self.press = press
        self._all = forms
        self._whole, self._drafts = deque(forms[::2]), deque(forms[1::2])
        self._turn = 0

    @property
    def deeds(self) -> Mapping[str, Deed]:
        """各事 - Return what people do, by name."""
        return {"保存": self.save, "打开": self.open, "列表": self.list, "进度": self.board, "送审": self.submit}

    async def save(self) -> int:
        """保存 - Save the draft that nobody has saved for the longest time."""
        form = self._drafts.popleft()
        status = await self.press.save(form)
        self._drafts.append(form)
        return status

    async def submit(self) -> int:
        """送审 - Submit a whole form."""
        return await self.press.act(self._whole.popleft(), "submit")

    async def open(self) -> int:
        """打开 - Open a form."""
        form = self._next()
        return await self.press.get(form.session, form.path)

    async def list(self) -> int:
        """列表 - List the forms of a unit."""
        return await self.press.get(self._next().session, f"/api/v1/rounds/{county().round}/evaluations")

    async def board(self) -> int:
        """进度 - Look at the progress of the whole county."""
        return await self.press.get(county().bureau.session, f"/api/v1/rounds/{county().round}/progress")

    def _next(self) -> Form:
        """Return any form, another one every time."""
        self._turn += 1
        return self._all[self._turn * 7 % len(self._all)]


def run(house: House, seconds: float, step_seconds: float) -> bool:
    """运行 - Print how the last day goes and how much faster it may come; tell whether all was well."""
    press = house.press()
    clerks = Clerks(press, house.forms)
    outcome, cores = asyncio.run(_last_day(house, clerks, seconds))
    show(outcome, RATES)
    print(f"占用：网页进程共 {cores[0]:.2f} 核，发生器 {cores[1]:.2f} 核；发生器迟发 p99 {percentile(outcome.late, 99) * 1000:.1f} ms")
    well = outcome.is_clean and outcome.percentile("保存", 99) < LIMIT
    highest, broken = asyncio.run(_faster(clerks, step_seconds)) if well else (0.0, 0)
    lost = house.faults(press.ledger)
    kept, received = len(press.ledger.saved), len(press.ledger.received)
    print(f"保存 p99 < {LIMIT:.0f} ms 的最高到达率：每秒 {highest * RATES['保存']:.0f} 次保存（同比例的打开、列表、送审）")
    print(f"核账：确认保存 {kept} 次、送审 {received} 次，丢失或不符 {len(lost)} 处；5xx 或没有应答 {outcome.broken + broken} 次")
    print(*lost[:5], sep="\n", end="\n" if lost else "")
    return well and not lost and not outcome.broken + broken


def show(outcome: Outcome, rates: Mapping[str, float]) -> None:
    """列表 - Print what each kind of request waited."""
    for kind, rate in rates.items():
        waits = "   ".join(f"p{each} {outcome.percentile(kind, each):7.1f}" for each in (50, 95, 99))
        print(f"{kind} 每秒 {rate:5.1f}   {len(outcome.waits[kind]):6} 次   {waits} ms   错误 {outcome.wrong(kind) or 0}")


async def _last_day(house: House, clerks: Clerks, seconds: float) -> tuple[Outcome, tuple[float, float]]:
    """Return how the rates of the last day go, after a moment of warming up, and how many cores service and generator used."""
    await drive(clerks.deeds, {kind: rate / 4 for kind, rate in RATES.items()}, WARM_UP)
    begin, service, own = time.perf_counter(), house.cpu, time.process_time()
    outcome = await drive(clerks.deeds, RATES, seconds)
    spent = time.perf_counter() - begin
    clerks.press.close()
    return outcome, ((house.cpu - service) / spent, (time.process_time() - own) / spent)


async def _faster(clerks: Clerks, seconds: float) -> tuple[float, int]:
    """Return by how much everything may come faster until saves wait too long, and how many requests failed on the way there."""
    factor, passed, broken = 1.0, 1.0, 0
    for at in range(MOST):
        factor *= STEP
        outcome = await drive(clerks.deeds, {kind: rate * factor for kind, rate in RATES.items()}, seconds, seed=at + 2)
        p99 = outcome.percentile("保存", 99)
        broken += outcome.broken
        print(f"  × {factor:5.2f}   每秒保存 {factor * RATES['保存']:5.0f}   p99 {p99:8.1f} ms", flush=True)
        if p99 >= LIMIT or not outcome.is_clean:
            break
        passed = factor
    clerks.press.close()
    return passed, broken
