"""暂存布置 - Carry out an import step by step, so that a story can happen between two of them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select

from perfeval.accounts import Asker, Grant, Role
from perfeval.desks import imports
from perfeval.desks.imports import Kind, Plan, carrying
from perfeval.desks.imports.carrying import Made, Order
from perfeval.store import tables
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, UNITS, id_of
from tests.service.lists import workbook

At = Callable[[str], Client]
HEAD = ("项目编码", "项目名称", "单位编码", "年初预算数（元）")
FINANCE = Asker(
    person=id_of("finance"), login="finance", name="finance", grants=(Grant(role=Role.FINANCE_CHECKER, path=UNITS["bureau"].path),)
)


def listed(count: int) -> list[tuple[object, ...]]:
    """Return a project list."""
    return [HEAD, *((f"P{at:05d}", f"项目{at}", ("school1", "school2", "farm1", "farm2")[at % 4], 1000 + at) for at in range(count))]


def planned(office: Office, kind: Kind, rows: list[tuple[object, ...]]) -> Plan:
    """Return what a list would do."""
    upload = imports.read(kind, workbook(rows), "清单")
    with office.store.reading(NOW) as tx:
        return imports.plan(tx, FINANCE, kind, ROUND, upload)


def begin(office: Office, plan: Plan) -> str:
    """Have an import under way."""
    with office.store.writing(NOW) as tx:
        return carrying.begin(tx, FINANCE, plan.round, plan.upload.sha256)


def broken_off(office: Office, rows: list[tuple[object, ...]]) -> str:
    """Stage the first portion of a list and stop there."""
    plan = planned(office, Kind.PROJECTS, rows)
    mark = begin(office, plan)
    with office.store.writing(NOW) as tx:
        carrying.stage(tx, FINANCE, next(iter(carrying.portions(plan))), mark)
    return mark


def ordered(office: Office, plan: Plan) -> Order:
    """Return what brings a list into force, with what is overtaken worked out in a transaction of its own."""

    def _remade(ids: Sequence[str]) -> Made:
        with office.store.reading(NOW) as tx:
            return carrying.work_out(tx, FINANCE, plan, ids)

    return Order(kind=plan.kind, round=plan.round, waiting=set(plan.patches), remade=_remade)


def superseded(office: Office, plan: Plan, mark: str) -> None:
    """Write everything that a list changes, unseen."""
    for portion in carrying.portions(plan):
        with office.store.writing(NOW) as tx:
            carrying.stage(tx, FINANCE, portion, mark)
    made = ordered(office, plan).work_out(sorted(plan.patches))
    with office.store.writing(NOW) as tx:
        carrying.supersede(tx, FINANCE, made, mark)


def in_force(office: Office, plan: Plan, mark: str) -> None:
    """Bring an import into force."""
    with office.store.writing(NOW) as tx:
        carrying.carry_out(tx, FINANCE, ordered(office, plan), carrying.ready(plan), mark)


def kept(office: Office) -> dict[str, int]:
    """Return how many rows there are, seen or not."""
    with office.store.reading(NOW) as tx:
        found = (tables.projects, tables.evaluations, tables.uploads)
        return {table.name: tx.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in found}


def begun(at: At, unit: str, **more: Any) -> dict[str, Any]:
    """Save the evaluation of a unit and return it."""
    client, address = at(f"filler{list(EVALUATIONS).index(unit) + 1}"), f"/api/v1/evaluations/{EVALUATIONS[unit]}"
    found = client.get(address).json()
    answer = client.put(address, found["version"], json={**found["evaluation"], **more})
    assert answer.status_code == 200, answer.text
    saved: dict[str, Any] = answer.json()
    return saved
