"""项目 - The project list of a round: what was imported of each project's budget, targets and last year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from perfeval.errors import Conflict
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.scope import in_force, within
from perfeval.store.tables import evaluations, projects, round_units

_AT_ONCE = 500
Values = dict[str, object]
"""列值 - Columns by name with what is to be in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """项目记录 - Hold one project of a list; details, funds, targets and history are JSON.

    funds: a list of rows as evaluations have them, in 元; targets: a list of approved rows; empty where none were imported.
    """

    id: str
    round: str
    code: str
    name: str
    kind: str
    unit: str
    details: str
    funds: str
    targets: str | None = None
    history: str | None = None
    upload: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """项目的自评 - Hold as much of an evaluation as an import must know of every project."""

    id: str
    project: str
    unit: str
    path: str
    state: str
    part_of: str | None
    version: int


def load(connection: Connection, project_id: str) -> ProjectRow | None:
    """读取 - Return one project; who may see it is decided by its evaluation."""
    found = connection.execute(select(projects).where(projects.c.id == project_id)).first()
    return None if found is None else ProjectRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def by_code(connection: Connection, round_id: str, scope: Sequence[str]) -> dict[str, ProjectRow]:
    """按编码 - Return all projects of a round inside the scope by their codes."""
    here = and_(round_units.c.round == projects.c.round, round_units.c.unit == projects.c.unit)
    asked = (
        select(projects)
        .join(round_units, here)
        .where(projects.c.round == round_id, within(round_units.c.path, scope), in_force(projects.c.upload))
    )
    rows = connection.execute(asked)
    return {row.code: ProjectRow(**row._mapping) for row in rows}  # noqa: SLF001 - rows as mappings have no public name


def count(connection: Connection, round_id: str) -> int:
    """项目数 - Return how many projects a round has."""
    mine = projects.c.round == round_id, in_force(projects.c.upload)
    total: int = connection.execute(select(func.count()).select_from(projects).where(*mine)).scalar_one()
    return total


def add(connection: Connection, rows: Iterable[ProjectRow]) -> None:
    """新增 - Insert projects.

    Raises: Conflict, when somebody else has just imported a project with the same code.
    """
    if values := [asdict(row) for row in rows]:
        try:
            connection.execute(insert(projects), values)
        except IntegrityError:
            raise Conflict("import-overtaken", "别人刚导入了同样的项目，没有导入任何内容，请重新预览后再导入") from None


def save_some(connection: Connection, changes: Mapping[str, Values]) -> None:
    """保存改动 - Write those columns of projects that are to be different, by id."""
    _write(connection, projects, changes)


def filings(connection: Connection, round_id: str, scope: Sequence[str]) -> dict[str, tuple[Filing, ...]]:
    """各项目的自评 - Return the evaluations of every project of a round inside the scope, the whole before its parts."""
    columns = [evaluations.c[name] for name in Filing.__dataclass_fields__]
    asked = select(*columns).where(evaluations.c.round == round_id, evaluations.c.project.is_not(None), within(evaluations.c.path, scope))
    found: dict[str, tuple[Filing, ...]] = {}
    for row in connection.execute(asked.order_by(evaluations.c.part_of.is_not(None), evaluations.c.path, evaluations.c.id)):
        filing = Filing(**row._mapping)  # noqa: SLF001 - rows as mappings have no public name
        found[filing.project] = (*found.get(filing.project, ()), filing)
    return found


def evaluations_of(connection: Connection, ids: Sequence[str]) -> Iterator[EvaluationRow]:
    """取自评 - Yield evaluations by id."""
    for some in _batches(ids):
        for row in connection.execute(select(evaluations).where(evaluations.c.id.in_(some)).order_by(evaluations.c.id)):
            yield EvaluationRow(**row._mapping)  # noqa: SLF001 - rows as mappings have no public name


def versions_of(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """取版本 - Return the versions of evaluations by id; nobody else changes them until the transaction ends."""
    found: dict[str, int] = {}
    for some in _batches(ids):
        asked = select(evaluations.c.id, evaluations.c.version).where(evaluations.c.id.in_(some)).order_by(evaluations.c.id)
        found |= {row.id: row.version for row in connection.execute(asked.with_for_update())}
    return found


def save_evaluations(connection: Connection, changes: Mapping[str, Values]) -> None:
    """保存自评改动 - Write those columns of evaluations that are to be different, by id; their versions were locked in this transaction."""
    _write(connection, evaluations, changes, version=evaluations.c.version + 1)


def difference(before: object, after: object) -> Values:
    """不同的列 - Return the columns in which two rows of a kind differ, as the second has them."""
    names = getattr(before, "__dataclass_fields__", {})
    return {name: value for name in names if (value := getattr(after, name)) != getattr(before, name)}


def _write(connection: Connection, table: Table, changes: Mapping[str, Values], **more: ColumnElement[int]) -> None:
    """Write the changes that are about the same columns together: an index is touched only where one of its columns is among them."""
    alike: dict[tuple[str, ...], list[Values]] = {}
    for row_id, values in changes.items():
        if values:
            alike.setdefault(tuple(sorted(values)), []).append({"_id": row_id, **{f"_{name}": each for name, each in values.items()}})
    for names, rows in alike.items():
        given: Values = {name: bindparam(f"_{name}") for name in names}
        connection.execute(update(table).where(table.c.id == bindparam("_id")).values({**given, **more}), rows)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ids so many at a time, because a statement holds only so many."""
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]
