import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import LARGE, OFFICE, Visitor

Visit = Callable[..., Visitor]


def waiting(someone: Visitor, state: str) -> list[str]:
    """Return the addresses of the evaluations of a state in the newest round, in the order of the list."""
    page = someone.page
    newest = page.evaluate("fetch('/api/v1/rounds').then(r => r.json())")["items"][0]["id"]
    found: Any = page.evaluate(f"fetch('/api/v1/rounds/{newest}/evaluations?state={state}&size=200').then(r => r.json())")
    return [f"/evaluations/{each['id']}?state={state}" for each in found["items"]]


def heading(someone: Visitor) -> str:
    return someone.page.get_by_role("heading", level=1).inner_text()


def test_a_reviewer_returns_two_rows_with_reasons_by_mouse_and_the_list_goes_on(visit: Visit) -> None:
    reviewer = visit("财政审核人")
    first, second, *_ = waiting(reviewer, "finance_check")
    reviewer.go(second)
    following = heading(reviewer)
    reviewer.go(first)
    page = reviewer.page
    rows = page.get_by_text("退回此行")
    rows.nth(0).click()
    page.get_by_label("第1行的退回原因").select_option("数据有误")
    page.get_by_label("第1行的退回说明").fill("与验收单不符")
    rows.nth(2).click()
    page.get_by_label("第3行的退回说明").fill("没有按期完成的证明")
    page.locator("#return > summary").click()
    page.get_by_label("原因类别").select_option("佐证材料不足")
    page.get_by_label("退回到").select_option("填报人")
    page.get_by_label("退回原因", exact=False).last.fill("请补充验收材料")
    page.locator("#return").get_by_role("button", name="退回").click()
    page.wait_for_load_state("networkidle")
    assert heading(reviewer).startswith(following.split(" ")[0])
    assert "已办理，现为填报中" in page.get_by_role("status").first.inner_text()
    reviewer.go(first.partition("?")[0])
    talk = page.locator("#talk").inner_text()
    assert all(words in talk for words in ("与验收单不符", "没有按期完成的证明", "请补充验收材料", "第1行", "第3行"))
    assert "已退回，单位还没有再送审" in page.get_by_role("main").inner_text()


def test_from_the_first_page_a_reviewer_goes_on_through_what_waits_and_nothing_else(visit: Visit) -> None:
    reviewer = visit("财政审核人")
    page = reviewer.page
    own = page.get_by_role("region", name="待您审核")
    count = re.search(r"(\d+)份", own.get_by_role("heading").inner_text())
    assert count
    own.get_by_role("link", name=re.compile("^审核 ")).first.click()
    expect(page.get_by_role("navigation", name="清单中前后")).to_contain_text(re.compile(rf"\d+ / {count[1]}\b"))
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_role("status").first).to_contain_text("现为审核通过")
    expect(page.get_by_role("navigation", name="清单中前后")).to_contain_text(f"/ {int(count[1]) - 1}")


def test_a_reviewer_goes_through_the_list_and_approves_with_the_keyboard_only(visit: Visit) -> None:
    reviewer = visit("财政审核人")
    first, *_ = waiting(reviewer, "finance_check")
    page = reviewer.page
    page.once("dialog", lambda asked: asked.accept())
    reviewer.go(first)
    one = heading(reviewer)
    page.keyboard.press("j")
    page.wait_for_url(lambda url: first.partition("?")[0] not in url)
    page.wait_for_load_state("networkidle")
    other = heading(reviewer)
    assert other != one
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{first}")
    page.keyboard.press("r")
    assert page.get_by_label("原因类别").evaluate("e => e === document.activeElement")
    page.get_by_role("heading", level=1).click()
    with page.expect_navigation():
        page.keyboard.press("a")
    page.wait_for_load_state("networkidle")
    assert heading(reviewer) == other
    assert "已办理，现为审核通过" in page.get_by_role("status").first.inner_text()


def test_the_return_is_written_with_the_keyboard_alone(visit: Visit) -> None:
    department = visit("主管部门审核人", 1)
    first, *_ = waiting(department, "department_check")
    department.go(first)
    page = department.page
    page.keyboard.press("r")
    for _ in range(12):
        name = page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        if name == "reason":
            page.keyboard.type("目标与批复不一致，请核对")
        if name == "退回" and page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    assert "已办理，现为填报中" in page.get_by_role("status").first.inner_text()


def test_without_scripts_a_form_is_returned_and_another_approved(visit: Visit) -> None:
    department = visit("主管部门审核人", java_script_enabled=False)
    page = department.page
    department.go("/search?state=department_check")
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    page.get_by_text("退回此行").first.click()
    page.get_by_label("第1行的退回说明").fill("数字不对")
    page.locator("#return > summary").click()
    page.get_by_label("退回原因", exact=False).last.fill("请核对")
    page.locator("#return").get_by_role("button", name="退回").click()
    assert "现为填报中" in page.get_by_role("status").first.inner_text()
    department.go("/search?state=department_check")
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    page.locator("#row-1").get_by_title("看这一分怎么来的").click()
    assert "得分来历" in heading(department)
    page.go_back()
    page.get_by_role("button", name="审核通过").click()
    assert "现为财政审核" in page.get_by_role("status").first.inner_text()


@pytest.mark.parametrize("screen", [OFFICE, LARGE])
def test_decision_and_form_stand_beside_each_other_on_both_screens(visit: Visit, screen: dict[str, int]) -> None:
    reviewer = visit("财政审核人", viewport=screen)
    reviewer.go(waiting(reviewer, "finance_check")[0])
    page = reviewer.page
    page.mouse.wheel(0, 600)
    approve, width = page.get_by_role("button", name="审核通过"), page.evaluate("document.documentElement.scrollWidth")
    assert width <= screen["width"]
    assert approve.bounding_box()["x"] > page.locator("#lines").bounding_box()["x"] + 500  # type: ignore[index]
    assert 0 <= approve.bounding_box()["y"] < screen["height"]  # type: ignore[index]
    page.locator("#row-2").get_by_title("看这一分怎么来的").click()
    page.locator("#sum").get_by_role("heading", name="第2行").wait_for()
    assert reviewer.barriers() == []


def test_pages_of_every_state_can_be_used_by_everybody(visit: Visit) -> None:
    finance = visit("财政审核人")
    for state in ("not_started", "filling", "unit_check", "final", "exempt"):
        finance.go(waiting(finance, state)[0])
        assert finance.barriers() == [], state
