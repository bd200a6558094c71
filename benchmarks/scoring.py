"""评分速度 - `perfeval score --lines` with every trace and finding against a plain Decimal script that only sums.

Both read and write JSON, the same forms of 20 random rows, as whole processes in turn. The limit is five times. All
rows must agree with the script to the cent; the script divides last, so that it is exact where the result is a tie.
"""

import json
import random
import statistics
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.plain_sum import points
from benchmarks.processes import timed

FORMS = 5_000
ROWS = 20
RUNS = 3
LIMIT = 5.0
PLACES = (("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标"))


def form(random_: random.Random) -> dict[str, Any]:
    """随机自评 - Return one form: a quarter of the targets small and round, so that ties occur; four claims in five right."""
    rows = []
    for at in range(ROWS):
        tie = random_.random() < 0.25
        target = random_.randrange(1, 400) if tie else random_.randrange(100, 10_000_000) / 100
        actual = random_.randrange(0, 450) if tie else round(target * random_.uniform(0.3, 1.25), 2)
        right = points(Decimal("4.5"), Decimal(str(actual)), Decimal(str(target)))
        claimed = right if random_.random() < 0.8 else Decimal(random_.randrange(0, 451)) / 100
        category, aspect = PLACES[at % len(PLACES)]
        rows.append(
            {
                "id": f"r{at + 1}",
                "category": category,
                "aspect": aspect,
                "name": f"第{at + 1}项工作量",
                "target": f"≥{target}个",
                "actual": f"{actual}个",
                "weight": "4.5",
                "claimed": str(claimed),
                "reason": "天气原因推迟",
            }
        )
    budget = random_.randrange(100, 100_000) / 100
    spent = round(budget * random_.uniform(0.5, 1.0), 2)
    return {
        "format": "perfeval.evaluation/1",
        "set": "cn/project/2020",
        "year": 2022,
        "kind": "project",
        "money_unit": "万元",
        "subject": {"project": "对比项目", "unit": "对比单位"},
        "funds": [{"source": "total", "original": str(budget), "adjusted": str(budget), "spent": str(spent)}],
        "execution": {"reason": "按合同进度支付"},
        "indicators": rows,
    }


def differing(ours: Path, plain: Path) -> int:
    """不一致的行 - Return how many rows differ between the two results."""
    count = 0
    with ours.open(encoding="utf-8") as mine, plain.open(encoding="utf-8") as other:
        for left, right in zip(mine, other, strict=True):
            card, summed = json.loads(left), json.loads(right)
            count += sum(one["points"] != two["points"] for one, two in zip(card["rows"], summed["indicators"], strict=True))
            count += card["total"] != summed["total"]
    return count


def main() -> int:
    """对比 - Print medians and ratio; return 1 when the limit is passed or a figure differs."""
    random_ = random.Random(20_260_101)
    with tempfile.TemporaryDirectory() as folder:
        lines, ours, plain = (Path(folder, name) for name in ("forms.jsonl", "ours.jsonl", "plain.jsonl"))
        lines.write_text("".join(json.dumps(form(random_), ensure_ascii=False) + "\n" for _ in range(FORMS)), encoding="utf-8")
        perfeval = [sys.executable, "-m", "perfeval", "score", "--lines", str(lines)]
        script = [sys.executable, str(Path(__file__).with_name("plain_sum.py")), str(lines)]
        pairs = [(timed(perfeval, ours), timed(script, plain)) for _ in range(RUNS + 1)][1:]
        differences = differing(ours, plain)
    ratio = statistics.median(one / two for one, two in pairs)
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{FORMS} forms of {ROWS} rows, medians of {RUNS} runs in turn, whole processes")
    print(f"{'perfeval score --lines':28} {mine:7.2f} s {mine / FORMS * 1e6:8.0f} µs/form")
    print(f"{'plain Decimal sums':28} {other:7.2f} s {other / FORMS * 1e6:8.0f} µs/form")
    print(f"ratio {ratio:.2f} (limit {LIMIT}), differing figures {differences} of {FORMS * ROWS} rows")
    return 0 if ratio <= LIMIT and differences == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
