"""流程操作 - Every action through HTTP: where it leads, who may, what must hold, what is kept of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert

from perfeval.store import tables
from perfeval.web.office import Office
from perfeval.workflow import guards
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, id_of
from tests.service.filing_rows import change_round, grant, row
from tests.service.filled import form, with_row

At = Callable[[str], Client]
MINE, OTHER = EVALUATIONS["school1"], EVALUATIONS["school2"]
ADDRESS = f"/api/v1/evaluations/{MINE}"


def filed(at: At, unit: str = "school1", login: str = "filler1") -> None:
    """Have a unit file its evaluation."""
    filler, mine = at(login), EVALUATIONS[unit]
    assert filler.put(f"/api/v1/evaluations/{mine}", 1, json=form(unit)).status_code == 200
    answer = filler.act(mine, "submit", 2)
    assert answer.status_code == 200, answer.text


def buttons(client: Client, evaluation: str = MINE) -> dict[str, bool]:
    """Return what somebody can do to an evaluation, and whether it is allowed now."""
    return {each["action"]: each["allowed"] for each in client.get(f"/api/v1/evaluations/{evaluation}").json()["actions"]}


def test_one_evaluation_goes_from_the_unit_to_the_end(at: At) -> None:
    filed(at)
    assert buttons(at("department1")) == {}
    checked = at("checker1").act(MINE, "approve", 3)
    assert (checked.status_code, checked.json()["state"], checked.json()["version"]) == (200, "department_check", 4)
    through = at("department1").act(MINE, "approve", 4)
    assert (through.json()["state"], through.json()["version"]) == ("final", 5)
    assert buttons(at("filler1")) == buttons(at("department1")) == {}
    assert buttons(at("finance")) == {"reopen": True}
    assert at("filler1").put(ADDRESS, 5, json=form()).json()["why"] == ["当前状态不能进行这项操作"]


@pytest.mark.parametrize(
    ("steps", "way"),
    [
        ([], ["final"]),
        (["department_check"], ["department_check", "final"]),
        (["unit_check", "department_check", "finance_check"], ["unit_check", "department_check", "finance_check", "final"]),
    ],
)
def test_the_round_says_which_checks_there_are(at: At, office: Office, steps: list[str], way: list[str]) -> None:
    change_round(office, steps=json.dumps(steps))
    filed(at)
    who = {"unit_check": "checker1", "department_check": "section", "finance_check": "head"}
    for version, (state, following) in enumerate(zip(way, [*way[1:], None], strict=True), 3):
        assert (row(office, MINE).state, row(office, MINE).version) == (state, version)
        if following:
            assert at(who[state]).act(MINE, "approve", version).json()["state"] == following


@pytest.mark.parametrize(
    ("login", "status"),
    [("filler1", 403), ("checker1", 200), ("checker2", 404), ("department1", 403), ("finance", 403), ("auditor", 403), ("system", 403)],
)
def test_who_may_approve_at_the_unit(at: At, login: str, status: int) -> None:
    filed(at)
    assert at(login).act(MINE, "approve", 3).status_code == status


def test_nobody_approves_what_they_filed(at: At, office: Office) -> None:
    grant(office, "filler1", "unit_checker", "school1")
    filed(at)
    both = at("filler1")
    assert buttons(both)["approve"] is False
    refused = both.act(MINE, "approve", 3)
    assert (refused.status_code, refused.json()["why"]) == (409, ["不能审核自己填报或送审的自评"])
    assert at("checker1").act(MINE, "approve", 3).status_code == 200


def test_nobody_approves_what_they_filled_in_and_another_submitted(at: At, office: Office) -> None:
    grant(office, "checker1", "filler", "school1")
    assert at("checker1").put(ADDRESS, 1, json=form()).status_code == 200
    assert at("filler1").put(ADDRESS, 2, json=form()).status_code == 200
    assert at("filler1").act(MINE, "submit", 3).status_code == 200
    assert at("checker1").act(MINE, "approve", 4).json()["why"] == ["不能审核自己填报或送审的自评"]


def test_an_action_says_which_version_it_means(at: At) -> None:
    filed(at)
    checker = at("checker1")
    nameless = checker.post(f"{ADDRESS}/actions/approve", json={})
    assert (nameless.status_code, nameless.json()["code"]) == (428, "version-required")
    stale = checker.act(MINE, "approve", 2)
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]["state"]) == (409, "version-conflict", "unit_check")
    assert checker.request("POST", f"{ADDRESS}/actions/approve", headers={"If-Match": '"3"'}).status_code == 200


def test_of_two_who_act_at_once_one_is_told_to_look_again(clients: Any) -> None:
    filed(clients.at)
    checker = clients.at("checker1")
    ways = [("approve", {}), ("return", {"reason": "请核对"})] * 2
    headers = {"If-Match": '"3"'}
    asked = [checker.later("POST", f"{ADDRESS}/actions/{action}", json=body, headers=headers) for action, body in ways]
    assert sorted(answer.status_code for answer in clients.together(*asked)) == [200, 409, 409, 409]


def test_a_return_says_why_row_by_row_and_is_answered_in_place(at: At) -> None:
    filed(at)
    checker, filler = at("checker1"), at("filler1")
    nameless = checker.act(MINE, "return", 3)
    assert (nameless.status_code, nameless.json()["places"][0]["where"]) == (422, "reason")
    unknown = checker.act(MINE, "return", 3, reason="请核对", rows=["r9"])
    assert (unknown.status_code, unknown.json()["code"]) == (422, "row-not-found")
    rows: list[object] = ["r1", {"row": "r5", "reason_code": "evidence", "reason": "没有调查表"}]
    back = checker.act(MINE, "return", 3, reason_code="figures", reason="人数与名册不符", rows=rows)
    assert (back.status_code, back.json()["state"], back.json()["filed"]) == (200, "filling", NOW)
    told = filler.get(f"{ADDRESS}/notes").json()
    notes = {each["row"]: (each["reason_code"], each["reason_title"], each["words"]) for each in told["items"]}
    assert notes == {
        None: ("figures", "数据有误", "人数与名册不符"),
        "r1": ("figures", "数据有误", "人数与名册不符"),
        "r5": ("evidence", "佐证材料不足", "没有调查表"),
    }
    asked = next(each for each in told["items"] if each["row"] == "r5")
    answer = filler.post(f"{ADDRESS}/notes", json={"words": "已补传调查表\n共95份", "row": "r5", "answers": asked["id"]})
    assert (answer.status_code, answer.json()["answers"], answer.json()["person"]["name"]) == (201, asked["id"], "填报人filler1")
    assert filler.get(f"{ADDRESS}/notes").json()["total"] == 4
    assert filler.post(f"{ADDRESS}/notes", json={"words": "x", "row": "r9"}).status_code == 422
    assert filler.post(f"{ADDRESS}/notes", json={"words": "x", "answers": id_of("none")}).status_code == 422
    assert filler.post(f"{ADDRESS}/notes", json={"words": " "}).status_code == 422
    assert at("auditor").post(f"{ADDRESS}/notes", json={"words": "x"}).status_code == 403
    assert at("filler2").get(f"{ADDRESS}/notes").status_code == 404


def test_a_return_may_lead_to_an_earlier_check_and_nowhere_else(at: At) -> None:
    filed(at)
    assert at("checker1").act(MINE, "approve", 3).status_code == 200
    department = at("department1")
    option = next(each for each in department.get(ADDRESS).json()["actions"] if each["action"] == "return")
    assert option["to"] == ["filling", "unit_check"]
    assert department.act(MINE, "return", 4, reason="x", to="final").json()["code"] == "not-allowed"
    assert department.act(MINE, "return", 4, reason="x", to="nowhere").status_code == 422
    back = department.act(MINE, "return", 4, reason="请单位核对", to="unit_check").json()
    assert (back["state"], back["version"]) == ("unit_check", 5)
    assert at("filler1").act(MINE, "withdraw", 5).json()["why"] == ["审核人已经处理，不能撤回，请联系审核人退回"]
    assert at("checker1").act(MINE, "approve", 5).status_code == 200


def test_what_nobody_looked_at_can_be_taken_back(at: At) -> None:
    filed(at)
    filler = at("filler1")
    assert buttons(filler) == {"withdraw": True}
    taken = filler.act(MINE, "withdraw", 3).json()
    assert (taken["state"], taken["filed"]) == ("filling", None)
    assert filler.act(MINE, "submit", 4).status_code == 200
    assert filler.get(f"{ADDRESS}/submissions").json()["total"] == 2
    assert at("checker1").act(MINE, "approve", 5).status_code == 200
    refused = filler.act(MINE, "withdraw", 6)
    assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed")


def test_what_a_checker_handled_is_not_taken_back_when_the_clock_is_set_back(at: At, office: Office) -> None:
    filed(at)
    assert at("checker1").act(MINE, "approve", 3).status_code == 200
    office.clock = lambda: "2026-03-10T07:00:00Z"
    assert at("department1").act(MINE, "return", 4, reason="请单位核对", to="unit_check").status_code == 200
    assert at("filler1").act(MINE, "withdraw", 5).json()["why"] == [guards.UNTOUCHED.says]


def test_what_was_through_is_opened_again_by_finance_with_a_reason(at: At) -> None:
    filed(at)
    assert at("checker1").act(MINE, "approve", 3).status_code == 200
    assert at("department1").act(MINE, "approve", 4).status_code == 200
    assert at("department1").act(MINE, "reopen", 5, reason="x").status_code == 403
    finance = at("finance")
    assert finance.act(MINE, "reopen", 5).status_code == 422
    opened = finance.act(MINE, "reopen", 5, reason="国库数据有更正").json()
    assert (opened["state"], opened["version"], opened["scorecard"]) == ("filling", 6, None)
    assert at("filler1").put(ADDRESS, 6, json=form()).status_code == 200


def test_a_project_is_left_out_with_a_reason_and_taken_in_again(at: At) -> None:
    department = at("department1")
    assert at("filler1").act(MINE, "exempt", 1, reason="x").status_code == 403
    assert department.act(MINE, "exempt", 1).status_code == 422
    out = department.act(MINE, "exempt", 1, reason_code="no_expenditure", reason="项目未启动").json()
    assert (out["state"], out["exempt_why"]) == ("exempt", "当年没有支出：项目未启动")
    assert at("filler1").put(ADDRESS, 2, json=form()).json()["code"] == "not-allowed"
    again = department.act(MINE, "reopen", 2, reason="已经启动").json()
    assert (again["state"], again["exempt_why"]) == ("not_started", None)


def test_a_project_is_merged_into_another_of_the_round(at: At, office: Office) -> None:
    finance = at("finance")
    assert finance.act(MINE, "merge", 1, reason="x").json()["places"][0]["where"] == "into"
    for into in (MINE, id_of("none")):
        refused = finance.act(MINE, "merge", 1, reason="同一项目", into=into)
        assert (refused.status_code, refused.json()["code"]) == (422, "merge-invalid")
    merged = finance.act(MINE, "merge", 1, reason="同一项目", into=OTHER).json()
    assert (merged["state"], merged["merged_into"]) == ("exempt", OTHER)
    assert finance.get(f"/api/v1/evaluations/{OTHER}/parts").json()["items"][0]["relation"] == "merged"
    assert at("filler2").get(f"/api/v1/evaluations/{OTHER}/parts").json()["total"] == 0
    told = finance.act(OTHER, "exempt", 1, reason="x").json()
    assert (told["code"], told["why"]) == ("not-allowed", [guards.ALONE.says])
    assert finance.act(MINE, "reopen", 2, reason="分开评").json()["merged_into"] is None
    assert row(office, MINE).merged_into is None


def test_a_department_merges_only_what_it_sees(at: At) -> None:
    refused = at("department1").act(MINE, "merge", 1, reason="x", into=EVALUATIONS["farm1"])
    assert (refused.status_code, refused.json()["code"]) == (422, "merge-invalid")


def test_a_round_may_demand_that_sections_confirm_their_rows(at: At, office: Office) -> None:
    change_round(office, owners_confirm=True)
    filler = at("filler1")
    given = with_row(with_row(form(), "r1", owner="资助中心"), "r4", owner="财务科")
    saved = filler.put(ADDRESS, 1, json=given).json()
    why = next(each for each in saved["actions"] if each["action"] == "submit")["why"]
    assert why == ["第1行“补助学生人数”还没有经资助中心确认", "第4行“家庭负担减轻率”还没有经财务科确认"]
    assert filler.act(MINE, "confirm", 2).status_code == 422
    assert filler.act(MINE, "confirm", 2, rows=["r9"]).status_code == 422
    done = filler.act(MINE, "confirm", 2, rows=["r1", "r4"]).json()
    assert (done["version"], done["state"]) == (3, "filling")
    assert done["confirmed"]["r4"] == {"person": id_of("filler1"), "name": "填报人filler1", "at": NOW}
    changed = with_row(given, "r4", note="按走访记录")
    again = filler.put(ADDRESS, 3, json=changed).json()
    assert list(again["confirmed"]) == ["r1"], "a row that changed must be confirmed again"
    assert filler.act(MINE, "submit", 4).status_code == 409
    assert filler.act(MINE, "confirm", 4, rows=["r4"]).status_code == 200
    assert filler.act(MINE, "submit", 5).status_code == 200


def test_what_is_no_action_is_refused(at: At) -> None:
    assert at("filler1").act(MINE, "save", 1).status_code == 422
    assert at("filler1").act(MINE, "submit", 1).json()["code"] == "not-allowed"
    assert at("filler1").act(MINE, "submit", 1, colour="red").status_code == 422


def test_finance_approves_many_at_once_and_is_told_of_each(at: At, office: Office) -> None:
    change_round(office, steps=json.dumps(["finance_check"]))
    filed(at)
    filed(at, "school2", "filler2")
    third, wanted = EVALUATIONS["farm1"], f"/api/v1/rounds/{ROUND}/actions/approve"
    named = [{"id": MINE, "version": 3}, {"id": OTHER, "version": 2}, {"id": third, "version": 1}, {"id": id_of("none"), "version": 1}]
    assert at("department1").post(wanted, json={"items": named}).status_code == 403
    finance = at("finance")
    told = finance.post(wanted, json={"items": named}).json()
    assert (told["total"], told["done"]) == (4, 1)
    results = {each["id"]: (each["done"], each["code"]) for each in told["items"]}
    assert results == {
        MINE: (True, None),
        OTHER: (False, "version-conflict"),
        third: (False, "not-allowed"),
        id_of("none"): (False, "evaluation-not-found"),
    }
    assert [row(office, each).state for each in (MINE, OTHER, third)] == ["final", "finance_check", "not_started"]
    assert finance.post(wanted, json={"items": []}).status_code == 422


def test_every_action_is_in_the_journal(at: At) -> None:
    filed(at)
    assert at("checker1").act(MINE, "return", 3, reason="请核对").status_code == 200
    entries = at("auditor").get(f"/api/v1/journal?about=evaluations/{MINE}").json()["items"]
    assert [each["action"] for each in entries] == ["evaluation.save", "evaluation.submit", "evaluation.return"]
    assert entries[-1]["detail"] == {
        "from": "unit_check",
        "to": "filling",
        "says": "单位审核退回",
        "version": 4,
        "reason_code": "other",
        "reason": "请核对",
        "rows": [],
    }
    assert entries[1]["previous"] == entries[0]["hash"] or entries[1]["number"] > entries[0]["number"] + 1


def test_who_reads_the_journal_and_how_much_of_it(at: At) -> None:
    filed(at)
    for login in ("filler1", "checker1", "department1", "finance", "third", "system", "security"):
        assert at(login).get("/api/v1/journal").status_code == 403, login
    told = at("audit").get("/api/v1/journal?size=200").json()
    saved = [each for each in told["items"] if each["action"] == "evaluation.save"]
    assert saved
    assert "detail" not in saved[0]
    assert saved[0]["about"] == "evaluations"
    assert not [word for word in ("补助", "99.60") if word in json.dumps(told, ensure_ascii=False)]
    head = at("head").get("/api/v1/journal?action=evaluation.submit").json()
    assert head["total"] == 1
    assert head["items"][0]["detail"]["number"] == 1
    kinds = {each["action"].partition(".")[0] for each in at("auditor").get("/api/v1/journal?size=200").json()["items"]}
    assert kinds == {"evaluation"}, "who signs in is not the auditor's business"


def test_a_round_may_demand_the_stamped_scan_before_the_unit_approves(at: At, office: Office) -> None:
    change_round(office, stamped=True)
    filed(at)
    assert buttons(at("checker1")) == {"approve": False, "return": True}
    assert at("checker1").act(MINE, "approve", 3).json()["why"] == [guards.STAMPED.says]
    with office.store.writing(NOW) as tx:
        own = {"id": id_of("scan"), "evaluation": MINE, "title": "盖章件", "kind": "stamped", "file_name": "scan.pdf", "file_kind": "pdf"}
        kept = {"sha256": "0" * 64, "size": 1, "restricted": False, "removed": False, "person": id_of("filler1"), "at": NOW}
        tx.connection.execute(insert(tables.evidence).values(own | kept))
    assert at("checker1").act(MINE, "approve", 3).status_code == 200
