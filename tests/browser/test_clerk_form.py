"""填报人填表 - A clerk fills in a form with the mouse and with the keyboard, answers, submits, and takes the Word along."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.clerk import actual, fill_whole, filling, open_form, saved
from tests.browser.service import PASSWORD
from tests.browser.visitor import LARGE, Visitor

Visit = Callable[..., Visitor]
_CALLED = """() => {
  const at = document.activeElement, label = at.labels && at.labels[0];
  const names = (at.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean).map(id => document.getElementById(id).textContent);
  const own = label || (at === document.body ? null : at);
  return (names.join(" ") || at.getAttribute("aria-label") || (own ? own.textContent : "")).trim();
}"""


def test_a_clerk_fills_saves_answers_submits_and_takes_the_word_along_by_mouse(visit: Visit, tmp_path: Path) -> None:
    clerk = visit("填报人", 2, accept_downloads=True)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    fill_whole(page)
    expect(page.get_by_role("heading", name="校验提示")).not_to_contain_text("须改正")
    answers = page.locator("#hints").get_by_role("textbox")
    for at in range(answers.count()):
        answers.nth(at).fill("情况属实，已核对原始凭证")
        saved(page)
    assert clerk.barriers() == []
    page.get_by_role("link", name="送审…").click()
    expect(page.get_by_role("heading", name="0处须改正")).to_be_visible()
    assert clerk.barriers() == []
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("已送审：第1次"))).to_be_visible()
    assert re.search(r"\d+-[0-9a-f]{12}", page.get_by_role("region", name=re.compile("已送审")).inner_text())
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word（附得分计算说明）").first.click()
    assert taken.value.suggested_filename.endswith(".docx")
    taken.value.save_as(tmp_path / "自评表.docx")
    assert (tmp_path / "自评表.docx").read_bytes()[:2] == b"PK"
    page.get_by_role("button", name="撤回").click()


def test_points_total_and_findings_follow_what_is_typed(visit: Visit) -> None:
    clerk = visit("填报人", 3)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    cell = actual(page, 1)
    cell.fill("1")
    cell.blur()
    saved(page)
    points = page.locator("#p-1")
    first = points.inner_text()
    cell.fill(_target(page, 1))
    cell.blur()
    saved(page)
    expect(points).not_to_have_text(first)
    points.get_by_role("link").click()
    panel = page.locator("#panel")
    expect(panel.get_by_text("算式")).to_be_visible()
    expect(panel.get_by_text("依据", exact=True)).to_be_visible()
    assert clerk.barriers() == []
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def _target(page: Page, number: int) -> str:
    return re.sub(r"[≥≤＝=]", "", page.locator(f"#r-{number} td").first.inner_text().split("（")[0])


def test_the_form_is_filled_in_by_keyboard_alone(visit: Visit) -> None:
    clerk = visit("填报人", 4)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    first: Locator = actual(page, 1)
    first.focus()
    for number in (1, 2, 3):
        expect(actual(page, number)).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type(f"{number}0")
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(actual(page, 3)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.locator('#r-2 [data-col="claimed"][name]')).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(actual(page, 2)).to_be_focused()
    saved(page)
    page.keyboard.press("F2")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+S")
    page.reload()
    assert [actual(page, number).input_value() for number in (1, 2, 3)] == ["10", "20", "30"]


def test_from_the_sign_in_to_the_word_the_keyboard_is_enough(visit: Visit, tmp_path: Path) -> None:
    address = f"/evaluations/{_ready(visit('填报人', 23))}/form"
    clerk = visit(accept_downloads=True)
    page = clerk.page
    clerk.expects("401")  # whoever is asked to sign in first goes on to the form
    clerk.go(address)
    _tab(page, "登录名")
    page.keyboard.type(clerk.service.login("填报人", 23))
    _tab(page, "口令")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    expect(actual(page, 1)).to_be_visible()
    _tab(page, "实际完成值")
    page.keyboard.press("End")
    page.keyboard.type(" ")
    saved(page)
    _tab(page, "送审…", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="0处须改正")).to_be_visible()
    _tab(page, "送审", whole=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("已送审：第1次"))).to_be_visible()
    _tab(page, "Word（附得分计算说明）")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    taken.value.save_as(tmp_path / "自评表.docx")
    assert (tmp_path / "自评表.docx").read_bytes()[:2] == b"PK"


def _ready(clerk: Visitor) -> str:
    """Return a form of somebody's in which nothing is wrong."""
    rounds = clerk.context.request.get(f"{clerk.service.address}/api/v1/rounds").json()["items"]
    address = f"{clerk.service.address}/api/v1/rounds/{rounds[0]['id']}/evaluations?state=filling"
    items = clerk.context.request.get(address).json()["items"]
    return str(next(each["id"] for each in items if not each["errors"] + each["warnings"] and not each["returned"]))


def _tab(page: Page, words: str, *, key: str = "Tab", whole: bool = False) -> None:
    """Go on from control to control until one is called so."""
    for _ in range(120):
        page.keyboard.press(key)
        called = str(page.evaluate(_CALLED))
        if called == words if whole else words in called:
            return
    pytest.fail(f"no control called {words} is reached by {key}")


def test_a_row_of_ones_own_is_added_moved_and_taken_away_and_marked(visit: Visit) -> None:
    clerk = visit("填报人", 5)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    rows = page.locator("#indicators tbody tr[data-row]")
    before = rows.count()
    actual(page, 1).fill("37")
    page.get_by_role("button", name="增加一行").click()
    expect(rows).to_have_count(before + 1)
    mine = page.locator(f"#r-{before + 1}")
    expect(mine).to_contain_text("自拟")
    assert actual(page, 1).input_value() == "37"
    name = mine.locator('[data-col="name"][name]')
    name.fill("家长会次数")
    name.blur()
    saved(page)
    levels = page.locator("#indicators tbody th.level")
    grouped = levels.all_inner_texts()
    mine.get_by_role("combobox", name="一级指标").select_option(label="满意度指标")
    mine.get_by_role("combobox", name="二级指标").select_option(label="服务对象满意度指标")
    saved(page)
    expect(levels).not_to_have_text(grouped)
    expect(mine.get_by_role("combobox", name="一级指标")).to_have_value("满意度指标")
    assert clerk.barriers() == []
    page.get_by_role("button", name=f"第{before + 1}行上移").click()
    expect(page.locator(f"#r-{before}").locator('[data-col="name"][name]')).to_have_value("家长会次数")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=f"删除第{before}行").click()
    expect(rows).to_have_count(before)


@pytest.mark.parametrize("screen", [None, LARGE])
def test_nothing_but_the_table_scrolls_sideways(visit: Visit, screen: dict[str, int] | None) -> None:
    clerk = visit("填报人", 0, **({"viewport": screen} if screen else {}))
    for path in ("form", "preview", "submit", "workbook"):
        clerk.go(f"/evaluations/{filling(clerk)[0]}/{path}")
        assert clerk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert clerk.barriers() == [], path


def test_the_pages_of_the_word_are_pictured_on_demand(visit: Visit) -> None:
    clerk = visit("填报人", 0)
    clerk.go(f"/evaluations/{filling(clerk)[0]}/preview")
    clerk.page.get_by_role("link", name="看 Word 的版面").click()
    expect(clerk.page.get_by_alt_text("第1页")).to_be_visible(timeout=30_000)
