"""首页故事 - Whoever comes in sees at once what is theirs to do, and gets there by mouse or by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import LARGE, Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("填报人", "待填报"),
        ("单位审核人", "待您审核"),
        ("主管部门审核人", "待您审核"),
        ("归口股室审核人", "待您审核"),
        ("财政审核人", "批次进度"),
        ("财政复核人", "批次进度"),
        ("财政负责人", "批次进度"),
        ("第三方评审人", "分给我的复核"),
        ("审计人员", "查找自评"),
        ("系统管理员", "可用账号"),
        ("安全管理员", "没有角色的账号"),
        ("审计管理员", "24小时内的操作"),
    ],
)
def test_every_role_finds_its_own_first_page(visit: Visit, role: str, words: str) -> None:
    visitor = visit(role)
    expect(visitor.page.get_by_text(words).first).to_be_visible()
    assert visitor.barriers() == []


def test_a_department_works_through_what_waits_for_it(visit: Visit) -> None:
    checker = visit("主管部门审核人", viewport=LARGE)
    page = checker.page
    waiting = page.get_by_role("region", name="待您审核")
    times = waiting.get_by_role("row").locator("td:first-child").all_inner_texts()
    assert times
    assert times == sorted(times)
    page.get_by_role("link", name="2025年度部门预算项目支出绩效自评的自评清单").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2025年度部门预算项目支出绩效自评")
    departments = page.get_by_label("单位", exact=True).locator("option").all_inner_texts()
    assert sum(each.endswith("局") for each in departments) == 1
    assert page.get_by_role("navigation", name="本批次").get_by_role("link", name="设置").count() == 0
    assert checker.barriers() == []


def test_an_auditor_looks_for_a_project_by_keyboard_only(visit: Visit) -> None:
    auditor = visit("审计人员")
    page = auditor.page
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("森林防火")
    page.keyboard.press("Enter")
    found = page.get_by_role("region", name="“森林防火”的查找结果")
    expect(found.get_by_role("link", name="森林防火").first).to_be_visible()
    assert auditor.barriers() == []


def test_who_wrote_back_and_why_stands_with_what_came_back(visit: Visit) -> None:
    for at in range(40):
        clerk = visit("填报人", at)
        back = clerk.page.get_by_role("row", name="退回待改")
        if back.count():
            expect(back.first.get_by_text("退回：")).to_be_visible()
            expect(back.first.get_by_role("link", name="修改")).to_be_visible()
            assert clerk.barriers() == []
            return
    pytest.fail("nothing was sent back in the demonstration")
