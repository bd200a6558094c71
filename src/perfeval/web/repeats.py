"""重复请求 - Where a POST under rounds and evaluations has its desk's work done once, however often it is sent."""

from collections.abc import Callable
from typing import Annotated, Concatenate, ParamSpec

from fastapi import Depends, Header, Request, Response

from perfeval.accounts import Asker
from perfeval.desks import once
from perfeval.desks.once import HEADER, Mark, Told
from perfeval.store import Transaction
from perfeval.web.office import At, Counter

Given = ParamSpec("Given")
CREATED = 201


class Window:
    """窗口 - Serve one POST: under its key where it has one, else as it comes."""

    def __init__(self, counter: Counter, address: str, key: str | None) -> None:
        """构造 - Keep the counter, the address and the key."""
        self.counter = counter
        self._address = address
        self._key = key
        self._body = b""
        self._status = 200

    def taking(self, body: bytes, status: int = 200) -> "Window":
        """收下 - Say what the request brought, by which a repeat is known, and the status it is answered with."""
        self._body, self._status = body, status
        return self

    async def write(
        self, desk: Callable[Concatenate[Transaction, Asker, Given], Told], *given: Given.args, **named: Given.kwargs
    ) -> Response:
        """办理 - Return the answer of a desk that changes something, the first one where this is a repeat."""
        return self._response(await self.counter.write(self._once, lambda tx, asker: desk(tx, asker, *given, **named)))

    async def write_long(
        self, desk: Callable[Concatenate[Transaction, Asker, Given], Told], *given: Given.args, **named: Given.kwargs
    ) -> Response:
        """长事办理 - The same for work that takes longer than a moment."""
        return self._response(await self.counter.write_long(self._once, lambda tx, asker: desk(tx, asker, *given, **named)))

    def _once(self, tx: Transaction, asker: Asker, work: Callable[[Transaction, Asker], Told]) -> bytes:
        if self._key is None:
            return once.as_bytes(work(tx, asker))
        return once.once(tx, asker, Mark(key=self._key, address=self._address, body=self._body, status=self._status), work)

    def _response(self, body: bytes) -> Response:
        return Response(body, self._status, media_type="application/json")


async def _window(
    request: Request,
    at: At,
    key: Annotated[
        str | None,
        Header(alias=HEADER, min_length=1, max_length=200, description="重发同一请求时用同一个键，24小时内只办一次，返回第一次的应答"),
    ] = None,
) -> Window:
    """Return the window at which a POST is served."""
    query = request.url.query
    return Window(at, f"{request.method} {request.url.path}{'?' if query else ''}{query}", key)


Once = Annotated[Window, Depends(_window)]
"""只办一次 - The window of a request, as routes ask for it."""
