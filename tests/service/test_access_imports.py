from collections.abc import Callable
from typing import Any

import pytest

from perfeval import sheets
from perfeval.sheets import Column
from perfeval.store import entries
from perfeval.web.office import Office
from tests.service.client import Client, Clients
from tests.service.county import NOW, UNITS, id_of
from tests.service.test_access import code_of

At = Callable[[str], Client]
HEAD = "单位编码,单位名称,单位种类,上级编码,行政区划代码,启用日期,停用日期"
PEOPLE = "登录名,姓名,单位编码,办公电话,角色"
CREW = f"""{PEOPLE}
zhang.san,张三,school1,0000-7654321,填报人
li.si,李四,school1,0000-7654321,单位审核人
wang.wu,王五,farm1,,填报人
"""


def sent(client: Client, address: str, text: str, query: str = "") -> Any:
    return client.post(f"/api/v1/{address}/import{query}", content=text.encode(), headers={"Content-Type": "text/csv"})


def results(answer: Any) -> dict[int, str]:
    assert answer.is_success, answer.text
    return {each["row"]: each["result"] for each in answer.json()["items"]}


def test_a_tree_of_units_is_imported_in_any_order_and_only_once(at: At) -> None:
    text = f"{HEAD}\nh1,某县卫生院,,health,530001,2026/1/1,\nhealth,某县卫生局,主管部门,bureau,,,\nh2,某县乡医室,,h1,,,\n"
    finance = at("finance")
    preview = sent(finance, "units", text, "?dry_run=1")
    assert results(preview) == {2: "new", 3: "new", 4: "new"}
    assert preview.json()["applied"] is False
    assert finance.get("/api/v1/units").json()["total"] == len(UNITS)
    assert results(sent(finance, "units", text)) == {2: "new", 3: "new", 4: "new"}
    assert results(sent(finance, "units", text)) == {2: "unchanged", 3: "unchanged", 4: "unchanged"}
    made = {each["code"]: each for each in finance.get("/api/v1/units?size=200").json()["items"]}
    assert {code: made[code]["kind"] for code in ("health", "h1", "h2")} == {"health": "department", "h1": "unit", "h2": "secondary"}
    assert made["h2"]["parent"] == made["h1"]["id"]
    assert (made["h1"]["valid_from"], made["h1"]["region"]) == ("2026-01-01", "530001")


def test_an_import_of_units_tells_each_cell_before_and_after(at: At, office: Office) -> None:
    answer = sent(at("finance"), "units", f"{HEAD}\nschool1,某县实验中学,,,,,2026-12-31\nschool2,某县第二中学,,,,,\n")
    assert results(answer) == {2: "changed", 3: "unchanged"}
    assert answer.json()["items"][0]["changes"] == [
        {"cell": "单位名称", "old": "某县第一中学", "new": "某县实验中学"},
        {"cell": "停用日期", "old": None, "new": "2026-12-31"},
    ]
    with office.store.reading(NOW) as tx:
        entry = entries(tx.connection)[-1]
    assert (entry.action, entry.person) == ("import.units", id_of("finance"))
    assert "某县实验中学" in entry.detail
    assert answer.json()["sha256"] in entry.detail


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("a,甲,,nowhere,,,", "第2行上级编码"),
        ("a,甲,,b,,,\nb,乙,,a,,,", "连成了一个圈"),
        ("a,甲,,education,,,\na,乙,,education,,,", "与第2行重复"),
        ("a,甲,财政部门,education,,,", "上级不能是主管部门"),
        ("a,甲,学校,education,,,", "不能识别"),
        ("a,甲,,education,,去年,", "不是日期"),
        ("a,甲,,education,,2026-02-01,2026-01-01", "早于启用日期"),
        ("school1,某县第一中学,,forestry,,,", "不能改上级"),
        ("a,,,education,,,", "没有单位名称"),
        (",甲,,education,,,", "没有单位编码"),
        ("a,甲,,,,,", "没有写上级"),
    ],
)
def test_one_wrong_row_keeps_the_whole_list_of_units_out(at: At, rows: str, why: str) -> None:
    finance = at("finance")
    text = f"{HEAD}\n{rows}\ngood,某县图书馆,,education,,,\n"
    assert "wrong" in results(sent(finance, "units", text, "?dry_run=1")).values()
    answer = sent(finance, "units", text)
    assert code_of(answer) == (422, "import-invalid")
    assert why in str([f"{each['where']}：{each['message']}" for each in answer.json()["places"]])
    assert finance.get("/api/v1/units").json()["total"] == len(UNITS)


def test_a_chain_of_a_thousand_units_is_an_error_and_no_crash(at: At) -> None:
    rows = "".join(f"u{number},第{number}级,,u{number + 1},,,\n" for number in range(1000))
    assert code_of(sent(at("system"), "units", f"{HEAD}\n{rows}")) == (422, "import-invalid")


def test_the_system_administrator_begins_the_tree(at: At) -> None:
    assert results(sent(at("system"), "units", f"{HEAD}\ntop,某区财政局,,,,,\n")) == {2: "new"}


@pytest.mark.parametrize("login", ["filler1", "department1", "auditor", "audit"])
def test_nobody_else_imports(at: At, login: str) -> None:
    assert sent(at(login), "units", "not read at all").status_code == 403
    assert sent(at(login), "users", "not read at all").status_code == 403


def test_one_makes_the_accounts_of_a_list_and_another_grants_its_roles(at: At, clients: Clients, office: Office) -> None:
    system, security = at("system"), at("security")
    assert "没有账号" in sent(security, "users", CREW).text
    assert results(sent(system, "users", CREW, "?dry_run=1")) == {2: "new", 3: "new", 4: "new"}
    answer = sent(system, "users", CREW)
    assert results(answer) == {2: "new", 3: "new", 4: "new"}
    slips = answer.json()["slips"]
    assert [(each["unit"], each["name"], each["login"]) for each in slips] == [
        ("某县城关林场", "王五", "wang.wu"),
        ("某县第一中学", "李四", "li.si"),
        ("某县第一中学", "张三", "zhang.san"),
    ]
    assert len({each["password"] for each in slips}) == 3
    again = sent(system, "users", CREW)
    assert results(again) == {2: "unchanged", 3: "unchanged", 4: "unchanged"}
    assert again.json()["slips"] == []
    assert results(sent(security, "users", CREW)) == {2: "changed", 3: "changed", 4: "changed"}
    assert results(sent(security, "users", CREW)) == {2: "unchanged", 3: "unchanged", 4: "unchanged"}
    client = clients.stranger()
    assert client.sign_in("zhang.san", slips[2]["password"]).json()["tasks"] == ["password"]
    me = client.get("/api/v1/me").json()
    assert [(each["title"], each["unit"]["code"]) for each in me["roles"]] == [("填报人", "school1")]
    with office.store.reading(NOW) as tx:
        kept = str(entries(tx.connection))
    assert not [each for each in slips if each["password"] in kept]


def test_slips_come_as_a_workbook_to_be_printed(at: At) -> None:
    answer = sent(at("system"), "users", CREW, "?slips=xlsx")
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    rows = sheets.read_table(answer.content, "slips.xlsx")
    assert [(each["单位"], each["登录名"]) for each in rows] == [
        ("某县城关林场", "wang.wu"),
        ("某县第一中学", "li.si"),
        ("某县第一中学", "zhang.san"),
    ]
    assert all(len(each["一次性口令"]) == 12 for each in rows)


def test_a_list_may_come_as_a_file_of_a_form(at: At) -> None:
    book = sheets.write_table("人员", [Column(title=each) for each in PEOPLE.split(",")], [("zhao.liu", "赵六", "school1", "", "填报人")])
    answer = at("system").post("/api/v1/users/import", files={"file": ("名单.xlsx", book)})
    assert results(answer) == {4: "new"}
    assert answer.json()["file"] == "名单.xlsx"
    assert code_of(at("system").post("/api/v1/users/import", files={"other": ("名单.xlsx", book)})) == (422, "upload-empty")
    assert code_of(at("system").post("/api/v1/users/import")) == (422, "upload-empty")
    assert at("system").post("/api/v1/users/import", json={"a": 1}).status_code == 415


def test_administrators_come_by_the_same_list_each_with_one_duty(at: At) -> None:
    text = f"{PEOPLE}\nxitong,系统员,,,系统管理员\nanquan,安全员,,,安全管理员\n"
    assert results(sent(at("system"), "users", text)) == {2: "new", 3: "new"}
    assert results(sent(at("security"), "users", text)) == {2: "changed", 3: "changed"}
    mixed = sent(at("security"), "users", f"{PEOPLE}\nxitong,系统员,,,安全管理员\n")
    assert "互不兼任" in mixed.text


def test_somebody_with_two_roles_has_two_rows_and_one_account(at: At) -> None:
    text = f"{PEOPLE}\nzhao.liu,赵六,school1,,填报人\nZHAO.LIU,赵六,school1,,单位审核人\n"
    answer = sent(at("system"), "users", text)
    assert results(answer) == {2: "new", 3: "new"}
    assert len(answer.json()["slips"]) == 1
    assert results(sent(at("security"), "users", text)) == {2: "changed", 3: "changed"}


def test_an_auditor_needs_a_last_day_and_may_see_another_unit(at: At) -> None:
    head = "登录名,姓名,单位编码,角色,授权单位编码,授权截止日期"
    sent(at("system"), "users", f"{head}\nshen.ji,审计,school1,审计人员,,\n")
    assert "截止日期" in sent(at("security"), "users", f"{head}\nshen.ji,审计,school1,审计人员,bureau,\n").text
    assert results(sent(at("security"), "users", f"{head}\nshen.ji,审计,school1,审计人员,bureau,2026年12月31日\n")) == {2: "changed"}
    found = at("system").get("/api/v1/users?q=shen.ji").json()["items"][0]["grants"]
    assert [(each["role"], each["unit"]["code"], each["valid_to"]) for each in found] == [("auditor", "bureau", "2026-12-31")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("zhao liu,赵六,school1,,填报人", "登录名须为"),
        ("zhao.liu,,school1,,填报人", "没有姓名"),
        ("zhao.liu,赵六,,,填报人", "所在单位"),
        ("zhao.liu,赵六,nowhere,,填报人", "没有编码为"),
        ("zhao.liu,赵六,school1,,校长", "不能识别"),
        ("filler1,填报,school1,,系统管理员", "互不兼任"),
        ("system,系统,school1,,系统管理员", "自己的账号"),
        ("zhao.liu,赵六,school1,,填报人\nzhao.liu,钱七,school1,,填报人", "与第2行相同"),
    ],
)
def test_one_wrong_row_keeps_the_whole_list_of_people_out(at: At, row: str, why: str) -> None:
    system = at("system")
    answer = sent(system, "users", f"{PEOPLE}\n{row}\nsun.ba,孙八,school1,,填报人\n")
    assert code_of(answer) == (422, "import-invalid")
    assert why in answer.text
    assert system.get("/api/v1/users?q=sun.ba").json()["total"] == 0


def test_an_import_of_people_tells_each_cell_before_and_after(at: At) -> None:
    answer = sent(at("system"), "users", f"{PEOPLE}\nfiller1,新姓名,school2,,填报人\n")
    assert answer.json()["items"][0]["changes"] == [
        {"cell": "姓名", "old": "填报人filler1", "new": "新姓名"},
        {"cell": "单位", "old": "某县第一中学", "new": "某县第二中学"},
    ]


def test_a_list_that_is_too_large_is_not_read(at: At) -> None:
    answer = at("system").post("/api/v1/users/import", content=b"x" * (20 * 1024 * 1024 + 1), headers={"Content-Type": "text/csv"})
    assert code_of(answer) == (413, "too-large")
