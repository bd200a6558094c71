"""暂存故事 - A big list is written in portions that nobody sees and becomes visible at once; what breaks off leaves nothing behind."""

import json

import pytest
from sqlalchemy import select

from perfeval.desks.imports import Kind, carrying
from perfeval.errors import Conflict
from perfeval.store import projects, tables
from perfeval.web.office import Office
from tests.service.client import Clients
from tests.service.county import EVALUATIONS, NOW, ROUND
from tests.service.lists import XLSX, bring, workbook
from tests.service.staging import FINANCE, HEAD, At, begin, begun, broken_off, in_force, kept, listed, planned, superseded


def test_many_projects_come_in_portions_and_are_all_there(at: At, office: Office) -> None:
    finance = at("finance")
    assert len(list(carrying.portions(planned(office, Kind.PROJECTS, listed(700))))) > 3
    assert bring(finance, ROUND, "projects", listed(700)).json()["new"] == 700
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=项目").json()["total"] == 700
    assert kept(office)["uploads"] == 0


def test_what_is_being_imported_is_seen_by_nobody(at: At, office: Office) -> None:
    broken_off(office, listed(10))
    assert kept(office)["evaluations"] == len(EVALUATIONS) + 10
    finance = at("finance")
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["total"] == len(EVALUATIONS)
    assert finance.get(f"/api/v1/rounds/{ROUND}/progress").json()["total"]["coverage"]["projects"] == len(EVALUATIONS)
    with office.store.reading(NOW) as tx:
        hidden = tx.connection.execute(select(tables.evaluations.c.id).where(tables.evaluations.c.upload != "")).scalars().first()
    assert finance.get(f"/api/v1/evaluations/{hidden}").status_code == 404


def test_a_round_takes_one_list_at_a_time(at: At, office: Office) -> None:
    broken_off(office, listed(10))
    answer = bring(at("finance"), ROUND, "projects", listed(20))
    assert (answer.status_code, answer.json()["code"]) == (409, "import-running")


def test_what_an_import_that_broke_off_left_is_swept_away_by_the_next(at: At, office: Office) -> None:
    broken_off(office, listed(500))
    office.clock = lambda: "2026-03-10T08:11:00Z"
    assert bring(at("finance"), ROUND, "projects", listed(20)).json()["new"] == 20
    assert kept(office) == {"projects": len(EVALUATIONS) + 20, "evaluations": len(EVALUATIONS) + 20, "uploads": 0}


def test_an_import_that_was_swept_away_cannot_go_on(office: Office) -> None:
    upload = broken_off(office, listed(10))
    with office.store.writing(NOW) as tx:
        while carrying.sweep(tx, FINANCE, upload):
            pass
    with pytest.raises(Conflict) as told, office.store.writing(NOW) as tx:
        carrying.stage(tx, FINANCE, carrying.Portion(), upload)
    assert told.value.code == "import-overtaken"


def test_an_import_that_is_being_swept_away_cannot_come_into_force(office: Office) -> None:
    plan = planned(office, Kind.PROJECTS, listed(10))
    upload = broken_off(office, listed(10))
    with office.store.writing(NOW) as tx:
        assert carrying.sweep(tx, FINANCE, upload), "there is more"
    with pytest.raises(Conflict) as told:
        in_force(office, plan, upload)
    assert told.value.code == "import-overtaken"


def test_two_who_bring_the_same_list_get_it_in_once(at: At, office: Office) -> None:
    plan = planned(office, Kind.PROJECTS, listed(10))
    assert bring(at("finance"), ROUND, "projects", listed(10)).status_code == 200
    mark = begin(office, plan)
    with pytest.raises(Conflict) as told, office.store.writing(NOW) as tx:
        carrying.stage(tx, FINANCE, next(iter(carrying.portions(plan))), mark)
    assert told.value.code == "import-overtaken"


def test_what_a_unit_saves_during_an_import_is_not_lost(at: At, office: Office) -> None:
    begun(at, "school1")
    plan = planned(office, Kind.EXECUTION, [("项目编码", "执行数"), ("530000250001", 99000)])
    mark = begin(office, plan)
    superseded(office, plan, mark)
    begun(at, "school1", objective={"actual": "刚刚写的"})
    in_force(office, plan, mark)
    form = at("filler1").get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["evaluation"]
    assert form["objective"] == {"actual": "刚刚写的"}
    assert form["funds"][0]["spent"] == "99000.00"


def test_an_import_that_a_unit_overtakes_changes_nothing(at: At, office: Office) -> None:
    rows: list[tuple[object, ...]] = [(*HEAD, "全年预算数"), ("530000250001", "某县第一中学运转补助", "school1", 100000, 90000)]
    plan = planned(office, Kind.PROJECTS, rows)
    mark = begin(office, plan)
    superseded(office, plan, mark)
    begun(at, "school1")
    with pytest.raises(Conflict) as told:
        in_force(office, plan, mark)
    assert told.value.code == "import-overtaken"
    with office.store.reading(NOW) as tx:
        funds = projects.by_code(tx.connection, ROUND, ("/",))["530000250001"].funds
    assert json.loads(funds)[0]["adjusted"] == "100000.00"


def test_others_save_while_a_list_comes_in(clients: Clients) -> None:
    finance, fillers = clients.at("finance"), [clients.at(f"filler{at}") for at in range(1, 5)]
    addresses = [f"/api/v1/evaluations/{each}" for each in EVALUATIONS.values()]
    forms = [client.get(address).json()["evaluation"] for client, address in zip(fillers, addresses, strict=True)]
    body, told = workbook(listed(800)), {"Content-Type": XLSX}
    lists = [finance.later("POST", f"/api/v1/rounds/{ROUND}/projects/import", content=body, headers=told)]
    paid = workbook([("项目编码", "执行数"), *((f"53000025000{at}", 97000 + at) for at in range(1, 5))])
    lists.append(finance.later("POST", f"/api/v1/rounds/{ROUND}/execution/import", content=paid, headers=told))
    saves = [
        client.later("PUT", address, json=form, headers={"If-Match": '"1"'})
        for client, address, form in zip(fillers, addresses, forms, strict=True)
    ]
    first, second, *others = clients.together(*lists, *saves)
    assert (first.status_code, second.status_code) == (200, 200), (first.text[:500], second.text[:500])
    assert {answer.status_code for answer in others} <= {200, 409, 422}, "saved, or told that the treasury was quicker"
    for client, address in zip(fillers, addresses, strict=True):
        assert client.get(address).json()["evaluation"]["funds"][0]["spent"].startswith("9700")
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=项目").json()["total"] == 800
