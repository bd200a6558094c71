"""占用时间 - How long an import keeps others from writing at a stretch: for each kind of list, on both databases.

`python -m benchmarks.holding [PROJECTS]`; the databases wait for the disk as in service. A held lock is measured from the begin of a
transaction that writes to the end of its commit.
"""

import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from perfeval import library
from perfeval.desks import filing, standing
from perfeval.files import LocalFiles
from perfeval.settings import Settings
from perfeval.store import Store, Transaction, engine_of, evaluations, migrate, projects
from perfeval.web.edge import Pool
from perfeval.web.office import Office
from tests.service import county, postgres
from tests.service.client import Clients
from tests.service.lists import bring
from tests.service.staging import FINANCE

LIMIT = 0.05
DURABLE = ("max_connections=80", "shared_buffers=256MB", "timezone=UTC")
UNITS = ("school1", "school2", "farm1", "farm2")
ROWS = 20
Rows = Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class Watched(Store):
    """计时的库 - Keep how long every transaction that writes took."""

    held: list[float] = field(default_factory=list)

    @contextmanager
    def writing(self, at: str) -> Iterator[Transaction]:
        """写事务 - Yield a transaction and keep its time."""
        with Store.writing(self, at) as tx:
            begun = time.perf_counter()
            yield tx
        self.held.append(time.perf_counter() - begun)


def listed(count: int, *, more: int) -> Rows:
    """项目清单 - Return a project list."""
    rows = ((f"P{at:06d}", f"第{at}个项目", UNITS[at % 4], 100000 + at, 100000 + at + more) for at in range(count))
    return [("项目编码", "项目名称", "单位编码", "年初预算数（元）", "全年预算数（元）"), *rows]


def targets(count: int) -> Rows:
    """批复目标 - Return three approved rows for every project."""
    head = ("项目编码", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值")
    kinds = (("产出指标", "数量指标", 50), ("效益指标", "社会效益指标", 30), ("满意度指标", "服务对象满意度指标", 10))
    approved = [(one, two, f"{two}完成情况", "≥", "90", "%", weight) for one, two, weight in kinds]
    return [head, *((f"P{at:06d}", *row) for at in range(count) for row in approved)]


def execution(count: int) -> Rows:
    """国库执行数 - Return what every project received and spent."""
    return [("项目编码", "到位数（元）", "执行数（元）"), *((f"P{at:06d}", 100000 + at, 90000 + at) for at in range(count))]


def history(count: int) -> Rows:
    """上年结果 - Return last year's results of every project."""
    head = ("项目编码", "上年得分", "上年等级", "三级指标", "实际完成值")
    return [head, *((f"P{at:06d}", 90, "优", f"第{row}项指标", f"{row}00人次") for at in range(count) for row in range(4))]


def begun(office: Office) -> None:
    """动笔 - Have every project of the list filled in with twenty rows of its unit's own, and scored once."""
    with office.store.reading(county.NOW) as tx:
        known = projects.filings(tx.connection, county.ROUND, ("/",))
        ids = sorted(each.id for filings in known.values() for each in filings)
    for first in range(0, len(ids), 500):
        with office.store.writing(county.NOW) as tx:
            for row in list(projects.evaluations_of(tx.connection, ids[first : first + 500])):
                form = {**json.loads(row.document), "indicators": [_row(at) for at in range(ROWS)]}
                filled = replace(row, state="filling", document=json.dumps(form, ensure_ascii=False, separators=(",", ":")))
                judged = standing.assessed(standing.standing_of(tx, FINANCE, filled))
                evaluations.save(tx.connection, filing.with_card(filled, judged), row.version)


def _row(at: int) -> dict[str, str]:
    own = {"id": f"own{at}", "category": "产出指标", "aspect": "质量指标", "name": f"自拟的第{at}项指标"}
    return {**own, "target": "≥95%", "actual": "96%", "weight": "2", "claimed": "2", "reason": "按合同验收", "measures": "继续保持"}


def measured(held: list[float], bring_it: Callable[[], Any]) -> float:
    """测一次 - Return the time of a whole import; how long each of its transactions held the lock is kept."""
    held.clear()
    start = time.perf_counter()
    answer = bring_it()
    assert answer.status_code == 200, answer.text[:1000]
    return time.perf_counter() - start


def run(address: str, count: int, folder: Path) -> bool:
    """一个数据库 - Print the times of every kind of list; return whether none held a lock for too long."""
    engine = engine_of(address)
    migrate(engine, library.folder("migrations"))
    county.fill(engine)
    store = Watched(engine=engine, key=county.KEY)
    settings = Settings(data=folder, totp_required=False)
    office = Office(store=store, files=LocalFiles(folder / "files"), settings=settings, pool=Pool(4), clock=lambda: county.NOW)
    clients = Clients(office)
    finance = clients.at("finance")
    gc.collect()
    gc.freeze()  # as the service does when it starts
    steps: tuple[tuple[str, str, Callable[[], Rows]], ...] = (
        ("project list, new", "projects", lambda: listed(count, more=0)),
        ("project list, changed", "projects", lambda: listed(count, more=5000)),
        ("approved targets", "targets", lambda: targets(count)),
        ("treasury figures", "execution", lambda: execution(count)),
        ("last year's results", "history", lambda: history(count)),
    )
    good = True
    for name, kind, rows in steps:
        if kind == "targets":
            begun(office)
        whole = measured(store.held, lambda: bring(finance, county.ROUND, kind, rows()))  # noqa: B023 - called at once
        middle, longest = statistics.median(store.held), max(store.held)
        print(f"{name:24} {len(store.held):6} {middle * 1000:9.1f} {longest * 1000:9.1f} ms {whole:8.1f} s", flush=True)
        good &= longest <= LIMIT
    clients.close()
    office.close()
    engine.dispose()
    return good


def main() -> int:
    """对比 - Print both databases; return 1 when a lock was held for longer than the limit."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    good = True
    with ExitStack() as open_until_the_end, tempfile.TemporaryDirectory() as name:
        open_until_the_end.enter_context(mock.patch.object(postgres, "QUICK", DURABLE))
        folder = Path(name)
        addresses = {"SQLite": f"sqlite:///{folder / 'held.db'}", "PostgreSQL": open_until_the_end.enter_context(postgres.server())}
        for kind, address in addresses.items():
            print(f"\n{kind}, {count} projects: transactions that wrote, median, longest (limit {LIMIT * 1000:.0f} ms), whole import")
            good &= run(address, count, folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
