"""走一遍 - Ask one address as somebody and say in what the answer is not the one of the table; whatever was changed is undone at once.

Every request is a real one, to the real application and the real database. Only that all of them share one transaction each, which is
rolled back: so every request finds the same rows, and a county need not be put back for each of them.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

import httpx
from sqlalchemy import Connection

from perfeval.accounts import Role
from perfeval.store import Store, Transaction
from perfeval.web.edge import Pool
from perfeval.web.office import Office
from perfeval.web.together import Together
from tests.service.access_places import FAR, LOGINS, MINE, Place, ids_beyond, outside, words_beyond
from tests.service.access_requests import WHOLE, Ask, address_of, brought
from tests.service.access_table import EMPTY, MAY, ONLY_INSIDE, PARTLY, STRANGER, Row
from tests.service.client import Client, Clients

_REFUSED = {"–": 403, "404": 404, "401": 401, "422": 422}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Store):
    """撤销库 - Be the store of one connection, which somebody else has begun a transaction on and will roll back."""

    connection: Connection

    @contextmanager
    def writing(self, at: str) -> Iterator[Transaction]:
        """写事务 - Yield a transaction inside that of the request."""
        with self.connection.begin_nested():
            yield Transaction(connection=self.connection, key=self.key, at=at)

    @contextmanager
    def reading(self, at: str) -> Iterator[Transaction]:
        """读事务 - Yield the same."""
        yield Transaction(connection=self.connection, key=self.key, at=at)


class Painter(Pool):
    """绘图处 - Be quick with the pictures of a Word's pages: what they show is not asked here, only who is shown them."""

    async def __call__(self, *_: object) -> Any:
        return (b"picture",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """走查 - Hold the office, who asks as whom, and the cookie and token that each request brings."""

    office: Office
    client: Client
    connection: Connection
    role: Role | None
    headers: dict[str, str] = field(repr=False)

    @property
    def column(self) -> str:
        return STRANGER if self.role is None else self.role.label

    def faults(self, row: Row) -> Iterator[str]:
        """不符之处 - Yield in what the answers to one row are not what the table says."""
        yield from self._faults(row, MINE, row.signs[self.column], "范围内")
        if row.has_outside:
            yield from self._faults(row, self._outside(row), row.beyond(self.column), "范围外")

    def _outside(self, row: Row) -> Place:
        """Return what lies outside: the nearest place; of rounds that are only looked at the other county's, for all places share one."""
        looked_at = row.method == "GET" and "/rounds/" in row.address
        return FAR if self.role is None or looked_at else outside(self.role)

    def _faults(self, row: Row, place: Place, sign: str, where: str) -> Iterator[str]:
        """Yield what is wrong with the answer about one place."""
        login, csrf = LOGINS[self.role] if self.role else "", self.headers.get("X-CSRF-Token", "")
        ask = Ask(office=self.office, row=row, login=login, place=place, csrf=csrf)
        sent, answer = self._asked(ask)
        told = text_of(answer)
        for wrong in (
            *_wrong_status(sign, answer),
            *_wrong_extent(row, place, sign, told),
            *self._leaks(sent, told, given=row.shows_reviews and place is MINE),
        ):
            yield f"{self.column} · {where} · {row}：{wrong}"

    def _asked(self, ask: Ask) -> tuple[str, httpx.Response]:
        """Return everything a request brought, and its answer; undo what it did."""
        with self.connection.begin() as whole:
            more = brought(ask)
            more["headers"] = {**more["headers"], **self.headers}
            request = self.client.http.build_request(ask.row.method, address_of(ask), **more)
            request.read()
            answer = self.client.runner.run(self.client.http.send(request))
            self.client.http.cookies.clear()  # a sign-in that is undone leaves no cookie behind
            whole.rollback()
        return f"{request.url} {unquote_plus(text_of(request))}", answer

    def _leaks(self, sent: str, told: str, *, given: bool) -> Iterator[str]:
        """Yield what an answer holds that is not for whom it went to, and that they did not send themselves."""
        for word in (*words_beyond(self.role, given=given), *ids_beyond(self.role, given=given)):
            if word in told and word not in sent:
                yield f"应答里有不该看到的“{word}”"


@contextmanager
def walk(office: Office, clients: Clients, role: Role | None) -> Iterator[Walk]:
    """走查 - Sign in as somebody of a role, and yield what asks for them, over one connection."""
    client, headers = clients.stranger(), {}
    if role is not None:
        assert client.sign_in(LOGINS[role]).is_success
        headers = {"Cookie": f"perfeval={client.http.cookies['perfeval']}", "X-CSRF-Token": client.http.headers.pop("X-CSRF-Token")}
        client.http.cookies.clear()
    engine, key = office.store.engine, office.store.key
    with engine.connect().execution_options(writes=True) as connection:
        office.store = Undone(engine=engine, key=key, connection=connection)
        office.painter = Painter(1)
        office.together = Together(office.store, office.writer)  # short changes too, which SQLite makes together
        yield Walk(office=office, client=client, connection=connection, role=role, headers=headers)


def text_of(message: httpx.Response | httpx.Request) -> str:
    """文字 - Return everything a message holds as text; a workbook or a Word file is taken apart."""
    data = message.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = b"\n".join(package.read(name) for name in package.namelist())
    return data.decode("utf-8", "replace")


def _wrong_status(sign: str, answer: httpx.Response) -> Iterator[str]:
    """Yield where an answer has another status than the sign says."""
    wanted = _REFUSED.get(sign)
    if answer.status_code != wanted and not (wanted is None and answer.status_code < httpx.codes.BAD_REQUEST):
        yield f"表上是 {sign}，应答 {answer.status_code} {_words_of(answer)[:200]}"


def _words_of(answer: httpx.Response) -> str:
    """Return what an answer says: of a page what stands in its middle."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text.rpartition("<main")[2]).split())


def _wrong_extent(row: Row, place: Place, sign: str, told: str) -> Iterator[str]:
    """Yield where an answer shows more or less than the sign says."""
    word = WHOLE[row.key](place) if row.key in WHOLE else None
    if row.outside == ONLY_INSIDE and word is None:
        yield "请在 access_requests.WHOLE 里写明清单里应有什么"
    if word is not None and sign == MAY and word not in told:
        yield f"应答里没有“{word}”"
    if sign in {PARTLY, EMPTY} and (word is None or word in told):
        yield f"表上是 {sign}，应答里却有“{word}”"
    if sign == EMPTY and not row.is_page and '"total":0' not in told:
        yield "应为空清单"
