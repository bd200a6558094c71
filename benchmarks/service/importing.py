"""导入大清单 - A project list comes in while units save: how long it takes, how much memory, and how long the saves wait meanwhile."""

import asyncio
import io
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from benchmarks.service.arrivals import Outcome, drive
from benchmarks.service.closing import Clerks, show
from benchmarks.service.county import UNITS, county
from benchmarks.service.house import House
from tests.service.lists import XLSX
from tests.service.pressing import OK
from tests.service.wire import Answer, Wire, request

RATES = {"保存": 30.0, "打开": 54.0}
"""每秒 - What goes on meanwhile: half of the last day."""
ROWS, CHANGED = 50_000, 5_000
SLICE = 5.0
"""一段 - For how many seconds at a time saves are sent while the list is not in yet."""
_LOOK = 0.05


@dataclass(slots=True)
class Peaks:
    """内存峰值 - Hold the highest memory, in MB, of the web process and of the largest one that works the list out for it."""

    pid: int
    own: float = 0.0
    helper: float = 0.0

    async def watch(self) -> None:
        """观察 - Look again and again, until cancelled; what works a list out lives for seconds."""
        while True:
            self.own = max(self.own, peak(self.pid))
            self.helper = max(self.helper, *(peak(each) for each in descendants(self.pid)), 0.0)
            await asyncio.sleep(_LOOK)


@dataclass(slots=True)
class Import:
    """导入 - Hold what came of an import, and what went on meanwhile."""

    answer: Answer
    seconds: float
    outcomes: list[Outcome] = field(default_factory=list)


def run(house: House, rows: int, *, again: bool) -> bool:
    """运行 - Print how a list fares; again brings a list a second time with other amounts. Tell whether all was well."""
    if again:
        first = asyncio.run(_send(house, workbook(CHANGED, 1)))
        print(f"先导入：{_told(first)}")
    press, peaks = house.press(), Peaks(house.services[0].process.pid)
    clerks = Clerks(press, house.forms)
    body = workbook(CHANGED, 2) if again else workbook(rows, 1)
    done = asyncio.run(_while_saving(house, clerks, body, peaks))
    whole = Outcome()
    for each in done.outcomes:
        for kind in RATES:
            whole.waits[kind] += each.waits[kind]
            whole.statuses[kind] += each.statuses[kind]
    print(f"{CHANGED if again else rows} 行（{len(body) / 1e6:.1f} MB）：{done.seconds:.1f} 秒，{_told(done.answer)}")
    print(f"内存峰值：网页进程 {peaks.own:.0f} MB，导入进程 {peaks.helper:.0f} MB")
    show(whole, RATES)
    lost = house.faults(press.ledger)
    print(f"核账：确认保存 {len(press.ledger.saved)} 次，丢失或不符 {len(lost)} 处", *lost[:5], sep="\n")
    return done.answer.status == OK and whole.is_clean and not lost


def workbook(rows: int, amount: int) -> bytes:
    """清单 - Return a project list as a workbook: so many projects, shared out among the units."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"constant_memory": True})
    sheet = book.add_worksheet("清单")
    codes = [each["code"] for each in county().rows["units"][-UNITS:]]
    lines: Sequence[Sequence[object]] = [("项目编码", "项目名称", "单位编码", "年初预算数（元）", "全年预算数（元）", "年度总体目标")]
    for number, row in enumerate((*lines, *(_row(at, codes[at % UNITS], amount) for at in range(rows)))):
        sheet.write_row(number, 0, row)
    book.close()
    return kept.getvalue()


def peak(pid: int) -> float:
    """内存峰值 - Return the highest memory of a process so far, in MB; 0 once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def descendants(pid: int) -> Iterator[int]:
    """子孙进程 - Yield what a process has started, and what these have, as far as it is still there."""
    for kept in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            started = kept.read_text(encoding="ascii").split()
        except OSError:
            continue
        for each in map(int, started):
            yield each
            yield from descendants(each)


def _row(at: int, unit: str, amount: int) -> tuple[object, ...]:
    return f"N{at:06d}", f"第{at}号基层运转补助项目", unit, 100_000 + amount, 100_000 + amount, "按期完成补助任务，服务对象满意。"


def _told(answer: Answer) -> str:
    """Return what an import says of itself."""
    if answer.status != OK:
        return f"{answer.status} {answer.body[:300].decode(errors='replace')}"
    told = json.loads(answer.body)
    return f"新增 {told['new']}，改动 {told['changed']}，应答 {len(answer.body) / 1e6:.1f} MB"


async def _send(house: House, body: bytes) -> Answer:
    """Send a list to the first process."""
    bureau, wire = county().bureau, Wire(house.services[0].port)
    told = {"cookie": f"perfeval={bureau.session}", "x_csrf_token": bureau.csrf, "content_type": XLSX}
    answer = await wire.ask(request("POST", f"/api/v1/rounds/{county().round}/projects/import", body, **told))
    wire.close()
    return answer


async def _while_saving(house: House, clerks: Clerks, body: bytes, peaks: Peaks) -> Import:
    """Return what comes of a list while people save, and how they fared until it was in."""
    await drive(clerks.deeds, RATES, 1.0)
    watch = asyncio.create_task(peaks.watch())
    begin, sent = time.monotonic(), asyncio.create_task(_send(house, body))
    sent.add_done_callback(lambda _: done.append(time.monotonic() - begin))
    done: list[float] = []
    outcomes: list[Outcome] = []
    while not sent.done():
        outcomes.append(await drive(clerks.deeds, RATES, SLICE, seed=len(outcomes) + 2))
    watch.cancel()
    clerks.press.close()
    return Import(answer=await sent, seconds=done[0], outcomes=outcomes)
