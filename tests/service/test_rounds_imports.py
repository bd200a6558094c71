"""导入故事 - The bureau imports the project list, approved targets, treasury figures and last year; all of a file or nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from perfeval.store import entries, projects
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, UNITS
from tests.service.lists import XLSX, bring, csv, workbook

At = Callable[[str], Client]
HEAD = ("项目编码", "项目名称", "单位编码", "年初预算数（元）", "全年预算数（元）")
LIST = (
    HEAD,
    ("P001", "营养改善计划", "school1", 500000, 387664.62),
    ("P002", "林区防火", "farm1", 120000, 120000),
)
TARGET_HEAD = ("项目编码", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值")
TARGETS = (
    TARGET_HEAD,
    ("P001", "产出指标", "数量指标", "学生受资助人数", "≥", "735", "人次", 50),
    ("P001", "效益指标", "社会效益指标", "政策知晓率", "≥", "95", "%", 30),
    ("P001", "满意度指标", "服务对象满意度指标", "家长满意度", "≥", "90", "%", 10),
)


def evaluation(client: Client, title: str, *, whole: bool = True) -> Any:
    """Return the evaluation of a project as its unit sees it."""
    items = client.get(f"/api/v1/rounds/{ROUND}/evaluations?q={title}").json()["items"]
    assert items, title
    return client.get(f"/api/v1/evaluations/{items[0 if whole else -1]['id']}").json()


def test_a_list_is_previewed_and_nothing_is_changed(at: At) -> None:
    finance = at("finance")
    answer = bring(finance, ROUND, "projects", LIST, dry=True).json()
    assert (answer["applied"], answer["new"], answer["wrong"]) == (False, 2, 0)
    assert [(each["row"], each["code"], each["result"]) for each in answer["items"]] == [(2, "P001", "new"), (3, "P002", "new")]
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["total"] == len(EVALUATIONS)


def test_a_list_makes_an_evaluation_for_every_project_with_its_budget(at: At) -> None:
    answer = bring(at("finance"), ROUND, "projects", LIST)
    assert answer.status_code == 200, answer.text
    assert answer.json()["applied"] is True
    found = evaluation(at("filler1"), "营养改善计划")
    form = found["evaluation"]
    assert (form["set"], form["year"], form["money_unit"]) == ("cn/project/2020@1", 2025, "元")
    assert form["subject"] == {
        "project": "营养改善计划",
        "project_code": "P001",
        "department": "某县教育体育局",
        "unit": "某县第一中学",
    }
    assert form["funds"] == [{"source": "total", "original": "500000.00", "adjusted": "387664.62"}]
    assert found["state"] == "not_started"


def test_budgets_are_locked_for_the_unit(at: At) -> None:
    bring(at("finance"), ROUND, "projects", LIST)
    client = at("filler1")
    found = evaluation(client, "营养改善计划")
    form = found["evaluation"]
    form["funds"][0]["adjusted"] = "387664.00"
    refused = client.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=form)
    assert (refused.status_code, refused.json()["code"]) == (422, "locked")
    assert refused.json()["places"][0]["where"] == "funds[0].adjusted"
    form["funds"][0] |= {"adjusted": "387664.62", "spent": "380000"}
    assert client.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=form).status_code == 200


def test_the_same_list_twice_changes_nothing(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    again = bring(finance, ROUND, "projects", LIST).json()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["total"] == len(EVALUATIONS) + 2


def test_a_changed_list_tells_every_cell_before_and_after(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    changed = (HEAD, ("P001", "营养改善计划（调整）", "school2", 500000, 400000))
    preview = bring(finance, ROUND, "projects", changed, dry=True).json()
    assert preview["items"][0]["result"] == "changed"
    told = {each["cell"]: (each["old"], each["new"]) for each in preview["items"][0]["changes"]}
    assert told == {
        "项目名称": ("营养改善计划", "营养改善计划（调整）"),
        "单位": ("某县第一中学", "某县第二中学"),
        "资金.total.adjusted": ("387664.62", "400000.00"),
    }
    assert bring(finance, ROUND, "projects", changed).status_code == 200
    assert at("filler1").get(f"/api/v1/rounds/{ROUND}/evaluations?q=营养").json()["total"] == 0
    assert evaluation(at("filler2"), "营养改善计划（调整）")["evaluation"]["funds"][0]["adjusted"] == "400000.00"


def test_one_wrong_row_keeps_the_whole_file_out(at: At) -> None:
    finance = at("finance")
    wrong = (*LIST, ("P003", "没有单位", "nowhere", 1, 1), ("P004", "钱数不对", "farm1", "约12", 1), ("", "没有编码", "farm1", 1, 1))
    preview = bring(finance, ROUND, "projects", wrong, dry=True).json()
    assert (preview["new"], preview["wrong"]) == (2, 3)
    answer = bring(finance, ROUND, "projects", wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "import-invalid")
    assert [each["where"] for each in answer.json()["places"]] == ["第4行单位编码", "第5行年初预算数", "第6行项目编码"]
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["total"] == len(EVALUATIONS)


def test_a_begun_project_is_not_changed_by_a_list(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    found = evaluation(filler, "营养改善计划")
    assert filler.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=found["evaluation"]).status_code == 200
    answer = bring(finance, ROUND, "projects", (HEAD, ("P001", "营养改善计划", "school1", 500000, 1)))
    assert answer.status_code == 422
    assert "已经开始填报（某县第一中学：填报中）" in answer.json()["places"][0]["message"]
    light = bring(finance, ROUND, "projects", ((*HEAD, "联系人"), ("P001", "营养改善计划", "school1", 500000, 387664.62, "王某")))
    assert light.status_code == 200, "what nobody rests on may still change"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_people_have(at: At, encoding: str) -> None:
    address = f"/api/v1/rounds/{ROUND}/projects/import?dry_run=1&name=清单.csv"
    answer = at("finance").post(address, content=csv(LIST, encoding), headers={"Content-Type": "text/csv"}).json()
    assert (answer["new"], answer["file"]) == (2, "清单.csv")


def test_the_unit_of_money_is_read_from_the_head_or_above_the_table(at: At) -> None:
    finance = at("finance")
    heads = [tuple(each.replace("（元）", mark) for each in HEAD) for mark in ("（万元）", "")]
    row = ("P001", "营养改善计划", "school1", 50, 38.766462)
    for head, above in ((heads[0], ()), (heads[1], ("2025年度项目清单", "单位：万元"))):
        assert bring(finance, ROUND, "projects", (head, row), dry=True, above=above).json()["wrong"] == 0
    plain = bring(finance, ROUND, "projects", (heads[1], row), dry=True).json()
    assert "按元读取" in plain["notes"][0]
    assert plain["items"][0]["problems"][0]["message"] == "“38.766462”不是精确到分的金额"
    assert bring(finance, ROUND, "projects", (heads[0], row)).status_code == 200
    assert evaluation(at("filler1"), "营养改善计划")["evaluation"]["funds"][0]["adjusted"] == "387664.62"


def test_money_comes_by_source_and_by_version(at: At) -> None:
    rows = (
        ("项目编码", "项目名称", "单位名称", "资金来源", "年初预算数", "调整数", "到位数", "全年执行数"),
        ("P001", "营养改善计划", "某县第一中学", "财政拨款", 100, -20, 80, 70),
        ("P001", "营养改善计划", "某县第一中学", "其他资金", 10, "", 10, 10),
    )
    assert bring(at("finance"), ROUND, "projects", rows).status_code == 200
    assert evaluation(at("filler1"), "营养改善计划")["evaluation"]["funds"] == [
        {"source": "total", "original": "110.00", "adjusted": "80.00", "received": "90.00", "spent": "80.00"},
        {"source": "fiscal", "original": "100.00", "adjusted": "80.00", "received": "80.00", "spent": "70.00"},
        {"source": "other", "original": "10.00", "received": "10.00", "spent": "10.00"},
    ]


def test_a_project_of_several_units_is_filed_in_parts(at: At) -> None:
    finance = at("finance")
    rows = (HEAD, ("P009", "学生资助", "school1", 100, 100), ("P009", "学生资助", "school2", 50, 40))
    assert bring(finance, ROUND, "projects", rows).json()["new"] == 2
    listed = finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=学生资助").json()
    assert listed["total"] == 3
    whole = next(each for each in listed["items"] if each["unit"] == UNITS["education"].id)
    form = finance.get(f"/api/v1/evaluations/{whole['id']}").json()["evaluation"]
    assert form["funds"] == [{"source": "total", "original": "150.00", "adjusted": "140.00"}]
    parts = finance.get(f"/api/v1/evaluations/{whole['id']}/parts").json()
    assert len(parts["items"]) == 2
    assert evaluation(at("filler2"), "学生资助")["evaluation"]["funds"][0]["adjusted"] == "40.00"
    assert bring(finance, ROUND, "projects", rows).json()["unchanged"] == 2
    more = (*rows, ("P009", "学生资助", "education", 5, 5))
    assert bring(finance, ROUND, "projects", more).json()["changed"] == 3
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=学生资助").json()["total"] == 4
    fewer = bring(finance, ROUND, "projects", rows)
    assert "少了原有的单位：某县教育体育局" in fewer.json()["places"][0]["message"]


def test_units_of_two_departments_need_somebody_who_takes_the_lead(at: At) -> None:
    finance = at("finance")
    rows = (HEAD, ("P009", "联合项目", "school1", 100, 100), ("P009", "联合项目", "farm1", 50, 40))
    refused = bring(finance, ROUND, "projects", rows)
    assert "不属于同一个主管部门" in refused.json()["places"][0]["message"]
    led = tuple((*row, "牵头单位编码" if row is HEAD else "forestry") for row in rows)
    assert bring(finance, ROUND, "projects", led).status_code == 200


def test_a_department_as_a_whole_goes_by_the_code_of_its_unit(at: At) -> None:
    finance = at("finance")
    refused = bring(finance, ROUND, "projects", ((*HEAD, "自评类型"), ("", "教体局整体", "education", 100, 100, "部门整体支出")))
    assert "批次没有为部门整体支出自评定指标体系" in refused.text
    sets = {"project": "cn/project/2020", "department": "anhui/shouxian/department/2023"}
    times = {"opening": "2026-03-01T00:00:00Z", "deadline": "2026-04-01T00:00:00Z"}
    made = finance.post("/api/v1/rounds", json={"year": 2025, "title": "部门整体", "sets": sets, **times}).json()
    rows = ((*HEAD, "自评类型"), ("", "教体局整体", "education", 100, 100, "部门整体支出"))
    assert bring(finance, made["id"], "projects", rows).status_code == 200
    listed = finance.get(f"/api/v1/rounds/{made['id']}/evaluations").json()["items"]
    form = finance.get(f"/api/v1/evaluations/{listed[0]['id']}").json()["evaluation"]
    assert (form["kind"], form["set"]) == ("department", "anhui/shouxian/department/2023@1")
    assert "project" not in form["subject"]
    assert len({row["key"] for row in form["indicators"]}) == 5, "rows that the set demands stand there from the beginning"


def test_approved_targets_become_locked_rows(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    answer = bring(finance, ROUND, "targets", TARGETS).json()
    assert (answer["new"], answer["wrong"]) == (3, 0)
    found = evaluation(filler, "营养改善计划")
    form = found["evaluation"]
    assert [(row["name"], row["target"], row["weight"]) for row in form["indicators"]] == [
        ("学生受资助人数", "≥735人次", "50"),
        ("政策知晓率", "≥95%", "30"),
        ("家长满意度", "≥90%", "10"),
    ]
    form["indicators"][0]["target"] = "≥700人次"
    refused = filler.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=form)
    assert (refused.status_code, refused.json()["code"]) == (422, "locked")
    form["indicators"][0] |= {"target": "≥735人次", "actual": "735", "claimed": "50"}
    assert filler.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=form).status_code == 200
    assert bring(finance, ROUND, "targets", TARGETS).json()["unchanged"] == 3
    lower = (TARGET_HEAD, ("P001", "产出指标", "数量指标", "学生受资助人数", "≥", "700", "人次", 50))
    late = bring(finance, ROUND, "targets", lower)
    assert "批复的绩效目标不能再由清单改动" in late.json()["places"][0]["message"]


def test_targets_that_come_late_join_rows_that_the_unit_wrote_itself(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    found = evaluation(filler, "营养改善计划")
    own = {"category": "产出指标", "aspect": "数量指标", "name": "学生受资助人数", "target": "≥700", "actual": "735", "weight": "40"}
    extra = {"category": "产出指标", "aspect": "质量指标", "name": "自己加的", "target": "≥1", "actual": "1", "weight": "10"}
    form = {**found["evaluation"], "indicators": [own, extra]}
    saved = filler.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=form).json()
    assert bring(finance, ROUND, "targets", TARGETS).status_code == 200
    now = filler.get(f"/api/v1/evaluations/{found['id']}").json()
    rows = now["evaluation"]["indicators"]
    assert now["version"] == saved["version"] + 1
    assert (rows[0]["target"], rows[0]["weight"], rows[0]["actual"]) == ("≥735人次", "50", "735"), "what the unit did stays"
    assert [row["name"] for row in rows] == ["学生受资助人数", "政策知晓率", "家长满意度", "自己加的"]
    card = {row["name"]: row["points"] for row in now["scorecard"]["rows"]}
    assert card["学生受资助人数"] == "50.00", "the card is of what the form now holds"


def test_the_checks_look_at_targets_before_any_unit_does(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    rows = (*TARGETS[:3], ("P001", "产出指标", "成本指标", "补助资金发放", "≥", "500", "万元", 20))
    preview = bring(finance, ROUND, "targets", rows, dry=True).json()
    told = {(each["row"], problem["code"]) for each in preview["items"] for problem in each["problems"]}
    assert told == {(2, "weights-not-100"), (2, "category-weight"), (4, "target-direction")}
    assert preview["wrong"] == 0, "an approval may be wrong; that keeps nobody from importing it"


@pytest.mark.parametrize(
    ("nature", "value", "measure", "target"),
    [
        ("≥", "95", "%", "≥95%"),
        ("正向", "95", "%", "≥95%"),
        ("反向", 30, "天", "≤30天"),
        ("定性", "明显改善", "", "明显改善"),
        ("≥", "≥95%", "%", "≥95%"),
        ("＝", "100", "％", "=100％"),
        ("", "10-20", "天", "10-20天"),
        ("定量", "12月底前", "", "12月底前"),
        ("≥", "不少于12", "间", "不少于12间"),
    ],
)
def test_a_target_is_put_together_as_paper_has_it(at: At, nature: str, value: str | int, measure: str, target: str) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    rows = (TARGET_HEAD, ("P001", "产出指标", "数量指标", "某指标", nature, value, measure, 90))
    assert bring(finance, ROUND, "targets", rows).status_code == 200
    assert evaluation(at("filler1"), "营养改善计划")["evaluation"]["indicators"][0]["target"] == target


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("P404", "产出指标", "数量指标", "某指标", "≥", "1", "个", 10), "批次中没有编码为“P404”的项目"),
        (("P001", "产出指标", "数量指标", "", "≥", "1", "个", 10), "没有三级指标的名称"),
        (("P001", "产出指标", "数量指标", "某指标", "≥", "", "个", 10), "没有指标值"),
        (("P001", "产出指标", "数量指标", "某指标", "大概", "1", "个", 10), "指标性质“大概”不能识别"),
        (("P001", "产出指标", "数量指标", "某指标", "≥", "1", "个", "10.005"), "分值“10.005”不是至多两位小数的数字"),
    ],
)
def test_a_wrong_target_is_told_with_its_row(at: At, row: tuple[object, ...], message: str) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    answer = bring(finance, ROUND, "targets", (TARGET_HEAD, row))
    assert answer.status_code == 422
    assert answer.json()["places"][0]["where"].startswith("第2行")
    assert answer.json()["places"][0]["message"] == message


def test_a_percentage_that_excel_made_a_fraction_is_asked_about(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    rows = (TARGET_HEAD, ("P001", "产出指标", "质量指标", "合格率", "≥", 0.95, "%", 90))
    problems = bring(finance, ROUND, "targets", rows, dry=True).json()["items"][0]["problems"]
    assert "Excel 的百分比单元格读出来是小数" in problems[0]["message"]


def test_treasury_figures_are_locked_and_come_as_often_as_they_like(at: At) -> None:
    finance, filler = at("finance"), at("filler1")
    bring(finance, ROUND, "projects", LIST)
    paid = (("项目编码", "到位数", "执行数"), ("P001", 387664.62, 300000))
    assert bring(finance, ROUND, "execution", paid).json()["changed"] == 1
    found = evaluation(filler, "营养改善计划")
    form = found["evaluation"]
    assert form["funds"][0]["spent"] == "300000.00"
    form["funds"][0]["spent"] = "387664.62"
    assert filler.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=form).json()["code"] == "locked"
    form["funds"][0]["spent"] = "300000.00"
    assert filler.put(f"/api/v1/evaluations/{found['id']}", found["version"], json=form).status_code == 200
    more = (paid[0], ("P001", 387664.62, 387664.62))
    assert bring(finance, ROUND, "execution", more).json()["changed"] == 1
    assert bring(finance, ROUND, "execution", more).json()["unchanged"] == 1
    now = filler.get(f"/api/v1/evaluations/{found['id']}").json()
    assert now["evaluation"]["funds"][0]["spent"] == "387664.62"
    assert now["scorecard"]["execution"]["rate"] == "1", "scored anew with what the treasury says"
    again = bring(finance, ROUND, "projects", LIST).json()
    assert again["unchanged"] == 2, "a list without treasury columns takes nothing of the treasury back"


def test_last_year_is_kept_beside_the_project_and_marked(at: At, office: Office) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    rows = (
        ("项目编码", "上年得分", "上年等级", "三级指标", "实际完成值"),
        ("P001", 92.5, "优", "学生受资助人数", "700人次"),
        ("P001", "", "", "政策知晓率", "93%"),
        ("P002", 88, "良", "", ""),
    )
    assert bring(finance, ROUND, "history", rows).json()["new"] == 3
    assert bring(finance, ROUND, "history", rows).json()["unchanged"] == 3
    with office.store.reading(NOW) as tx:
        kept = projects.by_code(tx.connection, ROUND, ("/",))["P001"].history
    assert json.loads(kept or "") == {
        "source": "外部导入",
        "year": 2024,
        "total": "92.5",
        "grade": "优",
        "spent": None,
        "rows": [{"name": "学生受资助人数", "actual": "700人次"}, {"name": "政策知晓率", "actual": "93%"}],
    }
    wrong = bring(finance, ROUND, "history", (rows[0], ("P001", 192.5, "优", "", "")))
    assert wrong.status_code == 422


def test_an_import_is_one_entry_in_the_journal_with_the_hash_of_the_file(at: At, office: Office) -> None:
    answer = bring(at("finance"), ROUND, "projects", LIST).json()
    with office.store.reading(NOW) as tx:
        told = [each for each in entries(tx.connection, about=[f"rounds/{ROUND}"]) if each.action == "import.projects"]
    assert len(told) == 1
    assert json.loads(told[0].detail)["sha256"] == answer["sha256"]


@pytest.mark.parametrize("what", ["projects", "targets", "execution", "history"])
@pytest.mark.parametrize(("login", "status"), [("filler1", 403), ("department1", 403), ("auditor", 403), ("system", 403), ("head", 422)])
def test_only_those_who_keep_rounds_import(at: At, what: str, login: str, status: int) -> None:
    answer = bring(at(login), ROUND, what, (("没有", "用处"), ("1", "2")), dry=True)
    assert answer.status_code == status


def test_a_stranger_gets_no_file_read(clients: Any) -> None:
    answer = bring(clients.stranger(), ROUND, "projects", LIST)
    assert answer.status_code == 401


def test_a_list_into_a_round_that_is_not_there(at: At) -> None:
    assert bring(at("finance"), "0" * 32, "projects", LIST).status_code == 404


def test_a_file_that_is_no_table_is_refused_in_words(at: At) -> None:
    address, finance = f"/api/v1/rounds/{ROUND}/projects/import", at("finance")
    for data in (b"", b"PK\x03\x04nonsense", b"\x00\x01\x02", b"hello", workbook((("a", "b"), ("1", "2")))):
        answer = finance.post(address, content=data, headers={"Content-Type": XLSX})
        assert answer.status_code == 422, data
        assert answer.json()["detail"]


def test_a_repeat_with_the_same_key_imports_once(at: At) -> None:
    finance, key = at("finance"), {"Idempotency-Key": "list-1", "Content-Type": XLSX}
    data, address = workbook(LIST), f"/api/v1/rounds/{ROUND}/projects/import"
    first, second = (finance.post(address, content=data, headers=key) for _ in range(2))
    assert first.json() == second.json()
    assert first.json()["new"] == 2
