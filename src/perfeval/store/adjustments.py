"""调整 - Changes of locked cells, each a row of its own: old, new, document number, who approved it."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, func, insert, select

from perfeval.store.scope import Slice
from perfeval.store.tables import adjustments


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRow:
    """调整记录 - Hold one change of one locked cell; number is given when it is kept and tells apart what was made in the same second."""

    id: str
    evaluation: str
    cell: str
    old: str | None
    new: str | None
    document_number: str
    approved_by: str
    date: str
    person: str
    at: str
    number: int = 0


_ORDER = (adjustments.c.at, adjustments.c.number, adjustments.c.id)
_EVERY = select(adjustments).where(adjustments.c.evaluation == bindparam("evaluation")).order_by(*_ORDER)


def add(connection: Connection, row: AdjustmentRow) -> None:
    """新增 - Insert an adjustment behind those that its evaluation has."""
    asked = select(func.max(adjustments.c.number)).where(adjustments.c.evaluation == row.evaluation)
    number = (connection.execute(asked).scalar_one() or 0) + 1
    connection.execute(insert(adjustments).values(asdict(row) | {"number": number}))


def page(connection: Connection, evaluation_id: str, part: Slice) -> tuple[tuple[AdjustmentRow, ...], int]:
    """分页列出 - Return a page of the adjustments of an evaluation, the first one first, and how many there are."""
    mine = adjustments.c.evaluation == evaluation_id
    total = connection.execute(select(func.count()).select_from(adjustments).where(mine)).scalar_one()
    asked = select(adjustments).where(mine).order_by(*_ORDER)
    rows = connection.execute(asked.limit(part.size).offset(part.skip))
    return tuple(AdjustmentRow(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def every(connection: Connection, evaluation_id: str) -> tuple[AdjustmentRow, ...]:
    """全部调整 - Return every adjustment of an evaluation, the first one first."""
    rows = connection.execute(_EVERY, {"evaluation": evaluation_id})
    return tuple(AdjustmentRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name
