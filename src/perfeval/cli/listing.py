"""目录输出 - Print lists, verdicts and trees the way every command about sets and templates does."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from perfeval.cli.failures import DONE, FAILED

if TYPE_CHECKING:
    from perfeval.desks.steward import Entry


def entries(listed: Iterable["Entry"]) -> int:
    """目录 - Print the id first and the title after it; return the exit code."""
    for entry in listed:
        print(f"{entry.id}  {entry.title}")
    return DONE


def verdict(defects: Sequence[str], praise: str) -> int:
    """体检结果 - Print each defect on a line, or say that there is none; return the exit code."""
    if defects:
        print("\n".join([*defects, f"共{len(defects)}处需要修改"]), file=sys.stderr)
        return FAILED
    print(praise)
    return DONE


def tree(content: object) -> int:
    """内容 - Print a tree as JSON that people can read; return the exit code."""
    print(json.dumps(content, ensure_ascii=False, indent=2))
    return DONE


def text(words: str) -> int:
    """文字 - Print text without what would steer a terminal; return the exit code."""
    from perfeval.cli.width import safe

    print(safe(words.rstrip("\n")))
    return DONE


def steps(done: str, following: Sequence[str]) -> int:
    """下一步 - Print what was done and what is to do next; return the exit code."""
    return text("\n".join([done, "接下来：", *(f"  {number}. {each}" for number, each in enumerate(following, 1))]))
