"""日志 - Append to the chained journal, list it, and prove that nothing in it was changed.

Each entry is hashed with the one before it (SHA-256 over canonical JSON) and sealed with a key that lies outside the database
(HMAC-SHA-256), so that neither a changed row nor a chain computed anew goes unseen.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, desc, insert, select

from perfeval.store.tables import journal
from perfeval.store.transaction import lock_journal

BEGINNING = "0" * 64
"""开头 - What stands as the hash before the first entry."""
_BATCH = 1000
_LAST = select(journal.c.number, journal.c.hash).order_by(desc(journal.c.number)).limit(1)
_ADDED = insert(journal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """日志条目 - Hold one entry: who did what, when, from where, to which object, with what content."""

    number: int
    at: str
    person: str | None
    address: str | None
    action: str
    about: str | None
    detail: str
    previous: str
    hash: str
    seal: str

    @property
    def reference(self) -> str:
        """引用 - Return number and the first twelve digits of the hash, as receipts print them."""
        return f"{self.number}-{self.hash[:12]}"


@dataclass(frozen=True, slots=True)
class Content:
    """备好的内容 - Hold the content of an entry as the text that is hashed, made where nobody waits for it."""

    text: str

    @classmethod
    def of(cls, tree: object) -> "Content":
        """备好 - Return plain data as the text that is hashed."""
        return cls(canonical(tree))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """事项 - Say what is to be written into the journal; detail is plain data, or has been prepared."""

    at: str
    person: str | None
    address: str | None
    action: str
    about: str | None
    detail: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """查证结果 - Say how many entries were proved, the hash of the last, and the first that is not as it was written."""

    entries: int
    head: str
    broken: int | None = None
    why: str | None = None


def append(connection: Connection, key: bytes, deed: Deed) -> Entry:
    """追加 - Write one entry behind the last; in the transaction of the change, as its last step."""
    lock_journal(connection)
    last = connection.execute(_LAST).first()
    number, previous = (last.number + 1, last.hash) if last else (1, BEGINNING)
    detail = deed.detail.text if isinstance(deed.detail, Content) else canonical(deed.detail)
    made = _hash(number, deed, detail, previous)
    entry = Entry(
        number=number,
        at=deed.at,
        person=deed.person,
        address=deed.address,
        action=deed.action,
        about=deed.about,
        detail=detail,
        previous=previous,
        hash=made,
        seal=_seal(key, made),
    )
    connection.execute(_ADDED, {name: getattr(entry, name) for name in Entry.__dataclass_fields__})
    return entry


def entries(connection: Connection, *, about: Sequence[str] | None = None, after: int = 0, most: int = 200) -> tuple[Entry, ...]:
    """列出 - Return entries behind a number, those about some things only where they are named."""
    asked = select(journal).where(journal.c.number > after).order_by(journal.c.number).limit(most)
    if about is not None:
        asked = asked.where(journal.c.about.in_(about))
    return tuple(Entry(**row._mapping) for row in connection.execute(asked))  # noqa: SLF001 - rows as mappings have no public name


def verify(connection: Connection, key: bytes, head: str | None = None) -> Verdict:
    """查证 - Prove the whole chain, and that an entry is in it: a reference as receipts print it, or the beginning of a hash."""
    wanted, _, digits = (head or "").rpartition("-")
    number, previous, found = 0, BEGINNING, head is None
    for entry in _all(connection):
        why = _fault(entry, number + 1, previous, key)
        if why is None and wanted == str(entry.number) and not entry.hash.startswith(digits):
            why = f"散列与回执上的 {head} 不符，日志可能被整条换过"
        if why is not None:
            return Verdict(entries=number, head=previous, broken=number + 1, why=why)
        number, previous = entry.number, entry.hash
        found = found or (entry.hash.startswith(digits) and wanted in {"", str(number)})
    missing = None if found else f"日志到此为止，没有回执上的 {head}，后面的条目可能被删去，或日志被整条换过"
    return Verdict(entries=number, head=previous, broken=None if found else number + 1, why=missing)


def proved(connection: Connection, key: bytes, number: int) -> tuple[Entry, str | None] | None:
    """查证一条 - Return an entry and what is wrong with it by itself, None where there is no such entry."""
    found = connection.execute(select(journal).where(journal.c.number == number)).first()
    if found is None:
        return None
    entry = Entry(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name
    return entry, _fault(entry, number, entry.previous, key)


def canonical(tree: object) -> str:
    """规范文本 - Return plain data as the JSON that hashes are taken over: keys sorted, no blanks."""
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _all(connection: Connection) -> Iterator[Entry]:
    """Yield every entry in its order, a batch at a time."""
    after = 0
    while batch := entries(connection, after=after, most=_BATCH):
        yield from batch
        after = batch[-1].number


def _fault(entry: Entry, number: int, previous: str, key: bytes) -> str | None:
    """Return what is wrong with an entry, None where it is as it was written."""
    if entry.number != number:
        return f"第{number}条缺失"
    if entry.previous != previous:
        return "与上一条不相连"
    deed = Deed(at=entry.at, person=entry.person, address=entry.address, action=entry.action, about=entry.about, detail=None)
    if _hash(entry.number, deed, entry.detail, entry.previous) != entry.hash:
        return "内容与散列不符"
    return None if hmac.compare_digest(_seal(key, entry.hash), entry.seal) else "印记与密钥不符"


def _hash(number: int, deed: Deed, detail: str, previous: str) -> str:
    whole = canonical([number, deed.at, deed.person, deed.address, deed.action, deed.about, detail, previous])
    return hashlib.sha256(whole.encode()).hexdigest()


def _seal(key: bytes, made: str) -> str:
    return hmac.new(key, made.encode(), hashlib.sha256).hexdigest()
