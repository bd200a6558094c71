"""逐日 - How many forms of a round were filed, filed late and sent back on each day of the office's calendar, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Column, ColumnElement, Connection, DateTime, case, cast, func, select

from perfeval.store.scope import within
from perfeval.store.tables import evaluations, notes

_EAST = timedelta(hours=8)
_REOPENED = "reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """一日 - Hold a day with what came on it."""

    day: str
    filed: int = 0
    late: int = 0
    returned: int = 0


def days(connection: Connection, round_id: str, scope: Sequence[str]) -> tuple[Day, ...]:
    """逐日 - Return the days on which anything came, in their order; a form counts on the day it was first filed, every return on its own.

    A return leaves one note about the whole form; the notes about its rows belong to the same one.
    """
    row, note = evaluations.c, notes.c
    mine = row.round == round_id, within(row.path, scope)
    filed_on, returned_on = _day(connection, row.filed).label("day"), _day(connection, note.at).label("day")
    late = func.sum(case((row.late, 1), else_=0))
    filed = select(filed_on, func.count(), late).where(*mine, row.filed.is_not(None)).group_by("day")
    sent_back = note.row.is_(None), note.reason_code.is_not(None), note.reason_code != _REOPENED
    returned = select(returned_on, func.count()).join(evaluations, row.id == note.evaluation).where(*mine, *sent_back).group_by("day")
    came = {day: (int(count), int(after)) for day, count, after in connection.execute(filed)}
    went = {day: int(count) for day, count in connection.execute(returned)}
    return tuple(
        Day(day=day, filed=came.get(day, (0, 0))[0], late=came.get(day, (0, 0))[1], returned=went.get(day, 0))
        for day in sorted(came.keys() | went.keys())
    )


def _day(connection: Connection, column: "Column[str]") -> ColumnElement[str]:
    """Return the day of a time as the office's calendar shows it."""
    if connection.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", cast(column, DateTime(timezone=True))) + _EAST, "YYYY-MM-DD")
    return func.date(column, "+8 hours")
