"""只求和的对照脚本 - Fill in points the way a plain script would: read JSON, one Decimal sum per row, write the form back as JSON.

No trace, no finding, no check of what stands in the cells.
"""

import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
CENT = Decimal("0.01")


def number(text: str) -> Decimal:
    """取数 - Return the first number of a cell."""
    found = NUMBER.search(text)
    return Decimal(found[0].replace(",", "")) if found else Decimal(0)


def points(weight: Decimal, top: Decimal, bottom: Decimal) -> Decimal:
    """按比例 - Return weight × top ÷ bottom, at most the weight, half up to 0.01."""
    return min(weight, weight * top / bottom).quantize(CENT, ROUND_HALF_UP)


def summed(line: str) -> str:
    """一份自评 - Return the form with the points of every row and the total filled in."""
    form = json.loads(line)
    money = form["funds"][0]
    total = points(Decimal(10), number(money["spent"]), number(money["adjusted"]))
    for row in form["indicators"]:
        earned = min(
            points(number(row["weight"]), number(row["actual"]), number(row["target"])),
            number(row["claimed"]).quantize(CENT, ROUND_HALF_UP),
        )
        total += earned
        row["points"] = str(earned)
    form["total"] = str(total)
    return json.dumps(form, ensure_ascii=False)


def main() -> None:
    """逐行处理 - Read one form per line and write one result per line."""
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for line in lines:
            print(summed(line))


if __name__ == "__main__":
    main()
