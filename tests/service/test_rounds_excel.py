"""Excel 往返故事 - Lists come in as people keep them and go out as they can be sent back; text stays text, both ways."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from perfeval import sheets
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, PEOPLE, ROUND, UNITS
from tests.service.filing_rows import change
from tests.service.lists import bring, workbook
from tests.sheets.payloads import FORMULAS, old_workbook

At = Callable[[str], Client]
HEAD = ("项目编码", "项目名称", "单位编码", "年初预算数（元）")
LIST = (HEAD, ("P001", "营养改善计划", "school1", 500000), ("P002", "林区防火", "farm1", 120000))
TARGETS = (
    ("项目编码", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值"),
    ("P001", "产出指标", "数量指标", "学生受资助人数", "≥", "735", "人次", 90),
)
PAYLOADS = tuple(dict.fromkeys(each.strip() for each in FORMULAS))


def import_at(client: Client, kind: str, data: bytes, query: str = "") -> Any:
    """Upload a file as it is."""
    return client.post(f"/api/v1/rounds/{ROUND}/{kind}/import{query}", content=data, headers={"Content-Type": "application/octet-stream"})


def places(answer: Any) -> list[tuple[str, str]]:
    """Return where a refused list is wrong, and how."""
    assert (answer.status_code, answer.json()["code"]) == (422, "import-invalid"), answer.text
    return [(each["where"], each["message"]) for each in answer.json()["places"]]


def no_formula(data: bytes) -> None:
    """Prove that no sheet of a workbook has a formula or a link in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in book.read(name)
                assert b"hyperlink" not in book.read(name).lower()


def test_each_kind_of_file_brings_the_same_list(at: At) -> None:
    finance = at("finance")
    text = "\r\n".join(",".join(str(cell) for cell in row) for row in LIST)
    files = (workbook(LIST), old_workbook(*((*row[:3], str(row[3])) for row in LIST)), text.encode(), text.encode("gb18030"))
    answers = [import_at(finance, "projects", data, "?dry_run=1").json() for data in files]
    assert [(each["new"], each["wrong"]) for each in answers] == [(2, 0)] * 4
    assert import_at(finance, "projects", files[1]).json()["applied"] is True


@pytest.mark.parametrize(
    ("what", "rows", "wrong"),
    [
        (
            "execution",
            (("项目编码", "到位数", "执行数"), ("P001", "约3万", ""), ("P002", "", ""), ("P404", "1", "1"), ("", "1", "1")),
            [
                ("第2行到位数", "“约3万”不是精确到分的金额"),
                ("第3行全年执行数", "到位数和执行数都没有写"),
                ("第4行项目编码", "批次中没有编码为“P404”的项目"),
                ("第5行项目编码", "没有项目编码"),
            ],
        ),
        (
            "execution",
            (("项目编码", "资金来源", "执行数"), ("P001", "财政拨款", "1"), ("P001", "财政拨款", "2"), ("P002", "中奖", "1")),
            [("第3行资金来源", "这个项目的“财政拨款”写了两行"), ("第4行资金来源", "“中奖”不能识别")],
        ),
        (
            "history",
            (("项目编码", "上年得分", "三级指标", "完成值"), ("P001", "192", "", ""), ("P002", "", "", "3人"), ("P003", "1", "", "")),
            [
                ("第2行上年得分", "得分“192”不是 0 到 100、至多两位小数的数字"),
                ("第3行三级指标", "有完成值或指标值，却没有写是哪个指标"),
                ("第4行项目编码", "批次中没有编码为“P003”的项目"),
            ],
        ),
        (
            "targets",
            (*TARGETS, (*TARGETS[1][:5], "1", "人", 1), ("P002", *("" for _ in TARGETS[0][1:]))),
            [
                ("第3行三级指标", "“学生受资助人数”在这个项目里写了两行"),
                ("第4行三级指标", "没有三级指标的名称"),
                ("第4行指标值", "没有指标值"),
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_comes_in(at: At, what: str, rows: Any, wrong: Any) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    preview = bring(finance, ROUND, what, rows, dry=True).json()
    told = [problem["message"] for item in preview["items"] for problem in item["problems"] if problem["severity"] == "error"]
    assert [message for _, message in wrong] == [each for each in told if each in {message for _, message in wrong}]
    assert places(bring(finance, ROUND, what, rows)) == wrong
    items = finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=营养").json()["items"]
    found = finance.get(f"/api/v1/evaluations/{items[0]['id']}").json()
    assert (found["version"], found["history"], found["evaluation"]["indicators"]) == (1, None, [])
    assert found["evaluation"]["funds"] == [{"source": "total", "original": "500000.00"}], "not one of the good rows came in"


def test_changed_targets_are_told_before_and_after(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    bring(finance, ROUND, "targets", TARGETS)
    rows = (
        TARGETS[0],
        ("P001", "产出指标", "数量指标", "学生受资助人数", "≥", "800", "人次", 50),
        ("P001", "效益指标", "", "知晓率", "≥", 95, "%", 40),
    )
    preview = bring(finance, ROUND, "targets", rows, dry=True).json()
    assert preview["items"][0]["changes"] == [
        {"cell": "学生受资助人数.target", "old": "≥735人次", "new": "≥800人次"},
        {"cell": "学生受资助人数.weight", "old": "90", "new": "50"},
        {"cell": "知晓率.target", "old": None, "new": "≥95%"},
    ]
    assert bring(finance, ROUND, "targets", rows).json()["changed"] == 2


def test_a_project_that_a_list_does_not_name_stays(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", LIST)
    assert bring(finance, ROUND, "projects", (HEAD, ("P001", "营养改善计划", "school1", 1))).json()["changed"] == 1
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=林区").json()["total"] == 1


def test_columns_that_mean_nothing_are_told_and_left_out(at: At) -> None:
    rows = ((*HEAD, "备注", "排序"), ("P001", "营养改善计划", "school1", 1, "无", 3))
    assert "没有用到的列：备注、排序" in bring(at("finance"), ROUND, "projects", rows, dry=True).json()["notes"]


def test_figures_of_what_is_submitted_are_compared_and_not_changed(at: At, office: Office) -> None:
    finance = at("finance")
    change(office, EVALUATIONS["school1"], state="unit_check")
    same = (("项目编码", "到位数", "执行数"), ("530000250001", 100000, 96000))
    assert bring(finance, ROUND, "execution", same).json()["unchanged"] == 1
    other = (("项目编码", "到位数", "执行数"), ("530000250001", 100000, 95000))
    where, message = places(bring(finance, ROUND, "execution", other))[0]
    assert where == "第2行"
    assert "国库 95000.00、已报 96000.00，但自评已经送审（某县第一中学：单位审核）" in message


def test_figures_of_a_project_of_several_units_come_by_unit(at: At) -> None:
    finance = at("finance")
    bring(finance, ROUND, "projects", (HEAD, ("P009", "学生资助", "school1", 100), ("P009", "学生资助", "school2", 50)))
    head = ("项目编码", "单位编码", "执行数")
    for unit, message in (("", "这个项目分单位填报，执行数要按单位给"), ("farm1", "“某县城关林场”不是这个项目的实施单位")):
        assert places(bring(finance, ROUND, "execution", (head, ("P009", unit, 1)))) == [("第2行单位编码", message)]
    assert bring(finance, ROUND, "execution", (head, ("P009", "school1", 60), ("P009", "school2", 40))).status_code == 200
    items = finance.get(f"/api/v1/rounds/{ROUND}/evaluations?q=学生资助").json()["items"]
    spent = {
        each["unit_name"]: finance.get(f"/api/v1/evaluations/{each['id']}").json()["evaluation"]["funds"][0]["spent"] for each in items
    }
    assert spent == {"某县教育体育局": "100.00", "某县第一中学": "60.00", "某县第二中学": "40.00"}


def test_the_units_go_out_as_a_list_that_changes_nothing_when_it_comes_back(at: At) -> None:
    finance = at("finance")
    answer = finance.get("/api/v1/units?format=xlsx")
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''%E5%8D%95%E4%BD%8D.xlsx")
    rows = sheets.read_table(answer.content, "单位")
    assert {row["单位编码"]: row["上级编码"] for row in rows} == {each.name: each.parent or "" for each in UNITS.values()}
    back = finance.post("/api/v1/units/import", content=answer.content, headers={"Content-Type": "application/octet-stream"}).json()
    assert (back["unchanged"], back["total"]) == (len(UNITS), len(UNITS))
    assert len(sheets.read_table(at("department1").get("/api/v1/units?format=xlsx").content, "单位")) == 3, "those in scope only"


def test_the_people_go_out_as_a_list_that_changes_nothing_when_it_comes_back(at: At) -> None:
    answer = at("security").get("/api/v1/users?format=xlsx")
    rows = sheets.read_table(answer.content, "人员")
    assert {row["登录名"] for row in rows} == set(PEOPLE)
    assert {(row["角色"], row["授权单位编码"]) for row in rows if row["登录名"] == "filler1"} == {("填报人", "school1")}
    assert "$argon2" not in str(rows)
    others = [row for row in rows if row["登录名"] not in {"security", "system"}]
    columns = [sheets.Column(title=each) for each in others[0] if each != sheets.reading.ROW]
    data = sheets.write_table("人员", columns, [[row[column.title] for column in columns] for row in others])
    for login in ("security", "system"):
        back = at(login).post("/api/v1/users/import", content=data, headers={"Content-Type": "application/octet-stream"})
        assert (back.json()["unchanged"], back.json()["wrong"]) == (len(others), 0), back.text
    assert {row["登录名"] for row in sheets.read_table(at("department1").get("/api/v1/users?format=xlsx").content, "人员")} == {
        "filler1", "filler2", "checker1", "checker2", "department1", "section",
    }  # fmt: skip


@pytest.mark.parametrize("login", ["filler1", "third"])
def test_nobody_takes_a_list_away_whom_it_is_not_shown_to(at: At, login: str) -> None:
    client = at(login)
    for address in ("/api/v1/users", "/api/v1/units"):
        assert client.get(f"{address}?format=xlsx").status_code == client.get(address).status_code
    assert client.get("/api/v1/users?format=xlsx").status_code == 403


def test_slips_are_printed_a_page_for_each_unit(at: At) -> None:
    rows = "zhang,张三,school1\nli,李四,school1\nwang,王五,school2\nzhao,赵六,farm1\n"
    address = "/api/v1/users/import?slips=xlsx"
    answer = at("system").post(address, content=f"登录名,姓名,单位编码\n{rows}".encode(), headers={"Content-Type": "text/csv"})
    listed = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert listed is not None
    units = [row[1].value for row in listed.iter_rows(min_row=4)]
    assert units == ["某县城关林场", "某县第一中学", "某县第一中学", "某县第二中学"]
    assert [each.id for each in listed.row_breaks.brk] == [4, 6], "behind the first unit and behind the second"
    assert listed.print_title_rows == "$1:$3"
    assert listed.page_setup.orientation == "landscape"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_that_look_like_formulas_stay_text_in_and_out(at: At, payload: str) -> None:
    finance = at("finance")
    units = workbook((("单位编码", "单位名称", "上级编码"), ("risky", payload, "education")))
    answer = finance.post("/api/v1/units/import", content=units, headers={"Content-Type": "application/octet-stream"})
    assert answer.status_code == 200, answer.text
    out = finance.get("/api/v1/units?format=xlsx").content
    no_formula(out)
    assert payload in [row["单位名称"] for row in sheets.read_table(out, "单位")]
    rows = ((*HEAD, "联系人", "年度总体目标"), ("P001", payload, "school1", 1, payload, payload))
    assert bring(finance, ROUND, "projects", rows).status_code == 200
    found = at("filler1").get(f"/api/v1/rounds/{ROUND}/evaluations").json()["items"]
    mine = next(each for each in found if each["id"] != EVALUATIONS["school1"])
    assert mine["title"] == payload
    form = at("filler1").get(f"/api/v1/evaluations/{mine['id']}/workbook").content
    no_formula(form)
    cells = {cell for grid in sheets.read_grids(form, "自评表").values() for row in grid for cell in row}
    assert payload in cells
    for list_of in ("progress", "reminders"):
        no_formula(at("finance").get(f"/api/v1/rounds/{ROUND}/{list_of}?format=xlsx").content)


def test_a_formula_in_a_list_counts_as_what_was_stored_and_is_never_computed(at: At) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(LIST)))
    book["清单"]["B2"] = '=HYPERLINK("http://203.0.113.1/","点这里")'
    kept = io.BytesIO()
    book.save(kept)
    answer = import_at(at("finance"), "projects", kept.getvalue(), "?dry_run=1").json()
    assert "HYPERLINK" not in str(answer["items"][0])
