"""一轮自评 - A whole round of a county through HTTP alone, from the lists of the bureau to filed forms and to reviews of what was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document

from tests.service.client import Client
from tests.service.county import id_of
from tests.service.lists import Rows, bring
from tests.service.reviewing import At, Json, assigned, handed_in, on_item, saved

TEAMS = {"school1": "filler1", "school2": "filler2", "farm1": "filler3", "farm2": "filler4"}
"""项目单位 - The units that carry projects out, with those who fill in for them."""
CLERK = "filler4"
"""集中核算会计 - Who fills in for the departments: their books are kept in one place."""
ROUND: Json = {
    "year": 2025,
    "title": "2025年度预算绩效自评",
    "sets": {"project": "cn/project/2020", "department": "cn/department/2013"},
    "opening": "2026-03-01T00:00:00Z",
    "deadline": "2026-03-31T16:00:00Z",
}
LISTED = ("项目编码", "项目名称", "单位编码", "自评类型", "全年预算数（元）", "年度总体目标")
TARGETS = ("项目编码", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值")
PAID = ("项目编码", "到位数（元）", "执行数（元）")
OF_PROJECTS: Rows = (
    ("产出指标", "数量指标", "服务群众人数", "≥", "100", "人", "20"),
    ("产出指标", "质量指标", "服务标准达标率", "＝", "100", "%", "20"),
    ("产出指标", "时效指标", "活动按期开展率", "＝", "100", "%", "10"),
    ("效益指标", "社会效益指标", "群众负担减轻率", "≥", "90", "%", "30"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%", "10"),
)
OF_DEPARTMENTS: Rows = (
    ("过程", "预算管理", "预决算信息公开性", "", "按规定公开", "", "25"),
    ("过程", "资产管理", "资产管理安全性", "", "保存完整", "", "20"),
    ("过程", "预算管理", "基础信息完善性", "", "信息完善", "", "20"),
    ("投入", "目标设定", "绩效目标合理性", "", "依据充分", "", "20"),
    ("效果", "履职效益", "社会公众或服务对象满意度", "≥", "90", "%", "15"),
)
WORDS = (
    "查阅上报资料，实地核对台账，没有看到能够证明完成情况的材料，经办人员也说不清数字从何而来，已当场签字确认，详见核查记录第三页的逐项说明"
)
"""扣分说明 - Words enough for any deduction."""
VISIT = {"date": "2026-03-09", "place": "项目现场", "people": "复核小组二人", "words": "核对台账和花名册"}
"""实地核查 - Where something is taken off, somebody went there."""
CUTS = {"优": None, "良": ("r5", "satisfaction-without-material"), "中": ("r1", "no-proof")}
"""评级与扣分 - What a review takes off for each grade: nothing, the satisfaction, the weightiest row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """清单 - Say how many projects and departments a round has, and which budget in 元 each of them."""

    projects: int
    project_money: str
    departments: int
    department_money: str

    @property
    def lists(self) -> dict[str, Rows]:
        """四张清单 - Return the lists of the bureau: units, projects, approved targets, treasury."""
        departments, codes = [f"d{at:02}" for at in range(1, self.departments + 1)], list(TEAMS)
        units = [(code, f"某县第{code[1:]}部门", "主管部门", "bureau") for code in departments]
        projects = {f"53000026{at:04}": codes[at % len(codes)] for at in range(1, self.projects + 1)}
        named = [(code, f"民生项目{code[-4:]}", unit, "项目支出", self.project_money, "服务群众") for code, unit in projects.items()]
        named += [("", "", code, "部门整体支出", self.department_money, "履行职责") for code in departments]
        paid = [(code, self.project_money, f"{int(self.project_money) * 96 // 100}") for code in projects]
        return {
            "units": (("单位编码", "单位名称", "单位种类", "上级编码"), *units),
            "projects": (LISTED, *named),
            "targets": (
                TARGETS,
                *((code, *row) for code in projects for row in OF_PROJECTS),
                *((code, *row) for code in departments for row in OF_DEPARTMENTS),
            ),
            "execution": (PAID, *paid, *((code, self.department_money, self.department_money) for code in departments)),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """复核要求 - Say who reviews an item, which grade their review comes to, and what the work is found to lack."""

    login: str
    grade: str
    lacking: Sequence[Json] = field(default=())


def filed_round(at: At, frame: Frame) -> str:
    """Have a round opened by its lists and everything in it filed; return its id."""
    lists, finance = frame.lists, at("finance")
    text = "\n".join(",".join(row) for row in lists["units"]).encode()
    assert finance.post("/api/v1/units/import", content=text, headers={"Content-Type": "text/csv"}).json()["wrong"] == 0
    for each in finance.get("/api/v1/units?size=200").json()["items"]:
        if each["code"].startswith("d"):
            granted = {"role": "filler", "unit": each["id"]}
            assert at("security").post(f"/api/v1/users/{id_of(CLERK)}/grants", json=granted).status_code == 201
    round_id = str(finance.post("/api/v1/rounds", json=ROUND).json()["id"])
    for kind in ("projects", "targets", "execution"):
        answer = bring(finance, round_id, kind, lists[kind]).json()
        assert (answer["wrong"], answer["applied"]) == (0, True), answer
    for login in TEAMS.values():
        _file(at(login), round_id)
    return round_id


def _file(filler: Client, round_id: str) -> None:
    """Have somebody fill in and submit everything that is theirs."""
    for each in filler.get(f"/api/v1/rounds/{round_id}/evaluations?size=200").json()["items"]:
        address = f"/api/v1/evaluations/{each['id']}"
        found = filler.get(address).json()
        kept = filler.put(address, found["version"], json=_filled(found["evaluation"])).json()
        answer = filler.act(each["id"], "submit", kept["version"])
        assert answer.status_code == 200, answer.text


def _filled(form: Json) -> Json:
    """Return what a clerk makes of the form that was there: everything was reached, a little money of a project was left."""
    rows = [{**row, "actual": row["target"].lstrip("≥="), "claimed": row["weight"]} for row in form["indicators"]]
    money = {"reason": "政府采购节约资金", "measures": "细化预算"} if form["kind"] == "project" else {}
    return {**form, "indicators": rows, "execution": money, "objective": {**form["objective"], "actual": "完成"}}


def decided(at: At, sampled: str, finding: Finding) -> None:
    """Have an item reviewed, its work rated, and the decision made by what the reviewer found."""
    review, reviewer, head = assigned(at, sampled, finding.login)[0]["id"], at(finding.login), at("head")
    rows = [each["row"] for each in reviewer.get(f"/api/v1/reviews/{review}").json()["rows"]]
    answer = saved(reviewer, review, {"judgements": [_judged(row, CUTS[finding.grade]) for row in rows]})
    assert answer.status_code == 200, answer.text
    if cut := CUTS[finding.grade]:
        problem = {"row": cut[0], "code": cut[1], "words": WORDS}
        assert reviewer.post(f"/api/v1/sampled/{sampled}/problems", json=problem).status_code == 201
        assert reviewer.post(f"/api/v1/sampled/{sampled}/visits", json=VISIT).status_code == 201
    version = reviewer.get(f"/api/v1/sampled/{sampled}").json()["version"]
    rating = reviewer.put(f"/api/v1/sampled/{sampled}/quality", version, json={"answers": list(finding.lacking), "confirm": True})
    assert rating.status_code == 200, rating.text
    answer = handed_in(reviewer, review)
    assert answer.status_code == 200, answer.text
    told = on_item(head, sampled, "decide", review=review)
    assert (told.status_code, told.json()["reviewed_grade"]) == (200, finding.grade), told.text


def _judged(row: str, cut: tuple[str, str] | None) -> Json:
    """Return what a reviewer finds for a row: agreed, or a deduction."""
    if cut is None or row != cut[0]:
        return {"row": row, "agreed": True}
    return {"row": row, "deductions": [{"code": cut[1], "words": WORDS}]}


def printed(client: Client, address: str) -> Any:
    """Return a Word file, read back."""
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return Document(BytesIO(answer.content))


def table(document: Any, *heads: str) -> list[tuple[str, ...]]:
    """Return the columns with these heads of the table that has them, without its head."""
    for found in document.tables:
        head, *rows = ([cell.text.replace("\n", "").strip() for cell in row.cells] for row in found.rows)
        if set(heads) <= set(head):
            return [tuple(row[head.index(each)] for each in heads) for row in rows]
    message = f"no table has {heads}"
    raise AssertionError(message)


def shares(report: Any, rating: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Return how many of each kind of item have each grade of a rating, and which share that is, as a report prints it."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for kind, grade, count, share in table(report, "类别", rating, "个数", "占个数比例"):
        found.setdefault(kind, {})[grade] = count, share
    return found
