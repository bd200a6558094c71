"""复核不丢所填 - Every judgement has its field, several deductions are written at once, what is refused comes back as typed."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from perfeval import evaluation, library, scoring, syntax
from tests.browser.service import Service
from tests.browser.test_spot_check import drawn, given_to, login_at, newest_round
from tests.browser.visitor import Visitor
from tests.service.access_places import FILE

Visit = Callable[..., Visitor]
EXAMPLES = Path(__file__).parents[2] / "examples"
WORDS = "现场核对了台账、会议记录和公示照片，与自评表所写不符，已请经办人当面确认，附在核查记录第二页，没有其他材料可以补充说明"


def filed_as(service: Service, evaluation_id: str, name: str) -> None:
    """Have a published form be what a unit filed, before it is drawn."""
    tree = syntax.load((EXAMPLES / f"{name}.yaml").read_bytes(), name)
    assert isinstance(tree, dict)
    text = json.dumps(tree, ensure_ascii=False)
    form = evaluation.parse(text)
    rules = library.indicator_set(form.set_id)
    own = {"document": text, "card": scoring.write_brief(scoring.score(rules, form), [])}
    own |= {"set_id": rules.id, "set_version": rules.version, "set_sha256": rules.sha256}
    with sqlite3.connect(service.data / "perfeval.db") as kept:
        kept.row_factory = sqlite3.Row
        last = kept.execute("SELECT * FROM submissions WHERE evaluation = ? ORDER BY number DESC", (evaluation_id,)).fetchone()
        row = {**dict(last), **own, "id": last["id"][::-1], "number": last["number"] + 1}
        names = ", ".join(row)
        kept.execute(f"INSERT INTO submissions ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))  # noqa: S608 - columns
        kept.execute("UPDATE sampled SET submission = ? WHERE evaluation = ?", (row["number"], evaluation_id))


def opened(third: Visitor, sample: str) -> Page:
    """Open the review of a sample that was given to somebody."""
    third.go("/reviews")
    third.page.get_by_role("row", name=re.compile(sample)).get_by_role("link", name=re.compile("^复核 ")).first.click()
    third.page.wait_for_load_state("networkidle")
    return third.page


def test_every_kind_of_judgement_has_its_field_and_two_deductions_are_written_before_a_save(visit: Visit, service: Service) -> None:
    bureau, third = visit("财政复核人"), visit("第三方评审人")
    sample = drawn(bureau, "逐项核定的抽查", "2026-05-01")
    given_to(bureau, sample, "第三方")
    items = bureau.page.evaluate(f"fetch('/api/v1/samples/{sample.rpartition('/')[2]}/items').then(r => r.json())")["items"]
    filed_as(service, items[0]["evaluation"], "24-road-maintenance-2021")
    page = opened(third, "逐项核定的抽查")
    assert third.barriers() == []
    page.get_by_role("link", name="财务制度").click()
    row = page.get_by_role("group", name="财务制度的复核意见")
    row.get_by_label(re.compile("有项目管理制度")).select_option("否")
    row.get_by_label("说明", exact=True).fill(WORDS)
    row.get_by_label("依据", exact=True).fill("制度汇编")
    expect(page.locator("tr.line.now [data-mark]")).to_have_text("改值")
    page.get_by_role("link", name="目标申报").click()
    filing = page.get_by_role("group", name="目标申报的复核意见")
    filing.get_by_label(re.compile("（次）$")).first.fill("1")
    filing.get_by_label(re.compile("的日期$")).first.fill("2021-05-06")
    filing.get_by_label("说明", exact=True).fill(WORDS)
    page.get_by_role("link", name="乡村道路建设养护里程").click()
    road = page.get_by_role("group", name="乡村道路建设养护里程的复核意见")
    for number, code in enumerate(("not-assessable", "one-task-late"), 1):
        road.get_by_label(f"扣分情形{number}", exact=True).select_option(code)
        road.get_by_label(f"扣分说明{number}", exact=True).fill(WORDS)
        road.get_by_label(f"扣分依据{number}", exact=True).fill(f"附件{number}")
        if number == 1:
            road.get_by_label("轻重1").select_option("一般")
            road.get_by_role("button", name="再扣一处").click()
            expect(road.get_by_label("扣分情形2")).to_be_focused()
            assert third.barriers() == []
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("group", name="合计")).to_contain_text(re.compile(r"增减\s*-\d"))
    review = page.url.rpartition("/")[2]
    told = page.evaluate(f"fetch('/api/v1/reviews/{review}').then(r => r.json())")["document"]["judgements"]
    said = {each["row"]: each for each in told}
    assert [len(each["deductions"]) for each in told if each["deductions"]] == [2]
    assert [each["items"] for each in told if each["items"]] == [{"有项目管理制度": False}]
    assert [each["events"][0]["date"] for each in told if each["events"]] == ["2021-05-06"]
    assert any(each["proof"] == ["制度汇编"] for each in said.values())


def test_what_is_typed_about_the_rows_is_saved_before_a_problem_is_kept(visit: Visit) -> None:
    bureau, third = visit("财政复核人"), visit("第三方评审人")
    given_to(bureau, drawn(bureau, "登记问题的抽查", "2026-05-02"), "第三方")
    page = opened(third, "登记问题的抽查")
    page.keyboard.press("a")
    problem = page.get_by_role("region", name="问题清单")
    problem.get_by_label(re.compile("^说明")).fill("验收单没有签字")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="保存并交回").click()
    expect(page.locator("#notice")).to_contain_text("请先登记，或清空，再交回")
    with page.expect_navigation():
        problem.get_by_role("button", name="登记问题").click()
    expect(page.get_by_role("region", name="问题清单")).to_contain_text("验收单没有签字")
    expect(page.locator("#row-1 [data-mark]")).to_have_text("认可")


def test_without_scripts_what_is_refused_comes_back_and_a_save_gives_another_deduction(visit: Visit) -> None:
    bureau, third = visit("财政复核人"), visit("第三方评审人", java_script_enabled=False)
    given_to(bureau, drawn(bureau, "不用脚本的复核", "2026-05-03"), "第三方")
    third.expects("422")
    third.expects("409")
    page = opened(third, "不用脚本的复核")
    road = page.get_by_role("group", name=re.compile("的复核意见$")).nth(1)
    road.get_by_label("扣分情形1").select_option("no-proof")
    road.get_by_label("扣分说明1").fill(WORDS)
    page.get_by_role("button", name="保存", exact=True).click()
    assert page.get_by_role("group", name=re.compile("的复核意见$")).nth(1).get_by_label("扣分情形2").count() == 1
    page.get_by_text("登记现场核查").click()
    page.get_by_label(re.compile("^日期")).fill("2026-03-09")
    page.get_by_label(re.compile("^地点")).fill("施工现场")
    page.get_by_label(re.compile("^参加人员")).fill("张三")
    page.get_by_label(re.compile("^看到的情况")).fill("路面已铺好")
    page.get_by_role("button", name="登记核查").click()
    page.get_by_label("2026-03-09的照片说明").fill("路面")
    page.get_by_label("2026-03-09的照片文件").set_input_files({"name": "路面.jpg", "mimeType": "image/jpeg", "buffer": b"none"})
    page.get_by_role("button", name="上传照片").click()
    assert "没有办理" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("2026-03-09的照片说明").input_value() == "路面"
    assert page.get_by_text("请重新选择文件").count() == 1
    rating = page.get_by_role("region", name=re.compile("^自评工作质量评级"))
    rating.get_by_role("checkbox").first.uncheck()
    rating.get_by_role("textbox").nth(1).fill("与台账不符")
    rating.get_by_role("button", name="确认评级").click()
    rating = page.get_by_role("region", name=re.compile("^自评工作质量评级"))
    assert not rating.get_by_role("checkbox").first.is_checked()
    assert rating.get_by_role("textbox").nth(1).input_value() == "与台账不符"
    assert rating.get_by_role("textbox").first.get_attribute("aria-invalid") == "true"


def agreed(third: Visitor, title: str) -> None:
    """Have everything agreed to in the next review of a sample, and handed in, with the keyboard."""
    page = opened(third, title)
    for _ in range(page.locator("#rows tr.line[data-row]").count()):
        page.keyboard.press("a")
    page.once("dialog", lambda asked: asked.accept())
    with page.expect_navigation():
        page.keyboard.press("h")


def released(bureau: Visitor, third: Visitor, sample: str, title: str) -> None:
    """Have everything agreed to, decided and released, and stand on the page of the item."""
    agreed(third, title)
    page = bureau.page
    bureau.go(sample)
    page.get_by_role("table", name="抽中的各项").get_by_role("link").first.click()
    page.get_by_role("button", name="确认评级").click()
    page.get_by_role("button", name="定分", exact=True).click()
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="反馈给单位").click()


def reported(filler: Visitor) -> None:
    """Report what was put right: the words are written first, the material is uploaded then, and nothing is written twice."""
    filler.page.get_by_label(re.compile("^整改情况")).fill("已补做，回收问卷120份")
    filler.page.get_by_label("材料名称").fill("问卷汇总")
    filler.page.get_by_label("补交的文件").set_input_files({"name": "问卷.pdf", "mimeType": "application/pdf", "buffer": FILE})
    filler.page.get_by_role("button", name="上传").click()
    expect(filler.page.get_by_role("status").first).to_contain_text("材料已上传")
    expect(filler.page.get_by_label(re.compile("^整改情况"))).to_have_value("已补做，回收问卷120份")
    filler.page.get_by_role("region", name=re.compile("^整改")).get_by_label("问卷汇总").check()
    filler.page.get_by_role("button", name="报整改情况").click()
    expect(filler.page.get_by_role("status").first).to_contain_text("整改情况已报")


def test_what_is_to_be_put_right_is_found_from_home_and_in_the_list_of_the_round(visit: Visit, service: Service) -> None:
    bureau, third = visit("财政复核人"), visit("第三方评审人")
    sample = drawn(bureau, "整改的抽查", "2026-05-04")
    unit = given_to(bureau, sample, "第三方")
    released(bureau, third, sample, "整改的抽查")
    page = bureau.page
    page.get_by_text("提出整改", exact=True).first.click()
    page.get_by_label(re.compile("^整改要求")).fill("补做满意度调查")
    page.get_by_label(re.compile("^责任人或责任单位")).fill("办公室")
    page.get_by_label(re.compile("^期限")).fill("2020-01-01")
    bureau.expects("422")
    page.get_by_role("button", name="提出整改").click()
    expect(page.get_by_role("alert")).to_contain_text("整改期限已经过去")
    expect(page.get_by_label(re.compile("^整改要求"))).to_have_value("补做满意度调查")
    assert bureau.barriers() == []
    page.get_by_label(re.compile("^期限")).fill("2030-12-31")
    page.get_by_role("button", name="提出整改").click()
    expect(page.get_by_role("status").first).to_contain_text("已提出整改")
    page.get_by_role("link", name="本批次全部").click()
    page.get_by_label("状态").select_option("open")
    page.get_by_role("button", name="筛选").click()
    assert "state=open" in page.url
    expect(page.get_by_role("table", name="整改清单")).to_contain_text("补做满意度调查")
    assert bureau.barriers() == []
    filler = visit()
    filler.sign_in(login_at(service, "填报人", unit))
    filler.page.get_by_role("region", name="待报的整改").get_by_role("link", name="补做满意度调查").click()
    expect(filler.page.get_by_role("button", name="报整改情况")).to_be_in_viewport()
    reported(filler)
    bureau.go("/")
    expect(page.get_by_role("region", name="待确认的整改")).to_contain_text("补做满意度调查")
    filler.go(f"/rounds/{newest_round(filler)}/rectifications")
    expect(filler.page.get_by_role("table", name="整改清单")).to_contain_text("补做满意度调查")
    assert filler.barriers() == []


def confirmed(bureau: Visitor, item: str) -> None:
    """Confirm the rating of the work on an item."""
    bureau.go(item)
    bureau.page.get_by_role("button", name="确认评级").click()
    expect(bureau.page.get_by_role("heading", name="自评工作质量评级")).to_contain_text("已确认")


def done_at_once(bureau: Visitor, button: str, *told: str) -> None:
    """Tick the whole page of a sample and press a button, and see what came of each."""
    page = bureau.page
    page.get_by_label("本页全选").check()
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name=button, exact=True).click()
    result = page.get_by_role("status").filter(has=page.get_by_role("table", name="逐项结果"))
    for words in (f"{button}：{told[0]}", *told[1:]):
        expect(result).to_contain_text(words)
    assert bureau.barriers() == []


def test_what_is_ticked_is_decided_and_closed_at_once_and_what_was_refused_stays_ticked(visit: Visit, service: Service) -> None:
    bureau, third = visit("财政复核人"), visit("第三方评审人")
    page, sample = bureau.page, drawn(bureau, "成批定分的抽查", "2026-05-05", "2")
    unit = given_to(bureau, sample, "第三方")
    items = page.get_by_role("table", name="抽中的各项")
    expect(items.locator("tbody tr").first).to_contain_text(re.compile(r"\d\.\d\d (优|良|中|差)"))
    for _ in range(2):
        agreed(third, "成批定分的抽查")
    first, second = (str(each.get_attribute("href")) for each in items.get_by_role("link").all())
    confirmed(bureau, first)
    bureau.go(sample)
    done_at_once(bureau, "按复核意见定分", "1项已办理，1项没有", "自评工作质量评级还没有确认")
    expect(items.get_by_role("checkbox", checked=True)).to_have_count(1)
    confirmed(bureau, second)
    bureau.go(sample)
    done_at_once(bureau, "按复核意见定分", "1项已办理，1项没有", "这一项已定，复核中的才能定分")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="整批反馈").click()
    expect(page.get_by_role("status").first).to_contain_text("已反馈给各单位")
    filler = visit()
    filler.sign_in(login_at(service, "填报人", unit))
    filler.go(first)
    filler.page.once("dialog", lambda asked: asked.accept())
    filler.page.get_by_role("button", name="确认复核结果").click()
    expect(filler.page.get_by_role("status").first).to_contain_text("已确认")
    bureau.go(sample)
    done_at_once(bureau, "办结", "1项已办理，1项没有", "提出异议的期限还没有过，单位也没有确认")
    expect(items).to_contain_text("办结")
