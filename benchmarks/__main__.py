"""性能对比 - Run every benchmark in order, each in a process of its own, so that times and memory are its alone."""

import subprocess
import sys

BENCHMARKS = (
    "benchmarks.word",
    "benchmarks.scoring",
    "benchmarks.startup",
    "benchmarks.texts",
    "benchmarks.draw",
    "benchmarks.service",
    "benchmarks.pages",
)


def main() -> int:
    """全部运行 - Print the tables of all benchmarks; return 1 when one of them failed."""
    failed = []
    for name in BENCHMARKS:
        print(f"\n== {name} ==", flush=True)
        if subprocess.run([sys.executable, "-m", name], check=False).returncode != 0:
            failed.append(name)
    if failed:
        print("未完成：" + "、".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
