"""改库 - What stories of filing put straight into the tables: another role for somebody, another round setting, locks, parts."""

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, update

from perfeval.store import evaluations, tables
from perfeval.store.evaluations import EvaluationRow
from perfeval.web.office import Office
from tests.service.county import NOW, ROUND, UNITS, id_of


def grant(office: Office, login: str, role: str, unit: str) -> None:
    """Give somebody one more business role."""
    with office.store.writing(NOW) as tx:
        own = {"id": id_of(f"{login} {role} {unit}"), "person": id_of(login), "duty": "business", "role": role}
        tx.connection.execute(insert(tables.grants).values(own | {"unit": UNITS[unit].id, "granted_by": "seed"}))


def change_round(office: Office, **values: Any) -> None:
    """Set the round otherwise."""
    with office.store.writing(NOW) as tx:
        tx.connection.execute(update(tables.rounds).where(tables.rounds.c.id == ROUND).values(values))


def extend(office: Office, unit: str, until: str) -> None:
    """Give a unit a later deadline."""
    with office.store.writing(NOW) as tx:
        mine = (tables.round_units.c.round == ROUND, tables.round_units.c.unit == UNITS[unit].id)
        tx.connection.execute(update(tables.round_units).where(*mine).values(extended=until, extended_why="停电"))


def row(office: Office, evaluation: str) -> EvaluationRow:
    """Return an evaluation as it is kept."""
    with office.store.reading(NOW) as tx:
        found = evaluations.load(tx.connection, evaluation, ("/",))
    assert found is not None
    return found


def change(office: Office, evaluation: str, **values: Any) -> None:
    """Change an evaluation without a new version."""
    with office.store.writing(NOW) as tx:
        tx.connection.execute(update(tables.evaluations).where(tables.evaluations.c.id == evaluation).values(values))


def lock(office: Office, evaluation: str, cells: dict[str, str | None], source: str = "批复的绩效目标") -> None:
    """Lock cells of an evaluation as an import would."""
    locked = {cell: {"value": value, "source": source} for cell, value in cells.items()}
    change(office, evaluation, locked=json.dumps(locked, ensure_ascii=False))


def another(office: Office, like: str, name: str, **values: Any) -> str:
    """Put in one more evaluation like another one, and return its id."""
    made = replace(row(office, like), id=id_of(name), **values)
    with office.store.writing(NOW) as tx:
        evaluations.add(tx.connection, [made])
    return made.id
