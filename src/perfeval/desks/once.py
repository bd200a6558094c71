"""只办一次 - Have a request that carries an Idempotency-Key done once: whoever repeats it within a day gets the first answer.

The first answer is kept in the transaction of the change itself, so that there is never the one without the other. What was refused
is not kept: it changed nothing, and may be tried again under the same key.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from perfeval.accounts import Asker, moved
from perfeval.errors import Invalid, Place
from perfeval.store import Transaction, repeats
from perfeval.store.repeats import RepeatRow

Told = bytes | Mapping[str, object]
"""所答 - What a desk answers: JSON as bytes, or plain data."""
HEADER = "Idempotency-Key"
_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """标记 - Hold the key of a request, the address it goes to, the body it brings and the status it is answered with."""

    key: str
    address: str
    body: bytes
    status: int


def once(tx: Transaction, asker: Asker, mark: Mark, work: Callable[[Transaction, Asker], Told]) -> bytes:
    """只办一次 - Return the first answer under a key, having the work done if there is none yet.

    Keys of one person are apart by address: the same key elsewhere is another request.

    Raises: Invalid `repeat-differs`, when the same key comes with another body.
    """
    since, body = moved(tx.at, hours=-_HOURS), hashlib.sha256(mark.body).hexdigest()
    key = hashlib.sha256(f"{mark.address}\n{mark.key}".encode()).hexdigest()
    repeats.claim(tx.connection, asker.person, key)
    first = repeats.load(tx.connection, asker.person, key, since)
    if first is None:
        answer = as_bytes(work(tx, asker))
        row = RepeatRow(person=asker.person, key=key, address=mark.address, body=body, status=mark.status, answer=answer, at=tx.at)
        repeats.keep(tx.connection, row, since)
        return answer
    if first.body != body:
        told = "同一个键已用于另一份内容"
        raise Invalid("repeat-differs", told, (Place(where=HEADER, message=told, suggestion="每次新的请求请用新的键"),))
    return first.answer


def as_bytes(told: Told) -> bytes:
    """应答字节 - Return what a desk answers as JSON bytes."""
    return told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
