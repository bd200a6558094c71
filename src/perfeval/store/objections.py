"""异议 - What a unit says against its result, row by row, and what the bureau answers."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select, update

from perfeval.store.tables import objections, people


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRow:
    """异议记录 - Hold one objection: to a row, or to the whole where there is none; its proofs are ids as JSON."""

    id: str
    sampled: str
    row: str | None
    words: str
    proof: str
    person: str
    at: str
    answer: str | None = None
    answered_by: str | None = None
    answered_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """署名异议 - Hold an objection and the name of who made it."""

    objection: ObjectionRow
    name: str


def add(connection: Connection, row: ObjectionRow) -> None:
    """新增 - Insert an objection."""
    connection.execute(insert(objections).values(asdict(row)))


def of_item(connection: Connection, sampled_id: str) -> tuple[Signed, ...]:
    """一项的异议 - Return the objections to the result of an item, the first one first; scope is that of the item."""
    asked = select(objections, people.c.name).join(people, people.c.id == objections.c.person).where(objections.c.sampled == sampled_id)
    rows = [dict(row._mapping) for row in connection.execute(asked.order_by(objections.c.at, objections.c.id))]  # noqa: SLF001 - rows as mappings have no public name
    return tuple(Signed(name=str(row.pop("name")), objection=ObjectionRow(**row)) for row in rows)


def answer(connection: Connection, row: ObjectionRow) -> None:
    """答复 - Write what the bureau answers to an objection."""
    values = {"answer": row.answer, "answered_by": row.answered_by, "answered_at": row.answered_at}
    connection.execute(update(objections).where(objections.c.id == row.id).values(values))
