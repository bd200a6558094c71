"""错误 - What can go wrong for a caller, in five kinds, each with a sentence a clerk understands.

A fault in what somebody *filled in* is a finding and is returned; a fault in what was *asked for* or *handed over*
(no such set, a file that is not valid, a broken template) is one of these errors and is raised.
No HTTP number and no exit code stands here: the doors map the five kinds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """错误种类 - Name the five kinds of error that doors tell apart."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """出错位置 - Say where something is wrong, what was found there and what to do about it."""

    where: str
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        """一行说明 - Return the place as one line for people."""
        return f"{self.where}：{self.message}" + (f"。{self.suggestion}" if self.suggestion else "")


class PerfevalError(Exception):
    """程序错误 - Carry a stable code, a Chinese message, the places that are wrong, and what else a program may need to go on."""

    kind = ErrorKind.BROKEN

    def __init__(self, code: str, message: str, places: tuple[Place, ...] = (), *, more: Mapping[str, object] | None = None) -> None:
        """构造 - Keep code, message and places; the message alone must already make sense. More is plain data, as reasons."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.places = places
        self.more = more or {}

    def __reduce__(self) -> tuple[object, ...]:
        """传到别的进程 - Return what makes the same error in another process."""
        return type(self), (self.code, self.message, self.places), {"more": self.more}

    def __str__(self) -> str:
        """完整说明 - Return the message and, below it, a line for each place."""
        return "\n".join([self.message, *(f"  - {place}" for place in self.places)])


class Invalid(PerfevalError):
    """内容无效 - What was handed over cannot be read or breaks its format."""

    kind = ErrorKind.INVALID


class NotFound(PerfevalError):
    """没有找到 - What was named does not exist, or not for the asker."""

    kind = ErrorKind.NOT_FOUND


class Conflict(PerfevalError):
    """状态冲突 - What was asked for does not fit the present state."""

    kind = ErrorKind.CONFLICT


class Forbidden(PerfevalError):
    """没有权限 - The asker may not do this."""

    kind = ErrorKind.FORBIDDEN


class Broken(PerfevalError):
    """程序或数据损坏 - Something that the product itself ships or keeps is not as it must be."""

    kind = ErrorKind.BROKEN
