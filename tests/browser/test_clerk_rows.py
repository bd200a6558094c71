"""一行的事 - Proofs by drag and drop, words of a return and their answer, the home page that leads there, findings that lead to cells."""

import base64
import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.clerk import actual, filling, open_form, saved
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
DROP = """([selector, data]) => {
  const bytes = Uint8Array.from(atob(data), each => each.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "验收照片.png", {type: "image/png"}));
  const row = document.querySelector(selector);
  for (const kind of ["dragover", "drop"]) row.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
}"""


def test_a_file_dropped_on_a_row_is_handed_in_listed_and_taken_back(visit: Visit) -> None:
    clerk = visit("填报人", 18, accept_downloads=True)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    actual(page, 1).fill("19")
    page.evaluate(DROP, ["#r-2", PICTURE])
    panel = page.locator("#panel")
    expect(panel.get_by_label("材料名称")).to_have_value("验收照片")
    expect(panel.get_by_label("种类")).to_have_value("")
    panel.get_by_role("button", name="上传").click()
    assert panel.get_by_label("种类").evaluate("each => each.matches(':invalid')")
    panel.get_by_label("种类").select_option(label="验收")
    panel.get_by_label("日期").fill("2025-12-01")
    panel.get_by_role("button", name="上传").click()
    expect(panel.get_by_role("link", name="验收照片")).to_be_visible()
    expect(panel.get_by_text("验收　2025-12-01")).to_be_visible()
    assert clerk.barriers() == []
    with page.expect_download() as taken:
        panel.get_by_role("link", name="验收照片").click()
    assert taken.value.path().read_bytes() == base64.b64decode(PICTURE)
    page.on("dialog", lambda dialog: dialog.accept())
    panel.get_by_role("button", name="移去验收照片").click()
    expect(panel.get_by_text("还没有佐证材料。")).to_be_visible()
    saved(page)
    page.reload()
    assert actual(page, 1).input_value() == "19"


def test_what_is_written_below_a_row_is_saved_with_the_rest(visit: Visit) -> None:
    clerk = visit("填报人", 19)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    page.get_by_role("link", name=re.compile("^第1行的说明")).click()
    page.get_by_label("说明、评价依据").fill("依据会议纪要")
    page.get_by_role("button", name="收起").click()
    saved(page)
    page.get_by_role("link", name=re.compile("^第1行的说明")).click()
    expect(page.get_by_label("说明、评价依据")).to_have_value("依据会议纪要")
    page.get_by_label("写批注").fill("已与业务科室核对")
    page.get_by_role("button", name="发表").click()
    expect(page.locator("#panel")).to_contain_text("已与业务科室核对")


def test_what_was_returned_stands_first_on_the_home_page_with_why_and_is_answered_in_place(visit: Visit) -> None:
    somebody = visit("填报人", 8)
    page = somebody.page
    first = page.get_by_role("region", name="待填报").get_by_role("row").nth(1)
    expect(first).to_contain_text("退回")
    assert somebody.barriers() == []
    first.get_by_role("link").first.click()
    returned = page.get_by_role("region", name="退回意见")
    expect(returned).to_be_visible()
    returned.get_by_label("答复退回意见").fill("已按意见修改")
    returned.get_by_role("button", name="答复").click()
    expect(page.get_by_role("region", name="退回意见")).to_contain_text("已按意见修改")


def test_a_finding_leads_to_its_cell_and_is_gone_once_mended(visit: Visit) -> None:
    clerk = visit("填报人", 2)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    actual(page, 1).fill("")
    actual(page, 1).blur()
    saved(page)
    hint = page.locator("#hints").get_by_role("link", name=re.compile("应填未填 第1行"))
    hint.click()
    expect(actual(page, 1)).to_be_focused()
    expect(actual(page, 1)).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("100")
    actual(page, 1).blur()
    expect(hint).to_have_count(0)
