"""批次 - Rounds of a year, and the units of each as they were then: load, list, make, change."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, desc, exists, func, insert, not_, select, update

from perfeval.errors import Conflict
from perfeval.store.scope import Slice, within
from perfeval.store.tables import evaluations, round_units, rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """批次记录 - Hold one round; what is named by sets and rules is JSON, each with id, version and hash."""

    id: str
    year: int
    title: str
    sets: str
    templates: str
    steps: str
    opening: str
    deadline: str
    grace: int
    owners_confirm: bool
    made: str
    text_rules: str
    stamped: bool = False
    text_off: str = "[]"
    deductions: str | None = None
    quality: str | None = None
    closed: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUnitRow:
    """批次单位记录 - Hold a unit as it was in the year of a round, whom to call, and its own later deadline with the reason."""

    round: str
    unit: str
    name: str
    kind: str
    parent: str | None
    path: str
    contact: str | None = None
    phone: str | None = None
    extended: str | None = None
    extended_why: str | None = None


def load(connection: Connection, round_id: str, scope: Sequence[str]) -> RoundRow | None:
    """读取 - Return one round, None where it does not exist or has no unit inside the scope."""
    found = connection.execute(select(rounds).where(rounds.c.id == round_id, _concerns(scope))).first()
    return None if found is None else RoundRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def page(connection: Connection, scope: Sequence[str], part: Slice) -> tuple[tuple[RoundRow, ...], int]:
    """分页列出 - Return a page of the rounds that have a unit inside the scope, newest first, and how many there are."""
    asked = select(rounds).where(_concerns(scope))
    total = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    newest = asked.order_by(desc(rounds.c.year), desc(rounds.c.opening), desc(rounds.c.made), rounds.c.id)
    rows = connection.execute(newest.limit(part.size).offset(part.skip))
    return tuple(RoundRow(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def titles(connection: Connection, round_ids: Iterable[str]) -> dict[str, str]:
    """名称 - Return the titles of rounds by their ids, for what was found inside a scope already."""
    rows = connection.execute(select(rounds.c.id, rounds.c.title).where(rounds.c.id.in_(list(round_ids))))
    return {row.id: row.title for row in rows}


def add(connection: Connection, row: RoundRow) -> None:
    """新增 - Insert a round."""
    connection.execute(insert(rounds).values(asdict(row)))


def save(connection: Connection, row: RoundRow, version: int) -> RoundRow:
    """保存 - Write a round over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {**asdict(row), "version": version + 1}
    done = connection.execute(update(rounds).where(rounds.c.id == row.id, rounds.c.version == version).values(values))
    if done.rowcount != 1:
        raise Conflict("version-conflict", "这个批次刚被别人改过，请取最新内容后再保存")
    return RoundRow(**values)


def units(connection: Connection, round_id: str, scope: Sequence[str]) -> tuple[RoundUnitRow, ...]:
    """批次单位 - Return the units of a round inside the scope, those above before those below."""
    asked = select(round_units).where(round_units.c.round == round_id, within(round_units.c.path, scope))
    rows = connection.execute(asked.order_by(round_units.c.path))
    return tuple(RoundUnitRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def unit(connection: Connection, round_id: str, unit_id: str) -> RoundUnitRow | None:
    """批次中的单位 - Return a unit as it is in a round, None where it takes no part."""
    found = connection.execute(select(round_units).where(round_units.c.round == round_id, round_units.c.unit == unit_id)).first()
    return None if found is None else RoundUnitRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def add_units(connection: Connection, rows: Iterable[RoundUnitRow]) -> None:
    """加入单位 - Insert units into a round."""
    if values := [asdict(row) for row in rows]:
        connection.execute(insert(round_units), values)


def save_unit(connection: Connection, row: RoundUnitRow) -> None:
    """保存单位 - Write what a round knows of a unit."""
    connection.execute(update(round_units).where(round_units.c.round == row.round, round_units.c.unit == row.unit).values(asdict(row)))


def remove_units(connection: Connection, round_id: str, unit_ids: Sequence[str]) -> None:
    """移出单位 - Take units out of a round."""
    connection.execute(delete(round_units).where(round_units.c.round == round_id, round_units.c.unit.in_(unit_ids)))


def busy_units(connection: Connection, round_id: str, scope: Sequence[str]) -> frozenset[str]:
    """已有自评的单位 - Return the units of a round inside the scope that have an evaluation in it."""
    return _of_evaluations(connection, evaluations.c.unit, round_id, scope)


def states(connection: Connection, round_id: str, scope: Sequence[str]) -> frozenset[str]:
    """现有状态 - Return the states that evaluations of a round inside the scope are in."""
    return _of_evaluations(connection, evaluations.c.state, round_id, scope)


def reaches_beyond(connection: Connection, round_id: str, scope: Sequence[str]) -> bool:
    """超出范围 - Tell whether units outside the scope take part in a round."""
    asked = select(round_units.c.unit).where(round_units.c.round == round_id, not_(within(round_units.c.path, scope))).limit(1)
    return connection.execute(asked).first() is not None


def _concerns(scope: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a round has a unit inside the scope."""
    return exists().where(round_units.c.round == rounds.c.id, within(round_units.c.path, scope))


def _of_evaluations(connection: Connection, column: "Column[str]", round_id: str, scope: Sequence[str]) -> frozenset[str]:
    """Return every value of a column among the evaluations of a round inside the scope; those being imported count already."""
    here = and_(round_units.c.round == evaluations.c.round, round_units.c.unit == evaluations.c.unit)
    asked = select(column).join(round_units, here).where(evaluations.c.round == round_id, within(round_units.c.path, scope))
    return frozenset(connection.execute(asked.distinct()).scalars())
