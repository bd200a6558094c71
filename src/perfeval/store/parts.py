"""组成 - Evaluations that belong to another one: filed as its parts by several units, or merged into it."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, or_, select

from perfeval.store.evaluations import HEAD, EvaluationHead, EvaluationRow
from perfeval.store.scope import Slice, in_force, within
from perfeval.store.tables import evaluations
from perfeval.workflow import State

_IN_FORCE = in_force(evaluations)
_PARTS = select(evaluations).where(evaluations.c.part_of == bindparam("whole"), _IN_FORCE).order_by(evaluations.c.path, evaluations.c.id)
_WAITING = (
    select(evaluations.c.title, evaluations.c.state)
    .where(evaluations.c.part_of == bindparam("whole"), evaluations.c.state != State.FINAL, evaluations.c.state != State.EXEMPT, _IN_FORCE)
    .order_by(evaluations.c.path, evaluations.c.id)
)


def parts(connection: Connection, evaluation_id: str) -> tuple[EvaluationRow, ...]:
    """各部分 - Return the parts of an evaluation that is computed from them, in an order that does not change."""
    rows = connection.execute(_PARTS, {"whole": evaluation_id})
    return tuple(EvaluationRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def waiting(connection: Connection, evaluation_id: str) -> tuple[tuple[str, str], ...]:
    """未完的部分 - Return title and state of the parts that are neither through nor left out."""
    return tuple((row.title, row.state) for row in connection.execute(_WAITING, {"whole": evaluation_id}))


def page(connection: Connection, evaluation_id: str, scope: Sequence[str], part: Slice) -> tuple[tuple[EvaluationHead, ...], int]:
    """分页列出 - Return a page of the parts of an evaluation and of those merged into it, inside the scope, and how many there are."""
    mine = or_(evaluations.c.part_of == evaluation_id, evaluations.c.merged_into == evaluation_id)
    asked = select(*HEAD).where(mine, within(evaluations.c.path, scope))
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    rows = connection.execute(asked.order_by(evaluations.c.path, evaluations.c.id).limit(part.size).offset(part.skip))
    return tuple(EvaluationHead(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def stands_alone(connection: Connection, evaluation_id: str) -> bool:
    """独立 - Tell whether no other evaluation belongs to this one."""
    mine = or_(evaluations.c.part_of == evaluation_id, evaluations.c.merged_into == evaluation_id)
    return connection.execute(select(evaluations.c.id).where(mine, _IN_FORCE).limit(1)).first() is None


def whole_of(connection: Connection, row: EvaluationRow) -> EvaluationRow | None:
    """所属汇总 - Return the evaluation that this one is a part of or was merged into, None where it belongs to itself."""
    above = row.part_of or row.merged_into
    found = connection.execute(select(evaluations).where(evaluations.c.id == above, _IN_FORCE)).first() if above else None
    return None if found is None else EvaluationRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name
