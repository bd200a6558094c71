"""批次页故事 - What pages of rounds answer over HTTP: filters, scope, many at once, set-up and imports refused with nothing lost."""

import base64
import html
import re
from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import delete

from perfeval import sheets
from perfeval.store import entries, tables
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, UNITS, id_of
from tests.service.filing_rows import change_round
from tests.service.filled import form
from tests.service.lists import workbook

At = Callable[[str], Client]
LIST = f"/rounds/{ROUND}/evaluations"
HTML = {"accept": "text/html"}
NEW: dict[str, Any] = {
    "at": "6",
    "go": "make",
    "year": "2025",
    "title": "2025年度乡镇项目<支出>绩效自评",
    "set.project": "cn/project/2020@1",
    "template": ["project|cn.project.form.2020"],
    "units": "all",
    "opening": "2026-03-05",
    "deadline": "2026-04-15",
    "grace": "3",
    "step": ["unit_check", "department_check"],
}
ROWS = (("项目编码", "项目名称", "单位编码", "年初预算数（元）"), ("P1", "校舍维修", "school1", 500), ("P2", "护林防火", "farm1", 700))


def see(client: Client, address: str) -> str:
    """Return a page."""
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(client: Client, address: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
    """Return the answer to a form that is sent with its token against forgery."""
    token = client.http.headers["X-CSRF-Token"]
    return client.post(address, data={"csrf": token, **(data or {})}, headers=HTML, **more)


def titles(page: str) -> list[str]:
    """Return the evaluations that a list shows; its own order goes by the tree of units, which hangs on their ids."""
    return sorted(listed(page))


def listed(page: str) -> list[str]:
    """Return the evaluations that a list shows, in its order."""
    return re.findall(r'<a href="/evaluations/[0-9a-f]{32}(?:\?[^"]*)?">([^<]*)</a>', page)


def submit(client: Client, unit: str) -> None:
    """Have a unit file its form."""
    version = client.get(f"/api/v1/evaluations/{EVALUATIONS[unit]}").json()["version"]
    saved = client.put(f"/api/v1/evaluations/{EVALUATIONS[unit]}", version, json=form(unit))
    assert saved.status_code == 200, saved.text
    assert client.act(EVALUATIONS[unit], "submit", saved.json()["version"]).status_code == 200


def test_every_list_shows_what_lies_in_the_scope_and_nothing_else(at: At) -> None:
    assert len(titles(see(at("finance"), LIST))) == 4
    assert titles(see(at("department1"), LIST)) == ["某县第一中学运转补助", "某县第二中学运转补助"]
    assert titles(see(at("filler3"), LIST)) == ["某县城关林场运转补助"]
    for address in ("", "/evaluations", "/reminders"):
        assert at("system").get(f"/rounds/{ROUND}{address}", headers=HTML).status_code == 403
        assert at("third").get(f"/rounds/{ROUND}{address}", headers=HTML).status_code == 404
    for address in ("/rounds/new", f"/rounds/{ROUND}/setup", f"/rounds/{ROUND}/import", f"/rounds/{ROUND}/import/projects"):
        assert at("department1").get(address, headers=HTML).status_code == 403


def test_filters_stand_in_the_address_and_mean_the_same_for_pages_sheets_and_programs(at: At) -> None:
    submit(at("filler1"), "school1")
    finance = at("finance")
    assert titles(see(finance, f"{LIST}?state=unit_check")) == ["某县第一中学运转补助"]
    assert titles(see(finance, f"{LIST}?unit={UNITS['forestry'].id}")) == ["某县城关林场运转补助", "某县西山林场运转补助"]
    assert titles(see(finance, f"{LIST}?q=西山")) == ["某县西山林场运转补助"]
    assert titles(see(finance, f"{LIST}?grade=优")) == ["某县第一中学运转补助"]
    assert listed(see(finance, f"{LIST}?state=&unit=&mark=&sort=-title&q="))[0] == "某县西山林场运转补助"
    assert len(titles(see(finance, f"{LIST}?state=nonsense&sort=nonsense&mark=nonsense"))) == 4
    assert "没有符合条件的自评" in see(finance, f"{LIST}?q=没有这个")
    page = see(finance, f"{LIST}?state=not_started&mark=overdue")
    link = html.unescape(re.findall(r'href="(/api/v1/[^"]*format=xlsx[^"]*)"', page)[0])
    assert "overdue=true" in link
    assert finance.get(link).status_code == 200
    lines = sheets.read_sheet(finance.get(f"/api/v1{LIST}?format=xlsx&state=unit_check").content, "清单", ("单位", "项目", "状态")).lines
    assert [line["项目"] for line in lines] == ["某县第一中学运转补助"]
    assert [line["系统测算得分"] for line in lines] == ["99.60"]


def test_what_is_overdue_or_was_sent_back_is_found(at: At, office: Office) -> None:
    submit(at("filler1"), "school1")
    checker = at("checker1")
    version = checker.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["version"]
    assert checker.act(EVALUATIONS["school1"], "return", version, reason_code="evidence", reason="缺<验收>单").status_code == 200
    finance = at("finance")
    assert titles(see(finance, f"{LIST}?mark=returned")) == ["某县第一中学运转补助"]
    assert titles(see(finance, f"{LIST}?mark=overdue")) == []
    given = {"unit": UNITS["farm2"].id, "until": "2026-05-01T00:00:00Z", "why": "洪灾"}
    assert finance.patch(f"/api/v1/rounds/{ROUND}", 1, json={"exceptions": [given]}).status_code == 200
    office.clock = lambda: "2026-04-02T08:00:00Z"
    late = at("finance")
    assert titles(see(late, f"{LIST}?mark=overdue")) == ["某县城关林场运转补助", "某县第一中学运转补助", "某县第二中学运转补助"]
    days = ["2026-03-09", "2026-03-10"]
    assert late.get(f"/api/v1/rounds/{ROUND}/timeline").json() == {"days": days, "filed": [0, 1], "late": [0, 0], "returned": [0, 1]}


def test_points_of_drafts_neither_show_nor_order_the_list_outside_the_unit(at: At) -> None:
    for unit, filler in (("school1", "filler1"), ("farm1", "filler3")):
        client = at(filler)
        version = client.get(f"/api/v1/evaluations/{EVALUATIONS[unit]}").json()["version"]
        assert client.put(f"/api/v1/evaluations/{EVALUATIONS[unit]}", version, json=form(unit)).status_code == 200
    usual = listed(see(at("finance"), LIST))
    for order in ("total", "-total"):
        page = see(at("finance"), f"{LIST}?sort={order}")
        assert listed(page) == usual
        assert "99.60" not in page
    assert "99.60" in see(at("filler1"), LIST)


def test_each_one_finds_on_the_first_page_what_waits_for_them(at: At) -> None:
    submit(at("filler1"), "school1")
    checker = at("checker1")
    assert titles(see(checker, "/")) == ["某县第一中学运转补助"]
    assert titles(see(at("checker2"), "/")) == []
    version = checker.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["version"]
    assert (
        checker.act(EVALUATIONS["school1"], "return", version, reason_code="evidence", reason="缺<验收>单", rows=["r1"]).status_code == 200
    )
    page = see(at("filler1"), "/")
    for words in ("待填报", "填报中", "退回待改", "佐证材料不足", "缺&lt;验收&gt;单", "涉及1行", "单位审核人checker1", "还剩21天"):
        assert words in page
    assert "<验收>" not in page
    assert "待您审核" not in page
    marked = '填报中</span> <span class="badge text-bg-danger">退回待改</span>'
    mine = f"/evaluations/{EVALUATIONS['school1']}"
    table = at("finance").get(f"/api/v1{LIST}?format=xlsx&returned=true").content
    assert [line["报送情况"] for line in sheets.read_sheet(table, "清单", ("项目", "报送情况")).lines] == ["退回待改"]
    for login, address in (("filler1", "/"), ("filler1", f"{mine}/form"), ("finance", LIST), ("finance", mine), ("finance", "/search")):
        assert marked in see(at(login), address), address
    assert "填报中1份（其中退回待改1份）" in see(at("finance"), f"/rounds/{ROUND}/reminders")
    assert "新建批次" in see(at("finance"), "/")
    assert "新建批次" not in see(at("department1"), "/")


def test_administrators_see_no_business_on_their_first_page(at: At) -> None:
    for login, words in (("system", "可用账号"), ("security", "没有角色的账号"), ("audit", "24小时内的操作")):
        page = see(at(login), "/")
        assert words in page
        assert "某县" not in page
        assert "批次" not in page.partition("<main")[2].partition("上一批次")[0]
    assert "目前没有分派给您的评审任务" in see(at("third"), "/")


def test_auditors_look_for_one_among_all(at: At) -> None:
    for words, count in (("第一中学", 1), ("530000250003", 1), ("林场", 2), ("没有这个", 0), ("%", 0)):
        assert len(titles(see(at("auditor"), f"/?q={words.replace('%', '%25')}"))) == count
    assert "查找自评" not in see(at("filler1"), "/?q=林场")


def test_many_are_approved_at_once_with_a_result_for_each(at: At, office: Office) -> None:
    change_round(office, steps='["finance_check"]')
    submit(at("filler1"), "school1")
    finance = at("finance")
    version = finance.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["version"]
    ticks = [f"{EVALUATIONS['school1']}:{version}:{UNITS['school1'].id}", f"{EVALUATIONS['farm1']}:1:{UNITS['farm1'].id}", "nonsense"]
    answer = send(finance, f"{LIST}/approve", {"chosen": ticks, "behind": "state=unit_check"})
    assert answer.status_code == 200, answer.text
    assert "1项已办理，1项没有" in answer.text
    assert "不在本批次的财政审核环节" in answer.text
    assert f'href="{LIST}?state=unit_check"' in answer.text
    assert titles(see(finance, f"{LIST}?state=final")) == ["某县第一中学运转补助"]
    assert send(finance, f"{LIST}/approve").status_code == 422
    assert send(at("department1"), f"{LIST}/approve", {"chosen": ticks}).status_code == 403


def test_the_units_of_what_is_ticked_are_reminded_and_those_that_owe_nothing_are_told(at: At, office: Office) -> None:
    submit(at("filler1"), "school1")
    checker = at("checker1")
    version = checker.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["version"]
    assert checker.act(EVALUATIONS["school1"], "approve", version).status_code == 200
    ticks = [f"{EVALUATIONS[unit]}:1:{UNITS[unit].id}" for unit in ("school1", "school2")]
    department = at("department1")
    answer = send(department, f"{LIST}/remind", {"chosen": ticks, "how": "电话", "other": "当面"})
    assert "1项已办理，1项没有" in answer.text
    assert "什么也不缺，不用催报" in answer.text
    assert "当面" in see(department, f"/rounds/{ROUND}/reminders")
    with office.store.reading(NOW) as tx:
        assert [each.action for each in entries(tx.connection, about=[f"rounds/{ROUND}"])][-1] == "reminder.give"


def test_a_reminder_that_is_refused_keeps_what_was_ticked(at: At) -> None:
    finance, address = at("finance"), f"/rounds/{ROUND}/reminders"
    answer = send(finance, address, {"how": "电话"})
    assert answer.status_code == 422
    assert "没有选中单位" in answer.text
    answer = send(finance, address, {"how": "电话", "unit": [UNITS["farm1"].id, UNITS["bureau"].id]})
    assert answer.status_code == 422
    assert f'value="{UNITS["farm1"].id}" checked' in answer.text
    assert send(finance, address, {"how": "电话", "unit": UNITS["farm1"].id}).headers["location"] == f"{address}?told=1"


def test_filters_are_kept_under_a_name_by_each_for_themselves(at: At, office: Office) -> None:
    finance = at("finance")
    assert send(finance, f"{LIST}/views", {"title": "林业<逾期>", "behind": "mark=overdue&unit=abc&nonsense=1"}).status_code == 303
    page = see(finance, LIST)
    assert "林业&lt;逾期&gt;" in page
    assert f'href="{LIST}?unit=abc&amp;mark=overdue"' in page
    kept = finance.get("/api/v1/views").json()
    assert kept["items"][0]["filters"] == {"unit": "abc", "mark": "overdue"}
    assert at("head").get("/api/v1/views").json()["total"] == 0
    assert finance.post("/api/v1/views", json={"title": "林业<逾期>", "filters": {"q": "林"}}).status_code == 201
    assert [each["filters"] for each in finance.get("/api/v1/views").json()["items"]] == [{"q": "林"}]
    assert finance.post("/api/v1/views", json={"title": "空", "filters": {}}).status_code == 422
    view = finance.get("/api/v1/views").json()["items"][0]["id"]
    assert at("head").delete(f"/api/v1/views/{view}").status_code == 404
    assert send(at("head"), f"{LIST}/views/{view}/drop").status_code == 404
    assert send(finance, f"{LIST}/views/{view}/drop").status_code == 303
    assert finance.get("/api/v1/views").json()["total"] == 0
    assert at("system").get("/api/v1/views").status_code == 403
    with office.store.reading(NOW) as tx:
        told = [each.action for each in entries(tx.connection, about=[f"people/{id_of('finance')}"])]
    assert told[-3:] == ["view.keep", "view.keep", "view.drop"]


def test_a_round_is_made_from_what_was_typed(at: At) -> None:
    finance = at("finance")
    answer = send(finance, "/rounds/new", {**NEW, "text_off": ["number-form"]})
    assert answer.status_code == 303, answer.text
    made = finance.get(f"/api/v1{answer.headers['location'].rpartition('/import')[0]}").json()
    assert (made["opening"], made["deadline"], made["grace"]) == ("2026-03-04T16:00:00Z", "2026-04-15T16:00:00Z", 3)
    assert made["templates"] == {"project": ["cn.project.form.2020"]}
    assert made["steps"] == ["unit_check", "department_check"]
    assert made["text_off"] == ["number-form"]
    assert len(made["units"]) == len(UNITS)


def test_each_step_keeps_what_was_typed_in_the_others(at: At) -> None:
    finance = at("finance")
    page = send(finance, "/rounds/new", {**NEW, "at": "2", "go": "next"}).text
    assert "3．报告模板" in page
    assert 'name="title" value="2025年度乡镇项目&lt;支出&gt;绩效自评"' in page
    assert 'name="deadline" value="2026-04-15"' in page
    page = send(finance, "/rounds/new", {**NEW, "at": "3", "go": "back", "template": []}).text
    assert "2．指标体系" in page
    assert '<option value="cn/project/2020@1" selected>' in page


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(at: At) -> None:
    finance = at("finance")
    for wrong, step, told in (
        ({"year": "20x5"}, "1．年度和名称", "年度应为1990到2100的四位数字"),
        ({"title": "  "}, "1．年度和名称", "请写批次名称"),
        ({"set.project": ""}, "2．指标体系", "没有写指标体系"),
        ({"set.project": "cn/department/2013@1"}, "2．指标体系", "不用于项目支出"),
        ({"more.0": "义务教育"}, "2．指标体系", "另加的体系要有名称、有体系"),
        ({"units": "some"}, "4．单位", "没有选中单位"),
        ({"opening": "2026-02-30"}, "5．期限和环节", "请写开始日期"),
        ({"deadline": "2026-03-01"}, "5．期限和环节", "截止时间应在开始填报之后"),
        ({"grace": "三天"}, "5．期限和环节", "宽限天数应为整数"),
        ({"grace": "999"}, "5．期限和环节", "宽限天数应为 0 到 365"),
        ({"text_off": "number-from"}, "5．期限和环节", "number-form"),
    ):
        answer = send(finance, "/rounds/new", {**NEW, **wrong})
        assert answer.status_code == 422, wrong
        assert step in answer.text
        assert told in answer.text, wrong
        name, value = next(iter(wrong.items()))
        if value.strip() and name not in {"set.project", "text_off"}:
            assert f'value="{value}"' in answer.text, wrong
        assert "世界协调时" not in answer.text
    assert finance.get("/api/v1/rounds").json()["total"] == 1


def test_a_round_is_changed_and_a_day_that_stays_keeps_its_hour(at: At) -> None:
    finance, address = at("finance"), f"/rounds/{ROUND}/setup"
    kept: dict[str, Any] = {
        "version": "1",
        "year": "2025",
        "set.project": "cn/project/2020@1",
        "units": "same",
        "template": "project|cn.project.form.2020",
    }
    kept |= {"step": ["unit_check", "department_check"], "opening": "2026-03-01", "grace": "0", "title": "新名称"}
    kept["text_off"] = ["boilerplate", "number-form"]
    answer = send(finance, address, {**kept, "deadline": "2026-04-10"})
    assert answer.status_code == 303, answer.text
    found = finance.get(f"/api/v1/rounds/{ROUND}").json()
    assert (found["opening"], found["deadline"], found["title"]) == ("2026-03-01T00:00:00Z", "2026-04-10T16:00:00Z", "新名称")
    assert found["text_off"] == ["boilerplate", "number-form"]
    assert "<summary>报告文字的校验（关掉了2项）</summary>" in see(finance, address)
    assert len(found["units"]) == len(UNITS)
    answer = send(finance, address, {**kept, "deadline": "2026-05-10", "title": "我的名称"})
    assert answer.status_code == 422
    for words in ("刚被别人改过", 'value="我的名称"', 'value="2026-05-10"', 'name="version" value="2"'):
        assert words in answer.text
    answer = send(finance, address, {**kept, "version": "2", "deadline": "", "title": "我的名称"})
    assert (answer.status_code, "请写截止日期" in answer.text) == (422, True)


def test_a_unit_gets_more_time_with_a_reason_and_loses_it_again(at: At) -> None:
    finance, address = at("finance"), f"/rounds/{ROUND}/extensions"
    given = {"version": "1", "unit": UNITS["farm2"].id, "until": "2026-04-20", "why": "洪灾"}
    answer = send(finance, address, {**given, "why": ""})
    assert answer.status_code == 422
    assert "延长“某县西山林场”的期限要写原因" in answer.text
    assert 'value="2026-04-20"' in answer.text
    assert "请写延长到哪一天" in send(finance, address, {**given, "until": ""}).text
    assert send(finance, address, given).status_code == 303
    page = see(finance, f"/rounds/{ROUND}/setup")
    assert "2026-04-20 24:00" in page
    assert "洪灾" in page
    assert send(finance, address, {"version": "2", "unit": UNITS["farm2"].id, "back": "1"}).status_code == 303
    assert "洪灾" not in see(finance, f"/rounds/{ROUND}/setup").partition("extensions-title")[2].partition("</tbody>")[0]


def test_a_round_begins_with_a_day_and_ends_with_one(at: At) -> None:
    finance = at("finance")
    change = {"opening": "2026-02-28T16:00:00Z", "deadline": "2026-04-15T16:00:00Z"}
    assert finance.patch(f"/api/v1/rounds/{ROUND}", 1, json=change).status_code == 200
    assert "2026-03-01 开始，2026-04-15 24:00 截止" in see(finance, f"/rounds/{ROUND}/reminders")
    page = see(finance, "/rounds")
    assert "2026-03-01" in page
    assert "2026-02-28" not in page


def test_who_meets_an_error_keeps_the_way_on(at: At) -> None:
    page = at("finance").get("/evaluations/none", headers=HTML)
    assert page.status_code == 404
    assert '<a href="/rounds">批次</a>' in page.text
    assert "返回上一页" not in page.text, "nothing was sent"
    sent = at("filler1").post("/score", data={"text": "year: 2022"}, headers=HTML)
    assert sent.status_code == 415
    assert "返回上一页" in sent.text


def test_a_list_is_looked_at_before_it_is_imported(at: At) -> None:
    finance, address = at("finance"), f"/rounds/{ROUND}/import/projects"
    data = workbook(ROWS)
    answer = send(finance, address, files={"file": ("清单.xlsx", data)})
    assert answer.status_code == 200, answer.text
    assert "新增 2" in answer.text
    assert len(titles(see(finance, LIST))) == 4, "a preview changes nothing"
    kept = re.findall(r'name="kept" value="([^"]*)"', answer.text)[0]
    assert base64.urlsafe_b64decode(kept) == data
    answer = send(finance, f"{address}/apply", {"kept": kept, "name": "清单.xlsx"})
    assert "已导入：新增2行" in answer.text
    assert "校舍维修" in titles(see(finance, LIST))
    assert "不变 2" in send(finance, address, files={"file": ("清单.xlsx", data)}).text


def test_a_list_with_a_wrong_row_says_where_and_cannot_be_imported(at: At) -> None:
    finance, address = at("finance"), f"/rounds/{ROUND}/import/projects"
    wrong = workbook((*ROWS, ("P3", "<b>修路</b>", "nowhere", 1)))
    page = send(finance, address, files={"file": ("清单.xlsx", wrong)}).text
    assert "有1行不对，整份都不能导入" in page
    assert "没有编码为“nowhere”的单位" in page
    assert "<b>修路" not in page
    assert 'name="kept"' not in page
    kept = base64.urlsafe_b64encode(wrong).decode()
    answer = send(finance, f"{address}/apply", {"kept": kept, "name": "清单.xlsx"})
    assert (answer.status_code, "第4行单位编码" in answer.text) == (422, True)
    assert len(titles(see(finance, LIST))) == 4


def test_what_is_no_list_is_told_on_the_page_that_takes_it(at: At) -> None:
    finance, address = at("finance"), f"/rounds/{ROUND}/import/targets"
    refused: tuple[tuple[dict[str, tuple[str, bytes]], str], ...] = (
        ({"file": ("", b"")}, "没有选文件"),
        ({"file": ("a.xlsx", b"\x00nonsense")}, "不是表格"),
        ({"file": ("a.csv", "项目编码,一级指标\nP1,产出\n".encode())}, "缺少必需的列：三级指标"),
        ({"file": ("a.csv", b"x" * (6 * 1024 * 1024 + 1))}, "超过6 MB"),
    )
    for files, told in refused:
        answer = send(finance, address, files=files)
        assert answer.status_code == 422, told
        assert told in answer.text
    assert send(finance, f"{address}/apply", {"kept": "%%%", "name": "a.csv"}).status_code == 422
    assert send(at("department1"), address, files={"file": ("a.csv", b"a")}).status_code == 403


def test_every_set_is_told_in_words(at: At) -> None:
    client = at("filler1")
    listed = client.get("/api/v1/sets?size=200").json()["items"]
    page = see(client, "/sets")
    for each in listed:
        assert f'href="/sets/{each["id"]}"' in page
        told = see(client, f"/sets/{each['id']}")
        assert html.escape(each["title"]) in told
        assert not re.findall(r"<(?:p|li|td)>[^<]*(?:\||##|`)", told), each["id"]
    assert client.get("/sets/cn/project/2020?version=99", headers=HTML).status_code == 404
    assert client.get("/sets/../../etc/passwd", headers=HTML).status_code == 404


def test_whoever_has_no_role_yet_is_told_whom_to_ask(at: At, office: Office) -> None:
    with office.store.writing(NOW) as tx:
        tx.connection.execute(delete(tables.grants).where(tables.grants.c.person == id_of("filler1")))
    page = see(at("filler1"), "/")
    assert "您的账号还没有角色" in page
    assert "某县" not in page
