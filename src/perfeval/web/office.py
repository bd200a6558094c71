"""办公室 - Where a request meets the database: who asks, one transaction, one desk; one writer at a time.

On SQLite a short desk runs in the event loop itself (a query costs less than a hop to a thread), and those that write wait for the disk
together; on PostgreSQL, and for long work on both, it runs in the bounded pool. Writers of one process wait for each other by a lock of
the loop, never by the database's time-out.
"""

import asyncio
from collections import Counter as Counts
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Header, HTTPException, Request

from perfeval.accounts import Asker, moved
from perfeval.desks import access
from perfeval.desks.access import Credential
from perfeval.desks.opening import Premises
from perfeval.errors import Broken, Forbidden
from perfeval.files import Files
from perfeval.settings import Settings
from perfeval.store import Store, Transaction, in_use
from perfeval.web.edge import Pool
from perfeval.web.together import Together

Given = ParamSpec("Given")
Result = TypeVar("Result")
Short = Callable[Concatenate[Transaction, Asker, Given], Result]
"""办事 - A desk's function: inside a transaction, for somebody, with what was asked."""
COOKIE, SAFE_COOKIE = "perfeval", "__Host-perfeval"
"""会话标识 - The name of the session's cookie without and with TLS."""
UPLOADS = 4
"""同时上传 - How many files are taken in at the same time: each is held in memory until it is stored; the others wait."""
_MOST_TOUCHED = 10_000
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def now() -> str:
    """现在 - Return the time as everything is stamped with it: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True, kw_only=True)
class Office:
    """办公室 - Hold what all requests share: the database, the files, the settings, the clock."""

    store: Store
    files: Files
    settings: Settings
    pool: Pool
    clock: Callable[[], str] = now
    writer: asyncio.Lock = field(default_factory=asyncio.Lock)
    writing: int = 0
    touched: dict[str, str] = field(default_factory=dict, repr=False)
    turns: dict[tuple[str, ...], asyncio.Lock] = field(default_factory=dict, repr=False)
    waiting: Counts[tuple[str, ...]] = field(default_factory=Counts, repr=False)
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS), repr=False)
    porter: Pool = field(default_factory=lambda: Pool(UPLOADS), repr=False)
    painter: Pool = field(default_factory=lambda: Pool(1), repr=False)
    together: Together = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """备好 - Make what short changes share."""
        self.together = Together(self.store, self.writer)

    @property
    def connections(self) -> int:
        """在用连接 - Return how many connections to the database are in use."""
        return in_use(self.store.engine)

    @property
    def writers(self) -> int:
        """写入者 - Return how many are writing or wait for their turn."""
        return self.writing

    @property
    def in_loop(self) -> bool:
        """就地执行 - Tell whether short work runs in the event loop itself."""
        return self.store.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """收工 - Wait until what was begun is done, and begin nothing more."""
        self.pool.close()
        self.porter.close()
        self.painter.close()
        self.together.close()

    async def read(self, work: Callable[[Transaction], Result], *, long: bool = False) -> Result:
        """查询 - Return the answer of work that changes nothing."""

        def _work() -> Result:
            with self.store.reading(self.clock()) as tx:
                return work(tx)

        return _work() if self.in_loop and not long else await self.pool(_work)

    async def write(self, work: Callable[[Transaction], Result], *, long: bool = False) -> Result:
        """办理 - Return the answer of work that changes something; all of it is kept, or nothing."""

        def _work() -> Result:
            with self.store.writing(self.clock()) as tx:
                return work(tx)

        self.writing += 1
        try:
            if self.in_loop and not long:
                return await self.together.make(work, self.clock)
            async with self.writer if self.in_loop else nullcontext():
                return await self.pool(_work)
        finally:
            self.writing -= 1

    @asynccontextmanager
    async def turn(self, *what: str) -> AsyncIterator[None]:
        """轮流 - Let those who want the same thing wait for each other; nobody else does."""
        lock = self.turns.setdefault(what, asyncio.Lock())
        self.waiting[what] += 1
        try:
            async with lock:
                yield
        finally:
            self.waiting[what] -= 1
            if not self.waiting[what]:
                del self.turns[what], self.waiting[what]

    def is_due(self, session: str) -> bool:
        """该续用 - Tell, once a minute, that it is time to keep that a session is in use."""
        at = self.clock()
        if self.touched.get(session, "") > moved(at, minutes=-1):
            return False
        if len(self.touched) >= _MOST_TOUCHED:
            self.touched.clear()
        self.touched[session] = at
        return True


def office_at(premises: Premises) -> Office:
    """开张 - Return the office of opened premises, with a pool of its own."""
    pool = Pool(premises.settings.threads)
    return Office(store=premises.store, files=premises.files, settings=premises.settings, pool=pool)


class Counter:
    """柜台 - Serve one request: find out who asks, and run a desk for them inside one transaction."""

    def __init__(self, office: Office, credential: Credential) -> None:
        """构造 - Keep the office and what the request brought to show who it is."""
        self.office = office
        self.credential = credential
        self.asker: Asker | None = None

    @property
    def person(self) -> str | None:
        """人员 - Return the id of who asks, once a desk was asked."""
        return self.asker.person if self.asker else None

    @property
    def known(self) -> Asker:
        """询问人 - Return who asks, as the last desk that was asked met them.

        Raises: Forbidden `sign-in-required`, when no desk was asked yet.
        """
        if self.asker is None:
            raise Forbidden("sign-in-required", "请先登录")
        return self.asker

    async def read(self, desk: "Short[Given, Result]", *given: Given.args, **named: Given.kwargs) -> Result:
        """查询 - Return what a desk answers that changes nothing."""
        answer = await self.office.read(lambda tx: desk(tx, self._asker(tx), *given, **named))
        session = self.credential.session
        # Nobody waits behind a long change for this; the next request tries again.
        if session is not None and not self.office.writer.locked() and self.office.is_due(session):
            await self.office.write(lambda tx: access.touch(tx, self.credential))
        return answer

    async def write(self, desk: "Short[Given, Result]", *given: Given.args, **named: Given.kwargs) -> Result:
        """办理 - Return what a desk answers that changes something; all of it is kept, or nothing."""
        return await self.office.write(lambda tx: desk(tx, self._met(tx), *given, **named))

    async def read_long(self, desk: "Short[Given, Result]", *given: Given.args, **named: Given.kwargs) -> Result:
        """长事查询 - The same as `read` for work that takes longer than a moment, which never runs in the event loop."""
        return await self.office.read(lambda tx: desk(tx, self._asker(tx), *given, **named), long=True)

    async def work(self, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """场外 - Return what long work without any transaction answers, such as reading a workbook."""
        return await self.office.pool(partial(work, *given, **named))

    async def write_long(self, desk: "Short[Given, Result]", *given: Given.args, **named: Given.kwargs) -> Result:
        """长事办理 - The same for work that takes longer than a moment, which never runs in the event loop."""
        return await self.office.write(lambda tx: desk(tx, self._met(tx), *given, **named), long=True)

    def _asker(self, tx: Transaction) -> Asker:
        self.asker = access.asker(tx, self.credential, self.office.settings)
        return self.asker

    def _met(self, tx: Transaction) -> Asker:
        """Return who asks, and keep that their session is in use."""
        met = self._asker(tx)
        if self.credential.session is not None and self.office.is_due(self.credential.session):
            access.touch(tx, self.credential)
        return met


async def office_of(request: Request) -> Office:
    """办公室 - Return the office of the application.

    Raises: Broken, when the service runs without a database.
    """
    office: Office | None = request.app.state.office
    if office is None:
        raise no_office()
    return office


def no_office() -> Broken:
    """没有办公室 - Return the error of a service that runs without a database."""
    return Broken("no-database", "本服务没有连接数据库，只提供评分和生成报告")


def address_of(request: Request, office: Office) -> str | None:
    """来源地址 - Return where a request comes from, trusted proxies looked through."""
    client = request.client.host if request.client else None
    return access.address_of(client, ",".join(request.headers.getlist("x-forwarded-for")), office.settings)


def speaks_tls(request: Request, office: Office) -> bool:
    """已加密 - Tell whether the browser speaks TLS: to us, or to a proxy that is believed."""
    client = request.client.host if request.client else None
    return access.is_secure(request.scope["scheme"], client, request.headers.get("x-forwarded-proto"), office.settings)


def cookie_of(request: Request, office: Office) -> str:
    """会话 Cookie 名 - Return the name of the session's cookie: over TLS the one that no other host and no plain connection can set."""
    return SAFE_COOKIE if speaks_tls(request, office) else COOKIE


def prove_origin(request: Request) -> None:
    """核对来源网站 - Refuse a change that a page of another site sends.

    Raises: Forbidden `origin-foreign`.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Forbidden("origin-foreign", "请求来自别的网站，没有办理")


async def counter_of(request: Request) -> Counter:
    """柜台 - Return a counter for a request, and leave it with the request for whoever tells of it."""
    request.state.counter = await _at_counter(request)
    found: Counter = request.state.counter
    return found


async def _at_counter(request: Request) -> Counter:
    """Return a counter for a request: by its bearer token, else by its session; a change by session needs the token against forgery."""
    office = await office_of(request)
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    address = address_of(request, office)
    forgery_proof = request.method in _SAFE_METHODS
    if kind.lower() == "bearer":
        return Counter(office, Credential(token=token.strip(), address=address, changes=not forgery_proof))
    session = request.cookies.get(cookie_of(request, office))
    csrf = None if forgery_proof else request.headers.get("x-csrf-token", "")
    if not forgery_proof:
        prove_origin(request)
    return Counter(office, Credential(session=session, csrf=csrf, address=address, changes=not forgery_proof))


async def signed_in(request: Request) -> None:
    """须登录 - Let through whoever is signed in, and everybody where there are no accounts; for addresses that keep nothing.

    Raises: Forbidden `sign-in-required`.
    """
    if request.app.state.office is not None:
        counter = await counter_of(request)
        counter.credential = replace(counter.credential, csrf=None, changes=False)
        await counter.read(lambda _tx, _asker: None)


async def known(request: Request) -> None:
    """认识 - Let through whoever has signed in at all, also those who must first change their password.

    Raises: Forbidden `sign-in-required`.
    """
    if request.app.state.office is not None:
        counter = await counter_of(request)
        counter.credential = replace(counter.credential, csrf=None, changes=False, unready=True)
        await counter.read(lambda _tx, _asker: None)


async def version_of(if_match: Annotated[str | None, Header(description='对象的版本，如 "3"')] = None) -> int:
    """所指版本 - Return the version that a change is meant for.

    Raises: HTTPException 428, where none is written.
    """
    text = (if_match or "").strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdecimal():
        raise HTTPException(428)
    return int(text)


At = Annotated[Counter, Depends(counter_of)]
"""柜台 - Where a route has a desk's work done."""
Version = Annotated[int, Depends(version_of)]
"""版本 - What If-Match says."""
