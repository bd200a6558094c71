"""在进程内执行命令 - Run a command the way a shell would, and hand back exit code and both outputs."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from perfeval.cli import main

SCHOOL = Path(__file__).parents[1] / "stories" / "school_meals.yaml"
"""学校示例 - A small form: one row claims less than the rule gives, one does not reach its target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """执行结果 - Hold what a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """标准输出 - Return standard output as text."""
        return self.out.decode()

    def json(self) -> Any:
        """标准输出 - Return standard output as data."""
        return json.loads(self.out)


def perfeval(*words: object, given: bytes = b"") -> Done:
    """执行 - Run `perfeval` with these words; given is its standard input."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given))),
    ):
        try:
            code = main([str(word) for word in words])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        out.flush()
        err.flush()
    return Done(code=code, out=out.buffer.getvalue(), err=err.buffer.getvalue().decode())
