"""应答头 - What every answer carries for the browser's safety; HEAD is GET without the body."""

from starlette.datastructures import MutableHeaders
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

        async def _send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)  # an answer may be stricter than the rest
                headers["Cache-Control"] = _kept_for(scope)
            if head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**_without_nul(scope), **({"method": "GET"} if head else {})}, receive, _send)


def _kept_for(scope: Scope) -> str:
    """Return how long an answer may be kept: what is named by its content for ever, what people filled in never."""
    if not scope["path"].startswith("/static/"):
        return "no-store"
    return "public, max-age=31536000, immutable" if scope["query_string"].startswith(b"v=") else "no-cache"


def _without_nul(scope: Scope) -> Scope:
    """Return a request whose address holds no NUL: no id and no word has one, and no database looks for one."""
    path, query = scope["path"].replace("\0", "\ufffd"), scope["query_string"].replace(b"%00", b"%EF%BF%BD")
    return {**scope, "path": path, "query_string": query}
