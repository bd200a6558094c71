"""请求应用 - Ask the application without a network, answer by answer."""

import asyncio
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI

from perfeval.settings import Settings
from perfeval.web import create_app


@cache
def app() -> FastAPI:
    """应用 - Return the application with its standard settings."""
    return create_app(Settings())


def ask(method: str, address: str, **more: Any) -> httpx.Response:
    """请求 - Return what the application answers."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, address, **more)

    return asyncio.run(asked())


async def pieces(size: int, count: int) -> AsyncIterator[bytes]:
    """分块内容 - Yield a body in pieces, without saying beforehand how large it is."""
    for _ in range(count):
        yield b" " * size
