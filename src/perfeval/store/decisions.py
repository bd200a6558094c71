"""定分 - The one second score of a sampled item, frozen: inserted once and never changed, neither by code nor in the database."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Text, bindparam, func, insert, select

from perfeval.store.journal import canonical
from perfeval.store.prepared import Prepared
from perfeval.store.scope import within
from perfeval.store.tables import decisions, sampled, samples

_NOT_FROZEN = frozenset({"id", "sha256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """定分记录 - Hold one decision: the judgements, what they come to with every trace, by which table of deductions, who and when."""

    id: str
    sampled: str
    number: int
    document: str
    card: str
    rules: str | None
    words: str | None
    self_total: int | None
    reviewed_total: int | None
    reviewed_grade: str | None
    person: str
    at: str
    sha256: str = ""

    def digest(self) -> str:
        """散列 - Return the SHA-256 over everything that was frozen, as canonical JSON; its own id stands outside."""
        frozen = {name: value for name, value in asdict(self).items() if name not in _NOT_FROZEN}
        return hashlib.sha256(canonical(frozen).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """反馈的结果 - Hold total and grade that a review came to, as the unit was told."""

    total: int | None
    grade: str | None


_TOLD = (
    select(sampled.c.evaluation, decisions.c.reviewed_total, decisions.c.reviewed_grade)
    .join(sampled, sampled.c.id == decisions.c.sampled)
    .where(decisions.c.number == sampled.c.told)
    .order_by(sampled.c.released, sampled.c.id)
)


_TOLD_LAST = Prepared(_TOLD.where(sampled.c.evaluation == bindparam("evaluation", type_=Text)))


def add(connection: Connection, row: DecisionRow) -> None:
    """冻结 - Insert a decision."""
    connection.execute(insert(decisions).values(asdict(row)))


def load(connection: Connection, sampled_id: str, number: int) -> DecisionRow | None:
    """读取 - Return a decision of an item, None where it has no such number; scope is that of the item."""
    found = connection.execute(select(decisions).where(decisions.c.sampled == sampled_id, decisions.c.number == number)).first()
    return None if found is None else DecisionRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def told(connection: Connection, evaluation_id: str) -> Outcome | None:
    """反馈的结果 - Return what was released last of an evaluation, None where it was not reviewed; scope is that of the evaluation."""
    rows = _TOLD_LAST.rows(connection, evaluation=evaluation_id)
    return Outcome(total=rows[-1][1], grade=rows[-1][2]) if rows else None


def released(connection: Connection, evaluation_ids: Sequence[str], scope: Sequence[str]) -> dict[str, Outcome]:
    """已反馈的结果 - Return for those of these evaluations that were reviewed inside the scope what was released last."""
    rows = connection.execute(_TOLD.where(sampled.c.evaluation.in_(list(evaluation_ids)), within(sampled.c.path, scope)))
    return {row.evaluation: Outcome(total=row.reviewed_total, grade=row.reviewed_grade) for row in rows}


def released_of(connection: Connection, round_id: str, scope: Sequence[str]) -> dict[str, Outcome]:
    """批次已反馈的结果 - Return the same for every evaluation of a round that was reviewed inside the scope."""
    asked = _TOLD.join(samples, samples.c.id == sampled.c.sample).where(samples.c.round == round_id, within(sampled.c.path, scope))
    return {row.evaluation: Outcome(total=row.reviewed_total, grade=row.reviewed_grade) for row in connection.execute(asked)}


def last_number(connection: Connection, sampled_id: str) -> int:
    """最近一次 - Return the number of the last decision of an item, 0 where it was never decided."""
    asked = select(func.max(decisions.c.number)).where(decisions.c.sampled == sampled_id)
    return connection.execute(asked).scalar_one() or 0
