"""上年 - What came of projects in a round of another year: their evaluations that went through, found by the codes of the projects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from perfeval.store.scope import in_force, within
from perfeval.store.tables import evaluations, projects, rounds
from perfeval.workflow import State

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRow:
    """上年记录 - Hold an evaluation of another year as it went through; part_of is None where it stands for the whole project."""

    code: str
    round: str
    unit: str
    part_of: str | None
    total: int | None
    grade: str | None
    document: str
    card: str


def through(connection: Connection, year: int, codes: Sequence[str], scope: Sequence[str]) -> Iterator[PastRow]:
    """审核通过的 - Yield what came of projects in a year, inside the scope; where a code was in several rounds, the newest comes first."""
    columns = [evaluations.c[name] for name in PastRow.__dataclass_fields__ if name != "code"]
    asked = (
        select(projects.c.code, *columns)
        .select_from(rounds)
        .join(projects, projects.c.round == rounds.c.id)
        .join(evaluations, evaluations.c.project == projects.c.id)
        .where(rounds.c.year == year, evaluations.c.state == State.FINAL, within(evaluations.c.path, scope), in_force(projects))
        .where(evaluations.c.card.is_not(None))
        .order_by(rounds.c.made.desc(), rounds.c.id, projects.c.code, evaluations.c.id)
    )
    for at in range(0, len(codes), _AT_ONCE):
        for row in connection.execute(asked.where(projects.c.code.in_(codes[at : at + _AT_ONCE]))):
            yield PastRow(**row._mapping)  # noqa: SLF001 - rows as mappings have no public name
