"""看护 - What whoever runs the service sees of it: a line of log for every request, and figures for Prometheus.

A line holds the request's id, who asked by id, method, address without its query, status and time; never what was filled in, no
password and no token. Of a fault it holds where it happened and not its words, which may quote what was filled in.
"""

import logging
import re
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any
from uuid import uuid4

import structlog
from fastapi import FastAPI
from fastapi.routing import APIRoute
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
"""请求编号 - The header in which a proxy hands over a request's id, and in which it is answered."""
MEDIA = CONTENT_TYPE_LATEST
"""指标类型 - The media type of the figures."""
_HEADER = HEADER.lower().encode()
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_OTHER = "其他"
_FAULT = 500
_UNTOLD = frozenset({"exc_info", "stack_info", "color_message"})
Event = MutableMapping[str, Any]


class Figures:
    """运行指标 - Count requests by method, address and status, and measure how long they take."""

    def __init__(self) -> None:
        """构造 - Begin at nothing; every application has figures of its own."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        names = ("method", "route")
        self.requests = Counter("perfeval_requests", "请求数", (*names, "status"), registry=self.registry)
        self.seconds = Histogram("perfeval_request_seconds", "请求用时（秒）", names, buckets=_SECONDS, registry=self.registry)
        self.running = Gauge("perfeval_requests_running", "正在处理的请求数", registry=self.registry)
        self.connections = Gauge("perfeval_database_connections", "正在使用的数据库连接数", registry=self.registry)
        self.waiting = Gauge("perfeval_writers_waiting", "正在办理或等候的写入数", registry=self.registry)

    def shown(self) -> bytes:
        """输出 - Return the figures as Prometheus reads them."""
        return generate_latest(self.registry)


def figures_of(app: FastAPI) -> Figures:
    """指标 - Return the figures of an application, asking its office, where it has one, as often as they are looked at."""
    made = Figures()

    def _ask(question: Callable[[Any], int]) -> Callable[[], float]:
        return lambda: 0 if app.state.office is None else question(app.state.office)

    made.connections.set_function(_ask(lambda office: office.connections))
    made.waiting.set_function(_ask(lambda office: office.writers))
    return made


class Watched:
    """看护 - Give every request an id, write its line, count it."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        """构造 - Stand before the application."""
        self._app = app
        self._figures = figures
        self._log = structlog.wrap_logger(
            logging.getLogger("perfeval"), wrapper_class=structlog.stdlib.BoundLogger, processors=[structlog.stdlib.render_to_log_kwargs]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """处理 - Pass one request on, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})  # routes leave their marks in it
        own = _id_of(scope)
        scope["state"]["number"] = own
        status = _FAULT
        begun = time.perf_counter()

        async def _send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (_HEADER, own.encode())]}
            await send(message)

        with self._figures.running.track_inprogress():
            try:
                await self._app(scope, receive, _send)
            except Exception as error:
                self._log.error("fault", request=own, fault=type(error).__name__, where=_where(error))
                raise
            finally:
                self._tell(scope, own, status, time.perf_counter() - begun)

    def _tell(self, scope: Scope, own: str, status: int, seconds: float) -> None:
        """Count a request that is done and write its line."""
        found = scope.get("route")
        route = found.path if isinstance(found, APIRoute) else _OTHER  # names in the place of ids
        self._figures.requests.labels(scope["method"], route, status).inc()
        self._figures.seconds.labels(scope["method"], route).observe(seconds)
        if not self._log.isEnabledFor(logging.INFO):
            return
        counter = scope["state"].get("counter")
        who = {"person": counter.person, "address": counter.credential.address} if counter else {}
        told = {"request": own, "method": scope["method"], "path": scope["path"], "status": status, "ms": round(seconds * 1000, 1)}
        self._log.info("request", **told, **who)


def log_config(level: str) -> dict[str, Any]:
    """日志设置 - Return how everything is logged: a line of JSON each, on standard error; standard output says only READY."""
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            _stamped,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "foreign_pre_chain": [structlog.stdlib.ExtraAdder()],
        "keep_exc_info": True,
    }
    handler = {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}
    quiet = {"level": level.upper(), "handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": handler},
        "root": {"level": level.upper(), "handlers": ["stderr"]},
        "loggers": {"uvicorn": quiet, "uvicorn.error": quiet, "perfeval": quiet, "uvicorn.access": {**quiet, "level": "CRITICAL"}},
    }


def _stamped(_: object, __: str, event: Event) -> Event:
    """Put time, level and source first, and of a fault keep where it happened."""
    record: logging.LogRecord = event["_record"]
    fault = record.exc_info[1] if record.exc_info else None
    told = {} if fault is None else {"fault": type(fault).__name__, "where": _where(fault)}
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
    rest = {key: value for key, value in event.items() if key not in _UNTOLD}
    return {"at": at, "level": record.levelname, "from": record.name, **rest, **told}


def _where(fault: BaseException) -> list[str]:
    """Return the places through which a fault came, the deepest last; no value of any variable, and not the fault's own words."""
    return [
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]


def _id_of(scope: Scope) -> str:
    """Return the id that a proxy gave a request, if it looks like one, else a new one."""
    given = Headers(scope=scope).get(HEADER, "")
    return given if _SANE.fullmatch(given) else uuid4().hex
