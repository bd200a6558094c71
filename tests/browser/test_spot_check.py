"""抽查复核 - A spot check from the draw to the unit's answer in a browser, the review itself with the keyboard alone."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.service import Service
from tests.browser.visitor import LARGE, OFFICE, Visitor

Visit = Callable[..., Visitor]
WORDS = (
    "没有监理单位的签字和日期，不能证明质量合格，已当面请经办人确认，附在核查记录第二页；与施工单位核对后双方都认可，没有其他材料可以补充"
)


def newest_round(someone: Visitor) -> str:
    """Return the id of the newest round."""
    return str(someone.page.evaluate("fetch('/api/v1/rounds').then(r => r.json())")["items"][0]["id"])


def drawn(bureau: Visitor, title: str, seed: str, quota: str = "1") -> str:
    """Draw one item, or some, by the pages and return the address of the sample."""
    page = bureau.page
    bureau.go(f"/rounds/{newest_round(bureau)}/samples")
    page.get_by_role("main").get_by_role("link", name="抽取", exact=True).click()
    page.get_by_label("抽查名称").fill(title)
    page.get_by_label("每层抽多少").fill(quota)
    page.get_by_role("textbox", name="种子").fill(seed)
    page.get_by_role("button", name="预览各层和覆盖面").click()
    expect(page.get_by_role("region", name="预览和抽取")).to_contain_text("抽样框散列")
    assert bureau.barriers() == []
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="抽取", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已抽取")
    expect(page.get_by_role("textbox", name="种子")).to_have_value(seed)
    return page.url.partition("?")[0].removeprefix(bureau.service.address)


def given_to(bureau: Visitor, sample: str, name: str) -> str:
    """Give the items of a sample to a reviewer, send it out, and return the name of the unit."""
    page = bureau.page
    bureau.go(sample)
    page.get_by_label("本页全选").check()
    person = page.get_by_label("勾选的项分派给")
    person.select_option(label=next(each for each in person.locator("option").all_inner_texts() if name in each))
    page.get_by_role("button", name="分派", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已分派")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="下发").click()
    expect(page.get_by_role("status").first).to_contain_text("已下发")
    assert bureau.barriers() == []
    return page.get_by_role("table", name="抽中的各项").locator("tbody tr td").nth(2).inner_text()


def reviewed_by_keyboard(third: Visitor) -> None:
    """Agree to every row but the third, deduct there, and hand in, without the mouse."""
    page, keys = third.page, third.page.keyboard
    third.go("/")
    page.get_by_role("region", name="分给我的复核").get_by_role("link", name=re.compile("^复核 ")).first.focus()
    with page.expect_navigation():
        keys.press("Enter")
    page.wait_for_load_state("networkidle")
    assert third.barriers() == []
    count = page.locator("#rows tr.line[data-row]").count()
    for row in range(count):
        if row == 2:
            keys.press("d")
            keys.press("ArrowDown")
            keys.press("Tab")
            keys.type(WORDS[:10])
            expect(page.locator("tr.under.now [data-count]").first).to_contain_text("还差")
            keys.type(WORDS[10:])
            expect(page.locator("tr.under.now [data-count]").first).to_have_text("字数已够")
            keys.press("Escape")
            keys.press("j")
        else:
            keys.press("a")
    keys.press("s")
    expect(page.get_by_role("group", name="合计")).to_contain_text("每行都有意见")
    expect(page.get_by_role("group", name="合计")).to_contain_text(re.compile(r"增减\s*-\d"))
    page.once("dialog", lambda asked: asked.accept())
    with page.expect_navigation():
        keys.press("h")
    expect(page.get_by_role("status").first).to_contain_text("已交回")


def login_at(service: Service, role: str, unit: str) -> str:
    """Return the login of somebody with a role at a unit."""
    accounts = json.loads((service.data / "demo-accounts.json").read_text(encoding="utf-8"))
    return str(next(each["login"] for each in accounts if (each["role"], each["unit"]) == (role, unit)))


def test_from_the_draw_to_the_units_answer_the_review_by_keyboard(visit: Visit, service: Service) -> None:
    bureau, third = visit("财政复核人"), visit("第三方评审人")
    sample = drawn(bureau, "2025年度抽查复核", "双色球2026028")
    unit = given_to(bureau, sample, "第三方")
    reviewed_by_keyboard(third)
    page = bureau.page
    bureau.go(sample)
    page.get_by_role("table", name="抽中的各项").get_by_role("link").first.click()
    page.get_by_role("button", name="确认评级").click()
    expect(page.get_by_role("heading", name="自评工作质量评级")).to_contain_text("已确认")
    assert bureau.barriers() == []
    page.get_by_label("定分说明").fill("同意第三方的意见")
    page.get_by_role("button", name="定分", exact=True).click()
    expect(page.get_by_role("region", name="复核结果")).to_contain_text("无佐证材料")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="反馈给单位").click()
    expect(page.get_by_role("status").first).to_contain_text("已反馈")
    filler = visit()
    filler.sign_in(login_at(service, "填报人", unit))
    filler.page.get_by_role("region", name="等待答复的复核结果").get_by_role("link").first.click()
    result = filler.page.get_by_role("region", name="复核结果")
    expect(result).to_contain_text(WORDS)
    expect(result).to_contain_text("各行增减相加等于总分的增减")
    assert filler.barriers() == []
    result.locator("tbody summary").nth(2).click()
    result.get_by_role("textbox").fill("验收单的签字页漏附了")
    filler.page.once("dialog", lambda asked: asked.accept())
    filler.page.get_by_role("button", name="提出异议").click()
    expect(filler.page.get_by_role("status").first).to_contain_text("异议已提出")


def test_without_scripts_a_sample_is_drawn_and_an_item_reviewed(visit: Visit) -> None:
    bureau = visit("财政复核人", java_script_enabled=False)
    page = bureau.page
    page.get_by_role("link", name=re.compile("^20")).first.click()
    page.get_by_role("link", name="抽查复核").click()
    page.get_by_role("link", name="抽查批和抽取").click()
    page.get_by_role("main").get_by_role("link", name="抽取", exact=True).click()
    page.get_by_label("抽查名称").fill("不用脚本的抽查")
    page.get_by_label("每层抽多少").fill("1")
    page.get_by_role("textbox", name="种子").fill("20260401")
    page.get_by_role("button", name="预览各层和覆盖面").click()
    page.get_by_role("button", name="抽取", exact=True).click()
    assert "已抽取" in page.get_by_role("status").first.inner_text()
    page.get_by_label(re.compile("^选中 ")).first.check()
    person = page.get_by_label("勾选的项分派给")
    person.select_option(label=next(each for each in person.locator("option").all_inner_texts() if "财政复核人" in each))
    page.get_by_role("button", name="分派", exact=True).click()
    page.get_by_role("button", name="下发").click()
    page.get_by_role("table", name="抽中的各项").get_by_role("link").first.click()
    page.get_by_role("link", name="打开我的复核意见").click()
    page.get_by_label("认可").first.check()
    page.get_by_role("button", name="保存", exact=True).click()
    assert page.locator("#row-1 [data-mark]").inner_text() == "认可"


def test_the_pages_fit_both_screens_and_hold_no_barriers(visit: Visit) -> None:
    for screen in (OFFICE, LARGE):
        bureau = visit("财政复核人", viewport=screen)
        own = newest_round(bureau)
        for path in (f"/rounds/{own}/samples/new", f"/rounds/{own}/sampled", f"/rounds/{own}/review-rules", "/reviews"):
            bureau.go(path)
            assert bureau.page.evaluate("document.documentElement.scrollWidth") <= screen["width"], path
            assert bureau.barriers() == [], path
