"""失败时的话 - Say on standard error, in Chinese, what went wrong and what to do; never a stack trace."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfeval.errors import PerfevalError

DONE, FOUND, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""退出码 - Done; done with findings that block, under --strict; not done; stopped by Ctrl-C; the reader went away."""
_MOST_PLACES = 30


def guarded(action: Callable[[], int]) -> int:
    """执行 - Return the exit code of an action; every failure becomes a message and a code."""
    try:
        code = action()
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("\n已中断", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output once more when it ends; there must be something left to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the shell is the last one who can turn a fault of ours into words
        return _failed(error)
    return code


def _failed(error: Exception) -> int:
    """Say what went wrong and return the exit code."""
    from perfeval.cli.files import unreadable
    from perfeval.cli.width import safe
    from perfeval.errors import PerfevalError

    if isinstance(error, OSError) and isinstance(error.filename, str):
        error = unreadable(error.filename, error)
    print(safe(_told(error)) if isinstance(error, PerfevalError) else _own_fault(error), file=sys.stderr)
    if os.environ.get("PERFEVAL_DEBUG") == "1":
        traceback.print_exception(error)
    return FAILED


def _told(error: "PerfevalError") -> str:
    """Return the message of an error and its places, each on a line of its own; of very many the first ones."""
    places = [f"  - {place}" for place in error.places[:_MOST_PLACES]]
    more = len(error.places) - len(places)
    return "\n".join([f"错误：{error.message}", *places, *([f"  ……另有{more}处未列出"] if more else [])])


def _own_fault(error: Exception) -> str:
    """Return what to say about a fault of the program itself."""
    return (
        f"程序内部错误（internal-error，{type(error).__name__}），没有产生任何结果。"
        "请把所用的命令和输入文件发给维护人员；设置环境变量 PERFEVAL_DEBUG=1 再运行一次可看到详细信息。"
    )
