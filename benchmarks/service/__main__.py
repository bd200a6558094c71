"""服务对比 - The service of a county: its last day, an opened form beside an empty route, a big list coming in, and kill after kill.

Real processes on loopback, SQLite and PostgreSQL in turn. Ends with 1 when something acknowledged is lost, a request fails, or a limit
is passed. Generator, service and database share the cores.
"""

import argparse
import sys
from collections.abc import Callable, Mapping

from benchmarks.service import closing, importing, killed, reading
from benchmarks.service.house import PROCESSES, House, ground
from tests.service.databases import KINDS

PARTS = {"closing": KINDS, "reading": KINDS[:1], "importing": KINDS, "killed": KINDS}
"""各部分 - What is measured on which databases."""


def arguments() -> argparse.Namespace:
    """参数 - Return what the run is to measure and for how long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description="一个县的服务：关账日、打开自评、导入大清单、断电")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="只测这些")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="只测这些数据库")
    parser.add_argument("--seconds", type=float, default=60, help="关账日的时长（秒）")
    parser.add_argument("--step-seconds", type=float, default=8, help="每一级更高到达率的时长（秒）")
    parser.add_argument("--rows", type=int, default=importing.ROWS, help="导入多少个新项目")
    parser.add_argument("--again", action="store_true", help=f"导入改为再次导入 {importing.CHANGED} 个已有项目，金额都有改动")
    parser.add_argument("--kills", type=int, default=20, help="杀死多少次")
    return parser.parse_args()


def main() -> int:
    """运行 - Print every table; return 1 when something was not well."""
    chosen = arguments()
    deeds: Mapping[str, Callable[[House], bool]] = {
        "closing": lambda house: closing.run(house, chosen.seconds, chosen.step_seconds),
        "reading": reading.run,
        "importing": lambda house: importing.run(house, chosen.rows, again=chosen.again),
        "killed": lambda house: killed.run(house, chosen.kills),
    }
    well = True
    with ground() as made:
        for part in chosen.only:
            for kind in (each for each in PARTS[part] if each in chosen.kinds):
                print(f"\n-- {part}，{kind}，{PROCESSES[kind]} 个网页进程 --", flush=True)
                with made.house(kind) as house:
                    well &= deeds[part](house)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
