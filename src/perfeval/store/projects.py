"""项目 - The project list of a round: what was imported of each project's budget, targets and last year."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from perfeval.errors import Conflict
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.scope import in_force, within
from perfeval.store.tables import evaluations, identities, projects, round_units

_AT_ONCE = 500
_OVERTAKEN = "别人刚导入了同样的项目，没有导入任何内容，请重新预览后再导入"


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
    upload: str = ""
    replaced_by: str | None = None


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


def by_code(connection: Connection, round_id: str, scope: Sequence[str]) -> dict[str, ProjectRow]:
    """按编码 - Return all projects of a round inside the scope by their codes."""
    here = and_(round_units.c.round == projects.c.round, round_units.c.unit == projects.c.unit)
    asked = (
        select(projects).join(round_units, here).where(projects.c.round == round_id, within(round_units.c.path, scope), in_force(projects))
    )
    rows = connection.execute(asked)
    return {row.code: ProjectRow(**row._mapping) for row in rows}  # noqa: SLF001 - rows as mappings have no public name


def names(connection: Connection, round_id: str) -> tuple[tuple[str, str], ...]:
    """名称 - Return name and unit of every project of a round."""
    mine = projects.c.round == round_id, in_force(projects)
    asked = select(projects.c.name, projects.c.unit).where(*mine).order_by(projects.c.code)
    return tuple((row.name, row.unit) for row in connection.execute(asked))


def count(connection: Connection, round_id: str) -> int:
    """项目数 - Return how many projects a round has."""
    mine = projects.c.round == round_id, in_force(projects)
    total: int = connection.execute(select(func.count()).select_from(projects).where(*mine)).scalar_one()
    return total


def add(connection: Connection, rows: Iterable[ProjectRow]) -> None:
    """新增 - Insert projects.

    Raises: Conflict, when somebody else has just imported a project with the same code.
    """
    if values := [asdict(row) for row in rows]:
        try:
            connection.execute(insert(identities), [{"id": each["id"]} for each in values])
            connection.execute(insert(projects), values)
        except IntegrityError:
            raise Conflict("import-overtaken", _OVERTAKEN) from None


def supersede(connection: Connection, pairs: Sequence[tuple[ProjectRow, ProjectRow]], upload_id: str) -> None:
    """备好新行 - Write for each row the one that takes its place once an import comes into force.

    Raises: Conflict, when somebody else has just imported one of them.
    """
    if pairs:
        mine = projects.c.id.in_([before.id for before, _ in pairs]), projects.c.replaced_by.is_(None)
        if connection.execute(update(projects).where(*mine).values(replaced_by=upload_id)).rowcount != len(pairs):
            raise Conflict("import-overtaken", _OVERTAKEN)
        connection.execute(insert(projects), [asdict(replace(after, upload=upload_id, replaced_by=None)) for _, after in pairs])


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
        mine = evaluations.c.id.in_(some), in_force(evaluations)
        for row in connection.execute(select(evaluations).where(*mine).order_by(evaluations.c.id)):
            yield EvaluationRow(**row._mapping)  # noqa: SLF001 - rows as mappings have no public name


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ids so many at a time, because a statement holds only so many."""
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]
