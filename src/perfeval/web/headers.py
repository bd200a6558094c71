"""应答头 - What every answer carries for the browser's safety; HEAD is GET without the body."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
"""内容安全策略 - Nothing comes from other hosts, nothing runs inside a page, nobody may frame it; small pictures stand in style sheets."""
SAFE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all a browser would not say either that a form is our own
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""安全头 - Sent with every answer."""
Header = tuple[bytes, bytes]
_SAFE = tuple((name.lower().encode(), value.encode()) for name, value in SAFE.items())
_CACHE = b"cache-control"


class SafeHeaders:
    """安全应答头 - Add the headers to every answer, and keep what people filled in out of every cache."""

    def __init__(self, app: ASGIApp) -> None:
        """构造 - Stand before the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """处理 - Pass one request on and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        kept_for = _kept_for(scope)

        async def _send(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _safe(message["headers"], (_CACHE, kept_for))}
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        inside = _inside(scope, "GET" if head else scope["method"])
        try:
            await self._app(inside, receive, _send)
        finally:
            scope["route"] = inside.get("route")  # for whoever counts


def _kept_for(scope: Scope) -> bytes:
    """Return how long an answer may be kept: what is named by its content for ever, what people filled in never."""
    if not scope["path"].startswith("/static/"):
        return b"no-store"
    return b"public, max-age=31536000, immutable" if scope["query_string"].startswith(b"v=") else b"no-cache"


def _safe(headers: Iterable[Header], kept: Header) -> list[Header]:
    """Return the headers of an answer with those that every answer has; it may be stricter than the rest, but not be kept longer."""
    own = [header for header in headers if header[0].lower() != _CACHE]
    there = {name.lower() for name, _ in own}
    return [*own, *(header for header in _SAFE if header[0] not in there), kept]


def _inside(scope: Scope, method: str) -> Scope:
    """Return a request whose address holds no NUL: no id and no word has one, and no database looks for one."""
    path, query = scope["path"].replace("\0", "\ufffd"), scope["query_string"].replace(b"%00", b"%EF%BF%BD")
    return {**scope, "path": path, "query_string": query, "method": method}
