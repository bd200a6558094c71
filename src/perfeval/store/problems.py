"""问题 - What a review found to be wrong with an item, by code and in words, for a row or the whole."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from perfeval.store.tables import people, problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """问题记录 - Hold one problem."""

    id: str
    sampled: str
    row: str | None
    code: str
    words: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """署名问题 - Hold a problem and the name of who found it."""

    problem: ProblemRow
    name: str


def add(connection: Connection, row: ProblemRow) -> None:
    """新增 - Insert a problem."""
    connection.execute(insert(problems).values(asdict(row)))


def of_item(connection: Connection, sampled_id: str) -> tuple[Signed, ...]:
    """一项的问题 - Return the problems of an item, the first one first; scope is that of the item."""
    asked = select(problems, people.c.name).join(people, people.c.id == problems.c.person).where(problems.c.sampled == sampled_id)
    rows = [dict(row._mapping) for row in connection.execute(asked.order_by(problems.c.at, problems.c.id))]  # noqa: SLF001 - rows as mappings have no public name
    return tuple(Signed(name=str(row.pop("name")), problem=ProblemRow(**row)) for row in rows)


def remove(connection: Connection, sampled_id: str, problem_id: str, person_id: str) -> bool:
    """删去 - Take a problem away that somebody had found themselves, and tell whether there was one."""
    mine = problems.c.id == problem_id, problems.c.sampled == sampled_id, problems.c.person == person_id
    return connection.execute(delete(problems).where(*mine)).rowcount == 1
