"""审定结果 - Which total and grade of an evaluation are the final ones, and where they are from: its review, or the unit itself.

They are worked out on the way out until the bureau closes the round; then they are fixed, and this only reads them.
"""

from collections.abc import Sequence

from perfeval.quantities import Points, show_points
from perfeval.review import FinalSource, final_of
from perfeval.store import Transaction, decisions
from perfeval.store.decisions import Outcome
from perfeval.store.evaluations import EvaluationHead, EvaluationRow
from perfeval.store.rounds import RoundRow
from perfeval.workflow import DRAFTS, State

Json = dict[str, object]
Row = EvaluationRow | EvaluationHead
NOT_OWN = (*DRAFTS, State.EXEMPT)
"""没有自评结果 - The states in which the unit's own result is no result."""


def finals(tx: Transaction, known: RoundRow, rows: Sequence[Row], scope: Sequence[str]) -> dict[str, Json | None]:
    """审定结果 - Return for each evaluation of a round its final total and grade with their source, None where it has none."""
    if known.closed is not None:
        return {row.id: _fixed(row) for row in rows}
    reviewed = decisions.released(tx.connection, [row.id for row in rows], scope)
    return {row.id: _open(row, reviewed.get(row.id)) for row in rows}


def final(tx: Transaction, known: RoundRow, row: Row, *, drawn: bool = True) -> Json | None:
    """一份的审定结果 - Return the same for one evaluation; what no review drew has no decision to ask for."""
    if known.closed is not None:
        return _fixed(row)
    return _open(row, decisions.told(tx.connection, row.id) if drawn else None)


def _fixed(row: Row) -> Json | None:
    source = None if row.final_source is None else FinalSource(row.final_source)
    return None if source is None else _told(row.final_total, row.final_grade, source, fixed=True)


def _open(row: Row, second: Outcome | None) -> Json | None:
    """Return what would be final if the round were closed now."""
    if second is None and (row.filed is None or row.state in NOT_OWN):
        return None
    after = None if second is None else (_points(second.total), second.grade)
    found = final_of((_points(row.total), row.grade), after)
    return _told(found.total, found.grade, found.source, fixed=False)


def _points(value: int | None) -> Points | None:
    return None if value is None else Points(value)


def _told(total: int | None, grade: str | None, source: FinalSource, *, fixed: bool) -> Json:
    points = None if total is None else show_points(total)
    return {"total": points, "grade": grade, "source": source.value, "source_title": source.label, "fixed": fixed}
