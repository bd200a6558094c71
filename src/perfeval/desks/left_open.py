"""往年整改 - What earlier reviews asked of a unit or of a project and what is not done yet: shown in this year's form and in its review."""

import json
from collections.abc import Sequence

from perfeval.accounts import date_of
from perfeval.store import Transaction, rectifications
from perfeval.store.rectifications import Placed
from perfeval.workflow import RectificationState

Json = dict[str, object]


def left_open(tx: Transaction, year: int, path: str, code: str | None, scope: Sequence[str]) -> list[Json]:
    """往年未完成的 - Return what earlier years left open for a unit, or for the project with this code."""
    return [told(tx, each) for each in rectifications.open_before(tx.connection, year, path, code, scope)]


def told(tx: Transaction, placed: Placed) -> Json:
    """输出 - Return a rectification as lists have it; whether it is overdue is computed."""
    row = placed.rectification
    return {
        "id": row.id,
        "version": row.version,
        "sampled": row.sampled,
        "problem": row.problem,
        "year": placed.year,
        "unit": placed.unit,
        "item": placed.item,
        "title": placed.title,
        "words": row.words,
        "owner": row.owner,
        "deadline": row.deadline,
        "state": row.state,
        "state_title": RectificationState(row.state).label,
        "overdue": row.state != RectificationState.DONE and row.deadline < date_of(tx.at),
        "report": row.report,
        "proof": json.loads(row.proof or "[]"),
        "returned": row.returned,
        "at": row.at,
    }
