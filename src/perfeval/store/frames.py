"""抽样框 - What a round has that was filed and stands, with the facts by which a sample is drawn and the number of its last submission."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from perfeval.store.scope import in_force, within
from perfeval.store.tables import evaluations, projects, submissions, units
from perfeval.workflow import CHECKS, State

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRow:
    """已报送记录 - Hold one evaluation that was filed and stands; code is that of its project, of its unit where it has none.

    funds and history are JSON of the project; document stands there only where it is asked for: to know the money
    of what has no project, or why points were lost.
    """

    evaluation: str
    submission: int
    unit: str
    path: str
    title: str
    code: str
    kind: str | None
    funds: str | None
    history: str | None
    document: str | None
    card: str | None
    grade: str | None
    late: bool
    total: int | None
    state: str


def filed(connection: Connection, round_id: str, scope: Sequence[str]) -> Iterator[FiledRow]:
    """已报送的 - Yield what a round has inside the scope that was filed and stands, a batch at a time; parts are in their wholes."""
    row = evaluations.c
    asked = _rows(projects.c.id.is_(None)).where(row.round == round_id, within(row.path, scope))
    stands = row.state.in_((*CHECKS, State.FINAL)), exists().where(submissions.c.evaluation == row.id)
    yield from _batches(connection, asked.where(*stands))


def due(connection: Connection, round_id: str, best: str, scope: Sequence[str]) -> Iterator[FiledRow]:
    """应报送的 - Yield what a round has inside the scope and what is to be filed, filed or not, with the forms below the best grade."""
    row = evaluations.c
    below = or_(projects.c.id.is_(None), row.grade.is_distinct_from(best))
    yield from _batches(connection, _rows(below).where(row.round == round_id, row.state != State.EXEMPT, within(row.path, scope)))


def _rows(with_document: ColumnElement[bool]) -> "Select[tuple[object, ...]]":
    """Return the question for evaluations with their facts; forms are long, and read only where they are needed."""
    row = evaluations.c
    last = select(func.max(submissions.c.number)).where(submissions.c.evaluation == row.id).scalar_subquery()
    columns = (
        row.id.label("evaluation"),
        func.coalesce(last, 0).label("submission"),
        row.unit,
        row.path,
        row.title,
        func.coalesce(projects.c.code, units.c.code).label("code"),
        projects.c.kind,
        projects.c.funds,
        projects.c.history,
        case((with_document, row.document), else_=None).label("document"),
        row.card,
        row.grade,
        row.late,
        row.total,
        row.state,
    )
    asked = select(*columns).join(units, units.c.id == row.unit)
    return asked.outerjoin(projects, and_(projects.c.id == row.project, in_force(projects))).where(row.part_of.is_(None))


def _batches(connection: Connection, asked: "Select[tuple[object, ...]]") -> Iterator[FiledRow]:
    """Yield the rows of a question, a batch at a time."""
    after = ""
    while batch := connection.execute(asked.where(evaluations.c.id > after).order_by(evaluations.c.id).limit(_AT_ONCE)).all():
        yield from (FiledRow(**each._mapping) for each in batch)  # noqa: SLF001 - rows as mappings have no public name
        after = batch[-1].evaluation
