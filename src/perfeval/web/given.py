"""提交的内容 - What JSON bodies are made of: no unknown keys, and texts that every database can keep."""

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from starlette.types import Message, Receive

from perfeval.store.scope import Slice
from perfeval.web.edge import TooLarge

_LINE = r"^[^\x00-\x1f\x7f]*$"

_MOST_BYTES = 256 * 1024


class Bounded(APIRoute):
    """有上限的地址 - Stop reading a JSON body that is larger than any may be; what reads its body itself limits it itself."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """处理 - Return what answers a request, its body counted."""
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def _bounded(request: Request) -> Response:
            return await handler(Request(request.scope, _counted(request.receive)))

        return _bounded


def _counted(receive: Receive) -> Receive:
    """Return the pieces of a body until they are too many."""
    size = 0

    async def _piece() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > _MOST_BYTES:
            raise TooLarge(_MOST_BYTES)
        return message

    return _piece


class Given(BaseModel):
    """提交的内容 - Be any JSON body, or a part of one: what is not known is refused, so that a slip of a key is not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _day(text: str) -> str:
    """Return a day that the calendar has."""
    return date.fromisoformat(text).isoformat()


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_LINE)]
"""一行文字 - A text of one line that says something."""
Secret = Annotated[str, Field(max_length=256)]
"""密文 - A password or a code; what it must be, the desks say."""
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["0cc175b9c0f1b6a831c399e269772661"])]
"""编号 - What things are named by."""
Date = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", examples=["2026-12-31"]), AfterValidator(_day)]
"""日期 - A day."""
Words = Annotated[str | None, Query(max_length=100, description="名称或编码中的文字")]
"""查找的文字 - Words that a list is narrowed by."""


async def _slice(
    page: Annotated[int, Query(ge=1, le=1_000_000, description="第几页，从1起")] = 1,
    size: Annotated[int, Query(ge=1, le=200, description="每页几条")] = 50,
) -> Slice:
    """Return which part of a list is wanted."""
    return Slice(size=size, skip=(page - 1) * size)


Page = Annotated[Slice, Depends(_slice)]
"""分页 - The part of a list that a request asks for."""
