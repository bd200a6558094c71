"""抽样框 - What a round has that was filed and stands, with the facts by which a sample is drawn and the number of its last submission."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, exists, func, select

from perfeval.store.scope import in_force, within
from perfeval.store.tables import evaluations, projects, submissions, units
from perfeval.workflow import CHECKS, State

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRow:
    """已报送记录 - Hold one evaluation that was filed and stands; code is that of its project, of its unit where it has none.

    funds and history are JSON of the project; document stands there only where there is no project whose money is known.
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


def filed(connection: Connection, round_id: str, scope: Sequence[str]) -> Iterator[FiledRow]:
    """已报送的 - Yield what a round has inside the scope that was filed and stands, a batch at a time; parts are in their wholes."""
    row = evaluations.c
    mine = submissions.c.evaluation == row.id
    last = select(func.max(submissions.c.number)).where(mine).scalar_subquery()
    columns = (
        row.id.label("evaluation"),
        last.label("submission"),
        row.unit,
        row.path,
        row.title,
        func.coalesce(projects.c.code, units.c.code).label("code"),
        projects.c.kind,
        projects.c.funds,
        projects.c.history,
        case((projects.c.id.is_(None), row.document), else_=None).label("document"),
        row.card,
        row.grade,
        row.late,
    )
    asked = select(*columns).join(units, units.c.id == row.unit)
    asked = asked.outerjoin(projects, and_(projects.c.id == row.project, in_force(projects))).where(
        row.round == round_id, row.state.in_((*CHECKS, State.FINAL)), row.part_of.is_(None), exists().where(mine), within(row.path, scope)
    )
    after = ""
    while batch := connection.execute(asked.where(row.id > after).order_by(row.id).limit(_AT_ONCE)).all():
        yield from (FiledRow(**each._mapping) for each in batch)  # noqa: SLF001 - rows as mappings have no public name
        after = batch[-1].evaluation
