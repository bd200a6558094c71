"""线路 - HTTP/1.1 over kept connections and nothing more: cheap enough to press the service from the machine that it runs on."""

import asyncio
from dataclasses import dataclass, field

_END = b"\r\n\r\n"
_LENGTH = b"content-length: "
_IDLE = 3.0
"""闲置 - For how many seconds a connection is kept; the service closes those idle for five, perhaps while something is on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """应答 - Hold status, head and body of an answer."""

    status: int
    head: bytes
    body: bytes


class _Line(asyncio.Protocol):
    """Ask one request after the other on a connection; whoever asks when it breaks is told so."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._pieces: list[bytes] = []
        self._missing = -1
        self._used = 0.0

    @property
    def is_open(self) -> bool:
        """可用 - Tell whether something can be asked."""
        fresh = asyncio.get_running_loop().time() - self._used < _IDLE
        return fresh and self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """接通 - Keep where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """断开 - Tell whoever waits."""
        self._transport = None
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError("断开"))

    def data_received(self, data: bytes) -> None:
        """收到 - Gather pieces until the answer is whole."""
        self._pieces.append(data)
        if self._missing >= 0:
            self._missing -= len(data)
        else:
            whole = b"".join(self._pieces)
            at = whole.find(_END)
            if at < 0:
                return
            self._pieces = [whole]
            self._missing = _length(whole[: at + 2]) - (len(whole) - at - len(_END))
        if self._missing <= 0 and self._waiting is not None:
            head, _, body = b"".join(self._pieces).partition(_END)
            waiting, self._waiting = self._waiting, None
            self._used = asyncio.get_running_loop().time()
            waiting.set_result(Answer(status=int(head[9:12]), head=head, body=body))

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        """发问 - Send a request and return where its answer will be."""
        if self._transport is None:
            raise ConnectionResetError("断开")
        self._pieces, self._missing = [], -1
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._waiting

    def close(self) -> None:
        """挂断 - Close the connection."""
        if self._transport is not None:
            self._transport.close()


@dataclass(slots=True)
class Wire:
    """线路 - Hold the kept connections to one service; as many as ask at once."""

    port: int
    free: list[_Line] = field(default_factory=list)

    async def ask(self, request: bytes) -> Answer:
        """发问 - Return the answer to a whole request.

        Raises: OSError, when the service is gone before it has answered.
        """
        line = self._free()
        if line is None:
            _, line = await asyncio.get_running_loop().create_connection(_Line, "127.0.0.1", self.port)
        answer = await line.ask(request)
        self.free.append(line)
        return answer

    def close(self) -> None:
        """挂断 - Close every connection."""
        while self.free:
            self.free.pop().close()

    def _free(self) -> _Line | None:
        while self.free:
            line = self.free.pop()
            if line.is_open:
                return line
            line.close()
        return None


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """请求 - Return a request as it goes over the wire; names of headers are written with underscores."""
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(body)}\r\n{told}\r\n".encode() + body


def _length(head: bytes) -> int:
    """Return how long a body is; an answer without a length has none."""
    at = head.lower().find(_LENGTH)
    return int(head[at + len(_LENGTH) : head.index(b"\r\n", at)]) if at >= 0 else 0
