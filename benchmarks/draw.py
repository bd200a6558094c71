"""抽取速度 - A draw from a frame of 50,000 items, whole, against hashing and sorting the same items by SHA-256 alone.

The whole draw reads the frame, hashes it, puts it into strata, draws and says what is covered; the comparison only computes u and sorts.
Medians of runs in turn, in one process; the limit is a ratio of the same run.
"""

import hashlib
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable

from perfeval.evaluation import Kind
from perfeval.review import Basis, Candidate, Drawing, Plan, Quota, draw

ITEMS, UNITS, DEPARTMENTS = 50_000, 2_000, 60
RUNS = 5
LIMIT = 15.0
SEED = "20260301"


def frame() -> list[Candidate]:
    """随机抽样框 - Return a province's items in no order."""
    random_ = random.Random(20_260_301)
    made = [
        Candidate(
            item=f"P{at:06d}",
            name=f"第{at}个项目",
            unit=f"第{random_.randrange(UNITS)}单位",
            department=f"第{at % DEPARTMENTS}局",
            kind=Kind.DEPARTMENT if at % 10 == 0 else Kind.PROJECT,
            money=int(random_.lognormvariate(17, 2)),
            grade=random_.choice(["优", "良", "中", "差"]),
            findings={"unspent": 1} if at % 3 == 0 else {},
        )
        for at in range(ITEMS)
    ]
    random_.shuffle(made)
    return made


def plans() -> dict[str, Plan]:
    """方案 - Return a simple draw, one in strata, and one in proportion to money in strata."""
    strata, quota = (Basis.DEPARTMENT, Basis.KIND), Quota(number=10)
    return {
        "simple random, 500": Plan(seed=SEED, quota=Quota(number=500)),
        "120 strata, 10 each": Plan(seed=SEED, strata=strata, quota=quota),
        "120 strata, 10 each by money": Plan(seed=SEED, strata=strata, quota=quota, drawing=Drawing.BY_SIZE),
    }


def alone(items: list[Candidate]) -> None:
    """只排序 - Compute u of every item and sort by it, nothing else."""
    sorted(items, key=lambda each: hashlib.sha256(f"{SEED}||{each.item}".encode()).digest())


def median(deed: Callable[[], object]) -> float:
    """中位数 - Return the median seconds of some runs after one that is not counted."""
    times = []
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        deed()
        times.append(time.perf_counter() - begin)
    return statistics.median(times[1:])


def main() -> int:
    """对比 - Print seconds and ratios; return 1 when a draw takes longer than the limit."""
    items = frame()
    base = median(lambda: alone(items))
    print(f"medians of {RUNS} runs, {ITEMS} items")
    print(f"{'SHA-256 of every item and sort':32} {base * 1000:6.0f} ms")
    kept = True
    for name, plan in plans().items():
        mine = median(lambda plan=plan: draw(items, plan))  # type: ignore[misc]
        kept = kept and mine <= LIMIT * base
        print(f"{name:32} {mine * 1000:6.0f} ms, {mine / base:.1f} times (limit {LIMIT:.0f})")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of the process")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
