"""边界 - The one place where HTTP becomes plain bytes and a plain call: bodies with a limit, work in a bounded pool."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import Annotated, TypeVar, TypeVarTuple

from fastapi import Depends, HTTPException, Request
from starlette.requests import ClientDisconnect

from perfeval.syntax import MOST_BYTES

Given = TypeVarTuple("Given")
Result = TypeVar("Result")
_MEGABYTE = 1024 * 1024
READABLE = frozenset(
    {
        "",
        "application/json",
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml",
        "text/plain",
        "application/octet-stream",
        "application/x-www-form-urlencoded",  # what curl says unless it is told otherwise; the body is read for what it is
    }
)
"""可读类型 - The content types of a body that holds an evaluation."""


class TooLarge(HTTPException):
    """内容过大 - Say how large the body of a request may be at its address; raised as soon as it is clear that it is larger."""

    def __init__(self, most: int) -> None:
        """构造 - Keep the limit in bytes, and say it as people do."""
        said = f"{most // _MEGABYTE} MB" if most >= _MEGABYTE else f"{most // 1024} kB"
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"提交的内容超过 {said} 的上限，请减少内容或分成几份")


class Pool:
    """工作池 - Run desks beside the event loop, so many at once and no more; the others wait their turn."""

    def __init__(self, threads: int) -> None:
        """构造 - Keep how many may run at once."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="desk")

    async def __call__(self, desk: Callable[[*Given], Result], *given: *Given) -> Result:
        """执行 - Return what a desk answers."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(desk, *given))

    def close(self) -> None:
        """收工 - Wait until what was begun is done, and begin nothing more."""
        self._threads.shutdown()


async def _pool(request: Request) -> Pool:
    """Return the pool of the application."""
    pool: Pool = request.app.state.pool
    return pool


async def pieces(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """分段读取 - Yield the body as it comes in; reading stops as soon as it is larger than it may be."""
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise TooLarge(most)
            yield chunk
    except ClientDisconnect:
        raise HTTPException(400) from None


async def read_body(request: Request, most: int) -> bytes:
    """读取内容 - Return the body, which may be so large and no larger."""
    return b"".join([chunk async for chunk in pieces(request, most)])


async def _raw_body(request: Request) -> bytes:
    """Return the body as it came, whatever JSON or YAML is in it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in READABLE or request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415)
    return await read_body(request, MOST_BYTES)


Run = Annotated[Pool, Depends(_pool)]
"""执行 - The pool, as routes ask for it."""
RawBody = Annotated[bytes, Depends(_raw_body)]
"""原始内容 - The body as bytes, as routes ask for it."""
