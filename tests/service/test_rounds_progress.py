"""进度故事 - How far a round has come, and who is reminded of what: computed, inside what each may see, and recorded."""

import json
from collections.abc import Callable
from typing import Any

from perfeval import sheets
from perfeval.store import entries
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, UNITS
from tests.service.lists import bring

At = Callable[[str], Client]
BOARD, OWING = f"/api/v1/rounds/{ROUND}/progress", f"/api/v1/rounds/{ROUND}/reminders"
ROW = {"category": "产出指标", "aspect": "数量指标", "name": "某指标", "target": "≥10个", "actual": "10个", "weight": "50", "claimed": "50"}
FORM_ROWS = [
    ROW,
    {**ROW, "category": "效益指标", "aspect": "社会效益指标", "name": "另一指标", "weight": "30", "claimed": "30"},
    {**ROW, "category": "满意度指标", "aspect": "服务对象满意度指标", "name": "满意度", "weight": "10", "claimed": "10"},
]


def fill(client: Client, unit: str) -> int:
    """Fill in the evaluation of a unit without a fault and return its version."""
    address = f"/api/v1/evaluations/{EVALUATIONS[unit]}"
    found = client.get(address).json()
    form = found["evaluation"] | {"indicators": FORM_ROWS, "execution": {"reason": "结余"}}
    answer = client.put(address, found["version"], json=form)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["version"])


def submit(client: Client, unit: str) -> None:
    """Fill in the evaluation of a unit and hand it in."""
    answer = client.act(EVALUATIONS[unit], "submit", fill(client, unit))
    assert answer.status_code == 200, answer.text


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """Return the counts that are not nothing."""
    return {name: value for name, value in found.items() if value and name not in {"unit", "name", "kind", "due", "coverage"}}


def test_the_board_counts_by_department_and_by_unit(at: At) -> None:
    submit(at("filler1"), "school1")
    fill(at("filler2"), "school2")
    found = at("finance").get(BOARD).json()
    assert figures(found["total"]) == {
        "evaluations": 4,
        "not_started": 2,
        "filling": 1,
        "unit_check": 1,
        "filed": 1,
        "without_targets": 4,
        "unapproved": 2,
    }
    education = next(each for each in found["departments"] if each["name"] == UNITS["education"].title)
    assert figures(education) == {"evaluations": 2, "filling": 1, "unit_check": 1, "filed": 1, "without_targets": 2, "unapproved": 2}
    assert education["coverage"] == {
        "projects": 2,
        "covered": 1,
        "rate": "50.00%",
        "budget": "200000.00",
        "covered_budget": "100000.00",
        "budget_rate": "50.00%",
    }
    assert [each["name"] for each in found["units"]] == sorted(
        (UNITS[name].title for name in EVALUATIONS), key=lambda title: next(unit.path for unit in UNITS.values() if unit.title == title)
    )


def test_what_is_exempt_counts_as_covered(at: At) -> None:
    answer = at("finance").act(EVALUATIONS["farm1"], "exempt", 1, reason="当年没有支出")
    assert answer.status_code == 200, answer.text
    total = at("finance").get(BOARD).json()["total"]
    assert (total["exempt"], total["filed"], total["coverage"]["covered"]) == (1, 0, 1)


def test_every_project_is_evaluated_merged_or_exempt_and_covered_by_count_and_money(at: At) -> None:
    finance = at("finance")
    submit(at("filler1"), "school1")
    assert finance.act(EVALUATIONS["farm1"], "exempt", 1, reason_code="secret", reason="另报纸质").status_code == 200
    assert finance.act(EVALUATIONS["farm2"], "merge", 1, reason="同一项目", into=EVALUATIONS["school2"]).status_code == 200
    total = finance.get(BOARD).json()["total"]
    assert (total["filed"], total["exempt"], total["merged"], total["not_started"]) == (1, 1, 1, 1)
    assert total["coverage"] == {
        "projects": 4,
        "covered": 3,
        "rate": "75.00%",
        "budget": "400000.00",
        "covered_budget": "300000.00",
        "budget_rate": "75.00%",
    }


def test_parts_are_filed_each_and_covered_once(at: At) -> None:
    finance = at("finance")
    head = ("项目编码", "项目名称", "单位编码", "年初预算数（元）")
    bring(finance, ROUND, "projects", (head, ("P9", "学生资助", "school1", 100), ("P9", "学生资助", "school2", 50)))
    total = finance.get(BOARD).json()["total"]
    assert (total["evaluations"], total["coverage"]["projects"]) == (7, 5)
    assert total["coverage"]["budget"] == "400150.00"


def test_each_sees_the_board_of_its_own(at: At) -> None:
    found = at("department1").get(BOARD).json()
    assert (found["total"]["evaluations"], len(found["departments"])) == (2, 1)
    assert at("filler3").get(BOARD).json()["total"]["evaluations"] == 1
    assert at("auditor").get(BOARD).json()["total"]["evaluations"] == 4
    assert at("system").get(BOARD).status_code == 403
    assert at("third").get(BOARD).status_code == 404


def test_after_the_deadline_what_is_not_filed_is_overdue_and_what_comes_is_late(at: At, office: Office) -> None:
    client = at("finance")
    told = {"unit": UNITS["farm2"].id, "until": "2026-05-01T00:00:00Z", "why": "洪灾"}
    assert client.patch(f"/api/v1/rounds/{ROUND}", 1, json={"exceptions": [told], "grace": 10}).status_code == 200
    office.clock = lambda: "2026-04-02T08:00:00Z"
    submit(at("filler1"), "school1")
    found = at("finance").get(BOARD).json()
    assert (found["total"]["late"], found["total"]["overdue"]) == (1, 2), "a unit with more time is not overdue"


def test_what_was_sent_back_is_told(at: At) -> None:
    submit(at("filler1"), "school1")
    checker = at("checker1")
    version = checker.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["version"]
    answer = checker.act(EVALUATIONS["school1"], "return", version, reason_code="evidence", reason="缺验收单")
    assert answer.status_code == 200, answer.text
    finance = at("finance")
    assert finance.get(BOARD).json()["total"]["returned"] == 1
    owing = {each["name"]: each for each in finance.get(OWING).json()["items"]}
    assert owing[UNITS["school1"].title]["missing"]["returned"] == 1


def test_the_board_as_a_sheet(at: At) -> None:
    answer = at("finance").get(f"{BOARD}?format=xlsx")
    assert answer.headers["content-disposition"].startswith("attachment")
    lines = sheets.read_sheet(answer.content, "进度", ("主管部门", "单位", "应报")).lines
    assert lines[0] | {"主管部门": "合计", "应报": "4", "预算金额(元)": "400000"} == lines[0]
    assert [line["单位"] for line in lines].count("小计") == 2


def test_those_who_owe_are_listed_with_whom_to_call(at: At) -> None:
    found = at("finance").get(OWING).json()
    assert found["total"] == 4
    first = next(each for each in found["items"] if each["unit"] == UNITS["school1"].id)
    assert (first["department"], first["contact"], first["phone"]) == (UNITS["education"].title, "张三", "0000-1234567")
    assert first["missing"]["titles"] == ["某县第一中学运转补助"]
    assert (first["due"], first["overdue"], first["reminded"]) == ("2026-03-31T16:00:00Z", False, [])
    assert len(at("finance").get(f"{OWING}?size=3&page=2").json()["items"]) == 1


def test_where_the_round_knows_nobody_the_one_who_fills_in_is_called(at: At) -> None:
    client = at("finance")
    times = {"opening": "2026-03-01T00:00:00Z", "deadline": "2026-04-01T00:00:00Z"}
    made = client.post("/api/v1/rounds", json={"year": 2025, "title": "另一批次", "sets": {"project": "cn/project/2020"}, **times}).json()
    rows = (("项目编码", "项目名称", "单位编码", "年初预算数（元）"), ("P1", "某项目", "farm1", 100))
    bring(client, made["id"], "projects", rows)
    found = client.get(f"/api/v1/rounds/{made['id']}/reminders").json()["items"]
    assert [(each["contact"], each["phone"]) for each in found] == [("填报人filler3", "0000-1234567")]


def test_a_check_that_waits_is_owed_by_whoever_checks(at: At) -> None:
    submit(at("filler1"), "school1")
    checker = at("checker1")
    before = checker.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()
    assert before["state"] == "unit_check"
    owing = {each["name"]: each["missing"] for each in at("finance").get(OWING).json()["items"]}
    assert owing[UNITS["school1"].title]["to_check"] == 1
    assert checker.act(EVALUATIONS["school1"], "approve", before["version"]).status_code == 200
    owing = {each["name"]: each["missing"] for each in at("finance").get(OWING).json()["items"]}
    assert UNITS["school1"].title not in owing
    assert owing[UNITS["education"].title]["to_check"] == 1


def test_each_reminder_is_kept(at: At, office: Office) -> None:
    client, units = at("finance"), [UNITS["school1"].id, UNITS["farm1"].id]
    answer = client.post(OWING, json={"units": units, "how": "电话"})
    assert answer.status_code == 201, answer.text
    assert [each["unit"] for each in answer.json()["items"]] == units
    told = {each["unit"]: each["reminded"] for each in client.get(OWING).json()["items"]}
    assert told[units[0]] == [{"at": NOW, "how": "电话", "by": "财政审核人finance"}]
    with office.store.reading(NOW) as tx:
        entry = entries(tx.connection, about=[f"rounds/{ROUND}"])[-1]
    assert entry.action == "reminder.give"
    assert [each["unit"] for each in json.loads(entry.detail)["units"]] == units


def test_a_department_reminds_its_own_units_and_no_others(at: At) -> None:
    client = at("department1")
    assert client.post(OWING, json={"units": [UNITS["school1"].id], "how": "工作群"}).status_code == 201
    assert client.post(OWING, json={"units": [UNITS["farm1"].id], "how": "工作群"}).status_code == 404
    assert at("filler1").post(OWING, json={"units": [UNITS["school1"].id], "how": "电话"}).status_code == 403
    assert at("auditor").post(OWING, json={"units": [UNITS["school1"].id], "how": "电话"}).status_code == 403


def test_nobody_is_reminded_of_nothing(at: At) -> None:
    answer = at("finance").post(OWING, json={"units": [UNITS["bureau"].id], "how": "电话"})
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing-missing")


def test_the_list_as_a_sheet_keeps_text_as_text(at: At) -> None:
    client = at("finance")
    rows = (("项目编码", "项目名称", "单位编码", "年初预算数（元）"), ("P1", '=HYPERLINK("http://x")', "farm1", 100))
    assert bring(client, ROUND, "projects", rows).status_code == 200
    answer = client.get(f"{OWING}?format=xlsx")
    lines = sheets.read_sheet(answer.content, "名单", ("主管部门", "单位", "联系人", "电话", "截止", "缺什么")).lines
    assert len(lines) == 4
    farm = next(line for line in lines if line["单位"] == UNITS["farm1"].title)
    assert farm["电话"] == "0000-1234567"
    assert farm["缺什么"] == '未开始2份：=HYPERLINK("http://x")、某县城关林场运转补助'


def test_the_clock_of_the_office_is_the_one_that_counts(at: At, office: Office) -> None:
    office.clock = lambda: "2026-03-31T16:00:00Z"
    assert at("finance").get(BOARD).json()["total"]["overdue"] == 0, "the deadline itself is in time"
    office.clock = lambda: "2026-03-31T16:00:01Z"
    assert at("finance").get(BOARD).json()["total"]["overdue"] == 4
