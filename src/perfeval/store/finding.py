"""查找 - Find evaluations of every round by words, unit, code and state, inside a scope, newest round first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, desc, func, or_, select

from perfeval.store.evaluations import HEAD, EvaluationHead
from perfeval.store.scope import Slice, in_force, within
from perfeval.store.tables import evaluations, projects, round_units, rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """所找 - Say what is looked for; words are found in title, unit and project code. What is not written does not narrow."""

    words: str | None = None
    round: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """找到的 - Hold an evaluation with the names of where it belongs."""

    head: EvaluationHead
    unit: str | None
    code: str | None
    round: str
    round_title: str
    year: int


def search(connection: Connection, sought: Sought, scope: Sequence[str], part: Slice) -> tuple[tuple[Hit, ...], int]:
    """查找 - Return a page of the evaluations that are meant, newest round first, and how many there are in all."""
    row = evaluations.c
    unit = and_(round_units.c.round == row.round, round_units.c.unit == row.unit)
    named = (round_units.c.name.label("unit_name"), projects.c.code, rounds.c.id.label("round"), rounds.c.title.label("round_title"))
    asked = (
        select(*HEAD, *named, rounds.c.year)
        .join(rounds, rounds.c.id == row.round)
        .outerjoin(round_units, unit)
        .outerjoin(projects, and_(projects.c.id == row.project, in_force(projects)))
        .where(within(row.path, scope))
    )
    for word in (sought.words or "").split():
        asked = asked.where(or_(*(each.contains(word, autoescape=True) for each in (row.title, round_units.c.name, projects.c.code))))
    for column, value in ((row.round, sought.round), (row.state, sought.state)):
        if value is not None:
            asked = asked.where(column == value)
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    order = (desc(rounds.c.year), desc(rounds.c.opening), rounds.c.id, row.path, row.title, row.id)
    found = connection.execute(asked.order_by(*order).limit(part.size).offset(part.skip))
    return tuple(_hit(dict(each._mapping)) for each in found), total  # noqa: SLF001 - rows as mappings have no public name


def _hit(values: dict[str, object]) -> Hit:
    head = EvaluationHead(**{name: values[name] for name in EvaluationHead.__dataclass_fields__})  # type: ignore[arg-type]
    named = {name: values[name] for name in ("code", "round", "round_title", "year")}
    return Hit(head=head, unit=values["unit_name"], **named)  # type: ignore[arg-type]
