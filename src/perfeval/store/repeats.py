"""重复请求 - The first answers to requests that carry an Idempotency-Key, kept for a day."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, text

from perfeval.store.tables import repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRow:
    """首次应答 - Hold what was answered first: to whom, under which key, at which address, to which body."""

    person: str
    key: str
    address: str
    body: str
    status: int
    answer: bytes
    at: str


def claim(connection: Connection, person: str, key: str) -> None:
    """占用 - Let nobody else work under this key until the transaction ends; SQLite has but one writer anyway."""
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256(f"{person} {key}".encode()).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        connection.execute(text("select pg_advisory_xact_lock(:number)"), {"number": number})


def load(connection: Connection, person: str, key: str, since: str) -> RepeatRow | None:
    """读取 - Return the first answer under a key, None where there was none since then."""
    asked = select(repeats).where(repeats.c.person == person, repeats.c.key == key, repeats.c.at >= since)
    found = connection.execute(asked).first()
    return None if found is None else RepeatRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def keep(connection: Connection, row: RepeatRow, since: str) -> None:
    """留存 - Keep a first answer, and drop every one from before some time."""
    connection.execute(delete(repeats).where(repeats.c.at < since))
    connection.execute(insert(repeats).values(asdict(row)))
