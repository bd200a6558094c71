"""期限与退回 - Conditions that lists and counts share: by when a unit must have filed, what is overdue, what was sent back."""

from sqlalchemy import ColumnElement, and_, case, exists

from perfeval.store.tables import evaluations, notes, round_units, rounds
from perfeval.workflow import DRAFTS, State


def due() -> ColumnElement[str]:
    """截止 - Return by when a unit must have filed, its own later deadline, else the round's; asked of rounds with their units."""
    later = and_(round_units.c.extended.is_not(None), round_units.c.extended > rounds.c.deadline)
    return case((later, round_units.c.extended), else_=rounds.c.deadline)


def overdue(at: str) -> ColumnElement[bool]:
    """逾期未报 - Return the condition that a form is not filed although its unit's deadline is past; asked of evaluations alone."""
    row, unit = evaluations.c, round_units.c
    longer = exists().where(unit.round == row.round, unit.unit == row.unit, unit.extended >= at)
    return and_(row.state.in_(DRAFTS), exists().where(rounds.c.id == row.round, rounds.c.deadline < at), ~longer)


def returned() -> ColumnElement[bool]:
    """退回待改 - Return the condition that a form was sent back and not filed again."""
    told = exists().where(notes.c.evaluation == evaluations.c.id, notes.c.reason_code.is_not(None))
    return and_(evaluations.c.state == State.FILLING.value, evaluations.c.filed.is_not(None), told)
