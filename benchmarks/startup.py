"""启动时间 - How long `perfeval score` takes for one form, as a whole process, beside an empty Python process."""

import statistics
import sys
from pathlib import Path

from benchmarks.processes import timed

RUNS = 9
LIMIT = 0.4
EXAMPLE = Path(__file__).parents[1] / "examples" / "01-minglang-school-2022.yaml"


def main() -> int:
    """对比 - Print medians; return 1 when one form takes longer than the limit."""
    score = [sys.executable, "-m", "perfeval", "score", str(EXAMPLE)]
    pairs = [(timed(score), timed([sys.executable, "-c", "pass"])) for _ in range(RUNS + 1)][1:]
    mine, empty = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"medians of {RUNS} runs in turn, whole processes")
    print(f"{'perfeval score FILE':28} {mine * 1000:6.0f} ms (limit {LIMIT * 1000:.0f} ms)")
    print(f"{'empty Python process':28} {empty * 1000:6.0f} ms")
    return 0 if mine <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
