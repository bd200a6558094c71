"""Word 引擎对比 - Measure our engine and docxtpl in turn in one run, on the same template and data.

The figures that count are ratios within one run; what a machine does in a millisecond is its own affair. Ends with 1 when
a report is not at least 30 times, or a table of 3,000 rows not at least 12 times as fast as with docxtpl.
"""

import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO

from docx import Document

from benchmarks.word import report
from perfeval.reports.word import compile_template
from perfeval.reports.word.deflate import ENGINE

PROJECTS = 8
LIMITS = {20: 30, 3_000: 12}
Render = Callable[[int], bytes]


def engines(rows: int) -> tuple[Render, Render]:
    """两种引擎 - Return docxtpl and ours as functions of the project's number."""
    docx, picture = report.template(), report.chart()
    template = compile_template(docx)
    facts = [report.data(rows, seed) for seed in range(PROJECTS if rows < 100 else 1)]
    ours = [report.with_chart(each, picture) for each in facts]
    return (
        lambda number: report.by_docxtpl(docx, facts[number % len(facts)], picture),
        lambda number: template.render(ours[number % len(ours)]),
    )


def timed(render: Render, number: int) -> float:
    """耗时 - Return the seconds of one rendering."""
    start = time.perf_counter()
    render(number)
    return time.perf_counter() - start


def compare(rows: int, rounds: int, per_round: int) -> float:
    """对比 - Print both medians and return how many times faster ours is."""
    theirs, ours = engines(rows)
    same(theirs(0), ours(0))
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        times[0].append(timed(theirs, number))
        times[1].extend(timed(ours, number * per_round + each) for each in range(per_round))
    slow, fast = statistics.median(times[0]), statistics.median(times[1])
    print(f"{rows:>6} 行   docxtpl {slow * 1000:9.2f} ms   ours {fast * 1000:8.3f} ms   {slow / fast:6.1f} 倍（要求 ≥ {LIMITS[rows]}）")
    return slow / fast


def same(theirs: bytes, ours: bytes) -> None:
    """同样的文档 - Stop when the two documents do not read the same."""
    left, right = Document(BytesIO(theirs)), Document(BytesIO(ours))
    if [each.text for each in left.paragraphs] != [each.text for each in right.paragraphs]:
        sys.exit("两种引擎的正文不同，对比无意义")
    rows = [[[cell.text for cell in row.cells] for table in each.tables for row in table.rows[:50]] for each in (left, right)]
    if rows[0] != rows[1] or len(left.inline_shapes) != len(right.inline_shapes):
        sys.exit("两种引擎的表格或图片不同，对比无意义")


def many(which: int, seconds: float) -> int:
    """连续渲染 - Return how many reports one process makes in so many seconds."""
    render = engines(20)[which]
    render(0)
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        render(done)
        done += 1
    return done


def throughput(name: str, which: int) -> None:
    """吞吐 - Print reports a second with one process and with two."""
    seconds = 2.0
    spawning = multiprocessing.get_context("spawn")
    counts = []
    for processes in (1, 2):
        with spawning.Pool(processes) as pool:
            counts.append(sum(pool.starmap(many, [(which, seconds)] * processes)) / seconds)
    print(f"{name:>8}   一个进程 {counts[0]:7.0f} 份/秒   两个进程 {counts[1]:7.0f} 份/秒")


def memory(which: int, rows: int) -> float:
    """内存 - Return the peak memory in MB of a process that makes documents of so many rows."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(peak, (which, rows))


def peak(which: int, rows: int) -> float:
    """内存峰值 - Make ten reports or one large table and return the peak of this process, in MB."""
    render = engines(rows)[which]
    for number in range(10 if rows < 100 else 1):
        render(number)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """运行 - Print the tables; return 1 when a ratio is below what is asked."""
    print(f"压缩：{ENGINE}；沙箱与转义始终开启；中位数")
    ratios = {20: compare(20, rounds=40, per_round=20), 3_000: compare(3_000, rounds=5, per_round=5)}
    for name, which in (("docxtpl", 0), ("ours", 1)):
        throughput(name, which)
    for rows in (20, 3_000):
        print(f"{rows:>6} 行   内存峰值   docxtpl {memory(0, rows):6.0f} MB   ours {memory(1, rows):6.0f} MB（均含 python-docx 与模板的制作）")
    return 0 if all(ratios[rows] >= limit for rows, limit in LIMITS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
