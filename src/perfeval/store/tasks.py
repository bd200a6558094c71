"""待办 - What of several rounds waits for somebody: forms to file, forms to check, found inside scopes; how far rounds are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from perfeval.store.deadlines import due, returned
from perfeval.store.scope import in_force, within
from perfeval.store.tables import evaluations, notes, people, projects, round_units, rounds

_OWN = ("id", "title", "state", "path", "total", "grade", "errors", "warnings", "filed", "late", "exempt_why", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """待办 - Hold a form with its round, its unit, and by when it must have been filed."""

    id: str
    title: str
    state: str
    path: str
    total: int | None
    grade: str | None
    errors: int
    warnings: int
    filed: str | None
    late: bool
    exempt_why: str | None
    version: int
    round: str
    round_title: str
    opens: str
    due: str
    grace: int
    unit: str
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """所找 - Say in which rounds, and in which states inside which chains of units, forms are looked for."""

    rounds: Sequence[str]
    places: Mapping[str, Sequence[str]]
    most: int
    latest_first: bool = False
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """退回说明 - Hold why a form was last sent back: the words for the whole, by whom, when, and how many rows are named."""

    evaluation: str
    words: str
    reason_code: str
    person: str
    at: str
    rows: int


def tasks(connection: Connection, sought: Sought) -> tuple[tuple[Task, ...], int]:
    """查待办 - Return the forms that are looked for, as many as are wanted, and how many there are.

    What is due first stands first, then what was filed first; turned round: what was filed last.
    """
    if not sought.rounds or not any(sought.places.values()):
        return (), 0
    row = evaluations.c
    total: int = connection.execute(_sought(select(func.count()).select_from(evaluations), sought)).scalar_one()
    columns = (*(row[name] for name in _OWN), row.round, rounds.c.title.label("round_title"), rounds.c.opening.label("opens"))
    more = (due().label("due"), rounds.c.grace, func.coalesce(round_units.c.name, "").label("unit"), returned().label("returned"))
    here = and_(round_units.c.round == row.round, round_units.c.unit == row.unit)
    asked = select(*columns, *more).select_from(evaluations).join(rounds, rounds.c.id == row.round).outerjoin(round_units, here)
    orders = (row.filed.desc(), row.id) if sought.latest_first else ("due", row.filed, row.path, row.title, row.id)
    found = connection.execute(_sought(asked, sought).order_by(*orders).limit(sought.most))
    return tuple(Task(**each._mapping) for each in found), total  # noqa: SLF001 - rows as mappings have no public name


def sent_back(connection: Connection, evaluation_ids: Sequence[str]) -> dict[str, SentBack]:
    """退回说明 - Return why each of these forms was last sent back, by its id."""
    asked = (
        select(notes, people.c.name.label("by"))
        .outerjoin(people, people.c.id == notes.c.person)
        .where(notes.c.evaluation.in_(list(evaluation_ids)), notes.c.reason_code.is_not(None))
        .order_by(notes.c.at, notes.c.row.is_not(None))
    )
    found: dict[str, SentBack] = {}
    for each in connection.execute(asked):
        before = found.get(each.evaluation)
        if each.row is None or before is None or before.at != each.at:
            own = {"evaluation": each.evaluation, "words": each.words, "reason_code": each.reason_code, "at": each.at}
            found[each.evaluation] = SentBack(**own, person=each.by or "", rows=0 if each.row is None else 1)
        else:
            own = {"evaluation": before.evaluation, "words": before.words, "reason_code": before.reason_code, "at": before.at}
            found[each.evaluation] = SentBack(**own, person=before.person, rows=before.rows + 1)
    return found


def tallies(connection: Connection, round_ids: Sequence[str], scope: Sequence[str]) -> dict[str, dict[str, int]]:
    """各批次进度 - Return for each round how many forms inside the scope are in each state."""
    row = evaluations.c
    asked = select(row.round, row.state, func.count()).where(row.round.in_(list(round_ids)), within(row.path, scope))
    found: dict[str, dict[str, int]] = {each: {} for each in round_ids}
    for round_id, state, count in connection.execute(asked.group_by(row.round, row.state)):
        found[round_id][state] = int(count)
    return found


def _sought(asked: "Select[Any]", sought: Sought) -> "Select[Any]":
    """Return a question narrowed to what is looked for."""
    row = evaluations.c
    inside = [and_(row.state == state, within(row.path, chains)) for state, chains in sought.places.items() if chains]
    asked = asked.where(row.round.in_(list(sought.rounds)), or_(*inside))
    return asked.where(_about(sought.words)) if sought.words else asked


def _about(words: str) -> ColumnElement[bool]:
    """Return the condition that title, unit or code of the project holds some words."""
    row = evaluations.c
    unit = select(round_units.c.unit).where(round_units.c.name.contains(words, autoescape=True))
    project = select(projects.c.id).where(projects.c.code.contains(words, autoescape=True), in_force(projects))
    return or_(row.title.contains(words, autoescape=True), row.unit.in_(unit), row.project.in_(project))
