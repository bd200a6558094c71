"""压缩 - Send pages and what they fetch compressed; answers to programs go out as they are kept, byte for byte."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_SMALLEST, _LEVEL = 1024, 5


class Squeezed:
    """压缩应答 - Compress the answers of every address that is not for programs."""

    def __init__(self, app: ASGIApp) -> None:
        """构造 - Stand before the application."""
        self._plain = app
        self._squeezed = GZipMiddleware(app, minimum_size=_SMALLEST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """处理 - Pass one request on, and its answer back."""
        plain = scope["type"] != "http" or scope["path"].startswith("/api/")
        await (self._plain if plain else self._squeezed)(scope, receive, send)
