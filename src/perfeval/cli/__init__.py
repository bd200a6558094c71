"""命令行 - The door for people at a shell and for scripts."""

import io
import sys
from collections.abc import Sequence

from perfeval import __version__
from perfeval.cli import checking, evaluations, operation, people, service, sets, templates
from perfeval.cli.arguments import Parser
from perfeval.cli.failures import guarded

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """命令入口 - Run the command that the arguments name and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    chosen = _parser().parse_args(arguments)
    return guarded(lambda: int(chosen.run(chosen)))


def _parser() -> Parser:
    """Return the parser of all commands."""
    parser = Parser("perfeval", "预算绩效自评：给自评表评分，逐分说明来历，核对数据，生成 Word 报告。")
    parser.options.add_argument("--version", action="version", version=f"perfeval {__version__}", help="显示版本并退出")
    evaluations.add(parser)
    checking.add(parser)
    sets.add(parser)
    templates.add(parser)
    service.add(parser)
    operation.add(parser)
    people.add(parser)
    return parser
