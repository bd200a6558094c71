"""只求和的对照脚本 - Score forms the way a plain script would: read JSON, one Decimal sum per row, write JSON; no trace, no finding."""

import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

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
    """一份自评 - Return total and points of one form."""
    form = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    money = form["funds"][0]
    total = points(Decimal(10), number(money["spent"]), number(money["adjusted"]))
    rows = []
    for row in form["indicators"]:
        earned = min(points(number(row["weight"]), number(row["actual"]), number(row["target"])), number(row["claimed"]))
        total += earned
        rows.append({"id": row["id"], "points": str(earned)})
    return json.dumps({"total": str(total), "rows": rows}, ensure_ascii=False)


def main() -> None:
    """逐行处理 - Read one form per line and write one result per line."""
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            print(summed(line))


if __name__ == "__main__":
    main()
