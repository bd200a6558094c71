"""汇总自评 - A project of several units: each files its part, the department's evaluation is computed from those that came through."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from perfeval.web.office import Office
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS, UNITS
from tests.service.filing_rows import another, change, change_round, grant, row
from tests.service.filled import form, with_row

At = Callable[[str], Client]
FIRST, SECOND = EVALUATIONS["school1"], EVALUATIONS["school2"]


@pytest.fixture
def whole(office: Office) -> str:
    """The department's evaluation of a project that two schools carry out."""
    grant(office, "filler3", "filler", "education")
    department = UNITS["education"]
    document = json.loads(row(office, FIRST).document) | {"subject": {"project": "学生资助", "unit": department.title}, "funds": []}
    made = another(
        office,
        FIRST,
        "whole",
        unit=department.id,
        path=department.path,
        title="学生资助",
        document=json.dumps(document, ensure_ascii=False),
    )
    for part in (FIRST, SECOND):
        change(office, part, part_of=made)
    return made


def through(at: At, unit: str, login: str, **changes: Any) -> None:
    """Bring a part through its checks."""
    part, filler = EVALUATIONS[unit], at(login)
    given = form(unit, **changes)
    assert filler.put(f"/api/v1/evaluations/{part}", 1, json=given).status_code == 200
    assert filler.act(part, "submit", 2).status_code == 200
    assert at(login.replace("filler", "checker")).act(part, "approve", 3).status_code == 200
    assert at("department1").act(part, "approve", 4).status_code == 200


def test_the_whole_is_computed_from_the_parts_that_came_through(at: At, whole: str) -> None:
    through(at, "school1", "filler1")
    address = f"/api/v1/evaluations/{whole}"
    filler = at("filler3")
    opened = filler.get(address).json()
    assert [each["actual"] for each in opened["evaluation"]["indicators"]] == ["100", "100%", "100%", "90%", "95%"]
    fewer = with_row(form("school2", claimed={}), "r1", actual="80", claimed=None, reason="生源减少", measures="加强摸排")
    through(at, "school2", "filler2", indicators=fewer["indicators"], claimed={})
    opened = filler.get(f"{address}?trace=1").json()
    first = opened["evaluation"]["indicators"][0]
    assert (first["target"], first["actual"]) == ("≥200人", "180")
    assert "reason" not in first, "the reasons of the whole are its own"
    assert opened["evaluation"]["funds"][0]["spent"] == "192000"
    assert opened["evaluation"]["subject"]["project"] == "学生资助"
    trace = opened["scorecard"]["rows"][0]["trace"]
    assert trace["rounded"] == "18.00"
    assert sorted(trace["children"][0]["expression"].split("+")) == ["100", "80"]
    assert {each["name"] for each in trace["children"][0]["inputs"]} == {"某县第一中学完成值", "某县第二中学完成值"}
    assert opened["locked"]["indicators.r1.actual"] == {"value": "180", "source": "各实施单位汇总"}


def test_the_cells_of_the_whole_are_locked_and_its_reasons_are_its_own(at: At, whole: str) -> None:
    through(at, "school1", "filler1")
    through(at, "school2", "filler2")
    address, filler = f"/api/v1/evaluations/{whole}", at("filler3")
    opened = filler.get(address).json()
    given = {**opened["evaluation"], "execution": {"reason": "节约", "measures": "细化预算"}}
    better = with_row(given, "r1", actual="500人")
    refused = filler.put(address, opened["version"], json=better)
    assert (refused.status_code, refused.json()["code"]) == (422, "locked")
    own = with_row(given, "r1", reason="全县统一安排")
    saved = filler.put(address, opened["version"], json=own)
    assert saved.status_code == 200, saved.text
    assert saved.json()["evaluation"]["indicators"][0]["reason"] == "全县统一安排"
    assert saved.json()["scorecard"]["execution"]["points"] == "9.60"
    assert (
        at("finance")
        .post(
            f"{address}/adjustments",
            json={"cell": "indicators.r1.actual", "new": "1", "document_number": "x", "approved_by": "x", "date": "2025-01-01"},
        )
        .json()["code"]
        == "not-locked"
    )
    sent = filler.act(whole, "submit", opened["version"] + 1)
    assert sent.status_code == 200, sent.text
    printed = filler.get(f"{address}/report?template=cn.project.form.2020")
    assert printed.status_code == 200
    refused = at("finance").act(FIRST, "reopen", 5, reason="x")
    assert refused.json()["why"] == ["所属的汇总自评已经送审，请先退回汇总自评"]


def test_the_whole_waits_for_every_part(at: At, whole: str) -> None:
    through(at, "school1", "filler1")
    address, filler = f"/api/v1/evaluations/{whole}", at("filler3")
    opened = filler.get(address).json()
    given = {**opened["evaluation"], "execution": {"reason": "节约", "measures": "细化预算"}}
    assert filler.put(address, opened["version"], json=given).status_code == 200
    refused = filler.act(whole, "submit", opened["version"] + 1)
    assert refused.json()["why"] == ["实施单位的“某县第二中学运转补助”还在未开始"]
    assert at("department1").act(SECOND, "exempt", 1, reason="今年未实施").status_code == 200
    assert filler.act(whole, "submit", opened["version"] + 1).status_code == 200


def test_parts_are_listed_to_who_may_see_them(at: At, whole: str) -> None:
    items = at("department1").get(f"/api/v1/evaluations/{whole}/parts").json()["items"]
    assert {each["id"]: each["relation"] for each in items} == {FIRST: "part", SECOND: "part"}
    assert at("filler1").get(f"/api/v1/evaluations/{whole}/parts").status_code == 404


def test_a_part_that_cannot_be_merged_does_not_come_through(at: At, whole: str) -> None:
    through(at, "school1", "filler1")
    filler = at("filler2")
    heavier = with_row(with_row(form("school2"), "r1", weight="30", claimed="30"), "r4", weight="20", claimed="20")
    answered = {**heavier, "answers": [{"code": code, "row": None, "words": "本校情况"} for code in ("category-weight",)]}
    assert filler.put(f"/api/v1/evaluations/{SECOND}", 1, json=answered).status_code == 200
    assert filler.act(SECOND, "submit", 2).status_code == 200
    assert at("checker2").act(SECOND, "approve", 3).status_code == 200
    refused = at("department1").act(SECOND, "approve", 4)
    assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed")
    assert "分值各单位不同" in refused.json()["why"][0]
    assert at("department1").get(f"/api/v1/evaluations/{whole}").json()["version"] == 2


def test_opening_a_part_again_takes_it_out_of_the_whole(at: At, whole: str) -> None:
    through(at, "school1", "filler1")
    through(at, "school2", "filler2")
    assert at("finance").act(SECOND, "reopen", 5, reason="更正").status_code == 200
    first = at("filler3").get(f"/api/v1/evaluations/{whole}").json()["evaluation"]["indicators"][0]
    assert (first["target"], first["actual"]) == ("≥100人", "100")


def test_parts_that_come_through_at_once_are_both_in_the_whole(clients: Clients, whole: str, office: Office) -> None:
    grant(office, "finance", "department_checker", "education")
    at = clients.at
    for unit, login in (("school1", "filler1"), ("school2", "filler2")):
        part, filler = EVALUATIONS[unit], at(login)
        assert filler.put(f"/api/v1/evaluations/{part}", 1, json=form(unit)).status_code == 200
        assert filler.act(part, "submit", 2).status_code == 200
        assert at(login.replace("filler", "checker")).act(part, "approve", 3).status_code == 200
    headers = {"If-Match": '"4"'}
    asked = [
        at(login).later("POST", f"/api/v1/evaluations/{part}/actions/approve", json={}, headers=headers)
        for login, part in (("department1", FIRST), ("finance", SECOND))
    ]
    assert [answer.status_code for answer in clients.together(*asked)] == [200, 200]
    first = at("filler3").get(f"/api/v1/evaluations/{whole}").json()["evaluation"]["indicators"][0]
    assert (first["target"], first["actual"]) == ("≥200人", "200")


def test_a_round_without_checks_computes_the_whole_from_what_is_submitted(at: At, whole: str, office: Office) -> None:
    change_round(office, steps="[]")
    filler = at("filler1")
    assert filler.put(f"/api/v1/evaluations/{FIRST}", 1, json=form("school1")).status_code == 200
    assert filler.act(FIRST, "submit", 2).json()["state"] == "final"
    assert at("filler3").get(f"/api/v1/evaluations/{whole}").json()["version"] == 2
