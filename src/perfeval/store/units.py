"""单位 - The tree of units: finance bureau, departments, units and secondary units; each with the chain of those above it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from perfeval.errors import Conflict
from perfeval.store.scope import Slice, within
from perfeval.store.tables import units


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """单位记录 - Hold one unit; its path is /id/id/…/ from the top down to itself."""

    id: str
    code: str
    name: str
    kind: str
    parent: str | None
    path: str
    region: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    version: int = 1


def load(connection: Connection, unit_id: str, scope: Sequence[str]) -> UnitRow | None:
    """读取 - Return one unit, None where it does not exist or lies outside the scope."""
    found = connection.execute(select(units).where(units.c.id == unit_id, within(units.c.path, scope))).first()
    return None if found is None else UnitRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def by_code(connection: Connection, scope: Sequence[str]) -> dict[str, UnitRow]:
    """按编码 - Return all units inside the scope by their codes."""
    rows = connection.execute(select(units).where(within(units.c.path, scope)))
    return {row.code: UnitRow(**row._mapping) for row in rows}  # noqa: SLF001 - rows as mappings have no public name


def by_ids(connection: Connection, unit_ids: Iterable[str]) -> dict[str, UnitRow]:
    """按编号 - Return units by their ids, for the names of what was found inside a scope already."""
    rows = connection.execute(select(units).where(units.c.id.in_(list(unit_ids))))
    return {row.id: UnitRow(**row._mapping) for row in rows}  # noqa: SLF001 - rows as mappings have no public name


def page(connection: Connection, scope: Sequence[str], part: Slice, words: str | None = None) -> tuple[tuple[UnitRow, ...], int]:
    """分页列出 - Return a page of the units inside the scope, those with some words in code or name only, and how many there are in all."""
    asked = select(units).where(within(units.c.path, scope))
    if words:
        asked = asked.where(or_(units.c.code.contains(words, autoescape=True), units.c.name.contains(words, autoescape=True)))
    total = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    rows = connection.execute(asked.order_by(units.c.path).limit(part.size).offset(part.skip))
    return tuple(UnitRow(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def add(connection: Connection, rows: Iterable[UnitRow]) -> None:
    """新增 - Insert units, those above before those below.

    Raises: Conflict `unit-exists`, when somebody else was quicker with the same code.
    """
    try:
        if values := [asdict(row) for row in rows]:
            connection.execute(insert(units), values)
    except IntegrityError:
        raise Conflict("unit-exists", "单位编码已被别的单位使用") from None


def save(connection: Connection, row: UnitRow, version: int) -> UnitRow:
    """保存 - Write a unit over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {**asdict(row), "version": version + 1}
    done = connection.execute(update(units).where(units.c.id == row.id, units.c.version == version).values(values))
    if done.rowcount != 1:
        raise Conflict("version-conflict", "这个单位刚被别人改过，请取最新内容后再保存")
    return UnitRow(**values)


def save_all(connection: Connection, rows: Iterable[UnitRow]) -> None:
    """保存多个 - Write units over the versions they were read at.

    Raises: Conflict `version-conflict`, when somebody else was quicker with one of them.
    """
    if values := [{**asdict(row), "version": row.version + 1, "known": row.id, "read_at": row.version} for row in rows]:
        mine = units.c.id == bindparam("known"), units.c.version == bindparam("read_at")
        if connection.execute(update(units).where(*mine), values).rowcount != len(values):
            raise Conflict("version-conflict", "表中的单位刚被别人改过，没有导入任何内容，请再导入一次")
