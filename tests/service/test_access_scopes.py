"""部分范围 - What somebody who sees one department is shown of what a whole county shares, and what of it they may change."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from perfeval.store import tables
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, UNITS, id_of
from tests.service.lists import bring
from tests.service.test_access import code_of

At = Callable[[str], Client]
ADDRESS = f"/api/v1/rounds/{ROUND}"
HEAD = ("项目编码", "项目名称", "单位编码", "年初预算数（元）")
LIST = (HEAD, ("P001", "营养改善计划", "school1", 500000), ("P002", "林区防火", "farm1", 120000))
CHANGED = (HEAD, LIST[1], ("P002", "林区防火", "farm1", 130000))


@pytest.fixture
def narrowed(office: Office) -> Callable[[str], None]:
    """Have somebody's role count for the department of education only."""

    def _narrow(login: str) -> None:
        with office.store.writing(NOW) as tx:
            mine = tables.grants.c.person == id_of(login)
            tx.connection.execute(update(tables.grants).where(mine).values(unit=UNITS["education"].id))

    return _narrow


def test_an_auditor_of_one_department_is_not_told_what_was_imported_for_another(at: At, narrowed: Callable[[str], None]) -> None:
    for rows in (LIST, CHANGED):
        assert bring(at("head"), ROUND, "projects", rows).is_success
    assert '"130000.00"' in at("auditor").get("/api/v1/journal").text
    narrowed("auditor")
    told = at("auditor").get(f"/api/v1/journal?about=rounds/{ROUND}").json()["items"]
    assert [(each["action"], each["about"], "detail" in each) for each in told] == [("import.projects", f"rounds/{ROUND}", False)] * 2
    assert not [word for word in ("P002", "130000") if word in at("auditor").get("/api/v1/journal?size=200").text]


def test_what_all_share_is_changed_by_those_only_who_keep_all_of_it(at: At, narrowed: Callable[[str], None]) -> None:
    narrowed("finance")
    finance = at("finance")
    for change in ({"deadline": "2026-03-12T00:00:00Z"}, {"steps": ["unit_check"]}, {"title": "改名"}, {"grace": 3, "units": []}):
        assert code_of(finance.patch(ADDRESS, 1, json=change)) == (403, "round-shared"), change
    assert at("head").patch(ADDRESS, 1, json={"grace": 3}).json()["grace"] == 3


def test_who_keeps_a_part_of_a_round_gives_its_units_more_time_and_moves_no_others(
    at: At, office: Office, narrowed: Callable[[str], None]
) -> None:
    narrowed("finance")
    later = {"unit": UNITS["school1"].id, "until": "2026-04-10T00:00:00Z", "why": "停电"}
    changed = at("finance").patch(ADDRESS, 1, json={"exceptions": [later], "units": [UNITS["school1"].id]})
    assert changed.is_success, changed.text
    assert {each["unit"] for each in changed.json()["units"]} == {UNITS[name].id for name in ("education", "school1", "school2")}
    other = {**later, "unit": UNITS["farm1"].id}
    assert code_of(at("finance").patch(ADDRESS, 2, json={"exceptions": [other]})) == (422, "round-invalid")
    with office.store.reading(NOW) as tx:
        extended = {row.unit: row.extended for row in tx.connection.execute(select(tables.round_units))}
    assert set(extended) == {unit.id for unit in UNITS.values()}
    assert [unit for unit, until in extended.items() if until] == [UNITS["school1"].id]


def test_what_was_merged_is_listed_inside_the_scope_only(at: At, office: Office) -> None:
    mine, other = EVALUATIONS["school1"], EVALUATIONS["farm1"]
    with office.store.writing(NOW) as tx:
        tx.connection.execute(update(tables.evaluations).where(tables.evaluations.c.id == other).values(merged_into=mine))
    listed = {login: at(login).get(f"/api/v1/evaluations/{mine}/parts").json()["total"] for login in ("filler1", "department1", "finance")}
    assert listed == {"filler1": 0, "department1": 0, "finance": 1}
