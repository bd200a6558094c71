"""现场核查 - Field visits of reviewers: where and when, with whom, what was found, and the photos that were brought back."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from perfeval.store.evidence import EvidenceRow
from perfeval.store.tables import evidence, people, visits


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """核查记录 - Hold one visit: date, place, who took part, and what was found."""

    id: str
    sampled: str
    date: str
    place: str
    people: str
    words: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """署名核查 - Hold a visit and the name of who recorded it."""

    visit: VisitRow
    name: str


def add(connection: Connection, row: VisitRow) -> None:
    """新增 - Insert a visit."""
    connection.execute(insert(visits).values(asdict(row)))


def of_item(connection: Connection, sampled_id: str) -> tuple[Signed, ...]:
    """一项的核查 - Return the visits for an item, the first one first; scope is that of the item."""
    asked = select(visits, people.c.name).join(people, people.c.id == visits.c.person).where(visits.c.sampled == sampled_id)
    rows = [dict(row._mapping) for row in connection.execute(asked.order_by(visits.c.date, visits.c.id))]  # noqa: SLF001 - rows as mappings have no public name
    return tuple(Signed(name=str(row.pop("name")), visit=VisitRow(**row)) for row in rows)


def photos(connection: Connection, sampled_id: str) -> tuple[EvidenceRow, ...]:
    """照片 - Return the photos of all visits for an item, the first one first; scope is that of the item."""
    asked = select(evidence).join(visits, visits.c.id == evidence.c.visit).where(visits.c.sampled == sampled_id)
    rows = connection.execute(asked.order_by(evidence.c.at, evidence.c.id))
    return tuple(EvidenceRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name
