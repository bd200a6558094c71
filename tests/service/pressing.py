"""施压 - People who fill in forms at a running service over real connections, and remember what they were told was kept."""

import hashlib
import json
import re
from dataclasses import dataclass, field

from tests.service.wire import Answer, Wire, request

MARK = "⟦第几次⟧"
"""记号 - What stands in a form where every save writes another number."""
OK, REFUSED, GONE = 200, 409, 0
"""结果 - Kept; not allowed; no answer, because the service was gone."""
_VERSION = re.compile(rb'"version":(\d+)')


@dataclass(slots=True, kw_only=True)
class Form:
    """手头的表 - Hold a form that somebody fills in: their session, its text with the mark in it, and the version they know of."""

    id: str
    session: str
    csrf: str
    text: str
    version: int = 1
    saves: int = 0
    doubtful: bool = False

    @property
    def path(self) -> str:
        """地址 - Return where the form is kept."""
        return f"/api/v1/evaluations/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """回话 - Hold what somebody was told was kept: which form, in which version, with which hash."""

    form: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """回执 - Hold what somebody was told was submitted: which form, its journal entry, the first digits of its hash, its own hash."""

    form: str
    entry: int
    digits: str
    sha256: str


@dataclass(slots=True)
class Ledger:
    """账 - Remember every answer that said that something was kept."""

    saved: list[Saved] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)


@dataclass(slots=True)
class Press:
    """施压 - Ask a service, or several of one database, as the people of the forms do; none asks twice at once about a form."""

    wires: list[Wire]
    ledger: Ledger = field(default_factory=Ledger)
    asked: int = 0

    async def read(self, form: Form) -> int:
        """打开 - Open a form and return the status."""
        answer = await self._ask(request("GET", form.path, cookie=f"perfeval={form.session}"))
        if answer.status == OK:
            form.version, form.doubtful = _version(answer), False
        return answer.status

    async def save(self, form: Form) -> int:
        """保存 - Save a form with another number in it and return the status; it is opened first where nobody knows what was kept."""
        if form.doubtful and (status := await self.read(form)) != OK:
            return status
        form.saves += 1
        body = form.text.replace(MARK, str(form.saves)).encode()
        answer = await self._change(form, "PUT", form.path, body)
        if answer.status == OK:
            self.ledger.saved.append(Saved(form=form.id, version=form.version, sha256=hashlib.sha256(body).hexdigest()))
        return answer.status

    async def act(self, form: Form, action: str) -> int:
        """操作 - Do something to a form and return the status; a submission is remembered by its receipt."""
        if form.doubtful and (status := await self.read(form)) != OK:
            return status
        answer = await self._change(form, "POST", f"{form.path}/actions/{action}", b"{}")
        if answer.status == OK and action == "submit":
            told = json.loads(answer.body)["receipt"]
            receipt = Received(form=form.id, entry=told["entry"], digits=told["digits"], sha256=told["sha256"])
            self.ledger.received.append(receipt)
        return answer.status

    async def get(self, session: str, path: str) -> int:
        """查看 - Look at an address as somebody and return the status."""
        return (await self._ask(request("GET", path, cookie=f"perfeval={session}"))).status

    def close(self) -> None:
        """收线 - Close every connection."""
        for wire in self.wires:
            wire.close()

    async def _change(self, form: Form, method: str, path: str, body: bytes) -> Answer:
        """Ask for a change of a form; whether it was made is doubtful where no answer says so."""
        told = {"cookie": f"perfeval={form.session}", "x_csrf_token": form.csrf, "if_match": f'"{form.version}"'}
        form.doubtful = True
        answer = await self._ask(request(method, path, body, content_type="application/json", **told))
        if answer.status == OK:
            form.version = _version(answer)
        form.doubtful = answer.status == GONE
        return answer

    async def _ask(self, whole: bytes) -> Answer:
        """Ask one service after the other."""
        self.asked += 1
        try:
            return await self.wires[self.asked % len(self.wires)].ask(whole)
        except OSError:
            return Answer(status=GONE, head=b"", body=b"")


def _version(answer: Answer) -> int:
    """Return the version that an answer begins with, without reading all of it."""
    found = _VERSION.search(answer.body, 0, 100)
    assert found is not None, answer.body[:200]
    return int(found[1])
