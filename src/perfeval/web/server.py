"""服务进程 - Run the application until somebody stops it."""

import errno
import gc
import socket
import sys
from collections.abc import Callable
from contextlib import closing

import uvicorn

from perfeval.desks.opening import Premises
from perfeval.errors import Invalid
from perfeval.settings import Settings
from perfeval.web.app import create_app
from perfeval.web.office import office_at
from perfeval.web.watching import log_config

LAST_PORT = 65535
"""最大端口 - The highest number that a port can have."""
_SWITCH_SECONDS = 0.0005


def serve(settings: Settings, ready: Callable[[str], None], premises: Premises | None = None) -> None:
    """启动服务 - Serve until stopped; ready is told the address as soon as requests are accepted.

    Raises: Invalid, when the address cannot be used.
    """
    listener = _listener(settings)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    app = create_app(settings, None if premises is None else office_at(premises))
    config = uvicorn.Config(
        app,
        log_config=log_config(settings.log_level),
        access_log=False,  # `watching` writes a line for every request
        server_header=False,
        proxy_headers=False,  # which proxies are believed is a setting, and read in one place
        timeout_graceful_shutdown=10,
    )
    _settle()
    with listener, closing(app.state.office or app.state.pool):
        _Server(config, lambda: ready(f"http://{shown}:{port}")).run(sockets=[listener])


def _settle() -> None:
    """Keep pauses short: threads give way ten times as often, and what lives as long as the process is not looked through for garbage."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    """Say when requests are accepted, which uvicorn itself only writes to its log."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """启动 - Start, then say that requests are accepted."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listener(settings: Settings) -> socket.socket:
    """Return a socket on the address of the settings; the system itself would take a port over the last one for another port."""
    if not 0 <= settings.port <= LAST_PORT:
        raise Invalid("address-unusable", f"没有端口 {settings.port}，请用 --port 写 0 到 {LAST_PORT} 之间的整数")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise Invalid("address-unusable", _unusable(settings, error)) from None
    return listener


def _unusable(settings: Settings, error: OSError) -> str:
    """Return why the address cannot be used and what to do, in words of our own: the system's are English."""
    match error:
        case OSError(errno=errno.EADDRINUSE):
            return f"端口 {settings.port} 已被占用，请用 --port 换一个"
        case PermissionError():
            return f"没有权限使用端口 {settings.port}，请用 --port 换一个 1024 以上的"
        case _:
            return f"不能在地址 {settings.host} 上提供服务，请用 --host 写本机的地址，如 127.0.0.1"
