"""往年整改 - What earlier reviews asked of a unit or of a project and what is not done yet: shown in this year's form and in its review."""

import json

from perfeval.accounts import date_of
from perfeval.store import Transaction, rectifications
from perfeval.store.rectifications import Placed
from perfeval.workflow import RectificationState

Json = dict[str, object]


def left_open(tx: Transaction, year: int, unit: str, code: str | None) -> list[Json]:
    """往年未完成的 - Return what earlier years left open for a unit or for the project with this code, wherever these stood then.

    It is for everybody who sees this year's form or its review.
    """
    return [told(tx, each) for each in before(tx, year, unit, code)]


def before(tx: Transaction, year: int, unit: str, code: str | None) -> tuple[Placed, ...]:
    """往年的 - Return the same as the store has it."""
    return tuple(each for each in rectifications.open_of(tx.connection, unit, code) if each.year < year)


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
