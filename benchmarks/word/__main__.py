"""Word 引擎对比 - Measure our engine and docxtpl in turn in one run, on the same template and data.

The figures that count are ratios within one run; what a machine does in a millisecond is its own affair. Ends with 1 when
a report is not at least 30 times, or a table of 3,000 rows not at least 12 times as fast as with docxtpl.
"""

import multiprocessing
import statistics
import sys
from io import BytesIO

from docx import Document

from benchmarks.word import report
from benchmarks.word.measure import ENGINES, many, ours, peak, theirs, timed
from perfeval.reports.word.deflate import ENGINE

LIMITS = {20: 30, 3_000: 12}


def compare(docx: bytes, rows: int, rounds: int, per_round: int) -> float:
    """对比 - Print both medians and return how many times faster ours is."""
    slow, fast = theirs(docx, rows), ours(docx, rows)
    same(slow(0), fast(0))
    slow_times: list[float] = []
    fast_times: list[float] = []
    for number in range(rounds):
        slow_times.append(timed(slow, number))
        fast_times.extend(timed(fast, number * per_round + each) for each in range(per_round))
    before, after = statistics.median(slow_times), statistics.median(fast_times)
    print(
        f"{rows:>6} 行   docxtpl {before * 1000:8.2f} ms   ours {after * 1000:7.3f} ms   {before / after:5.1f} 倍（要求 ≥ {LIMITS[rows]}）"
    )
    return before / after


def same(theirs: bytes, ours: bytes) -> None:
    """同样的文档 - Stop when the two documents do not read the same."""
    left, right = Document(BytesIO(theirs)), Document(BytesIO(ours))
    if [each.text for each in left.paragraphs] != [each.text for each in right.paragraphs]:
        sys.exit("两种引擎的正文不同，对比无意义")
    rows = [[[cell.text for cell in row.cells] for table in each.tables for row in table.rows[:50]] for each in (left, right)]
    if rows[0] != rows[1] or len(left.inline_shapes) != len(right.inline_shapes):
        sys.exit("两种引擎的表格或图片不同，对比无意义")


def throughput(engine: str, docx: bytes) -> None:
    """吞吐 - Print reports a second with one process and with two."""
    seconds, counts = 2.0, []
    for processes in (1, 2):
        with multiprocessing.get_context("spawn").Pool(processes) as pool:
            counts.append(sum(pool.starmap(many, [(engine, docx, seconds)] * processes)) / seconds)
    print(f"{engine:>9}   一个进程 {counts[0]:6.0f} 份/秒   两个进程 {counts[1]:6.0f} 份/秒")


def memory(engine: str, docx: bytes, rows: int) -> float:
    """内存 - Return the peak memory, in MB, of a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(peak, (engine, docx, rows))


def main() -> int:
    """运行 - Print the tables; return 1 when a ratio is below what is asked."""
    docx = report.template()
    print(f"压缩：{ENGINE}；沙箱与转义始终开启；中位数")
    ratios = {20: compare(docx, 20, rounds=40, per_round=20), 3_000: compare(docx, 3_000, rounds=5, per_round=5)}
    for engine in ENGINES:
        throughput(engine, docx)
    for rows in LIMITS:
        peaks = "   ".join(f"{engine} {memory(engine, docx, rows):4.0f} MB" for engine in ENGINES)
        print(f"{rows:>6} 行   内存峰值   {peaks}")
    return 0 if all(ratios[rows] >= limit for rows, limit in LIMITS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
