"""页面对比 - The pages as people have them: forms ready in a browser, what the server needs for each, bytes on the way, 200 users at once.

A real process on loopback with SQLite and the county of `benchmarks.service`, and the machine's own Chromium. Ends with 1 when a limit is
passed or a request fails. Browser, generator and service share the cores.
"""

import argparse
import sys
from collections.abc import Callable, Mapping

from benchmarks.pages import crowd, ready, serving, weight
from benchmarks.pages.addresses import Pages, lay_out
from benchmarks.service.house import ground

PARTS: Mapping[str, Callable[[Pages], bool]] = {"ready": ready.run, "serving": serving.run, "weight": weight.run, "crowd": crowd.run}
"""各部分 - What is measured, in order."""


def arguments() -> argparse.Namespace:
    """参数 - Return what the run is to measure and for how long."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pages", description="页面：浏览器里多久能用、服务端用时、传输量、200人同时填表"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="只测这些")
    parser.add_argument("--seconds", type=float, default=30, help="200人同时填表的时长（秒）")
    return parser.parse_args()


def main() -> int:
    """运行 - Print every table; return 1 when something was not well."""
    chosen, well = arguments(), True
    with ground() as made, made.house("sqlite") as house:
        pages = lay_out(house, chosen.seconds)
        for part in chosen.only:
            print(f"\n-- {part} --", flush=True)
            well &= PARTS[part](pages)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
