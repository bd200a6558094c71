"""测量 - What one process measures; kept apart so that spawned processes can import it."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.word import facts
from perfeval.reports.word import compile_template

PROJECTS = 8
Render = Callable[[int], bytes]


def theirs(docx: bytes, rows: int) -> Render:
    """对手 - Return docxtpl as a function of the project's number."""
    from benchmarks.word import report

    picture, projects = facts.chart(), several(rows)
    return lambda number: report.by_docxtpl(docx, projects[number % len(projects)], picture)


def ours(docx: bytes, rows: int) -> Render:
    """本引擎 - Return our engine as a function of the project's number."""
    picture, template = facts.chart(), compile_template(docx)
    projects = [facts.with_chart(each, picture) for each in several(rows)]
    return lambda number: template.render(projects[number % len(projects)])


def several(rows: int) -> list[dict[str, object]]:
    """多个项目 - Return the facts that renders take in turn; one project is enough for a long table."""
    return [facts.data(rows, seed) for seed in range(PROJECTS if rows < 100 else 1)]


ENGINES = {"docxtpl": theirs, "ours": ours}


def timed(render: Render, number: int) -> float:
    """耗时 - Return the seconds of one rendering."""
    start = time.perf_counter()
    render(number)
    return time.perf_counter() - start


def many(engine: str, docx: bytes, seconds: float) -> int:
    """连续渲染 - Return how many reports one process makes in so many seconds."""
    render = ENGINES[engine](docx, 20)
    render(0)
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        render(done)
        done += 1
    return done


def peak(engine: str, docx: bytes, rows: int) -> float:
    """内存峰值 - Make ten reports or one long table and return the peak of this process, in MB."""
    render = ENGINES[engine](docx, rows)
    for number in range(10 if rows < 100 else 1):
        render(number)
    # getrusage would show the parent's peak: it survives the start of a new program.
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0
