"""自评所在 - One evaluation with its round and its unit in that round, in one question: what every request about it begins with."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Text, and_, bindparam, exists, or_, select

from perfeval.store.evaluations import EvaluationRow
from perfeval.store.prepared import Prepared
from perfeval.store.rounds import RoundRow, RoundUnitRow
from perfeval.store.scope import in_force
from perfeval.store.tables import evaluations, projects, rectifications, round_units, rounds, sampled
from perfeval.workflow import RectificationState

_OWN, _ROUND, _UNIT = (tuple(each.__dataclass_fields__) for each in (EvaluationRow, RoundRow, RoundUnitRow))
_OF_IT = evaluations.alias("of_it")
_HAS_PARTS = exists().where(_OF_IT.c.part_of == evaluations.c.id, in_force(_OF_IT))
_SAMPLED = exists().where(sampled.c.evaluation == evaluations.c.id)
_LEFT_OPEN = exists().where(
    rectifications.c.sampled == sampled.c.id,
    or_(sampled.c.unit == evaluations.c.unit, sampled.c.item == projects.c.code),
    rectifications.c.state != RectificationState.DONE.value,
)
_HELD = select(evaluations.c.id, evaluations.c.part_of).order_by(evaluations.c.id).with_for_update()
_FILED = Prepared(
    select(
        *(evaluations.c[name] for name in _OWN),
        *(rounds.c[name] for name in _ROUND),
        *(round_units.c[name] for name in _UNIT),
        projects.c.history,
        projects.c.code,
        _HAS_PARTS,
        _SAMPLED,
        _LEFT_OPEN.correlate(evaluations, projects),
    )
    .select_from(evaluations)
    .join(rounds, rounds.c.id == evaluations.c.round)
    .outerjoin(round_units, (round_units.c.round == evaluations.c.round) & (round_units.c.unit == evaluations.c.unit))
    .outerjoin(projects, and_(projects.c.id == evaluations.c.project, in_force(projects)))
    .where(evaluations.c.id == bindparam("evaluation", type_=Text), in_force(evaluations))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """自评所在 - Hold an evaluation, its round, its unit there, its project's last year and code, and what else there is to ask about it.

    has_parts: units file parts of it; sampled: it was drawn for a review; left_open: a review asked something of its unit or project
    that is not done.
    """

    row: EvaluationRow
    round: RoundRow
    unit: RoundUnitRow | None
    history: str | None
    code: str | None
    has_parts: bool
    sampled: bool
    left_open: bool


def load(connection: Connection, evaluation_id: str, scope: Sequence[str]) -> Filed | None:
    """读取 - Return one evaluation with what it belongs to, None where it does not exist or lies outside the scope."""
    found = _FILED.rows(connection, evaluation=evaluation_id)
    if not found:
        return None
    *values, history, code, has_parts, drawn, left_open = found[0]
    row = EvaluationRow(**dict(zip(_OWN, values, strict=False)))
    if not any(row.path.startswith(each) for each in scope):
        return None
    at, behind = len(_OWN), len(_OWN) + len(_ROUND)
    unit = dict(zip(_UNIT, values[behind:], strict=True))
    return Filed(
        row=row,
        round=RoundRow(**dict(zip(_ROUND, values[at:behind], strict=True))),
        unit=RoundUnitRow(**unit) if unit["unit"] is not None else None,
        history=history,
        code=code,
        has_parts=has_parts,
        sampled=drawn,
        left_open=left_open,
    )


def hold(connection: Connection, evaluation_ids: Sequence[str]) -> None:
    """占住 - Keep others from changing these evaluations, and those that they are parts of, until the transaction ends.

    Whoever changes many takes them all first and in one order, so that nobody waits for somebody who waits for them. SQLite has but one
    writer and looks past it.
    """
    held = connection.execute(_HELD.where(evaluations.c.id.in_(list(evaluation_ids)))).all()
    above = {row.part_of for row in held} - {None}
    if above:
        connection.execute(_HELD.where(evaluations.c.id.in_(sorted(above)))).all()
