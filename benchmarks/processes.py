"""整个进程 - Time whole processes as an installed product runs: its modules compiled beforehand, its output in blocks.

An environment that forbids either would have every start compile 90 modules, and would be measured instead of the product.
"""

import os
import subprocess
import time
from pathlib import Path

_FORBIDS = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")


def timed(command: list[str], out: Path = Path(os.devnull)) -> float:
    """整个进程 - Return the seconds that a whole process takes, its output into a file."""
    plain = {name: value for name, value in os.environ.items() if name not in _FORBIDS}
    with out.open("w") as file:
        begin = time.perf_counter()
        subprocess.run(command, stdout=file, check=True, env=plain)
        return time.perf_counter() - begin
