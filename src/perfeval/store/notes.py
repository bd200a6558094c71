"""批注 - Threads about an evaluation: why it was returned, row by row where that applies, and what was answered."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select

from perfeval.store.scope import Slice
from perfeval.store.tables import notes, people


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """批注记录 - Hold one note: about a row or the whole form, with a reason code where it returns the form, or answering another.

    number: given when it is kept; it tells apart what was said in the same second.
    """

    id: str
    evaluation: str
    words: str
    person: str
    at: str
    row: str | None = None
    reason_code: str | None = None
    answers: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """署名批注 - Hold a note and the name of who wrote it."""

    note: NoteRow
    name: str


def add(connection: Connection, rows: Sequence[NoteRow]) -> None:
    """新增 - Insert notes about one evaluation, in their order, behind those that it has."""
    if rows:
        asked = select(func.max(notes.c.number)).where(notes.c.evaluation == rows[0].evaluation)
        first = (connection.execute(asked).scalar_one() or 0) + 1
        connection.execute(insert(notes), [asdict(row) | {"number": number} for number, row in enumerate(rows, first)])


def has(connection: Connection, evaluation_id: str, note_id: str) -> bool:
    """有此批注 - Tell whether a note is one of an evaluation's."""
    asked = select(notes.c.id).where(notes.c.id == note_id, notes.c.evaluation == evaluation_id)
    return connection.execute(asked).first() is not None


def page(connection: Connection, evaluation_id: str, part: Slice) -> tuple[tuple[Signed, ...], int]:
    """分页列出 - Return a page of the notes of an evaluation, the first one first, and how many there are."""
    mine = notes.c.evaluation == evaluation_id
    total = connection.execute(select(func.count()).select_from(notes).where(mine)).scalar_one()
    asked = select(notes, people.c.name).join(people, people.c.id == notes.c.person, isouter=True).where(mine)
    rows = connection.execute(asked.order_by(notes.c.at, notes.c.number, notes.c.id).limit(part.size).offset(part.skip))
    return tuple(_signed(dict(row._mapping)) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def returned(connection: Connection, evaluation_id: str) -> bool:
    """退回过 - Tell whether an evaluation was ever sent back."""
    asked = select(notes.c.id).where(notes.c.evaluation == evaluation_id, notes.c.reason_code.is_not(None)).limit(1)
    return connection.execute(asked).first() is not None


def _signed(values: dict[str, object]) -> Signed:
    name = values.pop("name")
    return Signed(note=NoteRow(**values), name=str(name or ""))  # type: ignore[arg-type]
