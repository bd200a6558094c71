"""上年对照故事 - Last year's total, grade and actual values stand beside the form: as imported, or as the service itself knows them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.service.browsing import see
from tests.service.client import Client
from tests.service.county import EVALUATIONS, ROUND
from tests.service.filled import ROWS, form, with_row
from tests.service.lists import bring

At = Callable[[str], Client]
HEAD = ("项目编码", "项目名称", "单位编码", "年初预算数（元）", "全年预算数（元）")
LIST = (HEAD, ("P001", "营养改善计划", "school1", 100000, 100000))
PAST_HEAD = ("项目编码", "单位编码", "上年得分", "上年等级", "一级指标", "三级指标", "上年指标值", "实际完成值")
PAST = (
    PAST_HEAD,
    ("P001", "", 92.5, "优", "产出指标", "补助学生人数", "≥90人", "95人"),
    ("P001", "", "", "", "", "学生满意度", "", "93%"),
    ("P001", "", "", "", "效益", "今年没有的指标", "", "1"),
)


def mine(client: Client, round_id: str = ROUND, title: str = "营养改善计划") -> Any:
    """Return the evaluation of a project as somebody sees it."""
    items = client.get(f"/api/v1/rounds/{round_id}/evaluations?q={title}").json()["items"]
    return client.get(f"/api/v1/evaluations/{items[-1]['id']}").json()


def filled(client: Client, found: Any, **changes: Any) -> Any:
    """Fill the rows of the county's form into an evaluation and return what was saved."""
    own = {key: value for key, value in form("school1", **changes).items() if key not in {"set", "year", "subject", "funds"}}
    funds = [{**found["evaluation"]["funds"][0], "received": "100000.00", "spent": "96000.00"}]
    saved = client.put(f"/api/v1/evaluations/{found['id']}", found["version"], json={**found["evaluation"], **own, "funds": funds})
    assert saved.status_code == 200, saved.text
    return saved.json()


def last_year(at: At, rows: Any = LIST) -> str:
    """Make last year's round, import a list into it, and return the round."""
    times = {"opening": "2026-03-01T00:00:00Z", "deadline": "2026-03-31T00:00:00Z"}
    made = at("finance").post("/api/v1/rounds", json={"year": 2024, "title": "2024年度", "sets": {"project": "cn/project/2020"}, **times})
    assert made.status_code == 201, made.text
    assert bring(at("finance"), made.json()["id"], "projects", rows).status_code == 200
    return str(made.json()["id"])


def through(at: At, round_id: str) -> None:
    """Fill the project of a round in and bring it through its checks."""
    filler = at("filler1")
    found = filled(filler, mine(filler, round_id))
    number = found["version"]
    assert filler.act(found["id"], "submit", number).status_code == 200
    assert at("checker1").act(found["id"], "approve", number + 1).status_code == 200
    assert at("department1").act(found["id"], "approve", number + 2).json()["state"] == "final"


def test_what_was_imported_of_last_year_stands_beside_each_row(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    assert mine(filler)["history"] is None
    assert bring(finance, ROUND, "history", PAST).status_code == 200
    filled(filler, mine(filler))
    told = mine(filler)["history"]
    assert {key: told[key] for key in ("source", "year", "total", "grade")} == {
        "source": "外部导入",
        "year": 2024,
        "total": "92.5",
        "grade": "优",
    }
    assert [(row["row"], row["name"], row["target"], row["actual"], row["points"]) for row in told["rows"]] == [
        ("r1", "补助学生人数", "≥90人", "95人", None),
        ("r5", "学生满意度", None, "93%", None),
        (None, "今年没有的指标", None, "1", None),
    ]
    assert mine(at("department1"))["history"] == told, "the reviewer sees the same, also before anything is submitted"


def test_last_year_stands_quietly_beside_the_rows_of_every_page(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    bring(finance, ROUND, "history", PAST)
    own = filled(filler, mine(filler))["id"]
    page = see(filler, f"/evaluations/{own}/form").text
    assert all(words in page for words in ("2024年度 得分 92.5 等级 优（外部导入）", "上年完成 95人", "上年完成 93%"))
    assert "今年没有的指标" not in page
    assert "指标值 ≥90人，完成 95人" in see(filler, f"/evaluations/{own}/rows/r1").text
    page = see(at("department1"), f"/evaluations/{own}").text
    assert all(words in page for words in ("2024年度 得分 92.5 等级 优（外部导入）", "上年 ≥90人", "上年 95人", "上年 93%"))
    school = EVALUATIONS["school1"]
    assert not any(
        "外部导入" in see(who, address).text
        for who, address in ((filler, f"/evaluations/{school}/form"), (finance, f"/evaluations/{school}"))
    )


def test_a_cost_of_one_that_is_far_from_last_year_is_told_of_its_row(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    bring(
        finance,
        ROUND,
        "history",
        (*PAST, ("P001", "", "", "", "", "人均补助标准", "", "300元/人"), ("P001", "", "", "", "", "学杂费", "", "9元")),
    )
    rows = [{**row, "name": name} for row, name in zip(form()["indicators"][:2], ("人均补助标准", "学杂费"), strict=True)]
    rows = [{**row, "target": f"≤{text}", "actual": text} for row, text in zip(rows, ("500元/人", "90元"), strict=True)]
    others = form()["indicators"][2:]
    filled(filler, mine(filler), indicators=[*rows, *others])
    told = filled(filler, mine(filler), indicators=[*rows, *others])["scorecard"]["findings"]
    (found,) = (each for each in told if each["code"] == "unit-cost")
    assert (found["row"], found["where"], found["severity"]) == ("r1", "indicators[0]", "warning")
    assert "300元/人" in found["message"]
    assert "500元/人" in found["message"]
    near = filled(filler, mine(filler), indicators=[{**rows[0], "actual": "420元/人"}, rows[1], *others])
    assert [each for each in near["scorecard"]["findings"] if each["code"] == "unit-cost"] == []


def test_what_was_spent_on_one_of_the_only_thing_that_is_counted_is_held_against_last_year(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    head = ("项目编码", "上年支出数（万元）", "三级指标", "上年指标值", "实际完成值")
    assert bring(finance, ROUND, "history", (head, ("P001", "4", "补助学生人数", "≥90人", "98人"))).status_code == 200
    filled(filler, mine(filler))
    told = filled(filler, mine(filler))
    assert mine(filler)["history"]["spent"] == "40000.00"
    (found,) = (each for each in told["scorecard"]["findings"] if each["code"] == "unit-cost")
    assert (found["row"], found["severity"]) == ("r1", "warning")
    assert "上年支出4万元÷98人＝408.16元，本年支出9.6万元÷" in found["message"]
    bring(finance, ROUND, "history", (head, ("P001", "9", "补助学生人数", "≥90人", "98人")))
    near = filled(filler, mine(filler))
    assert mine(filler)["history"]["spent"] == "90000.00"
    assert [each for each in near["scorecard"]["findings"] if each["code"] == "unit-cost"] == []


def test_a_project_without_a_last_year_has_none(at: At) -> None:
    assert at("filler1").get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["history"] is None


def test_an_evaluation_that_went_through_last_year_is_there_when_this_years_list_brings_the_project(at: At) -> None:
    before = last_year(at)
    through(at, before)
    assert bring(at("finance"), ROUND, "projects", LIST).json()["new"] == 1
    filler = at("filler1")
    filled(filler, mine(filler))
    told = mine(filler)["history"]
    assert (told["source"], told["year"], told["total"], told["grade"]) == ("本系统", 2024, "99.60", "优")
    assert told["spent"] == "96000.00"
    assert [(row["row"], row["name"], row["target"], row["actual"]) for row in told["rows"]] == [
        (own, name, target, actual) for own, _, _, name, target, actual, _ in ROWS
    ]
    assert told["rows"][0]["points"] == "20.00"
    assert bring(at("finance"), ROUND, "projects", LIST).json()["unchanged"] == 1


def test_what_has_not_gone_through_is_no_result(at: At) -> None:
    before = last_year(at)
    filler = at("filler1")
    found = filled(filler, mine(filler, before))
    assert filler.act(found["id"], "submit", found["version"]).status_code == 200
    bring(at("finance"), ROUND, "projects", LIST)
    assert mine(filler)["history"] is None


def test_a_list_that_comes_again_brings_what_went_through_meanwhile(at: At) -> None:
    before = last_year(at)
    bring(at("finance"), ROUND, "projects", LIST)
    through(at, before)
    preview = bring(at("finance"), ROUND, "projects", LIST, dry=True).json()["items"][0]
    assert preview["changes"] == [{"cell": "上年结果", "old": None, "new": "本系统，99.60分，优，5项指标"}]
    version = mine(at("filler1"))["version"]
    assert bring(at("finance"), ROUND, "projects", LIST).json()["changed"] == 1
    again = mine(at("filler1"))
    assert (again["history"]["source"], again["version"]) == ("本系统", version), "the form is not touched by it"


def test_what_the_service_knows_goes_before_what_is_imported(at: At) -> None:
    before = last_year(at)
    through(at, before)
    bring(at("finance"), ROUND, "projects", LIST)
    answer = bring(at("finance"), ROUND, "history", PAST).json()
    assert (answer["unchanged"], answer["wrong"]) == (3, 0)
    told = answer["items"][0]["problems"]
    assert [(each["severity"], each["message"]) for each in told] == [
        ("notice", "本系统有上年审核通过的结果（本系统，99.60分，优，5项指标），以它为准，这一行没有采用")
    ]
    assert mine(at("filler1"))["history"]["total"] == "99.60"


def test_each_unit_of_a_project_has_results_of_its_own(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", (HEAD, ("P009", "学生资助", "school1", 100, 100), ("P009", "学生资助", "school2", 50, 40)))
    rows = (PAST_HEAD, ("P009", "", 90, "优", "", "", "", ""), ("P009", "school1", 88, "良", "", "受助人数", "", "10人"))
    assert bring(finance, ROUND, "history", rows).json()["new"] == 2
    assert mine(at("filler1"), title="学生资助")["history"] | {"rows": []} == {
        "source": "外部导入",
        "year": 2024,
        "total": "88",
        "grade": "良",
        "spent": None,
        "rows": [],
    }
    assert mine(at("filler2"), title="学生资助")["history"] is None
    items = finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=学生资助").json()["items"]
    whole = next(each for each in items if each["part_of"] is None)
    assert finance.get(f"/api/v1/evaluations/{whole['id']}").json()["history"]["total"] == "90"


def test_changed_results_are_told_cell_by_cell(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    bring(finance, ROUND, "history", PAST)
    other = (PAST_HEAD, ("P001", "", 91, "优", "产出指标", "补助学生人数", "≥90人", "96人"))
    preview = bring(finance, ROUND, "history", other, dry=True).json()
    assert preview["items"][0]["changes"] == [
        {"cell": "得分", "old": "92.5", "new": "91"},
        {"cell": "补助学生人数.完成值", "old": "95人", "new": "96人"},
        {"cell": "学生满意度.完成值", "old": "93%", "new": None},
        {"cell": "今年没有的指标.完成值", "old": "1", "new": None},
    ]


@pytest.mark.parametrize("name", ["补助学生人数（人）", "补助 学生人数", "★补助学生人数"])
def test_a_row_is_found_however_its_name_is_set(at: At, name: str) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    bring(finance, ROUND, "history", (PAST_HEAD, ("P001", "", 90, "优", "产出", "补助学生人数", "", "95人")))
    own = with_row(form("school1"), "r1", name=name)["indicators"]
    filled(filler, mine(filler), indicators=own)
    found = mine(filler)["history"]["rows"][0]
    assert found["row"] == ("r1" if "（" not in name else None), "blanks and stars do not count, words do"
