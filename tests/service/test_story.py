"""一年 - One evaluation from the import to 审核通过, through HTTP only, by everybody whose work it is; an auditor looks at all of it."""

from collections.abc import Callable
from typing import Any

from perfeval.store import verify
from perfeval.web.office import Office
from tests.files import made
from tests.service.client import Client
from tests.service.county import KEY, NOW
from tests.service.filled import with_row
from tests.service.lists import Rows, bring
from tests.service.test_filing_submissions import footers

At = Callable[[str], Client]
CODE = "2025530001"
PROJECTS: Rows = (
    ("项目编码", "项目名称", "单位编码", "联系人", "联系电话", "年初预算数（元）", "全年预算数（元）", "年度总体目标"),
    (CODE, "教学设备购置", "school1", "张三", "0000-1234567", "120000", "100000", "购置设备50台"),
)
TARGETS: Rows = (
    ("项目编码", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值"),
    (CODE, "产出指标", "数量指标", "购置设备数量", "≥", "50", "台", "30"),
    (CODE, "产出指标", "质量指标", "验收合格率", "＝", "100", "%", "20"),
    (CODE, "效益指标", "社会效益指标", "设备使用率", "≥", "90", "%", "30"),
    (CODE, "满意度指标", "服务对象满意度指标", "教师满意度", "≥", "85", "%", "10"),
)
PAID: Rows = (("项目编码", "到位数（元）", "执行数（元）"), (CODE, "100000", "90000"))
ACTUALS = {"购置设备数量": "45台", "验收合格率": "100%", "设备使用率": "92%", "教师满意度": "88%"}
ROUND = {
    "year": 2025,
    "title": "2025年度项目支出绩效自评",
    "sets": {"project": "cn/project/2020"},
    "templates": {"project": ["cn.project.form.2020"]},
    "steps": ["unit_check", "department_check", "finance_check"],
    "opening": "2026-03-01T00:00:00Z",
    "deadline": "2026-03-31T16:00:00Z",
}


def opened(finance: Client) -> str:
    """Return a round in which the lists of the bureau are."""
    answer = finance.post("/api/v1/rounds", json=ROUND)
    assert answer.status_code == 201, answer.text
    round_id = str(answer.json()["id"])
    for kind, rows in (("projects", PROJECTS), ("targets", TARGETS), ("execution", PAID)):
        assert bring(finance, round_id, kind, rows, dry=True).json()["wrong"] == 0
        assert bring(finance, round_id, kind, rows).json()["applied"] is True
    return round_id


def filled(form: dict[str, Any]) -> dict[str, Any]:
    """Return what a clerk makes of the form that was there."""
    rows = [{**row, "actual": ACTUALS[row["name"]]} for row in form["indicators"]]
    own = {"execution": {"reason": "政府采购节约", "measures": "细化预算"}, "objective": {**form["objective"], "actual": "购置45台"}}
    return with_row({**form, **own, "indicators": rows}, rows[0]["id"], reason="两个品目流标", measures="提前论证参数")


def test_one_evaluation_from_the_import_to_its_end(at: At, office: Office) -> None:
    finance = at("finance")
    round_id = opened(finance)
    filler = at("filler1")
    mine = filler.get(f"/api/v1/rounds/{round_id}/evaluations").json()["items"][0]
    address = f"/api/v1/evaluations/{mine['id']}"
    found = filler.get(address).json()
    assert (found["evaluation"]["funds"][0]["spent"], found["unapproved"]) == ("90000.00", [])

    saved = filler.put(address, found["version"], json=filled(found["evaluation"])).json()
    assert saved["scorecard"]["total"] == "96.00", saved["scorecard"]["findings"]
    first = saved["evaluation"]["indicators"][0]["id"]
    told = {"title": "验收报告", "kind": "acceptance", "row": first, "date": "2025-11-28"}
    assert filler.post(f"{address}/evidence", data=told, files={"file": ("验收报告.pdf", made.pdf())}).status_code == 201
    sent = filler.act(mine["id"], "submit", saved["version"]).json()

    checker = at("checker1")
    rows = [{"row": first, "reason_code": "evidence", "reason": "请附中标通知书"}]
    back = checker.act(mine["id"], "return", sent["version"], reason_code="evidence", reason="佐证不齐", rows=rows).json()
    asked = next(each for each in filler.get(f"{address}/notes").json()["items"] if each["row"] == first)
    assert filler.post(f"{address}/notes", json={"words": "已补传", "row": first, "answers": asked["id"]}).status_code == 201
    contract = {"title": "中标通知书", "kind": "contract", "row": first, "date": "2025-06-02"}
    assert filler.post(f"{address}/evidence", data=contract, files={"file": ("中标通知书.pdf", made.pdf())}).status_code == 201
    receipt = filler.act(mine["id"], "submit", back["version"]).json()["receipt"]

    version = back["version"] + 1
    for login, state in (("checker1", "department_check"), ("department1", "finance_check"), ("head", "final")):
        through = at(login).act(mine["id"], "approve", version).json()
        assert through["state"] == state
        version += 1

    total = at("finance").get(f"/api/v1/rounds/{round_id}/progress").json()["total"]
    assert (total["final"], total["coverage"]["rate"], total["coverage"]["budget_rate"]) == (1, "100.00%", "100.00%")
    auditor = at("auditor")
    printed = auditor.get(f"{address}/report?template=cn.project.form.2020&annex=1")
    assert f"第2次送审　日志第{receipt['entry']}条　{receipt['digits']}" in footers(printed)
    journal = auditor.get(f"/api/v1/journal?about=evaluations/{mine['id']}").json()["items"]
    assert [each["action"].partition(".")[2] for each in journal] == [
        *("save", "add", "submit", "return", "note", "add", "submit"),
        *("approve", "approve", "approve"),
    ]
    frozen = auditor.get(f"{address}/submissions/2").json()
    assert ({each["title"] for each in frozen["proofs"]}, frozen["scorecard"]["total"]) == ({"验收报告", "中标通知书"}, "96.00")
    with office.store.reading(NOW) as tx:
        assert verify(tx.connection, KEY, receipt["reference"]).broken is None
